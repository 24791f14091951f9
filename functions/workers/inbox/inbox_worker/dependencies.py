"""What the inbox works with, made once per process; the large rooms only when a message needs them."""

from functools import cache
from typing import TYPE_CHECKING, Final

from inbox_worker.settings import Settings
from loa.bootstrap import casework
from loa.dialogue.conversations.store import ConversationStore
from loa.dialogue.inbox.dependencies import InboxDependencies
from loa.dialogue.inbox.effect_context import EffectContext
from loa.dialogue.withheld.store import WithheldStore
from loa.foundation.accounts.directory import Directory
from loa.foundation.accounts.last_events import LastEvents
from loa.foundation.accounts.store import AccountStore
from loa.foundation.statistics.store import StatisticsStore
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.queues import Queue
from loa.residents.followers.store import FollowerStore, SeenEvents
from loa.residents.messages.store import Outbox
from loa.settings import read
from loa.worker import nobody_on_call

if TYPE_CHECKING:
    from loa.casework.denunciations.work.intake import DenunciationIntake
    from loa.dialogue.inbox.alerts import AlertDependencies
    from loa.dialogue.inbox.contests import ContestChat
    from loa.dialogue.inbox.opinions import OpinionChat
    from loa.foundation.officers.store import OfficerStore
    from loa.foundation.rules.store import StoredRules
    from loa.foundation.working_time.model import WorkingCalendar
    from loa.participation.consultations.recordings import RecordingKeeper
    from loa.residents.data_requests.store import DataRequestStore


RECORDING_SECONDS: Final = 2.5
"""For a minute of speech, some hundred kilobytes; ten of a batch fit into the function's time."""


@cache
def root() -> InboxDependencies:
    """Wire it, once per process."""
    settings = read(Settings)
    people = Table(settings.audience_table)
    statistics = StatisticsStore(Table(settings.statistics_table))
    return InboxDependencies(
        account_of=Directory(AccountStore(Table(settings.units_table))).by_oa,
        audience=FollowerStore(people),
        conversations=ConversationStore(people),
        withheld=WithheldStore(people),
        seen=SeenEvents(Table(settings.inbox_table)),
        statistics=statistics,
        outbox=Outbox(people),
        messages=Queue(settings.messages_queue_url),
        attachments=Queue(settings.attachments_queue_url),
        calendar=calendar,
        means=EffectContext(
            cases=casework.cases,
            confidential=confidential,
            officers=officers,
            statistics=statistics,
            alerts=alerts,
            data_requests=data_requests,
            contests=contests,
            opinions=opinions,
        ),
    )


@cache
def rules() -> "StoredRules":
    """The rules that replace those of the code; read only when something is said or a case is opened."""
    from loa.foundation.rules.store import StoredRules  # noqa: PLC0415 - cold start

    return StoredRules(Table(read(Settings).units_table))


@cache
def last_events() -> LastEvents:
    """When Zalo last told something about each account."""
    return LastEvents(AccountStore(Table(read(Settings).units_table)))


@cache
def own_queue() -> Queue:
    """The queue of the events themselves."""
    return Queue(read(Settings).own_queue)


@cache
def calendar() -> "WorkingCalendar":
    """When offices work."""
    from loa.foundation.rules.store import RuleName  # noqa: PLC0415 - cold start
    from loa.foundation.working_time.model import read_calendar  # noqa: PLC0415 - cold start

    return rules().read(RuleName.CALENDAR, read_calendar)


@cache
def confidential() -> "DenunciationIntake":
    """Where denunciations go."""
    from loa.casework.denunciations.rows.store import DenunciationStore  # noqa: PLC0415 - cold start
    from loa.casework.denunciations.work.intake import DenunciationIntake  # noqa: PLC0415 - cold start

    settings = read(Settings)
    return DenunciationIntake(DenunciationStore(Table(settings.confidential_table)), settings.public_url)


@cache
def data_requests() -> "DataRequestStore":
    """What residents ask about their data."""
    from loa.residents.data_requests.store import DataRequestStore  # noqa: PLC0415 - cold start

    return DataRequestStore(Table(read(Settings).privacy_table))


@cache
def contests() -> "ContestChat":
    """Contests in the chat."""
    from loa.bootstrap import foundation, participation  # noqa: PLC0415 - cold start
    from loa.dialogue.inbox.contests import ContestChat  # noqa: PLC0415 - cold start

    return ContestChat(
        participation.play(),
        participation.secret(),
        foundation.units(),
        foundation.today,
        root().outbox,
        read(Settings).public_url,
    )


@cache
def opinions() -> "OpinionChat":
    """Opinions on drafts in the chat."""
    from loa.bootstrap import participation  # noqa: PLC0415 - cold start
    from loa.dialogue.inbox.opinions import OpinionChat  # noqa: PLC0415 - cold start

    return OpinionChat(
        participation.campaign_store(),
        participation.consultations(),
        participation.secret(),
        read(Settings).public_url,
        recordings,
    )


@cache
def recordings() -> "RecordingKeeper":
    """What is spoken about drafts: fetched and kept."""
    from loa.bootstrap import residents  # noqa: PLC0415 - cold start
    from loa.participation.consultations.recordings import RecordingKeeper  # noqa: PLC0415 - cold start
    from loa.platform.zalo.media.downloads import Downloads  # noqa: PLC0415 - cold start
    from loa.platform.zalo.media.files import Hosts  # noqa: PLC0415 - cold start

    downloads = Downloads(Hosts.parse(read(Settings).media_hosts), total_seconds=RECORDING_SECONDS)
    return RecordingKeeper(residents.attachments(), downloads.fetch)


@cache
def officers() -> "OfficerStore":
    """Who may link their Zalo."""
    from loa.foundation.officers.store import OfficerStore  # noqa: PLC0415 - cold start

    return OfficerStore(Table(read(Settings).units_table))


@cache
def alerts() -> "AlertDependencies":
    """Telling officers of calls for help."""
    from loa.dialogue.inbox.alerts import AlertDependencies  # noqa: PLC0415 - cold start
    from loa.foundation.officers.on_call import OnCallStore  # noqa: PLC0415 - cold start

    dependencies = root()
    on_call = OnCallStore(Table(read(Settings).units_table))
    return AlertDependencies(
        on_call, officers(), dependencies.outbox, dependencies.messages, nobody=nobody_on_call
    )
