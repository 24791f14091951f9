"""Figures of a month as everybody may see them. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Share:
    """A share in per cent, or the bounds between which it lies.

    Attributes:
        low: at least this.
        high: less than this, but for 100; the same as `low`: exactly.
    """

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class ReleasedNumbers:
    """What is told of a unit, or of all; None: too few people to tell.

    Attributes:
        answered: cases answered in the month.
        in_time: how many of them before their deadline.
        median_hours: working hours until the first answer, of half of them; rounded up.
        rated: how many residents said how content they are.
        satisfaction_tenths: their stars on average, ten times.
    """

    answered: int | None = None
    in_time: Share | None = None
    median_hours: int | None = None
    rated: int | None = None
    satisfaction_tenths: int | None = None


@dataclass(frozen=True, slots=True)
class ReleasedUnit:
    """A unit of which something is told."""

    path: str
    name: str
    numbers: ReleasedNumbers


@dataclass(frozen=True, slots=True)
class ReleasedFigures:
    """Figures of a month.

    Attributes:
        month: "2026-10".
        counted_at: when they were counted; they do not change afterwards.
        total: of the whole province.
        units: of which something is told, in the order of their paths.
        untold: of how many units nothing is.
    """

    month: str
    counted_at: datetime
    total: ReleasedNumbers
    units: tuple[ReleasedUnit, ...]
    untold: int


def is_closed_month(first: date, last: date, today: date) -> bool:
    """Return whether these days are a whole month that has been over for a day."""
    after = last + timedelta(days=1)
    whole = first.day == after.day == 1 and (after - timedelta(days=1)).replace(day=1) == first
    return whole and today > after
