"""Days, hours, numbers and codes as people in Vietnam read them; filters of the templates."""

from datetime import date, datetime, timedelta
from typing import Final

from loa.clock import VIETNAM, local_day
from loa.foundation.working_time.lunar import lunar_day
from loa.text.phones import dialled
from loa.web.pages import texts

_NO_BREAK: Final = "\N{NO-BREAK SPACE}"
_KILO: Final = 1000
_GROUP: Final = 3


def day(value: date) -> str:
    """`4/12/2026`."""
    own = _local(value)
    return f"{own.day}/{own.month}/{own.year}"


def weekday(value: date) -> str:
    """`thứ Sáu 4/12/2026`."""
    return f"{texts.WEEKDAYS[_local(value).weekday()].replace(' ', _NO_BREAK)} {day(value)}"


def lunar(value: date) -> str:
    """`21/10 âm lịch`, `1/6 nhuận âm lịch`; empty where the table does not reach."""
    found = lunar_day(_local(value))
    if found is None:
        return ""
    words = texts.LUNAR_LEAP if found.is_leap else texts.LUNAR
    return words.format(day=found.day, month=found.month).replace(" ", _NO_BREAK)


def weekday_name(value: date) -> str:
    """`Thứ Sáu`, for the top of a leaf of the calendar."""
    name = texts.WEEKDAYS[_local(value).weekday()].replace(" ", _NO_BREAK)
    return name[:1].upper() + name[1:]


def near_weekday(value: date, today: date) -> str:
    """`Hôm nay`, `Ngày mai`, `Thứ Sáu 4/12`."""
    own = _local(value)
    near = near_day(own, today)
    if (own - today) // timedelta(days=1) in texts.NEAR_DAYS:
        return near[:1].upper() + near[1:]
    return f"{weekday_name(own)} {near}"


def day_number(value: date) -> int:
    """The day of the month in Vietnam."""
    return _local(value).day


def month_number(value: date) -> int:
    """The month in Vietnam."""
    return _local(value).month


def hour(value: datetime) -> str:
    """`8 giờ sáng`, `1 giờ 30 chiều`: how people say it."""
    own = value.astimezone(VIETNAM)
    part = next(name for until, name in texts.PARTS_OF_DAY if own.hour < until)
    twelve = own.hour % 12 or 12
    minutes = f"{_NO_BREAK}{own.minute:02}" if own.minute else ""
    return _NO_BREAK.join((str(twelve), texts.HOUR)) + f"{minutes}{_NO_BREAK}{part}"


def clock_time(value: datetime) -> str:
    """`14:05`, for officers."""
    return f"{value.astimezone(VIETNAM):%H:%M}"


def moment(value: datetime) -> str:
    """`8 giờ sáng, thứ Sáu 4/12/2026`."""
    return f"{hour(value)}, {weekday(value)}"


def stamp(value: datetime) -> str:
    """`14:05 thứ Sáu 4/12/2026`: how officers read it."""
    own = value.astimezone(VIETNAM)
    return f"{own.hour}:{own.minute:02}{_NO_BREAK}{weekday(value)}"


def mid_sentence(name: str) -> str:
    """`xã Yên Thành`: the name of a unit inside a sentence."""
    return name[:1].lower() + name[1:]


def near_day(value: date, today: date) -> str:
    """`hôm nay`, `hôm qua`, `ngày mai`, `30/11`; another year's day with its year."""
    own = _local(value)
    away = (own - today) // timedelta(days=1)
    if away in texts.NEAR_DAYS:
        return texts.NEAR_DAYS[away]
    return f"{own.day}/{own.month}" if own.year == today.year else day(own)


def number(value: int) -> str:
    """`1.264`."""
    return f"{value:,}".replace(",", ".")


def size(size_bytes: int) -> str:
    """`310 KB`, `1,4 MB`."""
    if size_bytes < _KILO * _KILO:
        return f"{max(1, round(size_bytes / _KILO))}{_NO_BREAK}KB"
    return f"{size_bytes / _KILO / _KILO:.1f}".replace(".", ",") + f"{_NO_BREAK}MB"


def phone(value: str) -> str:
    """The digits of a phone number, for `tel:`; of two numbers those of the first."""
    return dialled(value)


def grouped(code: str) -> str:
    """`482 913`: a code in groups of three, to be read aloud."""
    plain = "".join(code.split())
    return _NO_BREAK.join(plain[start : start + _GROUP] for start in range(0, len(plain), _GROUP))


def _local(value: date) -> date:
    return local_day(value) if isinstance(value, datetime) else value
