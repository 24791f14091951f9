"""Hours as people type them into a form: `7:30`, `7h30`, `7 giờ 30`, `19h`, `19`."""

import re
from datetime import date, datetime, time
from typing import Final

from loa.clock import VIETNAM

HOUR: Final = r"^\s*([01]?[0-9]|2[0-3])\s*(?:(?::|[hH]|[gG]iờ)\s*([0-5]?[0-9])?)?\s*$"
"""What a field takes for an hour; `read_hour` reads it."""

_HOUR: Final = re.compile(HOUR)


def read_hour(text: str) -> time:
    """Return the hour that somebody typed.

    Raises:
        ValueError: no hour of a day.
    """
    found = _HOUR.match(text)
    if not found:
        raise ValueError("no hour")
    return time(int(found[1]), int(found[2] or 0))


def typed_instant(day: date, hour: str) -> datetime:
    """Return the instant of a day and of an hour that was typed, in Vietnam. Raises as `read_hour` does."""
    return datetime.combine(day, read_hour(hour), VIETNAM)
