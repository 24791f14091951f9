"""SQS: what residents did, one event a message, in order for each resident.

A message that fails is reported by itself, with those of the same resident behind it; the others of the
batch are done. After five tries the queue puts it aside (see the runbook of the dead-letter queue).
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch import SqsFifoPartialProcessor, process_partial_response

from loa import moments
from loa.accounts.service import Directory
from loa.accounts.store import Accounts
from loa.audience.service import Outcome, receive
from loa.audience.store import Audience, Seen
from loa.aws.tables import Table
from loa.errors import place_of
from loa.settings import read
from loa.statistics.store import StatisticsStore
from loa.zalo.events import parse_event

from settings import Settings

logger = Logger()
metrics = Metrics()

_METRICS = {
    Outcome.KEPT: "EventsKept",
    Outcome.REPEATED: "EventsRepeated",
    Outcome.ECHO: "EventsEchoed",
    Outcome.NO_ACCOUNT: "EventsOfUnknownAccounts",
    Outcome.STALE: "EventsStale",
}


@dataclass(frozen=True, slots=True)
class Root:
    """What the handler works with."""

    directory: Directory
    audience: Audience
    seen: Seen
    statistics: StatisticsStore


@cache
def root() -> Root:
    """Wire it, once per process."""
    settings = read(Settings)
    return Root(
        directory=Directory(Accounts(Table(settings.units_table))),
        audience=Audience(Table(settings.audience_table)),
        seen=Seen(Table(settings.inbox_table)),
        statistics=StatisticsStore(Table(settings.statistics_table)),
    )


def _take_in(record: dict[str, Any]) -> Outcome:
    here = root()
    raw: str = record["body"]
    event = parse_event(raw)
    outcome = receive(
        event,
        raw,
        account_of=here.directory.by_oa,
        audience=here.audience,
        seen=here.seen,
        statistics=here.statistics,
        now=moments.now(),
    )
    metrics.add_metric(_METRICS[outcome], MetricUnit.Count, 1)
    if outcome in {Outcome.NO_ACCOUNT, Outcome.STALE}:
        logger.warning("event set aside", extra={"outcome": outcome, "oa_id": event.oa_id})
    return outcome


@metrics.log_metrics
def handler(event: dict[str, Any], context: Any) -> Any:
    """Take in a batch."""
    processor = SqsFifoPartialProcessor(skip_group_on_error=True)
    return process_partial_response(event, _record, processor, context)


def _record(record: dict[str, Any]) -> None:
    try:
        _take_in(record)
    except Exception as error:
        facts = {"error": type(error).__name__, "cause": getattr(error, "reason", ""), "at": place_of(error)}
        logger.error("event failed", extra={"message_id": record.get("messageId"), **facts})  # noqa: TRY400 - no texts
        metrics.add_metric("EventsFailed", MetricUnit.Count, 1)
        raise
