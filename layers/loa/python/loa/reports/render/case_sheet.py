"""The list of cases as a spreadsheet (.xlsx) that a person can print.

What residents wrote is in it. Every text is written with `write_string`: one that begins with = + - @ or a
tab stays a text and never becomes a formula, wherever the file is opened.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from loa.casework.cases.rows.store import CaseSummary
from loa.clock import VIETNAM
from loa.reports import texts
from loa.reports.render.sheet_look import (
    MOMENT_WIDTH,
    Formats,
    book_of,
    fit_row,
    fitted,
    page,
    title_lines,
    write_moment,
)
from loa.reports.tables.case_list import CaseList

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped] # has annotations but no py.typed
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped] # as above

COLUMNS: Final = (
    (texts.NUMBER, 7.0),
    (texts.CASE_CODE, 24.0),
    (texts.UNIT, 40.0),
    (texts.CASE_KIND, 20.0),
    (texts.CASE_STATE, 28.0),
    (texts.CASE_TITLE, 60.0),
    (texts.CASE_RECEIVED, MOMENT_WIDTH),
    (texts.CASE_DUE, MOMENT_WIDTH),
    (texts.CASE_DUE_OF, 20.0),
    (texts.CASE_ANSWER_BY, MOMENT_WIDTH),
    (texts.CASE_OVERDUE, 12.0),
    (texts.CASE_OWNER, 40.0),
)
"""Heading and greatest width of each column."""

_OVERDUE: Final = [heading for heading, _ in COLUMNS].index(texts.CASE_OVERDUE)
type _Cell = str | int | datetime | None

HEADER_ROW: Final = 5
FIRST_ROW: Final = HEADER_ROW + 1
LAST: Final = len(COLUMNS) - 1
_RED: Final = "#C00000"


def to_xlsx(table: CaseList) -> bytes:
    """The list as an .xlsx file."""

    def write(book: "Workbook", formats: Formats) -> None:
        _sheet(book.add_worksheet(texts.CASE_SHEET), table, formats)

    subject = texts.period_line(table.first_day, table.last_day)
    return book_of(texts.CASE_LIST_TITLE, subject, table.made_at, write)


def _sheet(sheet: "Worksheet", table: CaseList, formats: Formats) -> None:
    lines = (
        texts.CASE_LIST_TITLE,
        texts.unit_line(table.root),
        texts.period_line(table.first_day, table.last_day),
        texts.ledger_made_line(table.made_at.astimezone(VIETNAM)),
    )
    title_lines(sheet, lines, LAST, formats)
    cells = [_cells(line, table) for line in table.lines]
    widths = [_width(column, cells) for column in range(len(COLUMNS))]
    for column, (heading, _) in enumerate(COLUMNS):
        sheet.write_string(HEADER_ROW, column, heading, formats.heading)
        sheet.set_column(column, column, widths[column])
    sheet.set_row(HEADER_ROW, 32)
    for running, row_cells in enumerate(cells, 1):
        _write_line(sheet, HEADER_ROW + running, (running, *row_cells[1:]), formats)
        words = zip(row_cells, widths, strict=True)
        fit_row(
            sheet, HEADER_ROW + running, ((word, width) for word, width in words if isinstance(word, str))
        )
    sheet.autofilter(HEADER_ROW, 0, HEADER_ROW + len(cells), LAST)
    row = FIRST_ROW + len(table.lines)
    sheet.merge_range(row, 0, row, LAST, "", formats.total)
    sheet.write_string(row, 0, texts.case_total_line(len(table.lines)), formats.total)
    sheet.freeze_panes(FIRST_ROW, 2)
    sheet.repeat_rows(HEADER_ROW)
    sheet.print_area(0, 0, row, LAST)
    sheet.set_landscape()
    page(sheet)


def _width(column: int, cells: Sequence[tuple[_Cell, ...]]) -> float:
    """As wide as the words in it, up to the greatest; numbers and instants have a width of their own."""
    heading, most = COLUMNS[column]
    words = [word for row in cells if isinstance(word := row[column], str)]
    return fitted(heading, words, most) if words or not cells else most


def _cells(line: CaseSummary, table: CaseList) -> tuple[_Cell, ...]:
    """What stands in the columns."""
    overdue = line.state.is_open and not line.state.is_paused and line.due <= table.made_at
    return (
        0,
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


def _write_line(sheet: "Worksheet", row: int, cells: tuple[_Cell, ...], formats: Formats) -> None:
    alarm = formats.get(border=1, bold=True, font_color=_RED, valign="top")
    for column, cell in enumerate(cells):
        if isinstance(cell, int):
            sheet.write_number(row, column, cell, formats.running(strong=False))
        elif isinstance(cell, str):
            is_alarm = bool(cell) and column == _OVERDUE
            sheet.write_string(row, column, cell, alarm if is_alarm else formats.text)
        else:
            write_moment(sheet, (row, column), cell, formats)
