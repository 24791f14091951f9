"""Write a plain .xlsx: names of columns, rows of text. What is text stays text, formulas included."""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Final

import xlsxwriter  # type: ignore[import-untyped] # has annotations but no py.typed

WIDTH: Final = 24
WIDE: Final = 60
_BOOK: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_sheet(
    name: str, columns: Sequence[str], rows: Iterable[Sequence[str]], choices: Mapping[str, Sequence[str]]
) -> bytes:
    """Return a book of one sheet, which a filter and a fixed head make easy to read.

    Args:
        name: of the sheet.
        columns: their names, in the first row.
        rows: cells as text, at most 32,767 letters each; a longer one is left out by the format.
        choices: what may stand in a column, by its name: the program offers a list.
    """
    output = BytesIO()
    with xlsxwriter.Workbook(output, _BOOK) as book:
        head = book.add_format({"bold": True, "bg_color": "#E7EEF0", "border": 1, "text_wrap": True})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(name)
        last = 0
        for last, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if cell:
                    sheet.write_string(last, column, cell, body)
        for column, words in enumerate(columns):
            sheet.write_string(0, column, words, head)
            if words in choices:
                validation = {"validate": "list", "source": "=" + _listed(book, words, choices[words])}
                sheet.data_validation(1, column, max(last, 200), column, validation)
        sheet.set_column(0, len(columns) - 1, WIDTH)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, len(columns) - 1)
    return output.getvalue()


def _listed(book: "xlsxwriter.Workbook", name: str, values: Sequence[str]) -> str:
    """Where a list of values stands: a hidden sheet, for the format keeps only 255 letters beside a cell."""
    sheet = book.add_worksheet(f"_{name}"[:31])
    sheet.hide()
    for row, value in enumerate(values):
        sheet.write_string(row, 0, value)
    return f"'_{name}'!$A$1:$A${len(values)}"
