"""The list of cases as a sheet: what was received in a period, where it stands, when it is due."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from loa import clock
from loa.casework.cases.rows.store import CaseStore, CaseSummary
from loa.casework.cases.rules.model import CaseKind, CaseState
from loa.errors import InvalidInput, NotFound
from loa.foundation.units.model import existing_on, province_of, tree_order
from loa.foundation.units.store import UnitStore
from loa.reports.tables import texts
from loa.reports.tables.model import (
    ColumnKind,
    ReportCell,
    ReportColumn,
    ReportDocument,
    ReportRow,
    ReportTable,
)

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
        kind, state: of which cases alone; None: of all.
    """

    root: str
    first_day: date
    last_day: date
    made_at: datetime
    lines: tuple[CaseSummary, ...]
    names: Mapping[str, str]
    kind: CaseKind | None = None
    state: CaseState | None = None


def case_list(
    unit: str,
    first_day: date,
    last_day: date,
    *,
    cases: CaseStore,
    units: UnitStore,
    now: datetime,
    day: date,
    kind: CaseKind | None = None,
    state: CaseState | None = None,
) -> CaseList:
    """Gather the cases: one Query for the units, one for each megabyte of cases.

    Args:
        unit: path of the unit; who asks may read its cases.
        first_day: of receipt, included.
        last_day: likewise.
        cases: the cases.
        units: for names.
        now: when the list is made, aware UTC.
        day: the day whose units count.
        kind: of the cases; None: of any.
        state: likewise.

    Raises:
        InvalidInput: the list is too long, or the unit has too many cases.
        NotFound: the unit does not exist.
    """
    known = units.subtree(unit)
    present = existing_on(known, day)
    if all(one.path != unit for one in present):
        raise NotFound
    # Names of the day go before those of other periods, which old cases still bear.
    names = {one.path: one.name for one in [*known, *present]}
    lines = _lines(unit, first_day, last_day, cases, kind, state)
    return CaseList(names[unit], first_day, last_day, now, lines, names, kind, state)


def _lines(
    unit: str,
    first: date,
    last: date,
    cases: CaseStore,
    kind: CaseKind | None,
    state: CaseState | None,
) -> tuple[CaseSummary, ...]:
    found: list[CaseSummary] = []
    for number, line in enumerate(_all(unit, cases), start=1):
        if number > MAXIMUM_SEARCHED:
            message = texts.too_many_to_search(MAXIMUM_SEARCHED)
            raise InvalidInput(message, fields={"unit": message})
        fits = kind in {None, line.kind} and state in {None, line.state}
        if fits and first <= clock.local_day(line.received_at) <= last:
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


_COLUMNS: Final = (
    (texts.NUMBER, 7.0, ColumnKind.RUNNING),
    (texts.CASE_CODE, 24.0, ColumnKind.TEXT),
    (texts.UNIT, 40.0, ColumnKind.TEXT),
    (texts.CASE_KIND, 20.0, ColumnKind.TEXT),
    (texts.CASE_STATE, 28.0, ColumnKind.TEXT),
    (texts.CASE_TITLE, 60.0, ColumnKind.TEXT),
    (texts.CASE_RECEIVED, 20.0, ColumnKind.MINUTE),
    (texts.CASE_DUE, 20.0, ColumnKind.MINUTE),
    (texts.CASE_DUE_OF, 20.0, ColumnKind.TEXT),
    (texts.CASE_ANSWER_BY, 20.0, ColumnKind.MINUTE),
    (texts.CASE_OVERDUE, 12.0, ColumnKind.TEXT),
    (texts.CASE_OWNER, 40.0, ColumnKind.TEXT),
)
"""Heading, greatest width and kind of each column."""

_OVERDUE: Final = [heading for heading, *_ in _COLUMNS].index(texts.CASE_OVERDUE)


def case_document(table: CaseList) -> ReportDocument:
    """Return the list as a report; its columns are as wide as the words in them."""
    rows = [_cells(running, line, table) for running, line in enumerate(table.lines, 1)]
    columns = tuple(
        ReportColumn(
            heading,
            most,
            kind,
            samples=tuple(str(row[place]) for row in rows) if kind is ColumnKind.TEXT else None,
        )
        for place, (heading, most, kind) in enumerate(_COLUMNS)
    )
    period = texts.period_line(table.first_day, table.last_day)
    made = texts.ledger_made_line(table.made_at.astimezone(clock.VIETNAM))
    sheet = ReportTable(
        name=texts.CASE_SHEET,
        lines=(texts.CASE_LIST_TITLE, texts.unit_line(table.root), ". ".join([period, *_only(table)]), made),
        columns=columns,
        rows=tuple(
            ReportRow(cells, alarms=frozenset({_OVERDUE} if cells[_OVERDUE] else ())) for cells in rows
        ),
        total=texts.case_total_line(len(rows)),
    )
    return ReportDocument(texts.CASE_LIST_TITLE, period, table.made_at, (sheet,))


def _only(table: CaseList) -> list[str]:
    """Return what a filtered list says of itself: the paper is read where nobody sees the filter."""
    said = {texts.CASE_KIND: table.kind, texts.CASE_STATE: table.state}
    chosen = [f"{name.lower()} {one.label}" for name, one in said.items() if one]
    return [texts.CASES_WITH.format(chosen=", ".join(chosen))] if chosen else []


def _cells(running: int, line: CaseSummary, table: CaseList) -> tuple[ReportCell, ...]:
    overdue = line.state.is_open and not line.state.is_paused and line.due <= table.made_at
    return (
        running,
        line.code,
        table.names.get(line.unit_path, line.unit_path),
        line.kind.label,
        line.state.label,
        line.title,
        line.received_at,
        line.due if line.state.is_open else None,
        _deadline(line),
        line.answer_by,
        texts.CASE_IS_OVERDUE if overdue else "",
        line.owner,
    )


def _deadline(line: CaseSummary) -> str:
    """Which deadline runs."""
    if not line.state.is_open:
        return ""
    if line.state.is_undecided:
        return texts.CASE_DUE_ACCEPT
    return texts.CASE_DUE_PAUSED if line.state.is_paused else texts.CASE_DUE_ANSWER
