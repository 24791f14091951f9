"""Numbers of the last seven days for the page of today's work, each drawn by the area that counts it.

The seven days end with today, and stand beside the seven before: a week that began this morning would
always look worse than the last one. They are those of the officer's own unit.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from loa.foundation.statistics.model import Metric
from loa.foundation.statistics.store import StatisticsStore
from loa.web.console import texts
from loa.web.pages.formats import number

TEMPLATE: Final = "console/week.html"
PATH: Final = "bay-ngay"
"""`AREA/bay-ngay` answers with the number of an area."""

_WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class WeekFigure:
    """One number.

    Attributes:
        shown: as it stands there, "1.264" or "92%"; empty: there is nothing to count yet.
        words: of what.
        about: what it is compared with.
    """

    shown: str
    words: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class LastWeek:
    """What was counted at a unit in seven days, and in the seven before."""

    this: Counter[Metric]
    before: Counter[Metric]

    @classmethod
    def read(cls, path: str, today: date, store: StatisticsStore) -> "LastWeek":
        """Read the fourteen days that end today; one Query, or two when a month began among them."""
        days = store.own_days(path, today - 2 * _WEEK + timedelta(days=1), today)
        return cls(
            _sum(counts for day, counts in days.items() if day > today - _WEEK),
            _sum(counts for day, counts in days.items() if day <= today - _WEEK),
        )

    def count(self, metric: Metric, words: str, *, nothing: str) -> WeekFigure:
        """How many there were; `nothing` stands there when there were none in either week."""
        this, before = self.this[metric], self.before[metric]
        if not this and not before:
            return WeekFigure("", nothing)
        return WeekFigure(number(this), words, texts.week_before(number(before), this - before))

    def share(self, part: Metric, whole: Metric, words: str, *, nothing: str) -> WeekFigure:
        """How many of a hundred there were; `nothing` stands there when there was nothing to divide."""
        if not self.this[whole]:
            return WeekFigure("", nothing)
        about = texts.OUT_OF.format(part=number(self.this[part]), whole=number(self.this[whole]))
        if self.before[whole]:
            about += f"; {texts.week_before(_per_cent(self.before[part], self.before[whole]))}"
        return WeekFigure(_per_cent(self.this[part], self.this[whole]), words, about)

    def standing(self, now: int, gained: Metric, lost: Metric, words: str) -> WeekFigure:
        """How many there are, and how many came and went."""
        about = texts.CAME_AND_WENT.format(came=number(self.this[gained]), went=number(self.this[lost]))
        return WeekFigure(number(now), words, about)


def _sum(counts: Iterable[Counter[Metric]]) -> Counter[Metric]:
    total: Counter[Metric] = Counter()
    for each in counts:
        total.update(each)
    return total


def _per_cent(part: int, whole: int) -> str:
    return f"{100 * part // whole}%"
