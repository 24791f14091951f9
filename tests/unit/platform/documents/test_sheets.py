"""Sheets as Excel, openpyxl and xlsxwriter write them; and files that want to be more than a list."""

from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as some
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from loa.platform.documents.sheets import MOST_BYTES, NotASheet, SheetRow, read_sheet

CELLS = some.lists(
    some.text(some.characters(exclude_categories=("C", "Z")), max_size=8), min_size=1, max_size=5
)


def _written(rows: list[list[str]]) -> bytes:
    output = BytesIO()
    book = xlsxwriter.Workbook(output, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, cell)
    book.close()
    return output.getvalue()


def _packed(**parts: str) -> bytes:
    """A file of the least that a sheet needs, some of it as given."""
    book = '<workbook xmlns:r="r"><sheets><sheet name="A" sheetId="7" r:id="rId1"/></sheets></workbook>'
    links = '<Relationships><Relationship Id="rId1" Target="worksheets/a.xml"/></Relationships>'
    output = BytesIO()
    with ZipFile(output, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", parts.get("book", book))
        archive.writestr("xl/_rels/workbook.xml.rels", parts.get("links", links))
        archive.writestr("xl/worksheets/a.xml", parts.get("sheet", "<worksheet/>"))
        if "strings" in parts:
            archive.writestr("xl/sharedStrings.xml", parts["strings"])
    return output.getvalue()


def test_parts_lie_where_the_file_says() -> None:
    """As programs write it that keep `xl/workbook.xml` for nobody; paths from the root and from the part."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    root = (
        f'<Relationships><Relationship Id="R1" Type="{office}/officeDocument" Target="/xl/workbook22.xml"/>'
    )
    book = (
        '<x:workbook xmlns:x="x" xmlns:r="r"><x:sheets><x:sheet name="A" r:id="R2"/></x:sheets></x:workbook>'
    )
    links = (
        f'<Relationships><Relationship Id="R2" Type="{office}/worksheet" Target="../data/a.xml"/>'
        f'<Relationship Id="R3" Type="{office}/sharedStrings" Target="texts.xml"/>'
        f'<Relationship Id="R4" Type="{office}/hyperlink" Target="https://a.vn" TargetMode="External"/>'
    )
    output = BytesIO()
    with ZipFile(output, "w", ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", f"{root}</Relationships>")
        archive.writestr("xl/workbook22.xml", book)
        archive.writestr("xl/_rels/workbook22.xml.rels", f"{links}</Relationships>")
        archive.writestr("xl/texts.xml", "<sst><si><t>Xã Yên Thành</t></si></sst>")
        archive.writestr("data/a.xml", '<worksheet><row r="1"><c r="A1" t="s"><v>0</v></c></row></worksheet>')
    assert read_sheet(output.getvalue()) == [SheetRow(1, ("Xã Yên Thành",))]


@given(some.lists(CELLS, max_size=6))
def test_texts_come_back_in_their_cells(rows: list[list[str]]) -> None:
    found = {row.number: row.cells for row in read_sheet(_written(rows))}
    for number, row in enumerate(rows, 1):
        while row and not row[-1]:
            row.pop()
        assert list(found.get(number, ())) == row


def test_numbers_dates_formulas_and_coloured_words_are_read_as_they_lie_there() -> None:
    book, output = Workbook(), BytesIO()
    hidden = book.active
    assert hidden
    hidden.append(["nobody sees this sheet"])
    hidden.sheet_state = "hidden"
    sheet = book.create_sheet("Cán bộ")
    rich = CellRichText("Lò ", TextBlock(InlineFont(b=True), "Thị"), " Mới")
    sheet["B3"], sheet["D3"], sheet["E3"] = rich, 16681, "=1+1"
    sheet["A5"] = date(2026, 11, 30)
    book.save(output)
    third, fifth = read_sheet(output.getvalue())
    assert third == SheetRow(3, ("", "Lò Thị Mới", "", "16681"))
    assert fifth.number == 5


def test_cells_without_addresses_and_names_with_a_prefix_are_read() -> None:
    sheet = (
        '<x:worksheet xmlns:x="m"><x:row><x:c t="inlineStr"><x:is><x:t>Vi</x:t><x:rPh sb="0" eb="1">'
        '<x:t>no</x:t></x:rPh></x:is></x:c><x:c t="s"><x:v>0</x:v></x:c></x:row></x:worksheet>'
    )
    strings = "<sst><si><r><t>Xã </t></r><r><t>Nhân</t></r><rPh><t>no</t></rPh></si></sst>"
    assert read_sheet(_packed(sheet=sheet, strings=strings)) == [SheetRow(1, ("Vi", "Xã Nhân"))]


def test_a_number_is_read_as_it_is_shown_and_a_column_far_away_is_none() -> None:
    far = "A" * 1_000_000  # as a number of a column it would take minutes
    cells = (
        "<c><v>40.175060000000002</v></c><c><v>1.6681E4</v></c><c><v>0987654321</v></c><c><v>-3</v></c>"
        f'<c r="{far}1"><v>1</v></c>'
    )
    sheet = f"<worksheet><row>{cells}</row></worksheet>"
    assert read_sheet(_packed(sheet=sheet)) == [SheetRow(1, ("40.17506", "16681", "0987654321", "-3"))]


ROW = '<worksheet><row><c t="inlineStr"><is><t>{}</t></is></c></row></worksheet>'


@pytest.mark.parametrize(
    "parts",
    [
        {"sheet": '<!DOCTYPE w [<!ENTITY a "aaaa">]>' + ROW.format("&a;")},
        {"strings": '<!DOCTYPE w SYSTEM "file:///etc/passwd"><sst/>'},
        {"sheet": ROW.format("&undeclared;")},
        {"sheet": ROW.format("a" * (MOST_BYTES + 1))},
        {"sheet": "<worksheet>" + "<row><c><v>1</v></c></row>" * 3_000 + "</worksheet>"},
        {"sheet": '<worksheet><row><c t="s"><v>5</v></c></row></worksheet>'},
        {"sheet": '<worksheet><row r="x"/></worksheet>'},
        {"sheet": "<worksheet><row><c><v>4e</v></c></row></worksheet>"},
        {
            "strings": f"<sst><si><t>{'a' * 100_000}</t></si></sst>",
            "sheet": "<worksheet>" + '<row><c t="s"><v>0</v></c></row>' * 100 + "</worksheet>",
        },
        {"links": "<Relationships/>"},
        {"book": "<workbook/>"},
        {"sheet": "no xml"},
    ],
    ids=lambda parts: next(iter(parts)),
)
def test_a_file_that_is_broken_or_wants_to_be_more_is_refused(parts: dict[str, str]) -> None:
    with pytest.raises(NotASheet):
        read_sheet(_packed(**parts))


@given(some.binary(max_size=300), some.integers(0, 2_000))
def test_whatever_comes_is_read_or_refused(noise: bytes, at: int) -> None:
    whole = _written([["Lò Thị Mới", "Xã Yên Na", "xem"]])
    for content in (noise, whole[:at] + noise + whole[at + len(noise) :]):
        try:
            read_sheet(content)
        except NotASheet:
            continue
