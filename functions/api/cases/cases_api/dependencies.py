"""What the API of cases works with, made once per process."""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from cases_api.settings import Settings
from loa import clock
from loa.casework.cases.rows.store import CaseStore
from loa.casework.cases.rules.deadlines import read_deadline_rules
from loa.casework.cases.work.service import CaseDependencies
from loa.foundation.accounts.store import AccountStore
from loa.foundation.officers.store import OfficerStore
from loa.foundation.readings.store import ReadingStore
from loa.foundation.rules.store import RuleName, StoredRules
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.units.store import UnitStore
from loa.foundation.working_time.model import read_calendar
from loa.platform.aws.blobs import Bucket
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.queues import Queue
from loa.residents.messages.store import Outbox
from loa.settings import read
from loa.web.roots import OfficersRoot

if TYPE_CHECKING:
    from loa.casework.publication.pictures import CasePictures
    from loa.dialogue.conversations.store import ConversationStore


@dataclass(frozen=True, slots=True)
class Root(OfficersRoot):
    """Officers, files, and the desk of cases."""

    officers: OfficerStore
    attachments: Bucket
    media: Bucket
    desk: CaseDependencies
    readings: ReadingStore


@cache
def rules() -> StoredRules:
    """The rules that replace those of the code."""
    return StoredRules(Table(read(Settings).units_table))


def root() -> Root:
    """What the API of cases works with: wired once per process, and anew when a rule changes."""
    return _root(rules().version())


@lru_cache(maxsize=1)
def _root(_version: tuple[tuple[str, str], ...]) -> Root:
    settings = read(Settings)
    units = Table(settings.units_table)
    units_as_of = clock.pinned_day(settings.units_as_of)
    return Root(
        province=settings.province_code,
        units_as_of=units_as_of,
        units=UnitStore(units),
        officers=OfficerStore(units),
        requests=Table(settings.inbox_table),
        attachments=Bucket(settings.attachments_bucket),
        media=Bucket(settings.media_bucket),
        readings=ReadingStore(Table(settings.privacy_table)),
        desk=CaseDependencies(
            cases=CaseStore(Table(settings.cases_table)),
            statistics=StatisticsStore(Table(settings.statistics_table)),
            outbox=Outbox(Table(settings.audience_table)),
            messages=Queue(settings.messages_queue_url),
            accounts=AccountStore(units),
            calendar=rules().read(RuleName.CALENDAR, read_calendar),
            rules=rules().read(RuleName.DEADLINES, read_deadline_rules),
            units_as_of=units_as_of,
        ),
    )


def conversations() -> "ConversationStore":
    """Who has written to which account; asked only for a case that comes from a chat."""
    from loa.dialogue.conversations.store import ConversationStore  # noqa: PLC0415 - as below

    return ConversationStore(root().desk.outbox.table)


def gallery() -> "CasePictures":
    """Where pictures of cases are; few requests ask for it."""
    from loa.casework.publication.pictures import CasePictures  # noqa: PLC0415 - the others do not wait for what knows files

    here = root()
    return CasePictures(conversations=here.desk.outbox.table, private=here.attachments, public=here.media)
