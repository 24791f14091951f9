"""Process residents' events: each once, in whatever order and however often they arrive."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from loa.dialogue.conversations import texts
from loa.dialogue.conversations.counting import answered_counts
from loa.dialogue.inbox.dependencies import ATTEMPTS, InboxDependencies, head_of, message_of
from loa.dialogue.inbox.handlers.follows import coming_or_going
from loa.dialogue.inbox.handlers.messages import take_words
from loa.errors import Busy
from loa.foundation.accounts.model import Account
from loa.foundation.statistics.model import Metric
from loa.platform.aws.dynamodb.tables import ConditionFailed, Write
from loa.platform.aws.dynamodb.transactions import commit, get_many
from loa.platform.zalo.webhooks.envelope import parse_json
from loa.platform.zalo.webhooks.events import Event, EventKind
from loa.residents.attachments.service import ask
from loa.residents.followers.model import OTHER_APPLICATION, SEEN_KEPT
from loa.residents.followers.service import EventOutcome, keep_event, withdraw_everywhere

OURS_UNTIL: Final = timedelta(minutes=10)
"""How long after Zalo accepted a message of ours we may still be recording that: if a worker dies doing so,
another one follows after the six minutes for which its queue hides the message."""

AHEAD: Final = timedelta(minutes=2)
"""How far Zalo's clocks may be ahead of ours."""


def dispatch(event: Event, raw: str, *, desk: InboxDependencies, now: datetime) -> EventOutcome:
    """Store an event and its consequences atomically.

    Args:
        event: from Zalo, with verified signature.
        raw: its body as received.
        desk: dependencies.
        now: the present instant, from which retention is counted.

    Raises:
        Busy: tables are busy, or another event of the same resident interfered: try again.
    """
    if event.kind is EventKind.ECHO and event.message_kind is None:
        return EventOutcome.ECHO
    if event.timestamp > now + AHEAD:
        event, raw = _dated(event, raw, now)
    if event.timestamp < now - SEEN_KEPT:
        return EventOutcome.STALE
    if event.kind is EventKind.WITHDRAW and not event.oa_id and event.user_id_by_app:
        outcome = withdraw_everywhere(event, raw, audience=desk.audience, seen=desk.seen, now=now)
        _erase_who_withdrew(event, desk=desk, now=now)
        return outcome
    account = desk.account_of(event.oa_id) if event.oa_id else None
    if account is None:
        return _of_nobody(event, raw, desk=desk, now=now)
    if account.is_pending and event.kind is not EventKind.WITHDRAW:  # a withdrawal is accepted anywhere
        return EventOutcome.NOT_CONFIRMED
    return _taken_in(event, raw, account, desk=desk, now=now)


def _dated(event: Event, raw: str, at: datetime) -> tuple[Event, str]:
    """Return an event from the future, and its body, as one of now.

    Kept as it is, it would make every later word of its conversation late until then. In the body, too: an
    echo is read from there again.
    """
    body = {**parse_json(raw), "timestamp": str(int(at.timestamp() * 1000))}
    return replace(event, timestamp=at), json.dumps(body, ensure_ascii=False)


def _of_nobody(event: Event, raw: str, *, desk: InboxDependencies, now: datetime) -> EventOutcome:
    """Set aside an event whose account belongs to no unit yet."""
    if event.kind is EventKind.ECHO:
        return EventOutcome.ECHO
    return EventOutcome.NO_ACCOUNT if desk.seen.keep_stray(event, now, raw) else EventOutcome.REPEATED


def _taken_in(
    event: Event, raw: str, account: Account, *, desk: InboxDependencies, now: datetime
) -> EventOutcome:
    """Store an event of an active account; see `dispatch`."""
    match event.kind:
        case EventKind.MESSAGE_IN | EventKind.SUBMIT_INFO:
            outcome = take_words(event, account, desk=desk, now=now)
        case EventKind.MESSAGE_OUT_HUMAN:
            outcome = _written_by_hand(event, account, desk=desk)
        case EventKind.ECHO:
            outcome = _written_by_an_app(event, raw, account, desk=desk, now=now)
        case EventKind.FOLLOW | EventKind.UNFOLLOW | EventKind.CLICK_CHATNOW:
            outcome = coming_or_going(event, raw, account, desk=desk, now=now)
        case _:
            audience, seen, statistics = desk.audience, desk.seen, desk.statistics
            outcome = keep_event(
                event, raw, account, audience=audience, seen=seen, statistics=statistics, now=now
            )
            _erase_who_withdrew(event, desk=desk, now=now)
    return outcome


def _erase_who_withdrew(event: Event, *, desk: InboxDependencies, now: datetime) -> None:
    """Request erasure for a resident who withdrew; also on repetition, in case the first attempt died."""
    if event.kind is EventKind.WITHDRAW:
        from loa.dialogue.inbox.handlers.data_requests import withdrew  # noqa: PLC0415 - few events need it

        withdrew(event, desk=desk, now=now)


def _written_by_hand(event: Event, account: Account, *, desk: InboxDependencies) -> EventOutcome:
    """Store what an officer typed in OA Manager; it answers everything written before it."""
    message = message_of(event)
    counts = {Metric.EVENTS: 1, Metric.MESSAGES_OUT: 1}
    for _ in range(ATTEMPTS):
        (row,) = get_many([desk.conversations.place(message.oa_id, message.user_id)])
        before = head_of(row, event)
        answered = desk.conversations.answered(before, message.at, unit_path=account.unit_path, by_hand=True)
        corrected = answered_counts(before, answered.left, message.at) if answered else ()
        writes: list[Write] = [
            desk.audience.add_message(message),
            desk.audience.claim_out(message),
            *([answered.update] if answered else []),
            *desk.statistics.increments(account.unit_path, message.at, counts, corrected),
        ]
        try:
            commit(writes)
        except ConditionFailed as failure:
            if failure.index > 1:
                continue  # the resident wrote meanwhile: check again what is answered
            outcome = EventOutcome.REPEATED
        else:
            outcome = EventOutcome.KEPT
        ask(message, desk.attachments)  # also on repetition, in case the first attempt died before
        return outcome
    raise Busy("other events of this resident were in the way")


def _written_by_an_app(
    event: Event, raw: str, account: Account, *, desk: InboxDependencies, now: datetime
) -> EventOutcome:
    """Store what another app of the account wrote; Zalo's echo of our own messages adds nothing.

    It answers nothing: nobody knows whether a person wrote it.
    """
    message = replace(message_of(event), by=OTHER_APPLICATION, by_name=texts.OTHER_APPLICATION)
    if desk.audience.is_claimed(message.oa_id, message.message_id):
        return EventOutcome.ECHO
    if now - event.timestamp < OURS_UNTIL:
        desk.seen.keep_echo(event, account.province, event.timestamp + OURS_UNTIL, raw)
        return EventOutcome.ECHO_WAITS
    counts = {Metric.EVENTS: 1, Metric.MESSAGES_OUT: 1}
    outcome = EventOutcome.KEPT
    try:
        commit(
            [
                desk.audience.add_message(message),
                desk.audience.claim_out(message),
                *desk.statistics.increments(account.unit_path, message.at, counts),
            ]
        )
    except ConditionFailed:
        outcome = EventOutcome.REPEATED
    ask(message, desk.attachments)
    return outcome
