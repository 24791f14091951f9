"""Periods by the names that addresses give them: `2026-11`, `2026-W48`, `2026-Q4`, `2026`. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from loa.reports.summary.letters import period_words

_MONTH: Final = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])", re.ASCII)
_QUARTER: Final = re.compile(r"(20[0-9]{2})-Q([1-4])", re.ASCII)
_WEEK: Final = re.compile(r"(20[0-9]{2})-W(0[1-9]|[1-4][0-9]|5[0-3])", re.ASCII)
_YEAR: Final = re.compile(r"20[0-9]{2}", re.ASCII)
_MONTHS: Final = 13
_WEEKS: Final = 4
_QUARTERS: Final = 4


@dataclass(frozen=True, slots=True)
class ReportPeriod:
    """Some whole months, or a week: its name in addresses, and its days."""

    code: str
    first: date
    last: date

    @property
    def words(self) -> str:
        """As people call it."""
        return period_words(self.first, self.last)


def period(code: str, today: date) -> ReportPeriod:
    """Return the period of a name; of none, or one that has not begun, the last whole month."""
    found: ReportPeriod | None = None
    if month := _MONTH.fullmatch(code):
        found = _of(code, date(int(month[1]), int(month[2]), 1), 1)
    elif quarter := _QUARTER.fullmatch(code):
        found = _of(code, date(int(quarter[1]), 3 * int(quarter[2]) - 2, 1), 3)
    elif found_week := _WEEK.fullmatch(code):
        found = _week_of(int(found_week[1]), int(found_week[2]))
    elif _YEAR.fullmatch(code):
        found = _of(code, date(int(code), 1, 1), 12)
    if found and found.first <= today:
        return found
    before = today.replace(day=1) - timedelta(days=1)
    return _of(f"{before:%Y-%m}", before.replace(day=1), 1)


def recent(today: date) -> list[ReportPeriod]:
    """Return the periods that an officer chooses from: months, newest first, then weeks, quarters, years."""
    return list(_recent(today))


def _recent(today: date) -> Iterator[ReportPeriod]:
    month = today.replace(day=1)
    for _ in range(_MONTHS):
        yield _of(f"{month:%Y-%m}", month, 1)
        month = (month - timedelta(days=1)).replace(day=1)
    monday = today - timedelta(days=today.weekday() + 7)
    for _ in range(_WEEKS):
        yield week(monday)
        monday -= timedelta(days=7)
    quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    for _ in range(_QUARTERS):
        yield _of(f"{quarter.year}-Q{quarter.month // 3 + 1}", quarter, 3)
        before = quarter - timedelta(days=1)
        quarter = date(before.year, (before.month - 1) // 3 * 3 + 1, 1)
    for year in (today.year, today.year - 1):
        yield _of(str(year), date(year, 1, 1), 12)


def week(monday: date) -> ReportPeriod:
    """The week that begins on a Monday, by the name that ISO 8601 gives it."""
    year, number, _ = monday.isocalendar()
    return ReportPeriod(f"{year}-W{number:02d}", monday, monday + timedelta(days=6))


def _week_of(year: int, number: int) -> ReportPeriod | None:
    try:
        return week(date.fromisocalendar(year, number, 1))
    except ValueError:  # not every year has a week 53
        return None


def _of(code: str, first: date, months: int) -> ReportPeriod:
    end = first.year * 12 + first.month - 1 + months
    return ReportPeriod(code, first, date(end // 12, end % 12 + 1, 1) - timedelta(days=1))
