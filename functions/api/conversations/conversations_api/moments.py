"""Hours and spans as officers read them: "14:05", "14:05 thứ Sáu 4/12", "3 giờ"."""

from datetime import datetime, timedelta
from typing import Final

from conversations_api import texts
from loa.clock import VIETNAM, local_day
from loa.web.pages.formats import near_day, weekday_name

_HOURS_UP_TO: Final = timedelta(hours=48)
_NO_BREAK: Final = "\N{NO-BREAK SPACE}"


def hour(at: datetime) -> str:
    """Return the hour: "14:05"."""
    own = at.astimezone(VIETNAM)
    return f"{own.hour}:{own.minute:02}"


def moment(at: datetime, now: datetime) -> str:
    """Return the hour, and the day where it is not today: "14:05 thứ Sáu 4/12"."""
    today = local_day(now)
    if local_day(at) == today:
        return texts.TODAY.format(hour=hour(at))
    name = weekday_name(at)
    return f"{hour(at)} {name[0].lower()}{name[1:]} {local_day(at).day}/{local_day(at).month}"


def day(at: datetime, now: datetime) -> str:
    """Return the day as a heading: "Hôm nay", "Thứ Ba, 1/12"."""
    near = near_day(at, local_day(now))
    return f"{weekday_name(at)}, {near}" if near[0].isdigit() else f"{near[0].upper()}{near[1:]}"


def span(length: timedelta) -> str:
    """Return a length of time, rounded down: "25 phút", "3 giờ", "5 ngày"."""
    if length < timedelta(hours=1):
        number, unit = max(1, length // timedelta(minutes=1)), texts.MINUTES
    elif length < _HOURS_UP_TO:
        number, unit = length // timedelta(hours=1), texts.HOURS
    else:
        number, unit = length // timedelta(days=1), texts.DAYS
    return f"{number}{_NO_BREAK}{unit}"
