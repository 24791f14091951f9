"""Compare counters with facts while events arrive, and write the difference."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from infra.recount.facts import DayCounts, cases_counted, is_recounted
from loa import clock
from loa.casework.cases.rows.store import CaseStore
from loa.errors import Busy, InvalidInput
from loa.foundation.statistics.model import Metric, month_of
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.units.model import province_of
from loa.platform.aws.dynamodb.transactions import commit

ATTEMPTS: Final = 5
SETTLES: Final = 2.0
"""Seconds after which an index surely shows what was written before."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A counter of a unit's day that is not what the facts say."""

    path: str
    day: date
    metric: Metric
    counted: int
    fact: int


@dataclass(frozen=True, slots=True)
class Recount:
    """Counts again.

    Attributes:
        statistics: the counters.
        cases: the facts.
        clock: the time, aware UTC.
        pause: waits for some seconds.
    """

    statistics: StatisticsStore
    cases: CaseStore
    clock: Callable[[], datetime] = clock.now
    pause: Callable[[float], None] = time.sleep

    def differences(self, root: str, first: date, last: date) -> list[Difference]:
        """Return the counters at and below a unit that are not what the facts say.

        A fact and its counter are one transaction. So when the counters were the same before the facts were
        read and after, the facts are those that were counted.

        Raises:
            InvalidInput: the last day has not begun.
            Busy: something was counted for these days all the while: come again.
        """
        if last > clock.local_day(self.clock()):
            raise InvalidInput("the last day has not begun")
        for _ in range(ATTEMPTS):
            before = self._counted(root, first, last)
            self.pause(SETTLES)
            facts = cases_counted(self.cases, root, first, last)
            if self._counted(root, first, last) == before:
                return _different(before, facts)
        raise Busy("these days were still being counted")

    def write(self, differences: list[Difference]) -> None:
        """Add what is missing, take away what is too much, and close again the months that were closed.

        What is counted meanwhile stays. Whoever finds the same differences at the same time is refused: they
        would be added twice.

        Raises:
            ConditionFailed: a counter is not what was seen any more.
        """
        days: dict[tuple[str, date], dict[Metric, tuple[int, int]]] = {}
        for each in differences:
            seen = days.setdefault((each.path, each.day), {})
            seen[each.metric] = (each.counted, each.fact)
        for (path, day), changed in days.items():
            adding = {metric: fact - counted for metric, (counted, fact) in changed.items()}
            counted = {metric: number for metric, (number, _) in changed.items()}
            commit([self.statistics.correcting(path, day, adding, counted)])
        for province, month in {(province_of(path), month_of(day)) for path, day in days}:
            if self.statistics.totals.closed(province, month, month):
                self.statistics.totals.close(province, month)

    def _counted(self, root: str, first: date, last: date) -> DayCounts:
        by_day = self.statistics.by_day(root, first, last)
        return {
            key: {metric: number for metric, number in counts.items() if is_recounted(metric) and number}
            for key, counts in by_day.items()
        }


def _different(counted: DayCounts, facts: DayCounts) -> list[Difference]:
    nothing: Mapping[Metric, int] = {}
    return [
        Difference(path, day, metric, ours.get(metric, 0), true.get(metric, 0))
        for path, day in sorted(counted.keys() | facts.keys())
        for ours, true in [(counted.get((path, day), nothing), facts.get((path, day), nothing))]
        for metric in sorted(ours.keys() | true.keys())
        if ours.get(metric, 0) != true.get(metric, 0)
    ]
