"""Making a report and handing it out."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from loa import clock
from loa.errors import InvalidInput, NotFound
from loa.foundation.statistics.model import Counts, Metric, disclosed, month_of
from loa.foundation.statistics.store import StatisticsStore, sums_of
from loa.foundation.units.model import existing_on, is_path, province_of
from loa.foundation.units.store import UnitStore
from loa.reports import texts
from loa.reports.files import JSON, LINK_SECONDS, XLSX, Finished, ReportBucket, keep
from loa.reports.model import MAXIMUM_DAYS, ActivityTable, activity_table
from loa.reports.render.document import to_json


class FileFormat(StrEnum):
    """The forms in which a report can be had; the value is the suffix of the file."""

    JSON = "json"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class Order:
    """A report that has been asked for, checked."""

    unit: str
    first_day: date
    last_day: date
    file_format: FileFormat


_ISO_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def order(
    *, unit: str, first_day: str, last_day: str, today: date, file_format: str = FileFormat.XLSX
) -> Order:
    """Check what was asked for.

    Args:
        unit: path of the unit.
        first_day: ISO day, included.
        last_day: ISO day, included; at most 366 days in all.
        today: a period that begins after it has not begun.
        file_format: `json` or `xlsx`.

    Raises:
        InvalidInput: with a message for each wrong field: `from`, `to`, `format`.
    """
    faults: dict[str, str] = {}
    first, last = _day(first_day, "from", faults), _day(last_day, "to", faults)
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
    return Order(unit, first, last, FileFormat(file_format))


def _day(text: str, name: str, faults: dict[str, str]) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        if _ISO_DAY.fullmatch(text):
            faults[name] = texts.NO_SUCH_DAY
            return None
        day = None
    if day is None or day.isoformat() != text:  # fromisoformat also takes 20241031 and 2024-W44-4
        faults[name] = texts.NOT_A_DAY
        return None
    return day


def make_table(
    wanted: Order,
    *,
    units: UnitStore,
    statistics: StatisticsStore,
    now: datetime,
    units_on: date | None = None,
) -> ActivityTable:
    """Gather the numbers: one Query for the units, one per month, one for followers and officers.

    Raises:
        NotFound: the unit does not exist on the day whose units are listed.
    """
    day = units_on or wanted.last_day
    known = units.subtree(wanted.unit) if is_path(wanted.unit) else []
    if all(unit.path != wanted.unit for unit in existing_on(known, day)):
        raise NotFound(texts.UNIT_NOT_THERE.format(day=texts.day(day)))
    days = list(statistics.days(wanted.unit, wanted.first_day, wanted.last_day))
    return activity_table(
        wanted.unit,
        known,
        sums_of(days),
        statistics.gauges(wanted.unit),
        first_day=wanted.first_day,
        last_day=wanted.last_day,
        units_on=day,
        made_at=now,
        denunciations=_denunciations(wanted, days, now),
    )


def _denunciations(wanted: Order, days: Iterable[tuple[str, date, Counts]], now: datetime) -> int | None:
    """Of a whole province only, where they are counted, and not of every period."""
    if province_of(wanted.unit) != wanted.unit:
        return None
    by_month: Counter[str] = Counter()
    for path, day, counts in days:
        if path == wanted.unit:
            by_month[month_of(day)] += counts.get(Metric.CASES_DENUNCIATION, 0)
    return disclosed(by_month, wanted.first_day, wanted.last_day, clock.local_day(now))


def activity_report(
    *,
    unit: str,
    first_day: str,
    last_day: str,
    file_format: str = FileFormat.XLSX,
    units: UnitStore,
    statistics: StatisticsStore,
    blobs: ReportBucket,
    now: datetime,
    units_on: date | None = None,
    link_seconds: int = LINK_SECONDS,
) -> Finished[ActivityTable]:
    """Make the report of activity of a unit and everything below it, keep it, and hand out a link.

    Args:
        unit: path of the unit.
        first_day: first day, ISO, included; days are those of Vietnam.
        last_day: last day, ISO, included.
        file_format: `json` or `xlsx`.
        units: the units.
        statistics: the counters.
        blobs: where the file is kept.
        now: when the report is made.
        units_on: the day whose units are listed; the last day unless said otherwise.
        link_seconds: how long the link works.

    Raises:
        InvalidInput: with a message for each wrong field: `from`, `to`, `format`.
        NotFound: the unit does not exist on that day.
    """
    today = clock.local_day(now)
    wanted = order(unit=unit, first_day=first_day, last_day=last_day, today=today, file_format=file_format)
    table = make_table(wanted, units=units, statistics=statistics, now=now, units_on=units_on)
    return keep(
        table,
        _renderer(wanted.file_format)(table),
        folder=f"activity/{unit}/{first_day}_{last_day}",
        file_name=texts.file_name(table.root.name, wanted.first_day, wanted.last_day, wanted.file_format),
        content_type=JSON if wanted.file_format is FileFormat.JSON else XLSX,
        blobs=blobs,
        now=now,
        link_seconds=link_seconds,
    )


def _renderer(file_format: FileFormat) -> Callable[[ActivityTable], bytes]:
    if file_format is FileFormat.JSON:
        return to_json
    from loa.reports.render.sheet import to_xlsx  # noqa: PLC0415 - who asks for JSON does not wait for xlsxwriter

    return to_xlsx
