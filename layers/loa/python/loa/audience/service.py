"""Take in what residents do: each event once, whatever the order and however often it comes."""

import hashlib
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from loa.accounts.model import Account
from loa.audience.model import SEEN_KEPT, Change, Direction
from loa.audience.model import Message as Written
from loa.audience.store import Audience, Seen
from loa.aws.queues import Message, Queue
from loa.aws.tables import Action, ConditionFailed, commit
from loa.errors import Busy
from loa.statistics.model import Metric
from loa.statistics.store import StatisticsStore
from loa.zalo.envelope import envelope, parse_json
from loa.zalo.events import Event, EventKind

_ATTEMPTS: Final = 5


class Outcome(StrEnum):
    """What became of an event."""

    KEPT = "kept"
    REPEATED = "repeated"
    """It had been kept before."""
    ECHO = "echo"
    """Zalo repeats what we did ourselves: nothing to keep."""
    NO_ACCOUNT = "no_account"
    """Kept aside: no unit has this account (yet)."""
    STALE = "stale"
    """Older than we remember events: it could not be told from a repetition."""


def receive(
    event: Event,
    raw: str,
    *,
    account_of: Callable[[str], Account | None],
    audience: Audience,
    seen: Seen,
    statistics: StatisticsStore,
    now: datetime,
) -> Outcome:
    """Keep an event and count it, as one.

    Args:
        event: from Zalo, its signature checked.
        raw: its body, as it came.
        account_of: finds an account by its id.
        audience: followers and messages.
        seen: what has been taken in.
        statistics: counters.
        now: the present instant, from which the time of keeping runs.

    Raises:
        Busy: tables are busy, or another event of the same resident was in the way: come again.
    """
    if event.kind is EventKind.ECHO:
        return Outcome.ECHO
    if event.timestamp < now - SEEN_KEPT:
        return Outcome.STALE
    account = account_of(event.oa_id) if event.oa_id else None
    if account is None:
        return Outcome.NO_ACCOUNT if seen.keep_stray(event, now, raw) else Outcome.REPEATED
    match event.kind:
        case EventKind.MESSAGE_IN | EventKind.MESSAGE_OUT_HUMAN:
            outcome = _message(event, account, audience=audience, statistics=statistics)
        case EventKind.FOLLOW | EventKind.UNFOLLOW:
            outcome = _following(event, account, audience=audience, seen=seen, statistics=statistics, now=now)
        case _:
            outcome = _other(event, raw, account, seen=seen, statistics=statistics, now=now)
    _aftermath(event, audience)
    return outcome


def _message(event: Event, account: Account, *, audience: Audience, statistics: StatisticsStore) -> Outcome:
    incoming = event.kind is EventKind.MESSAGE_IN
    message = Written(
        oa_id=event.oa_id,
        user_id=event.user_id,
        message_id=event.message_id or event.event_id,
        at=event.timestamp,
        direction=Direction.IN if incoming else Direction.OUT,
        kind=event.message_kind.value if event.message_kind else "",
        text=event.text,
        attachments=tuple(_present(asdict(attachment)) for attachment in event.attachments),
        quotes=event.quote_message_id,
    )
    counts = {Metric.EVENTS: 1, Metric.MESSAGES_IN if incoming else Metric.MESSAGES_OUT: 1}
    count = statistics.increments(account.unit_path, event.timestamp, counts)
    writes: list[Action] = [audience.add_message(message), count]
    if not incoming:
        writes.append(audience.claim_out(message))
    try:
        commit(writes)
    except ConditionFailed:
        return Outcome.REPEATED
    return Outcome.KEPT


def _following(
    event: Event,
    account: Account,
    *,
    audience: Audience,
    seen: Seen,
    statistics: StatisticsStore,
    now: datetime,
) -> Outcome:
    follows = event.kind is EventKind.FOLLOW
    counts = {Metric.EVENTS: 1, Metric.FOLLOWERS_GAINED if follows else Metric.FOLLOWERS_LOST: 1}
    for _ in range(_ATTEMPTS):
        before = audience.follower(event.oa_id, event.user_id)
        after = before.changed(Change(event.timestamp, follows))
        writes = [
            seen.remember(event, now, None),
            audience.save_changes(after),
            statistics.increments(account.unit_path, event.timestamp, counts),
        ]
        # What happened before the account was connected is part of the number that Zalo gave then.
        if after.weight != before.weight and event.timestamp >= account.connected_at:
            writes.append(statistics.follower_change(account.unit_path, after.weight - before.weight))
        try:
            commit(writes)
        except ConditionFailed as failure:
            if failure.index == 0:
                return Outcome.REPEATED
            continue  # another event of this resident came between: look again
        return Outcome.KEPT
    raise Busy("other events of this resident were in the way")


def _other(
    event: Event, raw: str, account: Account, *, seen: Seen, statistics: StatisticsStore, now: datetime
) -> Outcome:
    counts = {Metric.EVENTS: 1}
    if event.kind is EventKind.OTHER:
        counts[Metric.EVENTS_UNKNOWN] = 1
    try:
        commit(
            [
                seen.remember(event, now, raw),
                statistics.increments(account.unit_path, event.timestamp, counts),
            ]
        )
    except ConditionFailed:
        return Outcome.REPEATED
    return Outcome.KEPT


def _aftermath(event: Event, audience: Audience) -> None:
    """What may be done any number of times; also after a repetition, in case the first died before it."""
    match event.kind:
        case EventKind.MESSAGE_IN | EventKind.FOLLOW | EventKind.CLICK_CHATNOW | EventKind.SUBMIT_INFO:
            audience.touched(event.oa_id, event.user_id, event.user_id_by_app, event.timestamp)
        case EventKind.WITHDRAW if event.user_id:
            audience.withdrew(event.oa_id, event.user_id, event.timestamp)
        case _:
            return


def _present(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "", (), [], {})}


def replay(oa_id: str, *, seen: Seen, inbox: Queue) -> int:
    """Put the events that came before an account was connected on the queue; answers how many.

    They stay where they are: the second time they are repetitions.
    """
    messages = [_again(raw) for raw in seen.strays(oa_id)]
    inbox.send_all(messages)
    return len(messages)


def _again(raw: str) -> Message:
    outside = envelope(parse_json(raw), raw.encode("utf-8", "surrogatepass"))
    # Another key than the webhook's: within five minutes the queue would take it for a repetition.
    key = hashlib.sha256(f"replay:{outside.event_id}".encode()).hexdigest()
    return Message(raw, group=outside.group_key, key=key)
