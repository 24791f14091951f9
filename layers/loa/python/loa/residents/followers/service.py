"""Events that are no messages, and those that came too early. Messages: `handlers.dispatch`."""

import hashlib
from datetime import datetime
from enum import StrEnum

from loa.foundation.accounts.model import Account
from loa.foundation.statistics.model import Metric
from loa.foundation.statistics.store import StatisticsStore
from loa.platform.aws.dynamodb.tables import ConditionFailed
from loa.platform.aws.dynamodb.transactions import commit
from loa.platform.aws.queues import Queue, QueueMessage
from loa.platform.zalo.webhooks.envelope import envelope, parse_json
from loa.platform.zalo.webhooks.events import Event, EventKind, is_interaction
from loa.residents.followers.store import FollowerStore, SeenEvents


class EventOutcome(StrEnum):
    """Outcome of an event."""

    KEPT = "kept"
    REPEATED = "repeated"
    """It had been kept before."""
    ECHO = "echo"
    """Zalo repeats our own action: nothing to keep."""
    ECHO_WAITS = "echo_waits"
    """Zalo reports a message that an app sent, and it is not known yet whether the app was ours."""
    NO_ACCOUNT = "no_account"
    """Kept aside: no unit has this account (yet)."""
    NOT_CONFIRMED = "not_confirmed"
    """Dropped: no officer has confirmed the account; messages are read from Zalo's lists later."""
    STALE = "stale"
    """Older than our memory of events: it could not be told from a repetition."""


def keep_event(
    event: Event,
    raw: str,
    account: Account,
    *,
    audience: FollowerStore,
    seen: SeenEvents,
    statistics: StatisticsStore,
    now: datetime,
) -> EventOutcome:
    """Keep an event that is neither a message nor about following, and count it, as one.

    Raises:
        Busy: tables are busy: come again.
    """
    counts = {Metric.EVENTS: 1}
    if event.kind is EventKind.OTHER:
        counts[Metric.EVENTS_UNKNOWN] = 1
    outcome = EventOutcome.KEPT
    try:
        commit(
            [
                seen.remember(event, now, raw),
                *statistics.increments(account.unit_path, event.timestamp, counts),
            ]
        )
    except ConditionFailed:
        outcome = EventOutcome.REPEATED
    # Also after a repetition, in case the first died before it.
    if is_interaction(event):
        audience.touched(event.oa_id, event.user_id, event.user_id_by_app, event.timestamp)
    if event.kind is EventKind.WITHDRAW and event.user_id:
        audience.withdrew(event.oa_id, event.user_id, event.timestamp)
    return outcome


def withdraw_everywhere(
    event: Event, raw: str, *, audience: FollowerStore, seen: SeenEvents, now: datetime
) -> EventOutcome:
    """Record that a person withdrew their consent to the app, for every account. Safe to repeat.

    Raises:
        Busy: tables are busy: try again.
    """
    for oa_id, user_id in audience.accounts_of(event.user_id_by_app):
        audience.withdrew(oa_id, user_id, event.timestamp)
    try:
        commit([seen.remember(event, now, raw)])
    except ConditionFailed:
        return EventOutcome.REPEATED
    return EventOutcome.KEPT


def replay_echoes(province: str, *, seen: SeenEvents, inbox: Queue, now: datetime) -> int:
    """Put the echoes on the queue that are known by now to be ours or not; return how many."""
    due = list(seen.echoes_due(province, now))
    inbox.send_all(again(raw) for _, raw in due)
    for sort, _ in due:
        seen.forget_echo(province, sort)
    return len(due)


def replay(oa_id: str, *, seen: SeenEvents, inbox: Queue) -> int:
    """Put the events that came before an account was connected on the queue; return how many.

    They stay stored: the second time they are repetitions.
    """
    messages = [again(raw) for raw in seen.strays(oa_id)]
    inbox.send_all(messages)
    return len(messages)


def again(raw: str, run: str = "replay") -> QueueMessage:
    """Wrap an event for the queue again, so that it is handled whatever became of an earlier delivery.

    Args:
        raw: its body.
        run: the occasion of the replay; the same event comes once per run.
    """
    outside = envelope(parse_json(raw), raw.encode("utf-8", "surrogatepass"))
    # Another key than the webhook's: within five minutes the queue would take it for a repetition.
    key = hashlib.sha256(f"{run}:{outside.event_id}".encode()).hexdigest()
    return QueueMessage(raw, group=outside.group_key, key=key)
