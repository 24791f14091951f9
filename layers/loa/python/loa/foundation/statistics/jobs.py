"""What a schedule runs: months that are over get their totals; the last one is counted again every night."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from loa.clock import VIETNAM
from loa.foundation.statistics.model import month_of, months
from loa.foundation.statistics.months import MonthTotals

HOUR: Final = 1
"""Of the night, in Vietnam: whatever was begun before midnight has been written."""
_BACK: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class ClosedMonths:
    """What was done.

    Attributes:
        closed: months that got their totals.
        drift: totals of the last month that were not the sum of its days; expected 0.
    """

    closed: int = 0
    drift: int = 0


def close_months(province: str, *, totals: MonthTotals, now: datetime) -> ClosedMonths:
    """Close what is over of the last year and is not closed, and count the last month again; at night only.

    Raises:
        Busy: somebody kept adding to a month: come again.
    """
    local = now.astimezone(VIETNAM)
    if local.hour != HOUR:
        return ClosedMonths()
    end = local.date().replace(day=1) - timedelta(days=1)
    over = list(months(end - _BACK, end))
    done = totals.closed(province, over[0], over[-1])
    missing = [month for month in over if month not in done]
    for month in missing:
        totals.close(province, month)
    last = month_of(end)
    return ClosedMonths(len(missing), totals.close(province, last) if last in done else 0)
