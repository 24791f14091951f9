"""The table of activity as a spreadsheet (.xlsx) that a person can print.

Four sheets: the table, the cases, the units without activity, and what the columns mean. Every text is
written with `write_string`: a name that begins with = + - or @ stays a name and never becomes a formula.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from loa.clock import VIETNAM
from loa.foundation.statistics.model import Metric
from loa.foundation.statistics.times import BOUNDS
from loa.reports import texts
from loa.reports.model import ActivityTable, LineKind, Numbers, ReportLine
from loa.reports.render.sheet_look import (
    DECIMAL_FORMAT,
    GREY,
    NUMBER_FORMAT,
    Formats,
    book_of,
    fitted,
    page,
    title_lines,
)

if TYPE_CHECKING:
    from xlsxwriter.format import Format  # type: ignore[import-untyped] # has annotations but no py.typed
    from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped] # as above
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped] # as above

FOLLOWERS: Final = None
"""Stands for "followers now" among the metrics of the columns."""


class Group(NamedTuple):
    """Columns under one heading."""

    title: str
    columns: tuple[Metric | None, ...]


GROUPS: Final = (
    Group(texts.GROUP_FOLLOWERS, (FOLLOWERS, Metric.FOLLOWERS_GAINED, Metric.FOLLOWERS_LOST)),
    Group(texts.GROUP_MESSAGES, (Metric.MESSAGES_IN, Metric.MESSAGES_OUT)),
    Group(
        texts.GROUP_DELIVERIES,
        (
            Metric.DELIVERIES_SENT,
            Metric.DELIVERIES_FAILED,
            Metric.DELIVERIES_SKIPPED,
            Metric.DELIVERIES_UNKNOWN,
            Metric.DELIVERIES_HELD,
        ),
    ),
    Group(texts.GROUP_CONTENT, (Metric.ARTICLES,)),
)
COLUMNS: Final = tuple(column for group in GROUPS for column in group.columns)
FIRST_NUMBER: Final = 2
"""Column of the first number; before it stand the running number and the unit."""
GROUP_ROW: Final = 6
HEADER_ROW: Final = 7
FIRST_ROW: Final = 8
_CHARACTERS_A_LINE: Final = 100
_MINUTES: Final = 60
_WIDEST: Final = 16


class Layout(NamedTuple):
    """The columns of a table sheet.

    Attributes:
        groups: headings, each with its number of columns.
        titles: of the columns.
        values: what stands in them for some numbers; None: nothing to say.
        times: which of them hold times.
    """

    groups: tuple[tuple[str, int], ...]
    titles: tuple[str, ...]
    values: Callable[[Numbers], "Sequence[Value]"]
    times: frozenset[int] = frozenset()


class ShownNumber(NamedTuple):
    """A number that is not whole, and how it is shown."""

    value: float
    form: str


type Value = int | ShownNumber | str | None
"""A whole number, another one, words, or nothing to say."""


def _activity_values(numbers: Numbers) -> Sequence[Value]:
    return [numbers.followers if metric is FOLLOWERS else numbers[metric] for metric in COLUMNS]


def _case_values(numbers: Numbers) -> Sequence[Value]:
    cases = numbers.cases
    return [
        cases["cases_received"],
        numbers[Metric.CASES_ANSWERED],
        numbers[Metric.CASES_ENDED],
        _share(100 * numbers[Metric.CASES_IN_TIME], numbers[Metric.CASES_ANSWERED]),
        numbers[Metric.CASES_OVERDUE],
        numbers[Metric.CASES_REOPENED],
        _hours(cases["cases_first_answer_median"]),
        _hours(cases["cases_first_answer_p90"]),
        _hours(cases["cases_solution_median"]),
        _hours(cases["cases_solution_p90"]),
        numbers[Metric.CASES_RATED],
        _share(numbers[Metric.CASES_STARS], numbers[Metric.CASES_RATED]),
        numbers[Metric.CASES_UNSATISFIED],
        numbers.officers,
    ]


def _share(part: int, whole: int) -> ShownNumber | None:
    """A share with one decimal; None: of nothing there is none."""
    return ShownNumber(part / whole, DECIMAL_FORMAT) if whole > 0 else None


def _hours(minutes: int | None) -> Value:
    """Hours with one decimal; below one hour the minutes, too. Times are counted up to a bound."""
    if minutes is None:
        return None
    if minutes >= BOUNDS[-1]:
        return texts.more_than_hours(BOUNDS[-1] // _MINUTES)
    aside = texts.minutes_aside(minutes) if minutes < _MINUTES else ""
    return ShownNumber(minutes / _MINUTES, f'{DECIMAL_FORMAT}" {aside}"' if aside else DECIMAL_FORMAT)


ACTIVITY: Final = Layout(
    tuple((group.title, len(group.columns)) for group in GROUPS),
    tuple(texts.COLUMN_TITLES["followers" if metric is FOLLOWERS else metric.value] for metric in COLUMNS),
    _activity_values,
)
CASES: Final = Layout(
    (
        (texts.GROUP_CASES, 6),
        (texts.GROUP_FIRST_ANSWER, 2),
        (texts.GROUP_SOLUTION, 2),
        (texts.GROUP_SATISFACTION, 3),
        (texts.GROUP_OFFICERS, 1),
    ),
    tuple(
        texts.CASE_COLUMNS[name]
        for name in (
            *("received", "answered", "ended", "in_time", "overdue", "reopened"),
            *("median", "p90", "median", "p90"),
            *("rated", "satisfaction", "unsatisfied", "officers"),
        )
    ),
    _case_values,
    frozenset(range(6, 10)),
)


def to_xlsx(table: ActivityTable) -> bytes:
    """The table as an .xlsx file."""

    def write(book: "Workbook", formats: Formats) -> None:
        _table_sheet(book.add_worksheet(texts.SHEET), table, texts.TITLE, ACTIVITY, formats)
        _table_sheet(book.add_worksheet(texts.SHEET_CASES), table, texts.TITLE_CASES, CASES, formats)
        _silent_sheet(book.add_worksheet(texts.SHEET_SILENT), table, formats)
        _explanation_sheet(book.add_worksheet(texts.SHEET_EXPLANATION), table, formats)

    return book_of(texts.TITLE, texts.period_line(table.first_day, table.last_day), table.made_at, write)


def _table_sheet(
    sheet: "Worksheet", table: ActivityTable, title: str, layout: Layout, formats: Formats
) -> None:
    last = FIRST_NUMBER + len(layout.titles) - 1
    _title_lines(sheet, table, title, last, formats)
    _headings(sheet, layout, formats)
    row = FIRST_ROW
    running = 0
    for line in table.lines:
        if line.kind is LineKind.UNIT:
            running += 1
        row = _write_line(sheet, row, (running, line), layout, formats)
    sheet.merge_range(row, 0, row, 1, "", formats.total)
    sheet.write_string(row, 0, texts.TOTAL, formats.total)
    _write_numbers(sheet, row, layout.values(table.total), formats.total_number)
    sheet.autofilter(HEADER_ROW, 0, row - 1, last)
    sheet.conditional_format(
        FIRST_ROW,
        FIRST_NUMBER,
        row,
        last,
        {"type": "cell", "criteria": "==", "value": 0, "format": formats.get(font_color=GREY)},
    )
    sheet.set_column(0, 0, 7)
    sheet.set_column(1, 1, fitted(texts.UNIT, (_shown_name(line) for line in table.lines), 48))
    for column, heading in enumerate(layout.titles, FIRST_NUMBER):
        place = column - FIRST_NUMBER
        wide = [texts.WIDEST_TIME] if place in layout.times else ["1.234.567"]
        sheet.set_column(column, column, fitted(heading, wide, _WIDEST))
    sheet.freeze_panes(FIRST_ROW, FIRST_NUMBER)
    sheet.repeat_rows(GROUP_ROW, HEADER_ROW)
    sheet.print_area(0, 0, row, last)
    sheet.set_landscape()
    page(sheet)


def _title_lines(
    sheet: "Worksheet", table: ActivityTable, title: str, last_column: int, formats: Formats
) -> None:
    lines = (
        title,
        texts.unit_line(table.root.name),
        texts.period_line(table.first_day, table.last_day),
        texts.made_line(table.made_at.astimezone(VIETNAM), table.units_on),
        texts.summary_line(len(table.units), len(table.silent)),
    )
    title_lines(sheet, lines, last_column, formats)


def _headings(sheet: "Worksheet", layout: Layout, formats: Formats) -> None:
    for column, text in enumerate((texts.NUMBER, texts.UNIT)):
        sheet.merge_range(GROUP_ROW, column, HEADER_ROW, column, text, formats.heading)
    column = FIRST_NUMBER
    for title, width in layout.groups:
        last = column + width - 1
        if last > column:
            sheet.merge_range(GROUP_ROW, column, GROUP_ROW, last, title, formats.heading)
        else:
            sheet.write_string(GROUP_ROW, column, title, formats.heading)
        column = last + 1
    for column, title in enumerate(layout.titles, FIRST_NUMBER):
        sheet.write_string(HEADER_ROW, column, title, formats.heading)
    sheet.set_row(GROUP_ROW, 20)
    sheet.set_row(HEADER_ROW, 32)


def _write_line(
    sheet: "Worksheet", row: int, numbered: tuple[int, ReportLine], layout: Layout, formats: Formats
) -> int:
    """Write a line: one row, or two for a unit with others below it (its sum, then its own); the next row."""
    running, line = numbered
    if line.kind is LineKind.FORMER:
        sheet.write_blank(row, 0, None, formats.running(strong=False))
        name = texts.former_line(len(line.former_paths))
        sheet.write_string(row, 1, name, formats.name(level=line.level, strong=False, soft=True))
        _write_numbers(sheet, row, layout.values(line.own), partial(formats.number, strong=False, soft=True))
        return row + 1
    strong = line.subtree is not None
    sheet.write_number(row, 0, running, formats.running(strong=strong))
    sheet.write_string(row, 1, line.unit.name, formats.name(level=line.level, strong=strong))
    _write_numbers(
        sheet, row, layout.values(line.subtree or line.own), partial(formats.number, strong=strong)
    )
    if line.subtree is None:
        return row + 1
    sheet.write_blank(row + 1, 0, None, formats.running(strong=False))
    name = texts.own_line(line.unit.name)
    sheet.write_string(row + 1, 1, name, formats.name(level=line.level + 1, strong=False, soft=True))
    _write_numbers(sheet, row + 1, layout.values(line.own), partial(formats.number, strong=False, soft=True))
    return row + 2


def _write_numbers(
    sheet: "Worksheet", row: int, values: Sequence[Value], look: "Callable[..., Format]"
) -> None:
    for column, value in enumerate(values, FIRST_NUMBER):
        match value:
            case None:
                sheet.write_blank(row, column, None, look())
            case str():
                sheet.write_string(row, column, value, look())
            case ShownNumber():
                sheet.write_number(row, column, value.value, look(shown=value.form))
            case _:
                sheet.write_number(row, column, value, look(shown=NUMBER_FORMAT))


def _shown_name(line: ReportLine) -> str:
    """A name as wide as it is shown: indented by its level, with "Riêng" before the own line of a unit."""
    name = texts.former_line(len(line.former_paths)) if line.kind is LineKind.FORMER else line.unit.name
    return "  " * (line.level + 2) + (texts.own_line(name) if line.subtree else name)


def _silent_sheet(sheet: "Worksheet", table: ActivityTable, formats: Formats) -> None:
    _title_lines(sheet, table, texts.TITLE_SILENT, 3, formats)
    headings = (
        texts.NUMBER,
        texts.UNIT,
        texts.PARENT,
        texts.FOLLOWERS_NOW,
    )
    for column, text in enumerate(headings):
        sheet.write_string(GROUP_ROW, column, text, formats.heading)
    names = {line.unit.path: line.unit.name for line in table.units}
    row = GROUP_ROW + 1
    for running, line in enumerate(table.silent, 1):
        above = names.get(line.unit.path.rpartition(".")[0], "")
        sheet.write_number(row, 0, running, formats.running(strong=False))
        sheet.write_string(row, 1, line.unit.name, formats.name(level=0, strong=False))
        sheet.write_string(row, 2, above, formats.name(level=0, strong=False))
        sheet.write_number(row, 3, line.own.followers, formats.number(strong=False))
        row += 1
    sheet.autofilter(GROUP_ROW, 0, max(row - 1, GROUP_ROW), 3)
    if not table.silent:
        sheet.merge_range(row, 0, row, 3, "", formats.text)
        sheet.write_string(row, 0, texts.NOBODY_SILENT, formats.text)
    sheet.set_column(0, 0, 5.5)
    sheet.set_column(1, 2, 34)
    sheet.set_column(3, 3, 18)
    sheet.set_row(GROUP_ROW, 32)
    sheet.freeze_panes(GROUP_ROW + 1, 0)
    sheet.repeat_rows(GROUP_ROW)
    page(sheet)


def _explanation_sheet(sheet: "Worksheet", table: ActivityTable, formats: Formats) -> None:
    sheet.merge_range(0, 0, 0, 1, "", formats.title)
    sheet.write_string(0, 0, texts.TITLE_EXPLANATION, formats.title)
    sheet.set_row(0, 26)
    for column, text in enumerate((texts.COLUMN, texts.MEANING)):
        sheet.write_string(2, column, text, formats.heading)
    told = texts.denunciations(table.denunciations)
    for row, (name, meaning) in enumerate((*texts.EXPLANATIONS, *([told] if told else [])), 3):
        sheet.write_string(row, 0, name, formats.get(border=1, bold=True, text_wrap=True, valign="top"))
        sheet.write_string(row, 1, meaning, formats.text)
        sheet.set_row(row, 16 * (1 + len(meaning) // _CHARACTERS_A_LINE))
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 84)
    page(sheet)
