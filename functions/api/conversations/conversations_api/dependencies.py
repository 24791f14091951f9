"""What the API of conversations works with, made once per process."""

from dataclasses import dataclass
from functools import cache, lru_cache

from conversations_api.settings import Settings
from loa import clock
from loa.dialogue.conversations.store import Conversations
from loa.dialogue.desk.access import Desk
from loa.dialogue.desk.canned_answers import CannedAnswers
from loa.dialogue.desk.files import Files
from loa.dialogue.desk.store import DeskRows
from loa.foundation.accounts.directory import Directory
from loa.foundation.accounts.store import Accounts
from loa.foundation.officers.on_call import OnCallRows
from loa.foundation.officers.store import Registry
from loa.foundation.readings.store import Readings
from loa.foundation.rules.store import RuleName, StoredRules
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.units.store import UnitStore
from loa.platform.aws.blobs import Blobs
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.queues import Queue
from loa.residents.followers.store import Audience
from loa.residents.messages.store import Outbox
from loa.residents.messages.windows import read_rules
from loa.settings import read
from loa.web.roots import OfficersRoot


@dataclass(frozen=True, slots=True)
class Root(OfficersRoot):
    """Accounts, canned answers, officers, files, and the desk of conversations."""

    accounts: Accounts
    canned: CannedAnswers
    desk: Desk
    attachments: Blobs
    officers: Registry
    on_call: OnCallRows
    readings: Readings


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
    accounts, attachments = Accounts(units), Blobs(settings.attachments_bucket)
    unit_store = UnitStore(units)
    return Root(
        province=settings.province_code,
        units_as_of=clock.pinned_day(settings.units_as_of),
        units=unit_store,
        accounts=accounts,
        canned=CannedAnswers(Table(settings.content_table)),
        desk=Desk(
            conversations=Conversations(audience),
            rows=DeskRows(audience),
            audience=Audience(audience),
            directory=Directory(accounts),
            units=unit_store,
            outbox=Outbox(audience),
            queue=Queue(settings.messages_queue_url),
            statistics=StatisticsStore(Table(settings.statistics_table)),
            files=Files(attachments, Blobs(settings.media_bucket)),
            rules=rules().read(RuleName.MESSAGES, read_rules),
        ),
        attachments=attachments,
        officers=Registry(units),
        on_call=OnCallRows(units),
        readings=Readings(Table(settings.privacy_table)),
        requests=Table(settings.inbox_table),
    )
