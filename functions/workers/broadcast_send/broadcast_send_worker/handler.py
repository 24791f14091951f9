"""SQS: one delivery of a broadcast through one account, or the removal or correction of its article."""

import json
import math
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from uuid import uuid4

from broadcast_send_worker.settings import Settings
from loa import clock
from loa.foundation.accounts.access import ZaloAccess
from loa.foundation.statistics.store import StatisticsStore
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.queues import Queue
from loa.publishing.broadcasts.delivery.completion import CompletionWatch
from loa.publishing.broadcasts.delivery.correction import Corrector
from loa.publishing.broadcasts.delivery.removal import Remover
from loa.publishing.broadcasts.delivery.sending import DeliverySender
from loa.publishing.broadcasts.rows.correction_store import CorrectionStore
from loa.publishing.broadcasts.rows.delivery_store import DeliveryStore, DeliveryTaken
from loa.publishing.broadcasts.rows.queues import CORRECT, REMOVE, Queues
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules.delivery import DeliveryState
from loa.publishing.broadcasts.rules.model import Broadcast
from loa.publishing.broadcasts.rules.quiet_hours import QuietHours
from loa.settings import read
from loa.worker import Consumer, ReceivedMessage, count, logger, publishes_metrics, run_batch

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
        access=ZaloAccess.paced(
            settings,
            calls_per_minute=settings.broadcast_calls_per_minute,
            article_calls_per_minute=settings.article_calls_per_minute,
            workers=settings.send_workers,
        ),
        queues=Queues(Queue(settings.deliveries_queue_url), Queue(settings.urgent_queue_url)),
        quiet_hours=QuietHours.parse(settings.quiet_hours),
        watch=CompletionWatch(),
    )


def _queue_of(message: ReceivedMessage) -> Queue:
    queues = root().queues
    return queues.urgent if queues.urgent.url.endswith(f"/{message.queue_name}") else queues.ordinary


CONSUMER: Final = Consumer(
    queue=_queue_of,
    failure="delivery failed",
    failure_metric="DeliveriesInterrupted",
    deferral_metric="DeliveriesPutOff",
    raises=True,
)


@cache
def _broadcast(broadcast_id: str) -> Broadcast:
    """What is sent does not change once it is planned: read once per process."""
    return root().broadcasts.get(broadcast_id)


@publishes_metrics
def handler(event: dict[str, Any], _context: Any) -> dict[str, list[dict[str, str]]]:
    """Work on a batch (of one), and return which messages the queue is to bring again."""
    return run_batch(event, _work_on, CONSUMER)


def _work_on(message: ReceivedMessage) -> int | None:
    """Work on one message; while another worker has the delivery, return the seconds until its lease ends."""
    try:
        _send(message)
    except DeliveryTaken as taken:
        return max(1, math.ceil((taken.until - clock.now()).total_seconds()) + 1)
    return None


def _send(message: ReceivedMessage) -> None:
    here = root()
    work: dict[str, Any] = json.loads(message.body)
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
        count("ArticlesRemoved", int(did == "removed"))
        count("ArticlesNotRemoved", int(did == "failed"))
        logger.info("article taken down", extra={**work, "outcome": did})
        return
    if work.get("do") == CORRECT:
        corrector = Corrector(
            CorrectionStore(here.broadcasts.table),
            sender.keeper,
            here.queues,
            here.access.zalo.api,
            sender.media_url,
        )
        did = corrector.correct(_broadcast(work["broadcast_id"]), work["unit_path"], int(work["attempt"]))
        count("ArticlesCorrected", int(did == "corrected"))
        count("ArticlesNotCorrected", int(did == "failed"))
        logger.info("article written again", extra={**work, "outcome": did})
        return
    state = sender.send(_broadcast(work["broadcast_id"]), work["unit_path"], work["oa_id"])
    count(_METRICS[state] if state else "DeliveriesRepeated")
    logger.info("delivery worked on", extra={**work, "state": state})
