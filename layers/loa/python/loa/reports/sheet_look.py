"""How every sheet of ours looks and is printed: one font, one set of formats, A4 as wide as the paper."""

from collections.abc import Callable, Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Final

import xlsxwriter  # type: ignore[import-untyped] # has annotations but no py.typed

from loa.reports import texts

if TYPE_CHECKING:
    from xlsxwriter.format import Format  # type: ignore[import-untyped] # as above
    from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped] # as above
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped] # as above

NUMBER_FORMAT: Final = r"[>=1000000]#\.###\.##0;[>=1000]#\.##0;0"
"""1234567 is shown as 1.234.567 on every computer. The usual `#,##0` would follow the computer's settings and
show 1,234,567 where they are not Vietnamese; here the dots are literal, placed by size."""

GREY: Final = "#A6A6A6"
_A4: Final = 9
_FONT: Final = "Times New Roman"  # the type face of Vietnamese official documents
_LIGHT: Final = "#DDEBF7"
_PALE: Final = "#F2F2F2"


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

    def number(self, *, strong: bool, soft: bool = False) -> "Format":
        """A number with dots between thousands."""
        return self.get(
            border=1,
            num_format=NUMBER_FORMAT,
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

    @property
    def total(self) -> "Format":
        """The words of a total."""
        return self.get(bold=True, border=1, bg_color=_LIGHT, align="center")

    @property
    def total_number(self) -> "Format":
        """The number of a total."""
        return self.get(
            bold=True, border=1, bg_color=_LIGHT, align="right", indent=1, num_format=NUMBER_FORMAT
        )


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


def page(sheet: "Worksheet") -> None:
    """How the sheet is printed: A4, as wide as the paper, as many pages as it takes."""
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer(texts.page_footer())
