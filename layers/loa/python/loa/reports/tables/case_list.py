"""The list of cases as a sheet: what was received in a period, where it stands, when it is due."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from loa import clock
from loa.casework.cases.rows.store import CaseStore, CaseSummary
from loa.clock import VIETNAM
from loa.errors import InvalidInput, NotFound
from loa.foundation.units.model import existing_on, province_of, tree_order
from loa.foundation.units.store import UnitStore
from loa.reports import texts
from loa.reports.files import LINK_SECONDS, XLSX, Finished, ReportBucket, keep
from loa.reports.service import order

MAXIMUM_LINES: Final = 5_000
"""More than a person reads; a longer list is asked for in parts."""

MAXIMUM_SEARCHED: Final = 60_000
"""Cases of all periods that are looked through: about 15 s of an answer that may take 29."""

_PAGE: Final = 1_000


@dataclass(frozen=True, slots=True)
class CaseList:
    """Cases of a unit and those below it.

    Attributes:
        root: name of the unit.
        first_day, last_day: of receipt, both included; days of Vietnam.
        made_at: when, in UTC.
        lines: in tree order, oldest first within a unit.
        names: of the units, by path.
    """

    root: str
    first_day: date
    last_day: date
    made_at: datetime
    lines: tuple[CaseSummary, ...]
    names: Mapping[str, str]


def case_list_report(
    *,
    unit: str,
    first_day: str,
    last_day: str,
    cases: CaseStore,
    units: UnitStore,
    blobs: ReportBucket,
    now: datetime,
    units_on: date | None = None,
    link_seconds: int = LINK_SECONDS,
) -> Finished[CaseList]:
    """Make the sheet, keep it, and hand out a link. One Query for the units, one per megabyte of cases.

    Args:
        unit: path of the unit; who asks may read its cases.
        first_day: of receipt, ISO, included.
        last_day: likewise; at most 366 days in all.
        cases: the cases.
        units: for names.
        blobs: where the file is kept.
        now: when it is made, aware UTC.
        units_on: the day whose units count; today unless said otherwise.
        link_seconds: how long the link works.

    Raises:
        InvalidInput: `from` or `to` is none, the list is too long, or the unit has too many cases.
        NotFound: the unit does not exist.
    """
    wanted = order(unit=unit, first_day=first_day, last_day=last_day, today=clock.local_day(now))
    day = units_on or clock.local_day(now)
    known = units.subtree(unit)
    present = existing_on(known, day)
    if all(one.path != unit for one in present):
        raise NotFound
    # Names of the day go before those of other periods, which old cases still bear.
    names = {one.path: one.name for one in [*known, *present]}
    table = CaseList(
        root=names[unit],
        first_day=wanted.first_day,
        last_day=wanted.last_day,
        made_at=now,
        lines=_lines(unit, wanted.first_day, wanted.last_day, cases),
        names=names,
    )
    from loa.reports.render.case_sheet import to_xlsx  # noqa: PLC0415 - who is refused does not wait for xlsxwriter

    return keep(
        table,
        to_xlsx(table),
        folder=f"cases/{unit}/{first_day}_{last_day}",
        file_name=texts.case_file_name(table.root, now.astimezone(VIETNAM)),
        content_type=XLSX,
        blobs=blobs,
        now=now,
        link_seconds=link_seconds,
    )


def _lines(unit: str, first: date, last: date, cases: CaseStore) -> tuple[CaseSummary, ...]:
    found: list[CaseSummary] = []
    for number, line in enumerate(_all(unit, cases), start=1):
        if number > MAXIMUM_SEARCHED:
            message = texts.too_many_to_search(MAXIMUM_SEARCHED)
            raise InvalidInput(message, fields={"unit": message})
        if first <= clock.local_day(line.received_at) <= last:
            found.append(line)
        if len(found) > MAXIMUM_LINES:
            message = texts.too_many_cases(MAXIMUM_LINES)
            raise InvalidInput(message, fields={"to": message})
    return tuple(sorted(found, key=lambda line: (tree_order(line.unit_path), line.received_at, line.id)))


def _all(unit: str, cases: CaseStore) -> Iterator[CaseSummary]:
    start = None
    while True:
        page = cases.listing(province_of(unit), unit, limit=_PAGE, start=start)
        yield from page.items
        start = page.next_start
        if start is None:
            return
