"""Which periods are due, and what a round has done of them. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from loa.reports.summary.periods import ReportPeriod, period, week

_DAYS_OF_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class ScheduledPeriod:
    """A period whose reports are due.

    Attributes:
        period: its name and its days.
        everybody: each unit's report; else the province's alone.
    """

    period: ReportPeriod
    everybody: bool


@dataclass(frozen=True, slots=True)
class ReportProgress:
    """How far the reports of a period are.

    Attributes:
        units: how many are to be made.
        made: how many are.
        finished_at: when all were made and those concerned had been told; None: not yet.
    """

    units: int
    made: int
    finished_at: datetime | None = None


def due(today: date) -> list[ScheduledPeriod]:
    """Return the last week, month and quarter that have been over for a day: what is told of them holds."""
    yesterday = today - timedelta(days=1)
    monday = yesterday - timedelta(days=yesterday.weekday() + _DAYS_OF_A_WEEK)
    month = yesterday.replace(day=1) - timedelta(days=1)
    quarter = yesterday.replace(month=(yesterday.month - 1) // 3 * 3 + 1, day=1) - timedelta(days=1)
    return [
        ScheduledPeriod(week(monday), everybody=True),
        ScheduledPeriod(period(f"{month:%Y-%m}", today), everybody=False),
        ScheduledPeriod(period(f"{quarter.year}-Q{(quarter.month - 1) // 3 + 1}", today), everybody=False),
    ]
