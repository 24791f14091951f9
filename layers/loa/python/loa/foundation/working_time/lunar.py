"""Days of Vietnam's lunar calendar, by which people keep festivals and death days. Pure."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from typing import Final

from loa.foundation.working_time.lunar_months import MONTHS

_STARTS: Final = tuple(date.fromisoformat(start) for start, _, _ in MONTHS)
_LONGEST: Final = 30


@dataclass(frozen=True, slots=True)
class LunarDay:
    """A day and month of the lunar calendar; `is_leap`: the month is there twice, and this is the second."""

    day: int
    month: int
    is_leap: bool


def lunar_day(day: date) -> LunarDay | None:
    """Return the lunar day of a day in Vietnam; None: the table does not reach so far."""
    place = bisect_right(_STARTS, day) - 1
    if place < 0 or (number := (day - _STARTS[place]).days + 1) > _LONGEST:
        return None
    return LunarDay(number, MONTHS[place][1], MONTHS[place][2])
