"""SQS: what residents did, one event a message, in order for each resident.

A message that fails comes again after a pause that grows with each try, and so do those of the same resident
behind it; the others of the batch are done. A collision with another event is over after seconds, a fault of
AWS after minutes. After eight tries the queue puts it aside (see the runbook of the dead-letter queue).
"""

from typing import Any, Final

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from inbox_worker.dependencies import last_events, own_queue, root
from loa import clock
from loa.dialogue.inbox.handlers.dispatch import dispatch
from loa.errors import LoaError, place_of
from loa.platform.zalo.webhooks.events import parse_event
from loa.residents.followers.service import EventOutcome

PAUSES: Final = (2, 5, 15, 45, 120, 300, 600)
"""Seconds before the next try, by how often the message was tried."""

logger = Logger()
metrics = Metrics()

_METRICS = {
    EventOutcome.KEPT: "EventsKept",
    EventOutcome.REPEATED: "EventsRepeated",
    EventOutcome.ECHO: "EventsEchoed",
    EventOutcome.ECHO_WAITS: "EventsEchoed",
    EventOutcome.NO_ACCOUNT: "EventsOfUnknownAccounts",
    EventOutcome.NOT_CONFIRMED: "EventsNotConfirmed",
    EventOutcome.STALE: "EventsStale",
}


@metrics.log_metrics
def handler(event: dict[str, Any], _context: Any) -> dict[str, list[dict[str, str]]]:
    """Take in a batch; answers which messages the queue is to bring again."""
    again: dict[str, int] = {}
    failures: list[dict[str, str]] = []
    for record in event["Records"]:
        group = record["attributes"]["MessageGroupId"]
        if group not in again:
            if _is_done(record):
                continue
            tries = int(record["attributes"]["ApproximateReceiveCount"])
            again[group] = PAUSES[min(tries, len(PAUSES)) - 1]
        _put_off(record, again[group])  # those behind it too: the queue waits for all of them
        failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}


def _is_done(record: dict[str, Any]) -> bool:
    try:
        _take_in(record)
    except Exception as error:  # noqa: BLE001 - whatever it was, the queue brings it again
        facts = {"error": type(error).__name__, "cause": getattr(error, "reason", ""), "at": place_of(error)}
        logger.error("event failed", extra={"message_id": record.get("messageId"), **facts})  # noqa: TRY400 - no texts
        metrics.add_metric("EventsFailed", MetricUnit.Count, 1)
        return False
    return True


def _take_in(record: dict[str, Any]) -> None:
    raw: str = record["body"]
    event = parse_event(raw)
    outcome = dispatch(event, raw, desk=root(), now=clock.now())
    metrics.add_metric(_METRICS[outcome], MetricUnit.Count, 1)
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


def _put_off(record: dict[str, Any], seconds: int) -> None:
    """Hide a message for its pause; without success it comes after the queue's own time."""
    try:
        own_queue().put_off(record["receiptHandle"], seconds)
    except LoaError as error:
        logger.warning("message not put off", extra={"error": type(error).__name__})
