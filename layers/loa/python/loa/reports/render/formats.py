"""How every sheet of ours looks and is printed: one font, one set of formats, A4 as wide as the paper."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING, Final

import xlsxwriter  # type: ignore[import-untyped] # has annotations but no py.typed

from loa.clock import VIETNAM
from loa.reports.tables import texts

if TYPE_CHECKING:
    from xlsxwriter.format import Format  # type: ignore[import-untyped] # as above
    from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped] # as above
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped] # as above

NUMBER_FORMAT: Final = r"[>=1000000]#\.###\.##0;[>=1000]#\.##0;0"
"""1234567 is shown as 1.234.567 on every computer. The usual `#,##0` would follow the computer's settings and
show 1,234,567 where they are not Vietnamese; here the dots are literal, placed by size."""

_BELOW_ZERO: Final = ((1_000_000, r"#\.###\.##0"), (1_000, r"#\.##0"), (0, "0"))
"""With conditions some programs leave out the sign: less than nothing has a format of its size."""

DECIMAL_FORMAT: Final = "[$-42A]0.0"
"""One decimal. The comma cannot be written literally as the dots are: 42A is Vietnamese, and where a program
does not heed that it follows the computer's settings."""

MOMENT_FORMAT: Final = r"dd\/mm\/yyyy\ hh:mm"
"""31/10/2024 16:05 on every computer: a plain slash would follow the computer's settings."""

SECONDS: Final = ":ss"
MOMENT_WIDTH: Final = 20.0
_LEAST_WIDTH: Final = 8.0
_LINE: Final = 16
_WIDER: Final = 1.12
"""A letter of ours beside the digit that widths are counted in, and room for the arrow of a filter."""

GREY: Final = "#A6A6A6"
_A4: Final = 9
_FONT: Final = "Times New Roman"  # the type face of Vietnamese official documents
_LIGHT: Final = "#DDEBF7"
_PALE: Final = "#F2F2F2"


def number_format(number: int) -> str:
    """The format that shows a whole number with its sign and with dots between thousands."""
    if number >= 0:
        return NUMBER_FORMAT
    return next(form for least, form in _BELOW_ZERO if -number >= least)


class Formats:
    """The looks of cells, each made once."""

    def __init__(self, book: "Workbook") -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}

    def get(self, **properties: object) -> "Format":
        """A format on top of the common font."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            common = {"font_name": _FONT, "font_size": 11, "valign": "vcenter"}
            self._made[key] = self._book.add_format(common | properties)
        return self._made[key]

    @property
    def title(self) -> "Format":
        """The first line of a sheet."""
        return self.get(bold=True, font_size=15, align="center")

    @property
    def subtitle(self) -> "Format":
        """The lines below it."""
        return self.get(align="center")

    @property
    def heading(self) -> "Format":
        """The heading of a column."""
        return self.get(bold=True, align="center", text_wrap=True, border=1, bg_color=_LIGHT)

    def name(self, *, level: int, strong: bool, soft: bool = False) -> "Format":
        """A unit's name, indented by its level."""
        return self.get(
            border=1, indent=level + 1, bold=strong, italic=soft, text_wrap=True, **_background(strong=strong)
        )

    def number(self, *, strong: bool, soft: bool = False, shown: str = NUMBER_FORMAT) -> "Format":
        """A number, with dots between thousands unless another format is given."""
        return self.get(
            border=1,
            num_format=shown,
            align="right",
            indent=1,
            bold=strong,
            italic=soft,
            **_background(strong=strong),
        )

    def running(self, *, strong: bool) -> "Format":
        """The running number of a unit."""
        return self.get(border=1, align="center", bold=strong, **_background(strong=strong))

    @property
    def text(self) -> "Format":
        """Words that may need several lines."""
        return self.get(border=1, text_wrap=True, valign="top")

    def words(self, *, level: int) -> "Format":
        """Words that may need several lines, indented."""
        return self.get(border=1, text_wrap=True, valign="top", indent=level) if level else self.text

    @property
    def total(self) -> "Format":
        """The words of a total."""
        return self.get(bold=True, border=1, bg_color=_LIGHT, align="center")

    def total_number(self, shown: str = NUMBER_FORMAT) -> "Format":
        """The number of a total."""
        return self.get(bold=True, border=1, bg_color=_LIGHT, align="right", indent=1, num_format=shown)

    def moment(self, more: str = "") -> "Format":
        """A day and time; more: `SECONDS`."""
        return self.get(border=1, valign="top", align="center", num_format=MOMENT_FORMAT + more)


def _background(*, strong: bool) -> dict[str, object]:
    return {"bg_color": _PALE} if strong else {}


def book_of(
    title: str, subject: str, made_at: datetime, write: Callable[["Workbook", Formats], None]
) -> bytes:
    """A workbook with what `write` puts into it, as an .xlsx file.

    Args:
        title: for the file's properties.
        subject: as above.
        made_at: aware UTC.
        write: adds the sheets.
    """
    output = BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True}) as book:
        created = made_at.replace(tzinfo=None)  # the format wants UTC without saying so
        book.set_properties({"title": title, "subject": subject, "created": created})
        write(book, Formats(book))
    return output.getvalue()


def title_lines(sheet: "Worksheet", lines: Sequence[str], last_column: int, formats: Formats) -> None:
    """The lines on top, each over the whole width; the first is the title."""
    for row, text in enumerate(lines):
        look = formats.subtitle if row else formats.title
        sheet.merge_range(row, 0, row, last_column, "", look)
        sheet.write_string(row, 0, text, look)
    sheet.set_row(0, 26)


def write_moment(
    sheet: "Worksheet", place: tuple[int, int], instant: datetime | None, formats: Formats, more: str = ""
) -> None:
    """An instant as a date of the sheet, in the time of Vietnam; nothing where there is none."""
    row, column = place
    if instant is None:
        sheet.write_blank(row, column, None, formats.text)
    else:
        local = instant.astimezone(VIETNAM).replace(tzinfo=None)
        sheet.write_datetime(row, column, local, formats.moment(more))


def fitted(heading: str, cells: Iterable[str], most: float) -> float:
    """How wide a column is that holds its cells in one line each, unless that is wider than the most."""
    longest_word = max(map(len, heading.split()), default=0)
    longest = max((len(line) for cell in cells for line in cell.split("\n")), default=0)
    return min(most, max(_LEAST_WIDTH, _WIDER * max(longest, longest_word + 2) + 1))


def fit_row(sheet: "Worksheet", row: int, cells: Iterable[tuple[str, float]]) -> None:
    """Make a row as high as its cells need, each with the width of its column; not every program does so."""
    lines = max(
        (sum(ceil(len(part) * _WIDER / width) or 1 for part in cell.split("\n")) for cell, width in cells),
        default=1,
    )
    sheet.set_row(row, _LINE * max(1, lines))


def page(sheet: "Worksheet") -> None:
    """How the sheet is printed: A4, as wide as the paper, as many pages as it takes."""
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer(texts.page_footer())
