"""SQS: what residents did, one event a message, in order for each resident.

A message that fails is reported by itself, with those of the same resident behind it; the others of the
batch are done. After five tries the queue puts it aside (see the runbook of the dead-letter queue).
"""

from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch import SqsFifoPartialProcessor, process_partial_response
from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError

from loa import moments
from loa.audience.service import Outcome
from loa.conversations.taking_in import receive
from loa.errors import place_of
from loa.zalo.events import parse_event

from wiring import root

logger = Logger()
metrics = Metrics()

_METRICS = {
    Outcome.KEPT: "EventsKept",
    Outcome.REPEATED: "EventsRepeated",
    Outcome.ECHO: "EventsEchoed",
    Outcome.NO_ACCOUNT: "EventsOfUnknownAccounts",
    Outcome.STALE: "EventsStale",
}


def _take_in(record: dict[str, Any]) -> Outcome:
    raw: str = record["body"]
    event = parse_event(raw)
    outcome = receive(event, raw, desk=root(), now=moments.now())
    metrics.add_metric(_METRICS[outcome], MetricUnit.Count, 1)
    if outcome in {Outcome.NO_ACCOUNT, Outcome.STALE}:
        logger.warning("event set aside", extra={"outcome": outcome, "oa_id": event.oa_id})
    return outcome


@metrics.log_metrics
def handler(event: dict[str, Any], context: Any) -> Any:
    """Take in a batch."""
    processor = SqsFifoPartialProcessor(skip_group_on_error=True)
    try:
        return process_partial_response(event, _record, processor, context)
    except BatchProcessingError:  # it holds the texts of all exceptions, and Lambda would log it
        raise BatchProcessingError("every message failed") from None


def _record(record: dict[str, Any]) -> None:
    try:
        _take_in(record)
    except Exception as error:
        facts = {"error": type(error).__name__, "cause": getattr(error, "reason", ""), "at": place_of(error)}
        logger.error("event failed", extra={"message_id": record.get("messageId"), **facts})  # noqa: TRY400 - no texts
        metrics.add_metric("EventsFailed", MetricUnit.Count, 1)
        raise
