"""The list of cases as a spreadsheet (.xlsx) that a person can print.

What residents wrote is in it. Every text is written with `write_string`: one that begins with = + - @ or a
tab stays a text and never becomes a formula, wherever the file is opened.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Final

from loa.cases.store import Listed
from loa.moments import VIETNAM
from loa.reports import texts
from loa.reports.case_list import CaseList
from loa.reports.sheet_look import Formats, book_of, page, title_lines

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped] # has annotations but no py.typed
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped] # as above

COLUMNS: Final = (
    (texts.NUMBER, 5.5),
    (texts.CASE_CODE, 14.0),
    (texts.UNIT, 28.0),
    (texts.CASE_KIND, 13.0),
    (texts.CASE_STATE, 20.0),
    (texts.CASE_TITLE, 60.0),
    (texts.CASE_RECEIVED, 18.5),
    (texts.CASE_DUE, 18.5),
    (texts.CASE_OVERDUE, 10.0),
    (texts.CASE_OWNER, 26.0),
)
"""Heading and width of each column."""

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
    for column, (heading, width) in enumerate(COLUMNS):
        sheet.write_string(HEADER_ROW, column, heading, formats.heading)
        sheet.set_column(column, column, width)
    sheet.set_row(HEADER_ROW, 32)
    for running, line in enumerate(table.lines, 1):
        _write_line(sheet, running, line, table, formats)
    row = FIRST_ROW + len(table.lines)
    sheet.merge_range(row, 0, row, LAST, "", formats.total)
    sheet.write_string(row, 0, texts.case_total_line(len(table.lines)), formats.total)
    sheet.freeze_panes(FIRST_ROW, 2)
    sheet.repeat_rows(HEADER_ROW)
    sheet.print_area(0, 0, row, LAST)
    sheet.set_landscape()
    page(sheet)


def _write_line(sheet: "Worksheet", running: int, line: Listed, table: CaseList, formats: Formats) -> None:
    row = HEADER_ROW + running
    overdue = line.state.is_open and not line.state.is_paused and line.due <= table.made_at
    alarm = formats.get(border=1, bold=True, font_color=_RED, valign="top")
    words = (
        line.code,
        table.names.get(line.unit_path, line.unit_path),
        line.kind.label,
        line.state.label,
        line.title,
        _local(line.received_at),
        _local(line.due) if line.state.is_open else "",
        texts.CASE_IS_OVERDUE if overdue else "",
        line.owner,
    )
    sheet.write_number(row, 0, running, formats.running(strong=False))
    for column, text in enumerate(words, 1):
        sheet.write_string(row, column, text, alarm if text == texts.CASE_IS_OVERDUE else formats.text)


def _local(instant: datetime) -> str:
    return texts.short_moment(instant.astimezone(VIETNAM))
