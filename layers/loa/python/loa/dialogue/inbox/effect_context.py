"""What a turn of the dialogue sets going: with what, and what came of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from loa.dialogue.chatbot.menu import Reply
from loa.foundation.statistics.model import Counts
from loa.foundation.statistics.store import StatisticsStore
from loa.platform.aws.dynamodb.tables import Write
from loa.residents.messages.model import Outgoing

if TYPE_CHECKING:  # large rooms, of which most messages need nothing
    from loa.casework.cases.work.service import CaseService
    from loa.casework.denunciations.service import DenunciationIntake
    from loa.dialogue.inbox.alerts import AlertDependencies
    from loa.foundation.officers.store import OfficerStore
    from loa.residents.data_requests.store import DataRequestStore


@dataclass(frozen=True, slots=True)
class EffectContext:
    """What it takes, each made when it is needed.

    Attributes:
        cases: the work on cases.
        confidential: where denunciations go.
        officers: who may link his Zalo.
        statistics: counters.
        alerts: telling officers of calls for help.
        data_requests: what residents ask about their data.
    """

    cases: "Callable[[], CaseService]"
    confidential: "Callable[[], DenunciationIntake]"
    officers: "Callable[[], OfficerStore]"
    statistics: StatisticsStore
    alerts: "Callable[[], AlertDependencies]"
    data_requests: "Callable[[], DataRequestStore]"


@dataclass(frozen=True, slots=True)
class EffectResult:
    """What came of it.

    Attributes:
        say: what he is told of it.
        actions: writes for the message's own transaction.
        told: messages whose rows are among the actions.
        counts: what is counted for the account's unit on the day of the message.
        failed: it could not be done: a person has to read his words.
    """

    say: tuple[Reply, ...] = ()
    actions: tuple[Write, ...] = ()
    told: tuple[Outgoing, ...] = ()
    counts: Counts = field(default_factory=dict)
    failed: bool = False
