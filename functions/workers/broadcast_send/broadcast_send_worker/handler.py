"""SQS: one delivery of a broadcast through one account, or the removal of its article."""

import json
import math
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final
from uuid import uuid4

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError

from broadcast_send_worker.settings import Settings
from loa import clock
from loa.errors import LoaError, place_of
from loa.foundation.accounts.access import ZaloAccess
from loa.foundation.statistics.store import StatisticsStore
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.queues import Queue
from loa.platform.zalo.http import shared_http
from loa.platform.zalo.pace import PacedHttp
from loa.publishing.broadcasts.delivery.completion import CompletionWatch
from loa.publishing.broadcasts.delivery.removal import Remover
from loa.publishing.broadcasts.delivery.sending import DeliverySender
from loa.publishing.broadcasts.rows.delivery_store import DeliveryStore, DeliveryTaken
from loa.publishing.broadcasts.rows.queues import REMOVE, Queues
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules.delivery import DeliveryState
from loa.publishing.broadcasts.rules.model import Broadcast
from loa.publishing.broadcasts.rules.quiet_hours import QuietHours
from loa.settings import read

CONNECT_SECONDS: Final = 3.0
READ_SECONDS: Final = 8.0
"""A delivery makes three calls in a function of 30 s; a lost answer must be noticed before that ends."""

logger = Logger()
metrics = Metrics()

_METRICS: Final = {
    DeliveryState.SENT: "DeliveriesSent",
    DeliveryState.UNKNOWN: "DeliveriesUnknown",
    DeliveryState.FAILED: "DeliveriesFailed",
    DeliveryState.SKIPPED: "DeliveriesSkipped",
    DeliveryState.HELD: "DeliveriesHeld",
    DeliveryState.PENDING: "DeliveriesRetried",
}


@dataclass(frozen=True, slots=True)
class Root:
    """What the handler works with."""

    settings: Settings
    broadcasts: BroadcastStore
    deliveries: DeliveryStore
    statistics: StatisticsStore
    access: ZaloAccess
    queues: Queues
    quiet_hours: QuietHours
    watch: CompletionWatch


@cache
def root() -> Root:
    """Wire it, once per process."""
    settings = read(Settings)
    table = Table(settings.broadcasts_table)
    return Root(
        settings=settings,
        broadcasts=BroadcastStore(table),
        deliveries=DeliveryStore(table),
        statistics=StatisticsStore(Table(settings.statistics_table)),
        access=ZaloAccess.of(
            settings,
            PacedHttp(
                shared_http(CONNECT_SECONDS, READ_SECONDS),
                calls_per_minute=int(settings.broadcast_calls_per_minute),
                article_calls_per_minute=int(settings.article_calls_per_minute),
                workers=int(settings.send_workers),
            ),
        ),
        queues=Queues(Queue(settings.deliveries_queue_url), Queue(settings.urgent_queue_url)),
        quiet_hours=QuietHours.parse(settings.quiet_hours),
        watch=CompletionWatch(),
    )


@cache
def _broadcast(broadcast_id: str) -> Broadcast:
    """What is sent does not change once it is planned: read once per process."""
    return root().broadcasts.get(broadcast_id)


def _send(record: dict[str, Any]) -> None:
    here = root()
    work: dict[str, Any] = json.loads(record["body"])
    owner = uuid4().hex  # each attempt is its own owner: the queue may deliver one message twice
    sender = DeliverySender(
        broadcasts=here.broadcasts,
        deliveries=here.deliveries,
        statistics=here.statistics,
        keeper=here.access.keeper(owner),
        queues=here.queues,
        api=here.access.zalo.api,
        owner=owner,
        quiet_hours=here.quiet_hours,
        media_url=f"{here.settings.public_url}/media",
        watch=here.watch,
    )
    if work.get("do") == REMOVE:
        remover = Remover(here.deliveries, sender.keeper, here.queues, here.access.zalo.api)
        did = remover.remove(_broadcast(work["broadcast_id"]), work["unit_path"], int(work["attempt"]))
        metrics.add_metric("ArticlesRemoved", MetricUnit.Count, int(did == "removed"))
        metrics.add_metric("ArticlesNotRemoved", MetricUnit.Count, int(did == "failed"))
        logger.info("article taken down", extra={**work, "outcome": did})
        return
    state = sender.send(_broadcast(work["broadcast_id"]), work["unit_path"], work["oa_id"])
    metrics.add_metric(_METRICS[state] if state else "DeliveriesRepeated", MetricUnit.Count, 1)
    logger.info("delivery worked on", extra={**work, "state": state})


@metrics.log_metrics
def handler(event: dict[str, Any], context: Any) -> Any:
    """Work on a batch (of one); answers which messages the queue is to bring again."""
    taken: list[str] = []
    processor = BatchProcessor(EventType.SQS)
    try:
        answer = process_partial_response(event, lambda record: _record(record, taken), processor, context)
    except BatchProcessingError:  # it holds the texts of the exceptions, and Lambda would log it
        raise BatchProcessingError("the message failed") from None
    # Added here and not raised: a message that came twice is no error of ours.
    answer["batchItemFailures"] += [{"itemIdentifier": message_id} for message_id in taken]
    return answer


def _record(record: dict[str, Any], taken: list[str]) -> None:
    try:
        _send(record)
    except DeliveryTaken as busy:
        _put_off(record, busy.until)
        taken.append(record["messageId"])
    except Exception as error:
        facts = {"error": type(error).__name__, "at": place_of(error)}
        logger.error("delivery failed", extra={"message_id": record.get("messageId"), **facts})  # noqa: TRY400 - no texts
        metrics.add_metric("DeliveriesInterrupted", MetricUnit.Count, 1)
        raise


def _put_off(record: dict[str, Any], until: datetime) -> None:
    """Hide a message until the other worker's lease is over; else it comes after the queue's own time."""
    metrics.add_metric("DeliveriesPutOff", MetricUnit.Count, 1)
    queues = root().queues
    name = record["eventSourceARN"].rpartition(":")[2]
    queue = queues.urgent if queues.urgent.url.endswith(f"/{name}") else queues.ordinary
    seconds = math.ceil((until - clock.now()).total_seconds()) + 1
    try:
        queue.put_off(record["receiptHandle"], max(1, seconds))
    except LoaError as error:
        logger.warning("message not put off", extra={"error": type(error).__name__})
