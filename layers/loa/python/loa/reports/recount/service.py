"""Compare counters with facts while events arrive, and write the difference."""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from loa import clock
from loa.errors import Busy, InvalidInput
from loa.foundation.accounts.model import Account
from loa.foundation.statistics.model import Metric, month_of
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.units.model import province_of
from loa.platform.aws.dynamodb.transactions import commit
from loa.reports.recount.facts import AT_LEAST, CountedFacts, below, is_rebuilt

ATTEMPTS: Final = 5
SETTLES: Final = 2.0
"""Seconds after which an index surely shows what was written before."""
NIGHT_HOUR: Final = 2
"""Of the night, in Vietnam: the totals of months are made before."""
NIGHT_DAYS: Final = timedelta(days=3)
"""So many days before are counted again."""
_SETTLED: Final = timedelta(days=60)
"""So long after its end nobody turns a delivery of a broadcast any more."""

type DayCounts = Mapping[tuple[str, date], Mapping[Metric, int]]
"""Numbers by unit and day."""


@dataclass(frozen=True, slots=True)
class CounterDifference:
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
        facts: where the facts are.
        clock: the time, aware UTC.
        pause: waits for some seconds.
    """

    statistics: StatisticsStore
    facts: CountedFacts
    clock: Callable[[], datetime] = clock.now
    pause: Callable[[float], None] = time.sleep

    def differences(self, root: str, first: date, last: date) -> list[CounterDifference]:
        """Return the counters at and below a unit that are not what the facts say.

        A fact and its counter are one transaction. So when the counters were the same before the facts were
        read and after, the facts are those that were counted.

        Raises:
            InvalidInput: the last day has not begun.
            Busy: something was counted for these days all the while: come again.
        """
        if last > clock.local_day(self.clock()):
            raise InvalidInput("the last day has not begun")
        accounts = list(self.facts.accounts.within(province_of(root), root))
        return self._compared(root, first, last, accounts)

    def of_the_night(self, province: str) -> list[CounterDifference] | None:
        """Return what differs of the last three days; not of messages, for which `MessageRecount` is.

        Returns:
            None: it is not the hour.

        Raises:
            Busy: something was counted for these days all the while, or there was no time for all facts.
        """
        if not is_night(self.clock()):
            return None
        today = clock.local_day(self.clock())
        first, last = today - NIGHT_DAYS, today - timedelta(days=1)
        return self._compared(province, first, last, (), unfinished_on=clock.day_start(first) - _SETTLED)

    def write(self, differences: list[CounterDifference]) -> None:
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

    def _compared(
        self,
        root: str,
        first: date,
        last: date,
        accounts: Iterable[Account],
        unfinished_on: datetime | None = None,
    ) -> list[CounterDifference]:
        for _ in range(ATTEMPTS):
            before = self._counted(root, first, last)
            self.pause(SETTLES)
            facts = self._facts(root, first, last, accounts, unfinished_on)
            if self._counted(root, first, last) == before:
                return _different(before, facts)
        raise Busy("these days were still being counted")

    def _facts(
        self,
        root: str,
        first: date,
        last: date,
        accounts: Iterable[Account],
        unfinished_on: datetime | None,
    ) -> DayCounts:
        province = province_of(root)
        found: defaultdict[tuple[str, date], Counter[Metric]] = defaultdict(Counter)
        for source in (
            self.facts.of_cases(province, clock.day_start(first)),
            self.facts.of_broadcasts(province, unfinished_on),
            self.facts.of_messages(accounts, first, last),
        ):
            for path, day, numbers in below(source, root, first, last):
                found[path, day].update(numbers)
        return found

    def _counted(self, root: str, first: date, last: date) -> DayCounts:
        by_day = self.statistics.by_day(root, first, last)
        return {
            key: {metric: number for metric, number in counts.items() if is_rebuilt(metric) and number}
            for key, counts in by_day.items()
        }


def is_night(now: datetime) -> bool:
    """Whether it is the hour in which counters are compared."""
    return now.astimezone(clock.VIETNAM).hour == NIGHT_HOUR


def _different(counted: DayCounts, facts: DayCounts) -> list[CounterDifference]:
    nothing: Mapping[Metric, int] = {}
    return [
        CounterDifference(path, day, metric, ours.get(metric, 0), true.get(metric, 0))
        for path, day in sorted(counted.keys() | facts.keys())
        for ours, true in [(counted.get((path, day), nothing), facts.get((path, day), nothing))]
        for metric in sorted(ours.keys() | true.keys())
        if _is_wrong(metric, ours.get(metric, 0), true.get(metric, 0))
    ]


def _is_wrong(metric: Metric, counted: int, fact: int) -> bool:
    return counted < fact if metric in AT_LEAST else counted != fact
