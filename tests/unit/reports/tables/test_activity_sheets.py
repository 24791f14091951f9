"""The printed sheet, opened again and read."""

import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from infra.units.load import read_units
from loa.foundation.statistics.model import Gauges, Metric
from loa.foundation.statistics.times import FIRST_ANSWER, SOLUTION
from loa.foundation.units.model import Unit
from loa.reports.render.formats import NUMBER_FORMAT
from loa.reports.render.xlsx import to_xlsx
from loa.reports.tables import texts
from loa.reports.tables.activity import ActivityTable, LineKind, activity_table
from loa.reports.tables.activity_sheets import COLUMNS, activity_document

UNITS = read_units()
FIRST_ROW = 8
"""The first with numbers, counted from 0."""


CASES = {
    Metric.CASES_REPORT: 3,
    Metric.CASES_QUESTION: 1,
    Metric.CASES_ANSWERED: 2,
    Metric.CASES_IN_TIME: 1,
    FIRST_ANSWER.bucket(timedelta(minutes=210)): 2,
    SOLUTION.bucket(timedelta(days=90)): 2,
    Metric.CASES_RATED: 2,
    Metric.CASES_STARS: 9,
}


def table_of(units: list[Unit], root: str = "40.412") -> ActivityTable:
    return activity_table(
        root,
        units,
        {
            "40.412": {Metric.MESSAGES_IN: 1000, Metric.DELIVERIES_SENT: 3},
            "40.412.16681": {Metric.MESSAGES_IN: 234, Metric.ARTICLES: 2} | CASES,
            "40.412.99999": {Metric.FOLLOWERS_GAINED: 4},
        },
        {"40.412": Gauges(1_234_567, 9)},
        first_day=date(2024, 10, 1),
        last_day=date(2024, 10, 31),
        units_on=date(2024, 10, 31),
        made_at=datetime(2024, 11, 1, 9, 5, tzinfo=UTC),
    )


def opened(table: ActivityTable) -> Workbook:
    return load_workbook(BytesIO(to_xlsx(activity_document(table))))


@pytest.fixture(scope="module")
def book() -> Workbook:
    return opened(table_of(UNITS))


@pytest.fixture(scope="module")
def sheet(book: Workbook) -> Worksheet:
    return book[texts.SHEET]


def rows(sheet: Worksheet) -> dict[str, tuple[object, ...]]:
    """The numbers of each row by its name (the total has its name in the first column)."""
    found = sheet.iter_rows(min_row=FIRST_ROW + 1, values_only=True)
    return {str(row[1] or row[0]): row[2:] for row in found}


def test_the_head_says_what_of_whom_when_and_made_when(sheet: Worksheet) -> None:
    assert [sheet.cell(row, 1).value for row in range(1, 6)] == [
        "BÁO CÁO HOẠT ĐỘNG ZALO OA",
        "Đơn vị: Thành phố Vinh",
        "Kỳ báo cáo: 01/10/2024 – 31/10/2024",
        "Lập lúc 16:05 ngày 01/11/2024 (giờ Việt Nam) · Danh sách đơn vị tại ngày 31/10/2024",
        "Tổng số 26 đơn vị, trong đó 24 đơn vị chưa có hoạt động trong kỳ.",
    ]


def test_each_unit_has_its_row_and_a_unit_with_others_below_has_its_sum_first(sheet: Worksheet) -> None:
    found = rows(sheet)
    received, gained = COLUMNS.index(Metric.MESSAGES_IN), COLUMNS.index(Metric.FOLLOWERS_GAINED)
    assert found["Thành phố Vinh"][received] == 1234
    assert found["Riêng Thành phố Vinh"][received] == 1000
    assert found["Phường Quang Trung"][received] == 234
    assert found["Đơn vị trước sắp xếp (1 đơn vị)"][gained] == 4
    assert found["Tổng cộng"] == found["Thành phố Vinh"]
    assert len(found) == 26 + 1 + 1 + 1  # the units, the city's own row, former units, the total


