"""When offices work: hours, weekends, Vietnam's public holidays. Pure rules, in Vietnam's time.

Instants come in with any zone and go out in UTC. A day's hours include their first instant and not their
last: at 17:00 the office is closed, and the time until 17:00 was worked in full.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any, Final

from loa.clock import VIETNAM, local_day
from loa.dated_rules import parsed
from loa.foundation.working_time import texts
from loa.foundation.working_time.days import HOLIDAYS
from loa.foundation.working_time.swaps import SWAPS, days_off, days_on

DAYS_IN_WEEK: Final = 7
ONE_DAY: Final = timedelta(days=1)
NO_TIME: Final = timedelta(0)

_SWAPPED_OFF: Final = days_off(SWAPS)
_SWAPPED_ON: Final = days_on(SWAPS)


@dataclass(frozen=True, slots=True)
class Hours:
    """A stretch of a day in which the office is open.

    Raises:
        ValueError: it does not end after its beginning.
    """

    opens: time
    closes: time

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise ValueError(f"hours from {self.opens} to {self.closes} are none")


type Day = tuple[Hours, ...]
"""The hours of a day, in order; empty: closed."""

OFFICE_DAY: Final[Day] = (Hours(time(7, 30), time(11, 30)), Hours(time(13, 30), time(17, 0)))
OFFICE_WEEK: Final[tuple[Day, ...]] = (OFFICE_DAY,) * 5 + ((),) * 2


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """When an office works.

    What a stored calendar says of a day goes before the government's swaps, those before the public holidays,
    those before the week. After the last year of `working_time.days` only the week and the stored
    calendar are known.

    Attributes:
        week: hours of each weekday, Monday first.
        extra_days_off: further days off with their names.
        extra_working_days: further working days; the hours are those of their weekday or, where that has
            none, of the first weekday that has some.
        checked_years: years whose days off a person has compared with what was announced.

    Raises:
        ValueError: not seven weekdays, no hours in all of them, hours out of order or overlapping, or a day
            that is both off and working.
    """

    week: tuple[Day, ...] = OFFICE_WEEK
    extra_days_off: Mapping[date, str] = field(default_factory=dict)
    extra_working_days: frozenset[date] = frozenset()
    checked_years: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if len(self.week) != DAYS_IN_WEEK or not any(self.week):
            raise ValueError("a week has seven days and some hours")
        for day in self.week:
            if any(earlier.closes > later.opens for earlier, later in pairwise(day)):
                raise ValueError("a day's hours follow one another")
        if self.extra_working_days & set(self.extra_days_off):
            raise ValueError("a day is either off or working")

    def hours(self, day: date) -> Day:
        """The hours of a day; empty: a day off."""
        own = self.week[day.weekday()]
        if day in self.extra_days_off:
            return ()
        if day in self.extra_working_days:
            return own or next(hours for hours in self.week if hours)
        if day in _SWAPPED_OFF or day.isoformat() in HOLIDAYS:
            return ()
        if day in _SWAPPED_ON:
            return own or self.week[_SWAPPED_ON[day].off.weekday()]
        return own

    @property
    def fingerprint(self) -> str:
        """Another one as soon as a day has other hours, wherever that is written."""
        known = (
            self.week,
            sorted(self.extra_days_off),
            sorted(self.extra_working_days),
            sorted(HOLIDAYS),
            sorted(_SWAPPED_OFF),
            sorted(_SWAPPED_ON),
        )
        return hashlib.sha256(repr(known).encode()).hexdigest()[:16]

    def decides(self, day: date) -> bool:
        """Whether the setting says of that day that it is off, or worked."""
        return day in self.extra_days_off or day in self.extra_working_days

    def is_working_day(self, day: date) -> bool:
        """Whether the office opens on that day."""
        return bool(self.hours(day))

    def holiday_name(self, day: date) -> str:
        """The holiday, or other occasion, on which that day is off; empty: it is none, or it is worked."""
        if day in self.extra_days_off:
            return self.extra_days_off[day] or texts.DAY_OFF
        if day in self.extra_working_days:
            return ""
        if day in _SWAPPED_OFF:
            return texts.SWAPPED.format(day=_SWAPPED_OFF[day].on)
        key = HOLIDAYS.get(day.isoformat())
        return texts.holiday_name(key) if key else ""

    def is_open(self, instant: datetime) -> bool:
        """Whether the office is open at that instant.

        Raises:
            ValueError: the instant has no time zone; so in all the following.
        """
        return any(start <= instant < end for start, end in self._stretches(local_day(instant)))

    def next_opening(self, instant: datetime) -> datetime:
        """The first instant from then on at which the office is open: the same one while it is."""
        for start, end in self._stretches_from(local_day(instant)):
            if instant < end:
                return max(start, instant).astimezone(UTC)
        raise AssertionError  # a week has hours: there is always a next one

    def next_working_day(self, day: date) -> date:
        """The first working day from then on: the same day if it is one."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def closing(self, day: date) -> datetime:
        """The end of the hours of the first working day from that day on."""
        (*_, (_, end)) = self._stretches(self.next_working_day(day))
        return end.astimezone(UTC)

    def add_working_days(self, instant: datetime, days: int) -> datetime:
        """The end of the hours of the nth working day after an instant's day, which does not count itself.

        None of them is the instant itself.

        Raises:
            ValueError: less than none.
        """
        if days < 0:
            raise ValueError("working days are counted forwards")
        day = local_day(instant)
        for _ in range(days):
            day = self.next_working_day(day + ONE_DAY)
        return self.closing(day) if days else instant.astimezone(UTC)

    def working_time(self, start: datetime, end: datetime) -> timedelta:
        """How long the office is open between two instants; nothing where the end is not later."""
        total, last = NO_TIME, local_day(end)
        day = local_day(start)
        while day <= last:
            for opens, closes in self._stretches(day):
                total += max(NO_TIME, min(closes, end) - max(opens, start))
            day += ONE_DAY
        return total

    def add_working_time(self, instant: datetime, length: timedelta) -> datetime:
        """The first instant until which the office has been open for so long; no time: the instant itself.

        Raises:
            ValueError: a negative length.
        """
        if length < NO_TIME:
            raise ValueError("working time is counted forwards")
        if not length:
            return instant.astimezone(UTC)
        for opens, closes in self._stretches_from(local_day(instant)):
            start = max(opens, instant)
            if start < closes:
                if length <= closes - start:
                    return (start + length).astimezone(UTC)
                length -= closes - start
        raise AssertionError  # a week has hours: they add up

    def _stretches(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """The hours of a day as instants."""
        for hours in self.hours(day):
            yield (
                datetime.combine(day, hours.opens, VIETNAM),
                datetime.combine(day, hours.closes, VIETNAM),
            )

    def _stretches_from(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """The hours of a day and all that follow."""
        while True:
            yield from self._stretches(day)
            day += ONE_DAY


_PARTS: Final = frozenset({"hours", "days_off", "working_days", "checked_years"})


def read_calendar(text: str) -> WorkingCalendar:
    """The calendar in a text; empty: 07:30 to 11:30 and 13:30 to 17:00, Monday to Friday.

    Args:
        text: a JSON object, each part optional: `hours` (by weekday, `"1"` Monday to `"7"` Sunday, a list of
            pairs such as `["07:30", "11:30"]`; a weekday that is not named is closed), `days_off` (objects
            with `day` and, if wanted, `name`) and `working_days` (objects with `day`). Both lists may carry a
            `source`, which is for the reader. `checked_years`: years that were compared with the
            announcement.

    Raises:
        ValueError: another form, or a calendar that cannot be.
    """
    if not text.strip():
        return WorkingCalendar()
    wished = parsed(text)
    if not isinstance(wished, dict) or wished.keys() - _PARTS:
        raise ValueError(f"a calendar has {', '.join(sorted(_PARTS))}")
    try:
        return WorkingCalendar(
            week=_read_week(wished["hours"]) if "hours" in wished else OFFICE_WEEK,
            extra_days_off={
                date.fromisoformat(row["day"]): str(row.get("name", "")) for row in wished.get("days_off", ())
            },
            extra_working_days=frozenset(
                date.fromisoformat(row["day"]) for row in wished.get("working_days", ())
            ),
            checked_years=frozenset(int(year) for year in wished.get("checked_years", ())),
        )
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"a calendar of another form: {error!r}") from error


def _read_week(by_weekday: Mapping[str, Any]) -> tuple[Day, ...]:
    names = [str(number) for number in range(1, DAYS_IN_WEEK + 1)]
    if by_weekday.keys() - set(names):
        raise ValueError("weekdays are 1 (Monday) to 7 (Sunday)")
    return tuple(
        tuple(
            Hours(time.fromisoformat(opens), time.fromisoformat(closes))
            for opens, closes in by_weekday.get(name, ())
        )
        for name in names
    )
