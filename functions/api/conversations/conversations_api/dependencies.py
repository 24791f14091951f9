"""What the API of conversations works with, made once per process."""

from dataclasses import dataclass
from functools import cache, lru_cache

from conversations_api.settings import Settings
from loa import clock
from loa.dialogue.conversations.store import ConversationStore
from loa.dialogue.desk.access import DeskDependencies
from loa.dialogue.desk.canned_answers import CannedAnswerStore
from loa.dialogue.desk.files import ReplyFiles
from loa.dialogue.desk.store import DeskStore
from loa.foundation.accounts.directory import Directory
from loa.foundation.accounts.store import AccountStore
from loa.foundation.officers.on_call import OnCallStore
from loa.foundation.officers.store import OfficerStore
from loa.foundation.readings.store import ReadingStore
from loa.foundation.rules.store import RuleName, StoredRules
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.units.store import UnitStore
from loa.platform.aws.blobs import Bucket
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.queues import Queue
from loa.residents.followers.store import FollowerStore
from loa.residents.messages.store import Outbox
from loa.residents.messages.windows import read_window_rules
from loa.settings import read
from loa.web.roots import OfficersRoot


@dataclass(frozen=True, slots=True)
class Root(OfficersRoot):
    """Accounts, canned answers, officers, files, and the desk of conversations."""

    accounts: AccountStore
    canned: CannedAnswerStore
    desk: DeskDependencies
    attachments: Bucket
    officers: OfficerStore
    on_call: OnCallStore
    readings: ReadingStore


@cache
def rules() -> StoredRules:
    """The rules that replace those of the code."""
    return StoredRules(Table(read(Settings).units_table))


def root() -> Root:
    """What the API of conversations works with: wired once per process, and anew when a rule changes."""
    return _root(rules().version())


@lru_cache(maxsize=1)
def _root(_version: tuple[tuple[str, str], ...]) -> Root:
    settings = read(Settings)
    units, audience = Table(settings.units_table), Table(settings.audience_table)
    accounts, attachments = AccountStore(units), Bucket(settings.attachments_bucket)
    unit_store = UnitStore(units)
    return Root(
        province=settings.province_code,
        units_as_of=clock.pinned_day(settings.units_as_of),
        units=unit_store,
        accounts=accounts,
        canned=CannedAnswerStore(Table(settings.content_table)),
        desk=DeskDependencies(
            conversations=ConversationStore(audience),
            rows=DeskStore(audience),
            audience=FollowerStore(audience),
            directory=Directory(accounts),
            units=unit_store,
            outbox=Outbox(audience),
            queue=Queue(settings.messages_queue_url),
            statistics=StatisticsStore(Table(settings.statistics_table)),
            files=ReplyFiles(attachments, Bucket(settings.media_bucket)),
            rules=rules().read(RuleName.MESSAGES, read_window_rules),
        ),
        attachments=attachments,
        officers=OfficerStore(units),
        on_call=OnCallStore(units),
        readings=ReadingStore(Table(settings.privacy_table)),
        requests=Table(settings.inbox_table),
    )
