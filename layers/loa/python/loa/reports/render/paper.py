"""A report as it stands on paper: every cell as words, every width as a share. Pure.

What a table is, is said once (`tables.model`); Word, PDF and pages that print take it from here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from loa.reports.summary import texts
from loa.reports.tables.model import (
    Chart,
    ColumnKind,
    Letter,
    ReportCell,
    ReportColumn,
    ReportDocument,
    ReportRow,
    ReportTable,
)
from loa.reports.tables.shown import shown

_NEVER_PRINTED: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What XML has no place for."""

_WORDS: Final = {ColumnKind.NAME, ColumnKind.TEXT, ColumnKind.TERM}
_NARROWEST: Final = 6.0
_BESIDE: Final = 2
"""Letters of room beside a number, which may be bold."""
_LEAST_ROOM: Final = 0.5
"""Of what words want, so much is theirs whatever numbers need."""
_THIN: Final = frozenset(" .,()\u00a0")
_USUAL: Final = 0.87
"""Of the letters of the small size so many stand beside each other in the usual one."""
_OF_A_NAME: Final = 30.0
_OF_A_NUMBER: Final = 9.0


@dataclass(frozen=True, slots=True)
class PaperCell:
    """One cell.

    Attributes:
        words: what stands in it.
        align: `left`, `center` or `right`.
        bold, italic: how.
        level: how deep it is indented.
    """

    words: str
    align: str = "left"
    bold: bool = False
    italic: bool = False
    level: int = 0


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One row; `strong`: on a light ground."""

    cells: tuple[PaperCell, ...]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class PaperTable:
    """One table with its head.

    Attributes:
        annex: its number as a part of a letter, or empty.
        title: what it is.
        lines: below the title.
        headings: of the columns.
        shares: of each column of the width; their sum is 1.
        leading: how many columns have no heading above theirs.
        groups: headings above those of the others, each with how many it spans.
        rows: from top to bottom, the total last.
        empty: what is said instead of rows; else empty.
        landscape: how it lies.
        small: whether its letters must be small to fit.
    """

    annex: str
    title: str
    lines: tuple[str, ...]
    headings: tuple[str, ...]
    shares: tuple[float, ...]
    leading: int
    groups: tuple[tuple[str, int], ...]
    rows: tuple[PaperRow, ...]
    empty: str
    landscape: bool
    small: bool


@dataclass(frozen=True, slots=True)
class PrintedReport:
    """A report on paper: what its letter says, ready to be set, and its tables.

    Attributes:
        title: for the file's properties.
        made_at: aware UTC.
        letter: None: tables alone.
        number, date: lines of the letter; empty without one.
        tables: each on a page of its own.
        charts: on a page before them.
    """

    title: str
    made_at: datetime
    letter: Letter | None
    number: str
    date: str
    tables: tuple[PaperTable, ...]
    charts: tuple[Chart, ...]


def paper_of(document: ReportDocument) -> PrintedReport:
    """Return a report as it stands on paper."""
    letter = _clean_letter(document.letter) if document.letter else None
    return PrintedReport(
        title=clean(document.title),
        made_at=document.made_at,
        letter=letter,
        number=texts.LETTER_NUMBER.format(symbol=letter.symbol) if letter else "",
        date=texts.LETTER_DATE.format(place=letter.place, year=letter.year) if letter else "",
        tables=tuple(
            paper_table(table, number if letter else 0) for number, table in enumerate(document.tables, 1)
        ),
        charts=tuple(replace(chart, labels=tuple(map(clean, chart.labels))) for chart in document.charts),
    )


def clean(words: str) -> str:
    """Words without letters that no file of text may hold."""
    return _NEVER_PRINTED.sub("", words)


def _clean_letter(letter: Letter) -> Letter:
    return replace(
        letter,
        above=clean(letter.above),
        body=clean(letter.body),
        place=clean(letter.place),
        opening=tuple(map(clean, letter.opening)),
        recipients=tuple(map(clean, letter.recipients)),
    )


def paper_table(table: ReportTable, number: int = 0) -> PaperTable:
    """Return a table as it stands on paper; `number`: of the annex that it is, 0 for none."""
    kinds = [column.kind for column in table.columns]
    leading = kinds.index(ColumnKind.NUMBER) if table.groups else 0
    rows = tuple(_rows(table))
    widths = _widths(table, rows)
    return PaperTable(
        annex=texts.ANNEX.format(number=number) if number else "",
        title=clean(table.lines[0]),
        lines=tuple(clean(line) for line in table.lines[1:]),
        headings=tuple(column.heading for column in table.columns),
        shares=tuple(width / sum(widths) for width in widths),
        leading=leading,
        groups=table.groups,
        rows=rows,
        empty=table.empty if not table.rows else "",
        landscape=table.landscape,
        small=sum(widths) > _most(table) * _USUAL,
    )


def _widths(table: ReportTable, rows: Sequence[PaperRow]) -> list[float]:
    """How wide the columns are; where they are many, numbers take what they need, and words the rest."""
    wide = [_width(column, _longest(rows, place, whole=True)) for place, column in enumerate(table.columns)]
    if sum(wide) <= _most(table):
        return wide
    numbers = {
        place: max(_NARROWEST, _longest(rows, place, whole=False) + _BESIDE, _parts(column.heading) + _BESIDE)
        for place, column in enumerate(table.columns)
        if column.kind is ColumnKind.NUMBER
    }
    words = sum(width for place, width in enumerate(wide) if place not in numbers)
    room = min(1.0, (_most(table) - sum(numbers.values())) / words) if words else 1.0
    return [numbers.get(place, width * max(room, _LEAST_ROOM)) for place, width in enumerate(wide)]


def _most(table: ReportTable) -> int:
    """How many letters stand beside each other in the small size."""
    return 150 if table.landscape else 96


def _longest(rows: Sequence[PaperRow], place: int, *, whole: bool) -> float:
    """How many letters the longest words of a column have, or what of them may not be broken."""
    words = [row.cells[place].words for row in rows if place < len(row.cells)]
    return max((_letters(each) if whole else _parts(each) for each in words), default=0)


def _parts(words: str) -> float:
    return max(map(_letters, words.split(" ")), default=0)


def _letters(words: str) -> float:
    return sum(0.5 if letter in _THIN else 1 for letter in words)


def _width(column: ReportColumn, longest: float) -> float:
    """How wide a column wants to be, in letters: on paper less than on a screen.

    A number is never broken or cut: it would be another number.
    """
    match column.kind:
        case ColumnKind.RUNNING:
            return _NARROWEST
        case ColumnKind.NUMBER:
            return max(min(column.width, _OF_A_NUMBER), longest + _BESIDE)
        case ColumnKind.NAME:
            return min(column.width, _OF_A_NAME)
        case _:
            return max(_NARROWEST, min(column.width, 84))


def _rows(table: ReportTable) -> Iterator[PaperRow]:
    kinds = [column.kind for column in table.columns]
    for row in table.rows:
        yield PaperRow(
            tuple(
                _cell(cell, column, row, place)
                for place, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True))
            ),
            strong=row.strong,
        )
    if isinstance(table.total, tuple):
        words, *cells = table.total
        total = [PaperCell(""), PaperCell(str(words), bold=True)]
        total += [
            PaperCell(shown(cell, kind), "right", bold=True)
            for cell, kind in zip(cells[1:], kinds[2:], strict=True)
        ]
        yield PaperRow(tuple(total), strong=True)
    elif table.total:
        yield PaperRow((PaperCell(table.total, bold=True),), strong=True)


def _cell(cell: ReportCell, column: ReportColumn, row: ReportRow, place: int) -> PaperCell:
    kind = column.kind
    indented = kind is ColumnKind.NAME or column.indented
    return PaperCell(
        words=clean(shown(cell, kind)),
        align="left" if kind in _WORDS else "right" if kind is ColumnKind.NUMBER else "center",
        bold=row.strong or kind is ColumnKind.TERM or place in row.alarms,
        italic=row.soft,
        level=row.level if indented else 0,
    )
