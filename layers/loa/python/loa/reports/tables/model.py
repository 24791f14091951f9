"""A report as neutral tables, which any renderer turns into a file. Pure: standard library only."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ColumnKind(StrEnum):
    """What stands in a column, and so how it looks."""

    RUNNING = "running"
    NAME = "name"
    TEXT = "text"
    TERM = "term"
    NUMBER = "number"
    MINUTE = "minute"
    SECOND = "second"


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """One column.

    Attributes:
        heading: its words.
        width: in characters; with samples, the greatest.
        kind: NAME is indented by the level of its row; TERM is what another column explains; MINUTE and
            SECOND are instants, aware UTC.
        samples: words that are to fit in one line each, and that the column is narrowed to; None: as wide as
            it is.
        fits: whether its words decide how high a row is.
        indented: a TEXT that is indented by the level of its row, too.
    """

    heading: str
    width: float
    kind: ColumnKind = ColumnKind.TEXT
    samples: tuple[str, ...] | None = None
    fits: bool = True
    indented: bool = False


@dataclass(frozen=True, slots=True)
class OneDecimal:
    """A number that is shown with one decimal, and words behind it."""

    value: float
    aside: str = ""


type ReportCell = int | OneDecimal | str | datetime | None
"""None: there is nothing to say."""


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One row.

    Attributes:
        cells: one for each column.
        level: how deep its name is indented.
        strong, soft: a sum of rows below it; a part of the row above it.
        alarms: places of cells that a reader must not miss.
    """

    cells: tuple[ReportCell, ...]
    level: int = 0
    strong: bool = False
    soft: bool = False
    alarms: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ReportTable:
    """One table with its head.

    Attributes:
        name: short, for the tab of a sheet.
        lines: on top; the first is the title.
        columns: from left to right.
        rows: from top to bottom.
        groups: headings above those of the columns, each with how many it spans; the columns before the first
            number have none.
        figures: a small table of names and numbers above the large one.
        total: the last row: one line of words, or cells whose first is its words.
        empty: what is said instead of rows if there are none.
        frozen: how many columns stay when a reader scrolls to the right.
        quiet_zeros: zeros are grey.
        plain: to be read from top to bottom, not filtered or scrolled.
        landscape: how it is printed.
    """

    name: str
    lines: tuple[str, ...]
    columns: tuple[ReportColumn, ...]
    rows: tuple[ReportRow, ...]
    groups: tuple[tuple[str, int], ...] = ()
    figures: tuple[tuple[str, int], ...] = ()
    total: str | tuple[ReportCell, ...] = ""
    empty: str = ""
    frozen: int = 2
    quiet_zeros: bool = False
    plain: bool = False
    landscape: bool = True


class ChartKind(StrEnum):
    """How figures are drawn."""

    BARS = "bars"
    LINE = "line"
    MAP = "map"


@dataclass(frozen=True, slots=True)
class Chart:
    """Figures that a person would rather look at; they stand in a table, too.

    Attributes:
        kind: how they are drawn.
        title: what they are, a whole sentence for who cannot see.
        measure: what is counted.
        labels: what each figure belongs to.
        values: the figures, none below 0.
        points: on a map, where each lies: latitude and longitude in degrees.
    """

    kind: ChartKind
    title: str
    measure: str
    labels: tuple[str, ...]
    values: tuple[int, ...]
    points: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class CellName:
    """A cell of a report, named as people find it, and what stands there."""

    table: str
    row: str
    column: str
    shown: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence made from figures, and the cells that it was made from."""

    words: str
    cells: tuple[CellName, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """What makes a report a paper of its committee (Decree 30/2020/NĐ-CP, annex I).

    Attributes:
        above: the committee above, or empty.
        body: the committee that reports.
        symbol: behind the number, which the registry gives.
        place: where it is signed.
        year: in which it is signed.
        title: what sort of paper.
        about: what it is about.
        opening: paragraphs before the figures.
        recipients: who gets it, each a line.
        signed_for: in whose name it is signed.
        office: of who signs.
    """

    above: str
    body: str
    symbol: str
    place: str
    year: int
    title: str
    about: str
    opening: tuple[str, ...]
    recipients: tuple[str, ...]
    signed_for: str
    office: str


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """A report: tables that belong together.

    Attributes:
        title, subject: for the file's properties.
        made_at: aware UTC.
        tables: in the order in which they are read.
        letter: what stands before them on paper; None: tables alone.
        charts: what is drawn from them.
    """

    title: str
    subject: str
    made_at: datetime
    tables: tuple[ReportTable, ...]
    letter: Letter | None = None
    charts: tuple[Chart, ...] = ()
