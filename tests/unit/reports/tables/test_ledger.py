"""The ledger as a sheet, opened again and read."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from loa.clock import to_text
from loa.publishing.broadcasts.rules.delivery import Delivery, DeliveryState
from loa.publishing.broadcasts.rules.model import Broadcast, BroadcastContent, BroadcastState
from loa.publishing.broadcasts.rules.targets import Target
from loa.reports.render.xlsx import to_xlsx
from loa.reports.tables import texts
from loa.reports.tables.ledger import LedgerLine, LedgerTable, ledger_document
from tests.worlds.fakes import ARTICLE

TOTALS_ROW, FIRST_ROW = 6, 10
"""The numbers by state, the first delivery; counted from 0."""

PLANNED = datetime(2024, 11, 18, 1, 0, tzinfo=UTC)
AT_EIGHT = datetime(2024, 11, 18, 8, 0)
HISTORY: dict[DeliveryState, list[dict[str, str]]] = {
    DeliveryState.SENT: [
        {"at": to_text(PLANNED), "what": "attempt"},
        {
            "at": to_text(PLANNED + timedelta(seconds=4)),
            "what": "again",
            "reason": "rate_limited",
            "answer": "-32",
        },
        {"at": to_text(PLANNED + timedelta(seconds=9)), "what": "broadcast", "article_id": "bài-1"},
        {"at": to_text(PLANNED + timedelta(seconds=10)), "what": "sent", "message_id": "tin-1"},
    ],
    DeliveryState.FAILED: [
        {"at": to_text(PLANNED), "what": "failed", "reason": "account_disabled", "by": "officer-1"}
    ],
}
REASONS = {
    DeliveryState.HELD: "out_of_quota",
    DeliveryState.UNKNOWN: "answer_lost",
    DeliveryState.FAILED: "account_disabled",
    DeliveryState.SKIPPED: "no_account",
}


def line(number: int, state: DeliveryState, **changes: Any) -> LedgerLine:
    delivery = Delivery(
        broadcast_id="tin",
        unit_path=f"40.412.{number:05}" if number else "40.412",
        unit_name=f"Phường {number}" if number else "Thành phố Vinh",
        oa_id=f"oa-{number}" if state is not DeliveryState.SKIPPED else "",
        state=state,
        updated_at=PLANNED + timedelta(minutes=number),
        attempts=2 if state is DeliveryState.SENT else 0,
        article_id="bài-1" if state is DeliveryState.SENT else "",
        message_id="tin-1" if state is DeliveryState.SENT else "",
        reason=REASONS.get(state, ""),
        held_until=PLANNED + timedelta(days=1) if state is DeliveryState.HELD else None,
    )
    return LedgerLine(replace(delivery, **changes), tuple(HISTORY.get(state, ())))


def table_of(*lines: LedgerLine, title: str = "Ngày hội Đại đoàn kết") -> LedgerTable:
    broadcast = Broadcast(
        broadcast_id="tin",
        province="40",
        unit_path="40",
        content=BroadcastContent({**ARTICLE, "title": title}, Target("40")),
        state=BroadcastState.FINISHED,
        author="officer-1",
        created_at=PLANNED,
        planned_at=PLANNED,
        finished_at=PLANNED + timedelta(minutes=5),
    )
    return LedgerTable(broadcast, "Tỉnh Nghệ An", "Thành phố Vinh", PLANNED + timedelta(hours=1), lines)


def opened(table: LedgerTable) -> Workbook:
    return load_workbook(BytesIO(to_xlsx(ledger_document(table))))


def values(sheet: Worksheet, row: int) -> list[Any]:
    """A row, counted from 0 as the writer does; None where nothing stands."""
    return [None if cell.value == "" else cell.value for cell in sheet[row + 1]]


@pytest.fixture(scope="module")
def book() -> Workbook:
    states = [DeliveryState.SENT, *DeliveryState]
    return opened(table_of(*(line(number, state) for number, state in enumerate(states))))


@pytest.fixture(scope="module")
def sheet(book: Workbook) -> Worksheet:
    return book[texts.LEDGER_SHEET]


def test_the_head_says_which_broadcast_of_whom_and_when(sheet: Worksheet) -> None:
    assert [sheet.cell(row, 1).value for row in range(1, 6)] == [
        "SỔ GỬI TIN TRUYỀN THÔNG",
        "Tin: Ngày hội Đại đoàn kết",
        "Đơn vị gửi: Tỉnh Nghệ An · Danh sách: Thành phố Vinh và các đơn vị bên dưới",
        "Trạng thái: đã gửi xong · bắt đầu 08:00 ngày 18/11/2024 · xong 08:05 ngày 18/11/2024",
        "Lập lúc 09:00 ngày 18/11/2024 (giờ Việt Nam)",
    ]


def test_the_totals_by_state_add_up_to_the_lines(sheet: Worksheet) -> None:
    words, numbers = values(sheet, TOTALS_ROW)[1:9], values(sheet, TOTALS_ROW + 1)[1:9]
    assert dict(zip(words, numbers, strict=True)) == {
        "Tổng số lượt gửi": 8,
        "Chờ gửi": 1,
        "Đang gửi": 1,
        "Tạm giữ": 1,
        "Đã gửi": 2,
        "Chưa rõ kết quả": 1,
        "Gửi lỗi": 1,
        "Bỏ qua": 1,
    }
    assert numbers[0] == sum(numbers[1:])
    states = [values(sheet, row)[2] for row in range(FIRST_ROW, FIRST_ROW + 8)]
    assert {word: states.count(word) for word in words[1:]} == dict(zip(words[1:], numbers[1:], strict=True))
    assert values(sheet, FIRST_ROW + 8)[0] == "Tổng cộng 8 lượt gửi"


def test_a_line_tells_state_reason_attempts_times_and_ids(sheet: Worksheet) -> None:
    assert values(sheet, FIRST_ROW) == [
        1, "Thành phố Vinh", "Đã gửi", None, 2, AT_EIGHT, AT_EIGHT, None,
        "oa-0", "bài-1", "tin-1",
    ]  # fmt: skip
    by_state = {values(sheet, row)[2]: values(sheet, row) for row in range(FIRST_ROW, FIRST_ROW + 8)}
    assert by_state["Gửi lỗi"][3] == "Tài khoản OA đang bị khóa."
    assert by_state["Bỏ qua"][3] == "Đơn vị chưa kết nối Official Account."
    assert by_state["Tạm giữ"][7] == AT_EIGHT + timedelta(days=1)
    assert by_state["Chờ gửi"][5] is None


def test_the_history_tells_what_happened_to_each_delivery(book: Workbook) -> None:
    sheet = book[texts.LEDGER_HISTORY_SHEET]
    first = [values(sheet, TOTALS_ROW + number)[1:] for number in range(1, 5)]
    assert first == [
        ["Thành phố Vinh", AT_EIGHT, "Hệ thống bắt đầu gửi", None, None, None, None, None],
        [
            "Thành phố Vinh", AT_EIGHT + timedelta(seconds=4), "Chưa gửi được, sẽ thử lại",
            "Đã vượt số lần gọi Zalo cho phép trong một phút.", "-32", None, None, None,
        ],
        [
            "Thành phố Vinh", AT_EIGHT + timedelta(seconds=9), "Bài viết đã sẵn sàng, yêu cầu Zalo gửi tin",
            None, None, "bài-1", None, None,
        ],
        ["Thành phố Vinh", AT_EIGHT + timedelta(seconds=10), "Đã gửi", None, None, None, "tin-1", None],
    ]  # fmt: skip
    assert sheet.max_row == TOTALS_ROW + 1 + 2 * 4 + 1


@pytest.mark.parametrize(
    "hostile", ["=1+1", '=HYPERLINK("https://evil.vn")', "+84912345678", "-2+3", "@SUM(A1)"]
)
def test_no_text_ever_becomes_a_formula(hostile: str) -> None:
    event = {"at": to_text(PLANNED), "what": hostile, "reason": hostile, "answer": hostile, "by": hostile}
    delivery = line(1, DeliveryState.FAILED, unit_name=hostile, oa_id=hostile, reason=hostile)
    book = opened(table_of(replace(delivery, history=(event,)), title=hostile))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" and cell.hyperlink is None for cell in cells)
    assert sum(cell.value == hostile for cell in cells) >= 7


def test_it_prints_on_a4_across_with_its_headings_on_every_page(book: Workbook) -> None:
    for sheet in book.worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToHeight == 0
        setup = sheet.sheet_properties.pageSetUpPr
        assert setup is not None
        assert setup.fitToPage
        assert sheet.print_title_rows
        footer = sheet.oddFooter
        assert footer is not None
        assert footer.center is not None
        assert footer.center.text == "Trang &P/&N"


def test_a_ledger_without_deliveries_says_so() -> None:
    sheet = opened(table_of())[texts.LEDGER_SHEET]
    assert values(sheet, FIRST_ROW)[0] == "Chưa có lượt gửi nào."
    assert values(sheet, TOTALS_ROW + 1)[1:9] == [0] * 8


def test_the_file_is_called_after_the_broadcast_without_letters_that_computers_refuse() -> None:
    name = texts.ledger_file_name('Tin: "bão/lũ" <số 3>?\n' + "x" * 200, PLANNED, "xlsx")
    assert name.startswith("Sổ gửi tin - Tin bão lũ số 3 xxx")
    assert name.endswith("x - 2024-11-18 0100.xlsx")
    assert len(name) < 130


def test_times_are_dates_that_a_sheet_can_sort_and_filter(book: Workbook) -> None:
    ledger, history = book[texts.LEDGER_SHEET], book[texts.LEDGER_HISTORY_SHEET]
    assert ledger.cell(FIRST_ROW + 1, 7).data_type == "d"
    assert history.cell(TOTALS_ROW + 2, 3).data_type == "d"
    assert ledger.auto_filter.ref == f"A{FIRST_ROW}:K{FIRST_ROW + 8}"
    assert history.auto_filter.ref == f"A{TOTALS_ROW + 1}:I{history.max_row}"


def test_a_row_is_as_high_as_its_words_need(book: Workbook) -> None:
    ledger = book[texts.LEDGER_SHEET]
    for row in range(FIRST_ROW + 1, FIRST_ROW + 9):
        reason = str(ledger.cell(row, 4).value or "")
        height = ledger.row_dimensions[row].height
        assert height is not None
        assert height >= 15 * max(1, len(reason) / 38)
