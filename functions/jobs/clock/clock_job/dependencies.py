"""What the clock works with, built once per process, and anew when a rule changes."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from clock_job.settings import Settings
from loa import clock
from loa.bootstrap import casework
from loa.bootstrap.wiring import rules
from loa.casework.cases.work.service import CaseService
from loa.foundation.accounts.store import AccountStore
from loa.foundation.officers.store import OfficerStore
from loa.foundation.rules.store import RuleName, StoredRules
from loa.foundation.units.store import UnitStore
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.queues import Queue
from loa.publishing.broadcasts.delivery.forecast import ForecastDependencies
from loa.publishing.broadcasts.delivery.operations import OperationDependencies
from loa.publishing.broadcasts.rows.queues import Queues
from loa.publishing.broadcasts.rows.series_store import SeriesStore
from loa.publishing.broadcasts.rules.quiet_hours import QuietHours
from loa.publishing.broadcasts.rules.quota import QuotaRule, read_quota_rules
from loa.residents.followers.store import SeenEvents
from loa.residents.messages.store import Outbox
from loa.settings import read


@dataclass(frozen=True, slots=True)
class Services:
    """What the jobs work with."""

    province: str
    units: UnitStore
    accounts: AccountStore
    desk: OperationDependencies
    cases: CaseService
    series: SeriesStore
    officers: OfficerStore
    outbox: Outbox
    messages: Queue
    seen: SeenEvents
    inbox: Queue
    rules: tuple[QuotaRule, ...]
    units_as_of: date | None
    stored_rules: StoredRules

    def forecast(self, now: datetime) -> ForecastDependencies:
        """Where planning looks things up."""
        return ForecastDependencies(
            units=self.units,
            accounts=self.accounts,
            statistics=self.desk.statistics,
            quotas=self.desk.quotas,
            rules=self.rules,
            on=self.units_as_of or clock.local_day(now),
        )


def root() -> Services:
    """Build what the jobs work with."""
    return _root(rules().version())


@lru_cache(maxsize=1)
def _root(_version: tuple[tuple[str, str], ...]) -> Services:
    settings = read(Settings)
    units = Table(settings.units_table)
    accounts, messages = AccountStore(units), Queue(settings.messages_queue_url)
    outbox = Outbox(Table(settings.audience_table))
    units_as_of = clock.pinned_day(settings.units_as_of)
    return Services(
        province=settings.province_code,
        units=UnitStore(units),
        accounts=accounts,
        desk=OperationDependencies.of(
            Table(settings.broadcasts_table),
            Table(settings.statistics_table),
            queues=Queues(Queue(settings.deliveries_queue_url), Queue(settings.urgent_queue_url)),
            quiet_hours=QuietHours.parse(settings.quiet_hours),
        ),
        series=SeriesStore(Table(settings.broadcasts_table)),
        officers=OfficerStore(units),
        cases=casework.cases(),
        outbox=outbox,
        messages=messages,
        seen=SeenEvents(Table(settings.inbox_table)),
        inbox=Queue(settings.inbox_queue_url),
        rules=rules().read(RuleName.QUOTAS, read_quota_rules),
        units_as_of=units_as_of,
        stored_rules=rules(),
    )
