"""What the inbox works with, made once per process; the large rooms only when a message needs them."""

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from inbox_worker.settings import Settings
from loa import clock
from loa.dialogue.conversations.store import Conversations
from loa.dialogue.inbox.dependencies import InboxDesk
from loa.dialogue.inbox.effect_context import Means
from loa.dialogue.withheld.store import Withheld
from loa.foundation.accounts.directory import Directory
from loa.foundation.accounts.last_events import LastEvents
from loa.foundation.accounts.store import Accounts
from loa.foundation.statistics.store import StatisticsStore
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.queues import Queue
from loa.residents.followers.store import Audience, Seen
from loa.residents.messages.store import Outbox
from loa.settings import read

if TYPE_CHECKING:
    from loa.casework.cases.work.service import CaseDesk
    from loa.casework.denunciations.service import ConfidentialDesk
    from loa.dialogue.inbox.alerts import AlertDependencies
    from loa.foundation.officers.store import Registry
    from loa.foundation.rules.store import StoredRules
    from loa.foundation.working_time.model import WorkingCalendar
    from loa.residents.data_requests.store import DataRequests


@cache
def root() -> InboxDesk:
    """Wire it, once per process."""
    settings = read(Settings)
    people = Table(settings.audience_table)
    statistics = StatisticsStore(Table(settings.statistics_table))
    return InboxDesk(
        account_of=Directory(Accounts(Table(settings.units_table))).by_oa,
        audience=Audience(people),
        conversations=Conversations(people),
        withheld=Withheld(people),
        seen=Seen(Table(settings.inbox_table)),
        statistics=statistics,
        outbox=Outbox(people),
        messages=Queue(settings.messages_queue_url),
        attachments=Queue(settings.attachments_queue_url),
        calendar=calendar,
        means=Means(
            cases=cases,
            confidential=confidential,
            officers=officers,
            statistics=statistics,
            alerts=alerts,
            data_requests=data_requests,
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
    return LastEvents(Accounts(Table(read(Settings).units_table)))


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


def cases() -> "CaseDesk":
    """The work on cases; made anew when a rule changes."""
    return _cases(rules().version())


@lru_cache(maxsize=1)
def _cases(_version: tuple[tuple[str, str], ...]) -> "CaseDesk":
    from loa.casework.cases.rows.store import Cases  # noqa: PLC0415 - cold start
    from loa.casework.cases.rules.deadlines import read_rules  # noqa: PLC0415 - cold start
    from loa.casework.cases.work.service import CaseDesk  # noqa: PLC0415 - cold start
    from loa.foundation.rules.store import RuleName  # noqa: PLC0415 - cold start

    settings, desk = read(Settings), root()
    return CaseDesk(
        cases=Cases(Table(settings.cases_table)),
        statistics=desk.statistics,
        outbox=desk.outbox,
        messages=desk.messages,
        accounts=Accounts(Table(settings.units_table)),
        calendar=calendar(),
        rules=rules().read(RuleName.DEADLINES, read_rules),
        units_as_of=clock.pinned_day(settings.units_as_of),
    )


@cache
def confidential() -> "ConfidentialDesk":
    """Where denunciations go."""
    from loa.casework.denunciations.service import ConfidentialDesk  # noqa: PLC0415 - cold start
    from loa.casework.denunciations.store import Denunciations  # noqa: PLC0415 - cold start

    settings = read(Settings)
    return ConfidentialDesk(Denunciations(Table(settings.confidential_table)), settings.public_url)


@cache
def data_requests() -> "DataRequests":
    """What residents ask about their data."""
    from loa.residents.data_requests.store import DataRequests  # noqa: PLC0415 - cold start

    return DataRequests(Table(read(Settings).privacy_table))


@cache
def officers() -> "Registry":
    """Who may link his Zalo."""
    from loa.foundation.officers.store import Registry  # noqa: PLC0415 - cold start

    return Registry(Table(read(Settings).units_table))


@cache
def alerts() -> "AlertDependencies":
    """Telling officers of calls for help."""
    from loa.dialogue.inbox.alerts import AlertDependencies  # noqa: PLC0415 - cold start
    from loa.foundation.officers.on_call import OnCallRows  # noqa: PLC0415 - cold start

    dependencies = root()
    on_call = OnCallRows(Table(read(Settings).units_table))
    return AlertDependencies(
        on_call, officers(), dependencies.outbox, dependencies.messages, nobody=_nobody_on_call
    )


def _nobody_on_call(path: str) -> None:
    """Raise the alarm: a resident calls for help, and no officer can be told."""
    Logger().error("nobody on call could be told", extra={"unit_path": path})
    Metrics().add_metric("NobodyOnCall", MetricUnit.Count, 1)
