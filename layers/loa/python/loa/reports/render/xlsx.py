"""Any report as a spreadsheet (.xlsx) that a person can print: one sheet for each table.

What residents wrote may be in it. Every text is written with `write_string`: one that begins with = + - @ or
a tab stays a text and never becomes a formula, wherever the file is opened.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from loa.reports.render.formats import (
    DECIMAL_FORMAT,
    GREY,
    SECONDS,
    Formats,
    book_of,
    fit_row,
    fitted,
    number_format,
    page,
    title_lines,
    write_moment,
)
from loa.reports.summary.texts import SHEET_CHARTS
from loa.reports.tables.model import (
    Chart,
    ChartKind,
    ColumnKind,
    OneDecimal,
    ReportCell,
    ReportDocument,
    ReportRow,
    ReportTable,
)

if TYPE_CHECKING:
    from xlsxwriter.format import Format  # type: ignore[import-untyped] # has annotations but no py.typed
    from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped] # as above
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped] # as above

_FIGURES_ROWS: Final = 3
"""Headings and numbers of the small table, and a row between it and the large one."""

_DARK: Final = "#1B3C78"
_CHART_ROWS: Final = 16
_RED: Final = "#C00000"
_INDENT: Final = 1.5
"""Characters of room that a level of units takes."""
_HEADING_HEIGHT: Final = 32
_GROUP_HEIGHT: Final = 20


def to_xlsx(document: ReportDocument) -> bytes:
    """Return the report as an .xlsx file."""

    def write(book: "Workbook", formats: Formats) -> None:
        for table in document.tables:
            _Sheet(book.add_worksheet(table.name), table, formats).write()
        if document.charts:
            _draw(book, document.charts, formats)

    return book_of(document.title, document.subject, document.made_at, write)


def _draw(book: "Workbook", charts: tuple[Chart, ...], formats: Formats) -> None:
    """Write a sheet of charts, each beside the figures that it is drawn from; Excel has no maps of ours."""
    name = SHEET_CHARTS
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 14)
    row = 0
    for chart in charts:
        if chart.kind is ChartKind.MAP:
            continue
        sheet.merge_range(row, 0, row, 1, "", formats.heading)
        sheet.write_string(row, 0, chart.title, formats.heading)
        for place, (label, value) in enumerate(zip(chart.labels, chart.values, strict=True), row + 1):
            sheet.write_string(place, 0, label, formats.text)
            sheet.write_number(place, 1, value, formats.number(strong=False))
        end = row + len(chart.labels)
        drawn = book.add_chart({"type": "bar" if chart.kind is ChartKind.BARS else "line"})
        drawn.add_series(
            {
                "name": chart.measure,
                "categories": [name, row + 1, 0, end, 0],
                "values": [name, row + 1, 1, end, 1],
                "data_labels": {"value": True},
                "fill": {"color": _DARK},
                "line": {"color": _DARK},
                "marker": {"type": "circle"},
            }
        )
        drawn.set_title({"name": chart.title, "name_font": {"size": 12}})
        drawn.set_legend({"none": True})
        if chart.kind is ChartKind.BARS:
            drawn.set_y_axis({"reverse": True})
        sheet.insert_chart(row, 3, drawn, {"object_position": 2, "description": chart.title})
        row = max(end, row + _CHART_ROWS) + 2
    page(sheet)


class _Sheet:
    """Writes one table into one sheet."""

    def __init__(self, sheet: "Worksheet", table: ReportTable, formats: Formats) -> None:
        self.sheet, self.table, self.formats = sheet, table, formats
        self.last = len(table.columns) - 1
        self.figures = len(table.lines) + 1
        self.groups = self.figures + (_FIGURES_ROWS if table.figures else 0)
        self.heading = self.groups + (1 if table.groups else 0)
        self.widths = [
            column.width if column.samples is None else fitted(column.heading, column.samples, column.width)
            for column in table.columns
        ]
        self.fitting = [
            number
            for number, column in enumerate(table.columns)
            if column.kind in {ColumnKind.TEXT, ColumnKind.TERM} and column.fits
        ]

    def write(self) -> None:
        title_lines(self.sheet, self.table.lines, self.last, self.formats)
        self._figures()
        self._headings()
        for number, row in enumerate(self.table.rows, self.heading + 1):
            self._row(number, row)
        end = self.heading + len(self.table.rows)
        if self.table.empty and not self.table.rows:
            self._across(end + 1, self.last, self.table.empty, self.formats.text)
        if self.table.total:
            self._total(end + 1)
        self._reading(end)
        if self.table.landscape:
            self.sheet.set_landscape()
        page(self.sheet)

    def _figures(self) -> None:
        for column, (words, number) in enumerate(self.table.figures, 1):
            self.sheet.write_string(self.figures, column, words, self.formats.heading)
            self.sheet.write_number(self.figures + 1, column, number, self.formats.total_number())
        if self.table.figures:
            self.sheet.set_row(self.figures, _HEADING_HEIGHT)

    def _headings(self) -> None:
        look = self.formats.heading
        grouped = self._first_number if self.table.groups else 0
        column = grouped
        for title, span in self.table.groups:
            end = column + span - 1
            if end > column:
                self.sheet.merge_range(self.groups, column, self.groups, end, title, look)
            else:
                self.sheet.write_string(self.groups, column, title, look)
            column = end + 1
        if grouped:
            self.sheet.set_row(self.groups, _GROUP_HEIGHT)
        for number, (one, width) in enumerate(zip(self.table.columns, self.widths, strict=True)):
            if number < grouped:
                self.sheet.merge_range(self.groups, number, self.heading, number, one.heading, look)
            else:
                self.sheet.write_string(self.heading, number, one.heading, look)
            self.sheet.set_column(number, number, width)
        self.sheet.set_row(self.heading, _HEADING_HEIGHT)

    @property
    def _first_number(self) -> int:
        kinds = [column.kind for column in self.table.columns]
        return kinds.index(ColumnKind.NUMBER)

    def _row(self, row: int, line: ReportRow) -> None:
        for column, cell in enumerate(line.cells):
            self._cell(row, column, cell, line)
        if self.fitting:
            words = [(str(line.cells[column]), self.widths[column]) for column in self.fitting]
            fit_row(self.sheet, row, words)
        elif name := self._long_name(line):
            fit_row(self.sheet, row, [name])

    def _long_name(self, line: ReportRow) -> tuple[str, float] | None:
        """The name of a unit that does not fit into one line, and how wide its column is."""
        for place, column in enumerate(self.table.columns):
            if column.kind is ColumnKind.NAME:
                room = self.widths[place] - _INDENT * (line.level + 1)
                words = str(line.cells[place])
                return (words, room) if len(words) > room else None
        return None

    def _cell(self, row: int, column: int, cell: ReportCell, line: ReportRow) -> None:
        kind, formats = self.table.columns[column].kind, self.formats
        match kind:
            case ColumnKind.MINUTE | ColumnKind.SECOND:
                instant = cell if isinstance(cell, datetime) else None
                more = SECONDS if kind is ColumnKind.SECOND else ""
                write_moment(self.sheet, (row, column), instant, formats, more)
            case ColumnKind.RUNNING:
                self._value(row, column, cell, lambda **_: formats.running(strong=line.strong))
            case ColumnKind.NUMBER:
                look = partial(formats.number, strong=line.strong, soft=line.soft)
                self._value(row, column, cell, look)
            case ColumnKind.NAME:
                name = formats.name(level=line.level, strong=line.strong, soft=line.soft)
                self._value(row, column, cell, lambda **_: name)
            case ColumnKind.TERM:
                term = formats.get(border=1, bold=True, text_wrap=True, valign="top")
                self._value(row, column, cell, lambda **_: term)
            case ColumnKind.TEXT:
                level = line.level if self.table.columns[column].indented else 0
                alarm = formats.get(border=1, bold=True, font_color=_RED, valign="top")
                text = alarm if column in line.alarms else formats.words(level=level)
                self._value(row, column, cell, lambda **_: text)

    def _value(self, row: int, column: int, cell: ReportCell, look: "Callable[..., Format]") -> None:
        match cell:
            case str():
                self.sheet.write_string(row, column, cell, look())
            case OneDecimal():
                form = f'{DECIMAL_FORMAT}" {cell.aside}"' if cell.aside else DECIMAL_FORMAT
                self.sheet.write_number(row, column, cell.value, look(shown=form))
            case int():
                self.sheet.write_number(row, column, cell, look(shown=number_format(cell)))
            case _:
                self.sheet.write_blank(row, column, None, look())

    def _total(self, row: int) -> None:
        total = self.table.total
        if isinstance(total, str):
            self._across(row, self.last, total, self.formats.total)
            return
        first = self._first_number
        self._across(row, first - 1, str(total[0]), self.formats.total)
        for column, cell in enumerate(total[first:], first):
            self._value(row, column, cell, self.formats.total_number)

    def _across(self, row: int, last: int, words: str, look: "Format") -> None:
        self.sheet.merge_range(row, 0, row, last, "", look)
        self.sheet.write_string(row, 0, words, look)

    def _reading(self, end: int) -> None:
        """How the table is filtered, scrolled and printed."""
        if self.table.plain:
            return
        ending = self.table.total or (self.table.empty and not self.table.rows)
        sheet, bottom = self.sheet, end + (1 if ending else 0)
        sheet.autofilter(self.heading, 0, end, self.last)
        if self.table.quiet_zeros:
            grey = {"type": "cell", "criteria": "==", "value": 0, "format": self.formats.get(font_color=GREY)}
            sheet.conditional_format(self.heading + 1, self._first_number, bottom, self.last, grey)
        sheet.freeze_panes(self.heading + 1, self.table.frozen)
        sheet.repeat_rows(self.groups, self.heading)
        sheet.print_area(0, 0, bottom, self.last)
