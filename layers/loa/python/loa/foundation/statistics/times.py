"""How long something took, as counters: a histogram whose buckets are metrics. Pure rules.

Sums of buckets over units and days are again a histogram, so that the median of any subtree and period comes
out of the same Query as everything else; a median of medians would be wrong. What it costs is exactness: a
quantile lies somewhere in its bucket and is read off as if the cases in it were spread evenly
(`infra/decisions`, histograms).
"""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Final

from loa.foundation.statistics.model import Metric

BOUNDS: Final = (60, 120, 240, 450, 900, 1350, 1800, 2250, 3150, 4500, 6750, 9000, 13500, 20250, 27000)
"""Upper ends in working minutes, themselves included: 1, 2, 4 hours, then 1, 2, 3, 4, 5, 7, 10, 15, 20, 30,
45 and 60 days of 7.5 hours. What took longer is in a last bucket without an end."""


@dataclass(frozen=True, slots=True)
class Histogram:
    """The buckets of one measure, shortest first; one more than there are bounds."""

    metrics: tuple[Metric, ...]

    def bucket(self, took: timedelta) -> Metric:
        """The bucket of a time; less than nothing counts as nothing."""
        seconds = max(0.0, took.total_seconds())
        return self.metrics[bisect_left(BOUNDS, seconds / 60)]

    def total(self, counts: Mapping[Metric, int]) -> int:
        """How many times were counted."""
        return sum(counts.get(metric, 0) for metric in self.metrics)

    def quantile(self, counts: Mapping[Metric, int], percent: int) -> int | None:
        """The working minutes within which that share of the cases was done, to the bucket; None: no case.

        In the last bucket its lower end: "more than" that.
        """
        total = self.total(counts)
        if not total:
            return None
        wanted = total * percent / 100
        below = 0
        for metric, (lower, upper) in zip(self.metrics, pairwise((0, *BOUNDS)), strict=False):
            inside = counts.get(metric, 0)
            if inside and below + inside >= wanted:
                return round(lower + (upper - lower) * max(0.0, wanted - below) / inside)
            below += inside
        return BOUNDS[-1]


def _buckets(word: str) -> tuple[Metric, ...]:
    return tuple(Metric(f"cases_{word}_{bound}") for bound in (*BOUNDS, "more"))


FIRST_ANSWER: Final = Histogram(_buckets("first"))
SOLUTION: Final = Histogram(_buckets("solved"))
BUCKETS: Final = frozenset((*FIRST_ANSWER.metrics, *SOLUTION.metrics))
"""The metrics that are no numbers for people by themselves."""
