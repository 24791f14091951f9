"""EventBridge Scheduler: a due broadcast becomes deliveries on the queue.

Invoked with `{"broadcast_id": …, "send_at": …}`; may be invoked twice, and may die at any point.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

from broadcast_plan_worker.settings import Settings
from loa import clock
from loa.foundation.accounts.store import AccountStore
from loa.foundation.rules.store import RuleName, StoredRules
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.units.store import UnitStore
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.queues import Queue
from loa.platform.aws.schedules import Schedules
from loa.publishing.broadcasts.delivery.forecast import ForecastDependencies
from loa.publishing.broadcasts.delivery.planning import PlanResult, plan
from loa.publishing.broadcasts.rows.delivery_store import DeliveryStore
from loa.publishing.broadcasts.rows.queues import Queues
from loa.publishing.broadcasts.rows.quota_store import QuotaStore
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules.quiet_hours import QuietHours
from loa.publishing.broadcasts.rules.quota import QuotaRule, read_quota_rules
from loa.settings import read
from loa.worker import count, logger, publishes_metrics

_METRICS = {
    PlanResult.PLANNED: "BroadcastsPlanned",
    PlanResult.POSTPONED: "BroadcastsPostponed",
    PlanResult.EXPIRED: "ApprovalsExpired",
    PlanResult.OBSOLETE: "BroadcastsObsolete",
}


@dataclass(frozen=True, slots=True)
class Root:
    """What the handler works with."""

    units: UnitStore
    accounts: AccountStore
    statistics: StatisticsStore
    quotas: QuotaStore
    rules: tuple[QuotaRule, ...]
    broadcasts: BroadcastStore
    deliveries: DeliveryStore
    queues: Queues
    quiet_hours: QuietHours
    settings: Settings
    units_as_of: date | None


@cache
def rules() -> StoredRules:
    """The rules that replace those of the code."""
    return StoredRules(Table(read(Settings).units_table))


def root() -> Root:
    """What the handler works with: wired once per process, and anew when a rule changes."""
    return _root(rules().version())


@lru_cache(maxsize=1)
def _root(_version: tuple[tuple[str, str], ...]) -> Root:
    settings = read(Settings)
    units, table = Table(settings.units_table), Table(settings.broadcasts_table)
    return Root(
        units=UnitStore(units),
        accounts=AccountStore(units),
        statistics=StatisticsStore(Table(settings.statistics_table)),
        quotas=QuotaStore(table),
        rules=rules().read(RuleName.QUOTAS, read_quota_rules),
        broadcasts=BroadcastStore(table),
        deliveries=DeliveryStore(table),
        queues=Queues(Queue(settings.deliveries_queue_url), Queue(settings.urgent_queue_url)),
        quiet_hours=QuietHours.parse(settings.quiet_hours),
        settings=settings,
        units_as_of=clock.pinned_day(settings.units_as_of),
    )


def _own_schedules(settings: Settings, own_arn: str) -> Schedules:
    """The schedules that call this very function: its name cannot stand in its own environment."""
    return Schedules(
        prefix=settings.schedule_prefix,
        group=settings.schedule_group,
        target_arn=own_arn,
        role_arn=settings.scheduler_role_arn,
        dead_letter_arn=settings.schedule_dlq_arn,
    )


@publishes_metrics
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Plan one broadcast; answers `{"outcome": …, "planned": n}`."""
    count("PlansStarted")
    here = root()
    now = clock.now()
    places = ForecastDependencies(
        units=here.units,
        accounts=here.accounts,
        statistics=here.statistics,
        quotas=here.quotas,
        rules=here.rules,
        on=here.units_as_of or clock.local_day(now),
    )
    outcome, planned = plan(
        event["broadcast_id"],
        clock.from_text(event["send_at"]),
        owner=context.aws_request_id,
        places=places,
        broadcasts=here.broadcasts,
        deliveries=here.deliveries,
        queues=here.queues,
        quiet_hours=here.quiet_hours,
        timer=_own_schedules(here.settings, context.invoked_function_arn),
        now=now,
    )
    count(_METRICS[outcome])
    count("DeliveriesPlanned", planned)
    facts = {"broadcast_id": event["broadcast_id"], "outcome": outcome, "planned": planned}
    logger.info("broadcast planned", extra=facts)
    return {"outcome": outcome.value, "planned": planned}
