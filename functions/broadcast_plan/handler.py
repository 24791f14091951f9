"""EventBridge Scheduler: a due broadcast becomes deliveries on the queue.

Invoked with `{"broadcast_id": …, "send_at": …}`; may be invoked twice, and may die at any point.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from loa import moments
from loa.accounts.store import Accounts
from loa.aws.queues import Queue
from loa.aws.tables import Table
from loa.broadcasts.service import plan
from loa.broadcasts.store import Broadcasts
from loa.settings import read
from loa.statistics.store import StatisticsStore
from loa.units.store import UnitStore

from settings import Settings

logger = Logger()
metrics = Metrics()


@dataclass(frozen=True, slots=True)
class Root:
    """What the handler works with."""

    units: UnitStore
    accounts: Accounts
    broadcasts: Broadcasts
    statistics: StatisticsStore
    queue: Queue
    units_as_of: date | None


@cache
def root() -> Root:
    """Wire it, once per process."""
    settings = read(Settings)
    units = Table(settings.units_table)
    return Root(
        units=UnitStore(units),
        accounts=Accounts(units),
        broadcasts=Broadcasts(Table(settings.broadcasts_table)),
        statistics=StatisticsStore(Table(settings.statistics_table)),
        queue=Queue(settings.deliveries_queue_url),
        units_as_of=moments.pinned_day(settings.units_as_of),
    )


@metrics.log_metrics
def handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    """Plan one broadcast; answers `{"planned": n}`."""
    metrics.add_metric("PlansStarted", MetricUnit.Count, 1)
    here = root()
    now = moments.now()
    planned = plan(
        event["broadcast_id"],
        moments.from_text(event["send_at"]),
        owner=context.aws_request_id,
        on=here.units_as_of or moments.local_day(now),
        units=here.units,
        accounts=here.accounts,
        broadcasts=here.broadcasts,
        statistics=here.statistics,
        queue=here.queue,
        now=now,
    )
    metrics.add_metric("DeliveriesPlanned", MetricUnit.Count, planned)
    logger.info("broadcast planned", extra={"broadcast_id": event["broadcast_id"], "planned": planned})
    return {"planned": planned}