def test_the_total_row_is_the_sum_of_the_rows_above_it(sheet: Worksheet) -> None:
    found = rows(sheet)
    total = found.pop("Tổng cộng")
    del found["Thành phố Vinh"]  # already a sum
    assert (
        tuple(sum(int(str(row[place])) for row in found.values()) for place in range(len(COLUMNS))) == total
    )


def test_units_are_numbered_and_indented_by_level(sheet: Worksheet) -> None:
    names = {sheet.cell(row, 2).value: row for row in range(FIRST_ROW + 1, sheet.max_row + 1)}
    city, ward = names["Thành phố Vinh"], names["Phường Đông Vĩnh"]
    assert [sheet.cell(row, 1).value for row in (city, city + 1, ward)] == [1, None, 2]
    assert sheet.cell(city, 2).alignment.indent < sheet.cell(ward, 2).alignment.indent
    assert sheet.cell(city, 2).font.bold
    assert not sheet.cell(ward, 2).font.bold


def test_numbers_are_numbers_shown_with_dots(sheet: Worksheet) -> None:
    cell = sheet.cell(FIRST_ROW + 1, 3)
    assert cell.value == 1_234_567
    assert cell.data_type == "n"
    assert cell.number_format == NUMBER_FORMAT == r"[>=1000000]#\.###\.##0;[>=1000]#\.##0;0"


def test_it_can_be_printed(book: Workbook) -> None:
    sheet = book[texts.SHEET]
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.freeze_panes == "C9"
    assert sheet.print_title_rows == "$7:$8"
    assert str(sheet.print_area).endswith(f"$M${sheet.max_row}")
    for each in book.worksheets:
        assert str(each.page_setup.paperSize) == "9"
        assert each.sheet_properties.pageSetUpPr is not None
        assert each.sheet_properties.pageSetUpPr.fitToPage
        assert each.page_setup.fitToWidth in {None, 1}  # 1 is what the format assumes when nothing is said
        assert each.page_setup.fitToHeight == 0
        assert each.oddFooter is not None
        assert each.oddFooter.center is not None
        assert each.oddFooter.center.text == "Trang &P/&N"


def test_the_second_sheet_names_the_silent_units(book: Workbook) -> None:
    sheet = book[texts.SHEET_SILENT]
    listed = list(sheet.iter_rows(min_row=8, values_only=True))
    assert len(listed) == 24
    assert listed[0] == (1, "Phường Đông Vĩnh", "Thành phố Vinh", 0, texts.STEP_CONNECT)


def test_when_nobody_is_silent_it_says_so() -> None:
    book = opened(table_of(UNITS, root="40.412.16681"))
    assert book[texts.SHEET_SILENT].cell(8, 1).value == texts.NOBODY_SILENT


@pytest.mark.parametrize(
    ("stars", "rated", "shown"), [(23, 5, "4.6"), (14, 3, "4.7"), (5, 1, "5.0"), (0, 0, None)]
)
def test_stars_are_shown_with_their_decimal(stars: int, rated: int, shown: str | None) -> None:
    cell = cell_of({Metric.CASES_STARS: stars, Metric.CASES_RATED: rated}, 13)
    assert (cell.value is None) == (shown is None)
    if shown:
        assert f"{cell.value:.1f}" == shown
        assert cell.number_format == "[$-42A]0.0"


def test_a_part_of_an_hour_is_shown_with_its_minutes() -> None:
    short = cell_of({FIRST_ANSWER.bucket(timedelta(minutes=54)): 5}, 9)
    assert short.value == 54 / 60
    assert short.number_format == '[$-42A]0.0" (54\u00a0phút)"'
    long = cell_of({FIRST_ANSWER.bucket(timedelta(minutes=90)): 4}, 8)
    assert (round(float(str(long.value)), 1), long.number_format) == (1.5, "[$-42A]0.0")


def test_a_share_is_neither_cut_nor_rounded_to_a_whole() -> None:
    cell = cell_of({Metric.CASES_ANSWERED: 300, Metric.CASES_IN_TIME: 299}, 5)
    assert round(float(str(cell.value)), 3) == 99.667
    assert cell.number_format == "[$-42A]0.0"


