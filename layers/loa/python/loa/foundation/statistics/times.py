"""How long something took, as counters: a histogram whose buckets are metrics. Pure rules.

Sums of buckets over units and days are again a histogram, so that the median of any subtree and period comes
out of the same Query as everything else; a median of medians would be wrong. Each bucket ends `_RATIO` beyond
the one before, and a quantile is read off in its middle: at most 1 % beside the true one, 2 % when it is
rounded to whole minutes, and exact below 50 minutes. Only buckets that hold something are stored
(`infra/decisions`, histograms).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from math import ceil, log
from typing import Final

from loa.foundation.statistics.model import Metric

LONGEST: Final = 27_000
"""Minutes beyond which it is only "more than": 60 working days of 7.5 hours."""

_ACCURACY: Final = 0.01
_RATIO: Final = (1 + _ACCURACY) / (1 - _ACCURACY)


def minutes(took: timedelta) -> int:
    """How long something took, in whole minutes that have begun; at least one."""
    return max(1, ceil(took.total_seconds() / 60))


def _place(whole: int) -> int:
    return ceil(log(whole) / log(_RATIO))


_BEYOND: Final = _place(LONGEST) + 1


@dataclass(frozen=True, slots=True)
class Histogram:
    """The buckets of one measure: `NAME_0` for up to a minute, then each `_RATIO` longer."""

    name: str

    def bucket(self, took: timedelta) -> Metric:
        """The bucket of a time."""
        whole = minutes(took)
        return Metric(f"{self.name}_{_place(whole) if whole <= LONGEST else _BEYOND}")

    def total(self, counts: Mapping[Metric, int]) -> int:
        """How many times were counted."""
        return sum(self._places(counts).values())

    def quantile(self, counts: Mapping[Metric, int], percent: int) -> int | None:
        """The minutes within which that share was done; None: nothing was. `LONGEST` means longer."""
        places = self._places(counts)
        wanted = max(1, -(-sum(places.values()) * percent // 100))
        below = 0
        for place in sorted(places):
            below += places[place]
            if below >= wanted:
                return LONGEST if place >= _BEYOND else min(LONGEST, round(2 * _RATIO**place / (_RATIO + 1)))
        return None

    def _places(self, counts: Mapping[Metric, int]) -> dict[int, int]:
        prefix = f"{self.name}_"
        return {
            int(rest): number
            for metric, number in counts.items()
            if metric.startswith(prefix) and (rest := metric.removeprefix(prefix)).isdigit()
        }


FIRST_ANSWER: Final = Histogram("cases_first")
SOLUTION: Final = Histogram("cases_solved")
CONVERSATION_ANSWER: Final = Histogram("conversations_first")
"""Minutes by the clock, not working time: whoever waits, waits at night, too."""
