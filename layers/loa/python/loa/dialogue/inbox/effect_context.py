"""Dependencies and results of the effects of a dialogue turn."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from loa.dialogue.chatbot.menu import Reply
from loa.foundation.statistics.model import Counts
from loa.foundation.statistics.store import StatisticsStore
from loa.platform.aws.dynamodb.tables import Write
from loa.residents.messages.model import Outgoing

if TYPE_CHECKING:  # large packages that most messages do not need
    from loa.casework.cases.work.service import CaseService
    from loa.casework.denunciations.work.intake import DenunciationIntake
    from loa.dialogue.inbox.alerts import AlertDependencies
    from loa.foundation.officers.store import OfficerStore
    from loa.residents.data_requests.store import DataRequestStore


@dataclass(frozen=True, slots=True)
class EffectContext:
    """Dependencies of effects, each created when needed.

    Attributes:
        cases: the work on cases.
        confidential: where denunciations go.
        officers: who may link their Zalo account.
        statistics: counters.
        alerts: notifies officers of calls for help.
        data_requests: residents' requests about their data.
    """

    cases: "Callable[[], CaseService]"
    confidential: "Callable[[], DenunciationIntake]"
    officers: "Callable[[], OfficerStore]"
    statistics: StatisticsStore
    alerts: "Callable[[], AlertDependencies]"
    data_requests: "Callable[[], DataRequestStore]"


@dataclass(frozen=True, slots=True)
class EffectResult:
    """The result of an effect.

    Attributes:
        say: the replies to the resident about it.
        actions: writes for the message's own transaction.
        told: messages whose rows are among the actions.
        counts: counters to increase for the account's unit on the day of the message.
        failed: True if it could not be done: an officer has to read the resident's words.
    """

    say: tuple[Reply, ...] = ()
    actions: tuple[Write, ...] = ()
    told: tuple[Outgoing, ...] = ()
    counts: Counts = field(default_factory=dict)
    failed: bool = False
