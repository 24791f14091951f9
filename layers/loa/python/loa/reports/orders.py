"""What a report is asked for by: a unit, a period, a form of the file."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from loa.clock import read_day
from loa.errors import InvalidInput
from loa.reports.render.forms import FileFormat
from loa.reports.tables import texts

MAXIMUM_DAYS: Final = 366


@dataclass(frozen=True, slots=True)
class Order:
    """A report that has been asked for, checked."""

    unit: str
    first_day: date
    last_day: date
    file_format: FileFormat
    units_on: date | None = None


_ISO_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def order(
    *,
    unit: str,
    first_day: str,
    last_day: str,
    today: date,
    file_format: str = FileFormat.XLSX,
    units_on: str = "",
) -> Order:
    """Check what was asked for.

    Args:
        unit: path of the unit.
        first_day: ISO day, included.
        last_day: ISO day, included; at most 366 days in all.
        today: a period that begins after it has not begun.
        file_format: a value of `FileFormat`.
        units_on: ISO day whose units are listed; empty: the last day of the period.

    Raises:
        InvalidInput: with a message for each wrong field: `from`, `to`, `format`, `units_on`.
    """
    faults: dict[str, str] = {}
    first, last = _day(first_day, "from", faults), _day(last_day, "to", faults)
    listed = _day(units_on, "units_on", faults) if units_on else None
    if file_format not in list(FileFormat):
        faults["format"] = texts.UNKNOWN_FORMAT.format(formats=", ".join(FileFormat))
    if first and last and first > last:
        faults["from"] = texts.DAYS_REVERSED
    if first and first > today:
        faults["from"] = texts.NOT_BEGUN
    if first and last and (last - first).days >= MAXIMUM_DAYS:
        faults["to"] = texts.TOO_MANY_DAYS.format(maximum=MAXIMUM_DAYS)
    if faults or not first or not last:
        raise InvalidInput(texts.CHECK_INPUT, fields=faults)
    return Order(unit, first, last, FileFormat(file_format), listed)


def _day(text: str, name: str, faults: dict[str, str]) -> date | None:
    try:
        day = read_day(text)
    except ValueError:
        if _ISO_DAY.fullmatch(text):
            faults[name] = texts.NO_SUCH_DAY
            return None
        day = None
    if day is None or day.isoformat() != text:  # fromisoformat also takes 20241031 and 2024-W44-4
        faults[name] = texts.NOT_A_DAY
        return None
    return day
