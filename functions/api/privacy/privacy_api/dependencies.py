"""What the API of residents' data works with, made once per process and anew when a rule changes."""

from dataclasses import dataclass
from functools import cache, lru_cache

from loa import clock
from loa.casework.cases.rows.store import CaseStore
from loa.casework.cases.rules.deadlines import read_deadline_rules
from loa.casework.cases.work.notifications import CaseDependencies
from loa.erasure.service import ErasureStores
from loa.foundation.accounts.store import AccountStore
from loa.foundation.readings.store import ReadingStore
from loa.foundation.rules.store import RuleName, StoredRules
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.units.store import UnitStore
from loa.foundation.working_time.model import read_calendar
from loa.platform.aws.blobs import Bucket
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.queues import Queue
from loa.residents.data_requests.store import DataRequestStore
from loa.residents.messages.store import Outbox
from loa.settings import read
from loa.web.roots import OfficersRoot
from privacy_api.settings import Settings


@dataclass(frozen=True, slots=True)
class Root(OfficersRoot):
    """Accounts, the record of readings, and everything that keeps something about residents."""

    accounts: AccountStore
    readings: ReadingStore
    stores: ErasureStores


@cache
def rules() -> StoredRules:
    """The rules that replace those of the code."""
    return StoredRules(Table(read(Settings).units_table))


def root() -> Root:
    """What the function works with."""
    return _root(rules().version())


@lru_cache(maxsize=1)
def _root(_version: tuple[tuple[str, str], ...]) -> Root:
    settings = read(Settings)
    units, audience, privacy = (
        Table(settings.units_table),
        Table(settings.audience_table),
        Table(settings.privacy_table),
    )
    units_as_of = clock.pinned_day(settings.units_as_of)
    desk = CaseDependencies(
        cases=CaseStore(Table(settings.cases_table)),
        statistics=StatisticsStore(Table(settings.statistics_table)),
        outbox=Outbox(audience),
        messages=Queue(settings.messages_queue_url),
        accounts=AccountStore(units),
        calendar=rules().read(RuleName.CALENDAR, read_calendar),
        rules=rules().read(RuleName.DEADLINES, read_deadline_rules),
        units_as_of=units_as_of,
    )
    return Root(
        province=settings.province_code,
        units_as_of=units_as_of,
        units=UnitStore(units),
        requests=Table(settings.inbox_table),
        accounts=AccountStore(units),
        readings=ReadingStore(privacy),
        stores=ErasureStores(
            requests=DataRequestStore(privacy),
            audience=audience,
            desk=desk,
            attachments=Bucket(settings.attachments_bucket),
            reports=Bucket(settings.reports_bucket),
        ),
    )
