"""Reports on paper, opened by other programs than those that wrote them."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from infra.units.load import read_units
from loa.foundation.statistics.model import Gauges, Metric
from loa.foundation.units.model import Unit
from loa.reports.render.docx import to_docx
from loa.reports.render.html import to_html
from loa.reports.render.pdf import to_pdf
from loa.reports.summary import texts as summary_texts
from loa.reports.summary.charts import charts_of
from loa.reports.summary.comparison import main_figures, ranking
from loa.reports.summary.letters import letter_of, period_words
from loa.reports.tables import texts
from loa.reports.tables.activity import Numbers, activity_table
from loa.reports.tables.activity_sheets import activity_document
from loa.reports.tables.model import ReportDocument
from tests.worlds.papers import have_papers

WORD = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
HOSTILE = '=1+1 #panic("x") <w:p/> & \x07 $ \\ *_` {{ }}'
LONGEST = "Phường " + " ".join(["Nghĩa"] * 8) + " Trường Thọ"
UNITS = [
    replace(unit, name=LONGEST) if unit.path == "40.16690" else unit
    for unit in read_units()
    if unit.exists_on(date(2026, 2, 1))
]
MM = 56.7
"""Twentieths of a point in a millimetre."""


def document_of(
    units: list[Unit] = UNITS,
    root: str = "40",
    first: date = date(2028, 2, 1),
    last: date = date(2028, 2, 29),
    counts: dict[str, dict[Metric, int]] | None = None,
) -> ReportDocument:
    table = activity_table(
        root,
        units,
        {"40.16681": {Metric.MESSAGES_IN: 1_234, Metric.ARTICLES: 2}} if counts is None else counts,
        {"40.16681": Gauges(56_789, 3)},
        first_day=first,
        last_day=last,
        units_on=last,
        made_at=datetime(2028, 3, 1, 1, tzinfo=UTC),
    )
    province = next(unit for unit in units if unit.path == "40")
    letter = letter_of(
        table.root,
        None if root == "40" else province,
        first,
        last,
        about=summary_texts.ABOUT_ACTIVITY,
        opening=("Đoạn mở đầu.", HOSTILE),
    )
    main = main_figures(table, Numbers(counts={Metric.MESSAGES_IN: 1_000}), Numbers())
    charts = charts_of(table, {"2028-01": 1_000, "2028-02": 1_234})
    return replace(activity_document(table, (main, ranking(table, {})), charts), letter=letter)


class Word:
    """A Word file, read as the XML that it is."""

    def __init__(self, content: bytes) -> None:
        with ZipFile(BytesIO(content)) as file:
            assert file.testzip() is None
            self.body = ET.fromstring(file.read("word/document.xml"))
            self.styles = file.read("word/styles.xml").decode()

    @property
    def lines(self) -> list[str]:
        return ["".join(line.itertext()).strip() for line in self.body.iterfind(".//w:p", WORD)]

    @property
    def tables(self) -> list[list[list[str]]]:
        """Those with lines: their rows, each with the words of its cells."""
        return [
            [
                ["".join(cell.itertext()) for cell in row.iterfind("w:tc", WORD)]
                for row in table.iterfind("w:tr", WORD)
            ]
            for table in self.body.iterfind(".//w:tbl", WORD)
            if table.find("w:tblPr/w:tblBorders", WORD) is not None
        ]


@pytest.fixture(autouse=True)
def _papers(monkeypatch: pytest.MonkeyPatch) -> None:
    have_papers(monkeypatch)


def test_a_paper_has_all_parts_that_the_decree_asks_for_in_word() -> None:
    lines = [line.replace("\xa0", " ") for line in Word(to_docx(document_of())).lines]
    for part in (
        "ỦY BAN TRUNG ƯƠNG MTTQ VIỆT NAM",
        "ỦY BAN MTTQ VIỆT NAM TỈNH NGHỆ AN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: ……/BC-MTTQ",
        "Nghệ An, ngày …… tháng …… năm 2028",
        "BÁO CÁO",
        "Hoạt động mạng lưới Zalo OA của Mặt trận tháng 2 năm 2028",
        "Nơi nhận:",
        "- Lưu: VT.",
        "TM. BAN THƯỜNG TRỰC",
        "CHỦ TỊCH",
        "Phụ lục 1",
    ):
        assert part in lines, part


def test_word_pages_are_a4_with_the_margins_and_letters_of_the_decree() -> None:
    word = Word(to_docx(document_of()))
    w = f"{{{WORD['w']}}}"
    sections = list(word.body.iterfind(".//w:sectPr", WORD))
    sizes = [size for section in sections for size in section.iterfind("w:pgSz", WORD)]
    assert {(size.get(f"{w}w"), size.get(f"{w}h")) for size in sizes} == {
        ("11906", "16838"),
        ("16838", "11906"),
    }
    (margins,) = sections[0].iterfind("w:pgMar", WORD)
    sides = ("top", "bottom", "left", "right")
    assert [round(int(margins.get(f"{w}{side}", "0")) / MM) for side in sides] == [20, 20, 30, 15]
    assert 'w:ascii="Times New Roman"' in word.styles
    assert '<w:sz w:val="28"/>' in word.styles  # half points


def test_a_unit_of_131_stands_once_in_each_table_and_numbers_add_up_in_both_forms() -> None:
    document = document_of()
    word = Word(to_docx(document))
    rows = word.tables[2]
    assert len(rows) == 2 + 131 + 1 + 1  # two of the head, the province's own numbers, the total
    assert next(row for row in rows if row[1] == LONGEST)
    assert rows[-1][1:4] == ["Tổng cộng", "56.789", "0"]
    assert len(list(word.body.iterfind(".//w:tblHeader", WORD))) == 1 + 2 + 2 + 2 + 2 + 1 + 1
    pages = [page.extract_text() for page in PdfReader(BytesIO(to_pdf(document))).pages]
    whole = re.sub(r"\s+", " ", " ".join(pages))
    assert whole.count("Tổng cộng 56.789") == 1
    assert whole.count("Phường Thành Vinh 56.789") == 3  # in the table, and on the map with a light edge
    assert sum("Hiện có" in page for page in pages) >= 4  # the head is repeated


def test_a_pdf_has_embedded_letters_a_language_and_a_title() -> None:
    pdf = PdfReader(BytesIO(to_pdf(document_of())))
    assert pdf.metadata is not None
    assert pdf.metadata.title == texts.TITLE
    catalogue = pdf.trailer["/Root"]
    assert str(catalogue["/Lang"]).startswith("vi")  # type: ignore[index]
    fonts = pdf.pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    names = {str(font.get_object()["/BaseFont"]) for font in fonts.values()}
    assert names
    assert all("Tinos" in name for name in names)
    page = pdf.pages[0].mediabox
    assert (round(page.width / 72 * 25.4), round(page.height / 72 * 25.4)) == (210, 297)


def test_what_somebody_wrote_stays_text_in_both_forms() -> None:
    units = [replace(unit, name=HOSTILE) if unit.path == "40.16690" else unit for unit in UNITS]
    document = document_of(units)
    kept = HOSTILE.replace("\x07", "")
    assert kept in Word(to_docx(document)).lines
    letters = "".join(page.extract_text() for page in PdfReader(BytesIO(to_pdf(document))).pages)
    assert '#panic("x")' in re.sub(r"\s+", "", letters).replace("”", '"').replace("“", '"')


def test_the_same_report_is_the_same_bytes() -> None:
    document = document_of()
    assert to_docx(document) == to_docx(document)
    assert to_pdf(document) == to_pdf(document)


def test_a_commune_reports_to_the_province_and_an_empty_month_is_a_paper_too() -> None:
    document = document_of(root="40.16690", counts={})
    lines = [line.replace("\xa0", " ") for line in Word(to_docx(document)).lines]
    assert "ỦY BAN MTTQ VIỆT NAM TỈNH NGHỆ AN" in lines
    assert f"Ủy ban MTTQ Việt Nam phường {LONGEST[7:]}".upper() in lines
    assert "- Ủy ban MTTQ Việt Nam tỉnh Nghệ An (để báo cáo);" in lines
    assert len(PdfReader(BytesIO(to_pdf(document))).pages) >= 4


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2028, 2, 1), date(2028, 2, 29), "tháng 2 năm 2028"),
        (date(2028, 2, 1), date(2028, 2, 28), "từ ngày 01/02/2028 đến ngày 28/02/2028"),
        (date(2026, 10, 1), date(2026, 12, 31), "quý IV năm 2026"),
        (date(2026, 2, 1), date(2026, 4, 30), "từ ngày 01/02/2026 đến ngày 30/04/2026"),
        (date(2026, 1, 1), date(2026, 12, 31), "năm 2026"),
        (date(2025, 10, 1), date(2026, 10, 31), "từ ngày 01/10/2025 đến ngày 31/10/2026"),
    ],
)
def test_a_period_is_called_as_people_call_it(first: date, last: date, words: str) -> None:
    assert period_words(first, last) == words


def test_a_page_that_prints_is_well_formed_and_holds_what_the_paper_holds() -> None:
    units = [replace(unit, name=HOSTILE) if unit.path == "40.16690" else unit for unit in UNITS]
    page = to_html(document_of(units)).decode()
    read: list[str] = []
    reader = HTMLParser()
    reader.handle_data = read.append  # type: ignore[assignment,method-assign]
    reader.feed(page)
    words = " ".join(read)
    for part in ("Độc lập - Tự do - Hạnh phúc", "Nơi nhận:", "Phụ lục 7.", HOSTILE.replace("\x07", "")):
        assert part in words
    assert "<w:p/>" not in page
    assert "<script" not in page