def cell_of(counted: dict[Metric, int], column: int) -> Cell:
    """A cell of the total of cases; columns count from 0."""
    table = activity_table(
        "40.412.16681", UNITS, {"40.412.16681": counted}, {},
        first_day=date(2024, 10, 1), last_day=date(2024, 10, 31), units_on=date(2024, 10, 31),
        made_at=datetime(2024, 11, 1, 9, 5, tzinfo=UTC),
    )  # fmt: skip
    sheet = opened(table)[texts.SHEET_CASES]
    cell = sheet.cell(sheet.max_row, column + 1)
    assert isinstance(cell, Cell)
    return cell


def test_columns_fit_and_can_be_filtered(book: Workbook) -> None:
    for sheet in (book[texts.SHEET], book[texts.SHEET_CASES]):
        last = get_column_letter(sheet.max_column)
        assert sheet.auto_filter.ref == f"A{FIRST_ROW}:{last}{sheet.max_row - 1}"
        names = [str(sheet.cell(row, 2).value) for row in range(FIRST_ROW + 1, sheet.max_row)]
        assert sheet.column_dimensions["B"].width >= max(map(len, names)) + 2
    assert book[texts.SHEET_SILENT].auto_filter.ref == "A7:E31"


def test_the_last_sheet_explains_every_column(book: Workbook) -> None:
    explained = {row[0] for row in book[texts.SHEET_EXPLANATION].iter_rows(min_row=4, values_only=True)}
    for title in texts.COLUMN_TITLES.values():
        assert {title, f"{texts.GROUP_MESSAGES} {title.lower()}"} & explained


def test_the_second_sheet_tells_what_became_of_cases(book: Workbook) -> None:
    sheet = book[texts.SHEET_CASES]
    last = list(sheet.iter_rows(min_row=FIRST_ROW + 1, values_only=True))[-1]
    median = (FIRST_ANSWER.quantile(CASES, 50) or 0) / 60
    assert 3.4 < median < 3.6
    hours: Any = pytest.approx(median)
    assert last[2:] == (4, 2, 0, 50, 0, 0, hours, hours, "trên 450", "trên 450", 2, 4.5, 0, 9)
    first = next(row for row in sheet.iter_rows(min_row=FIRST_ROW + 1, values_only=True) if row[2] == 0)
    assert first[5] is None, "of nothing there is no share"
    explained = {str(row[0]) for row in book[texts.SHEET_EXPLANATION].iter_rows(min_row=4, values_only=True)}
    for title in set(texts.CASE_COLUMNS.values()):
        assert any(title.casefold() in words.casefold() for words in explained), title


@pytest.mark.parametrize(
    "name", ['=HYPERLINK("http://x","y")', "+1+1", "-2", "@SUM(A1)", "http://x.vn", "{=1}", "12"]
)
def test_a_name_never_becomes_a_formula_a_link_or_a_number(name: str) -> None:
    units = [replace(unit, name=name) if unit.path in {"40.412", "40.412.16663"} else unit for unit in UNITS]
    content = to_xlsx(activity_document(table_of(units)))
    book = load_workbook(BytesIO(content))
    assert book[texts.SHEET].cell(FIRST_ROW + 1, 2).value == name
    assert book[texts.SHEET].cell(FIRST_ROW + 1, 2).data_type == "s" or name.startswith("=")
    with zipfile.ZipFile(BytesIO(content)) as files:
        sheets = [files.read(each) for each in files.namelist() if each.startswith("xl/worksheets/")]
    assert not any(b"<f>" in each or b"<f " in each or b"hyperlink" in each for each in sheets)


def test_the_same_table_gives_the_same_file() -> None:
    assert to_xlsx(activity_document(table_of(UNITS))) == to_xlsx(activity_document(table_of(UNITS)))


def test_a_province_of_482_units_fits_into_a_small_file() -> None:
    table = table_of(UNITS, root="40")
    content = to_xlsx(activity_document(table))
    assert len(content) < 100_000
    sheet = load_workbook(BytesIO(content))[texts.SHEET]
    former = [line for line in table.lines if line.kind is LineKind.FORMER]
    assert len(rows(sheet)) <= sheet.max_row - FIRST_ROW == 482 + 22 + len(former) + 1
