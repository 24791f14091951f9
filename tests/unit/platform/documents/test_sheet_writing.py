"""What people wrote stays text in a sheet: a program that opens it calculates nothing and follows no link."""

import zipfile
from io import BytesIO

import pytest
from openpyxl import load_workbook

from loa.platform.documents.sheet_writing import write_sheet

HOSTILE = (
    '=HYPERLINK("http://x.invalid";"a")',
    "+1+1",
    "-1+1",
    "@SUM(1;1)",
    "\t=1+1",
    "\r=1+1",
    "http://x.invalid",
    "007",
)


@pytest.mark.parametrize("words", HOSTILE)
def test_cell__with_a_formula_a_link_or_a_number__is_text(words: str) -> None:
    content = write_sheet("Tờ", [words], [[words]], {})
    with zipfile.ZipFile(BytesIO(content)) as files:
        sheets = [files.read(each) for each in files.namelist() if each.startswith("xl/worksheets/")]
    assert sheets
    assert not any(mark in sheet for sheet in sheets for mark in (b"<f>", b"<f ", b"<v></v>", b"hyperlink"))
    sheet = load_workbook(BytesIO(content))["Tờ"]
    for row in (1, 2):
        cell = sheet.cell(row, 1)
        assert str(cell.value).replace("_x000D_", "\r") == words, "the format's own way to write a CR"
        assert cell.data_type == "s" or words.startswith("=")
