"""SQS: what residents did, one event a message, in order for each resident.

A message that fails comes again after a pause that grows with each try, and so do those of the same resident
behind it; the others of the batch are done. A collision with another event is over after seconds, a fault of
AWS after minutes. After eight tries the queue puts it aside (see the runbook of the dead-letter queue).
"""

from typing import Any, Final

from inbox_worker.dependencies import last_events, own_queue, root
from loa import clock
from loa.dialogue.inbox.handlers.dispatch import dispatch
from loa.errors import LoaError
from loa.platform.zalo.webhooks.events import parse_event
from loa.residents.followers.service import EventOutcome
from loa.settings import is_practice
from loa.worker import Consumer, ReceivedMessage, count, logger, publishes_metrics, run_batch

PAUSES: Final = (2, 5, 15, 45, 120, 300, 600)
"""Seconds before the next try, by how often the message was tried."""

CONSUMER: Final = Consumer(
    queue=lambda _: own_queue(),
    failure="event failed",
    failure_metric="EventsFailed",
    pauses=PAUSES,
    in_order=True,
)

_METRICS = {
    EventOutcome.KEPT: "EventsKept",
    EventOutcome.REPEATED: "EventsRepeated",
    EventOutcome.ECHO: "EventsEchoed",
    EventOutcome.ECHO_WAITS: "EventsEchoed",
    EventOutcome.NO_ACCOUNT: "EventsOfUnknownAccounts",
    EventOutcome.NOT_CONFIRMED: "EventsNotConfirmed",
    EventOutcome.STALE: "EventsStale",
}


@publishes_metrics
def handler(event: dict[str, Any], _context: Any) -> dict[str, list[dict[str, str]]]:
    """Take in a batch, and return which messages the queue is to bring again."""
    return run_batch(event, _take_in, CONSUMER)


def _take_in(message: ReceivedMessage) -> None:
    raw = message.body
    event = parse_event(raw)
    outcome = dispatch(event, raw, desk=root(), now=clock.now())
    count(_METRICS[outcome])
    if is_practice():
        from loa.dialogue.practice.service import name  # noqa: PLC0415 - no other stage needs it

        name(event.oa_id, event.user_id, root().audience)
    if not event.caught_up:  # what we looked up ourselves is no sign that Zalo tells anything
        _note(event.oa_id)
    if outcome in {EventOutcome.NO_ACCOUNT, EventOutcome.STALE}:
        logger.warning("event set aside", extra={"outcome": outcome, "oa_id": event.oa_id})


def _note(oa_id: str) -> None:
    """Keep when Zalo last told something about an account."""
    account = root().account_of(oa_id) if oa_id else None
    if account is None or account.is_pending:
        return
    try:
        last_events().note(account, clock.now())
    except LoaError as error:
        logger.warning("last event not kept", extra={"error": type(error).__name__})
