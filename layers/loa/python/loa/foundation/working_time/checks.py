"""What a person still has to confirm about working days, and from when on. Pure rules.

Each year's days off are announced in the last months of the year before; until a person has compared the
table with the announcement, the table follows the law's rule. The clock counts what is open and an alarm
reminds of it. A check is done by a release (`CHECKED`, `SWAPS`) or by the stored calendar
(`checked_years`, or the day itself under `days_off` or `working_days`).
"""

from datetime import date
from typing import Final

from loa.foundation.working_time import texts
from loa.foundation.working_time.model import WorkingCalendar
from loa.foundation.working_time.swaps import PROPOSED

CHECKED: Final = frozenset({2024, 2025, 2026})
"""Years whose days off were compared with what was announced."""
FROM_MONTH: Final = 12
"""From this month on the next year's table is looked at."""


def to_check(today: date, calendar: WorkingCalendar) -> list[str]:
    """What is to be confirmed by now, as an officer reads it; empty: nothing."""
    year = today.year + (today.month >= FROM_MONTH)
    found = [] if year in CHECKED | calendar.checked_years else [texts.YEAR_TO_CHECK.format(year=year)]
    return found + [
        texts.PROPOSED_SWAP.format(off=swap.off, on=swap.on, source=swap.source)
        for swap in PROPOSED
        if swap.since <= today and not calendar.decides(swap.off)
    ]
