"""Dependencies of the effects of a dialogue turn."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loa.foundation.statistics.store import StatisticsStore

if TYPE_CHECKING:  # large packages that most messages do not need
    from loa.casework.cases.work.service import CaseService
    from loa.casework.denunciations.work.intake import DenunciationIntake
    from loa.dialogue.inbox.alerts import AlertDependencies
    from loa.dialogue.inbox.contests import ContestChat
    from loa.dialogue.inbox.opinions import OpinionChat
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
        contests: contests in the chat.
        opinions: opinions on drafts in the chat.
    """

    cases: "Callable[[], CaseService]"
    confidential: "Callable[[], DenunciationIntake]"
    officers: "Callable[[], OfficerStore]"
    statistics: StatisticsStore
    alerts: "Callable[[], AlertDependencies]"
    data_requests: "Callable[[], DataRequestStore]"
    contests: "Callable[[], ContestChat]"
    opinions: "Callable[[], OpinionChat]"
