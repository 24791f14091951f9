"""`POST /cases/sheet`: the cases of a period as a sheet in which nothing is a formula."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from urllib.parse import unquote, urlsplit

import boto3
import pytest
from openpyxl import load_workbook

from loa import clock
from loa.casework.cases.rows.store import CaseStore
from loa.casework.cases.rules.checks import MoveFacts
from loa.casework.cases.rules.deadlines import RULES
from loa.casework.cases.rules.model import Case, CaseKind, CaseState, Channel, Details, Move, Reporter
from loa.casework.cases.work.opening import Draft
from loa.casework.cases.work.service import CaseService
from loa.foundation.accounts.store import AccountStore
from loa.foundation.officers.model import Role
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.working_time.model import WorkingCalendar
from loa.platform.aws.queues import Queue
from loa.reports.tables import case_list
from loa.residents.messages.store import Outbox
from tests.conftest import OpenTable
from tests.worlds.console import ConsoleWorld, set_console_environment
from tests.worlds.doors import load
from tests.worlds.province import (
    EDITOR,
    OTHER_WARD,
    OTHER_WARD_EDITOR,
    PROVINCE,
    VIEWER,
    WARD,
    WARD_EDITOR,
    Door,
    door,
    populate,
)
from tests.worlds.quick_moto import make_bucket

BUCKET = "loa-reports"
HEADER_ROW, FIRST_ROW = 5, 6
PERIOD = {"from": "2026-11-01", "to": "2026-11-30"}
RECEIVED = datetime(2026, 11, 3, 2, tzinfo=UTC)
HOSTILE = (
    "=1+1",
    "+84912345678",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "http://xau.example",
    "{=1}",
    "a\u0007b\u0000",
)


@pytest.fixture
def report(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Door:
    make_bucket(BUCKET)
    for name in ("Units", "Statistics", "Broadcasts", "Cases", "Privacy"):
        monkeypatch.setenv(f"{name.upper()}_TABLE", open_table(name).name)
    monkeypatch.setenv("PROVINCE_CODE", PROVINCE)
    monkeypatch.setenv("UNITS_AS_OF", "2024-09-30")
    monkeypatch.setenv("REPORTS_BUCKET", BUCKET)
    populate(open_table("Units"))
    return door("report", load("report"))


@pytest.fixture
def desk(open_table: OpenTable) -> CaseService:
    return CaseService(
        store=CaseStore(open_table("Cases")),
        statistics=StatisticsStore(open_table("Statistics")),
        outbox=Outbox(open_table("Audience")),
        queue=Queue("nobody is told"),
        accounts=AccountStore(open_table("Units")),
        calendar=WorkingCalendar(),
        rules=RULES,
    )


def opened(desk: CaseService, unit: str, number: int, what: str = "Đèn hỏng", days: int = 0) -> Case:
    draft = Draft(PROVINCE, unit, CaseKind.REPORT, Channel.PAPER, Reporter(), Details(what))
    received = RECEIVED + timedelta(days=days, minutes=number)
    return desk.at(received).open(draft, idempotency_key=f"test#{number}", by="x")


def local(instant: datetime) -> datetime:
    """As a sheet holds it: in the time of Vietnam, without saying so."""
    return instant.astimezone(clock.VIETNAM).replace(tzinfo=None)


def rows_of(answer: dict[str, Any]) -> list[list[Any]]:
    """The lines of the sheet, the total apart."""
    content = boto3.client("s3").get_object(Bucket=BUCKET, Key=answer["key"])["Body"].read()
    assert len(content) == answer["size"]
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    for row in sheet.iter_rows():
        assert all(cell.data_type != "f" and cell.hyperlink is None for cell in row)
    found = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert found[HEADER_ROW][1:4] == ["Mã", "Đơn vị", "Loại"]
    return found[FIRST_ROW:-1]


def test_the_cases_of_a_period_in_tree_order(report: Door, desk: CaseService) -> None:
    of_ward, of_other = opened(desk, WARD, 1), opened(desk, OTHER_WARD, 2)
    opened(desk, WARD, 3, days=-5)
    opened(desk, WARD, 4, days=40)
    answer = report.good(EDITOR, "POST", "/cases/sheet", PERIOD)
    assert answer["count"] == 2
    rows = rows_of(answer)
    assert [row[1] for row in rows] == [of_other.code, of_ward.code]
    assert rows[1][2:6] == ["Phường Hà Huy Tập", "Phản ánh", "Đã tiếp nhận", "Đèn hỏng"]
    assert rows[1][6] == datetime(2026, 11, 3, 9, 1)
    assert rows[1][10] in {"Quá hạn", None}
    own = report.good(WARD_EDITOR, "POST", "/cases/sheet", PERIOD)
    assert [row[1] for row in rows_of(own)] == [of_ward.code]


@pytest.mark.parametrize("words", HOSTILE)
def test_what_residents_write_never_executes(report: Door, desk: CaseService, words: str) -> None:
    opened(desk, WARD, 1, words + " x")
    (row,) = rows_of(report.good(WARD_EDITOR, "POST", "/cases/sheet", PERIOD))
    assert isinstance(row[5], str)
    assert row[5].startswith(words.strip()[0])


def test_a_unit_without_cases_has_an_empty_list(report: Door) -> None:
    answer = report.good(WARD_EDITOR, "POST", "/cases/sheet", PERIOD)
    assert (answer["count"], rows_of(answer)) == (0, [])


@pytest.mark.parametrize(
    ("change", "field"),
    [({"from": "1/11/2026"}, "from"), ({"to": "2026-10-01"}, "from"), ({"to": "2028-01-01"}, "to")],
)
def test_a_period_is_one(report: Door, change: dict[str, str], field: str) -> None:
    reply = report.ask(WARD_EDITOR, "POST", "/cases/sheet", PERIOD | change)
    assert (reply.status, set(reply.faults)) == (422, {field})


def test_a_list_that_nobody_reads_is_not_made(
    report: Door, desk: CaseService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_list, "MAXIMUM_LINES", 1)
    for number in range(2):
        opened(desk, WARD, number)
    reply = report.ask(WARD_EDITOR, "POST", "/cases/sheet", PERIOD)
    assert (reply.status, set(reply.faults)) == (422, {"to"})


def test_a_search_that_takes_longer_than_an_answer_may_is_refused_with_a_way_out(
    report: Door, desk: CaseService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_list, "MAXIMUM_SEARCHED", 1)
    opened(desk, WARD, 0)
    assert report.ask(WARD_EDITOR, "POST", "/cases/sheet", PERIOD).status == 201
    opened(desk, WARD, 1)
    reply = report.ask(WARD_EDITOR, "POST", "/cases/sheet", PERIOD)
    assert (reply.status, set(reply.faults)) == (422, {"unit"})


def test_who_may_not_read_cases_gets_no_list(report: Door) -> None:
    assert report.ask(VIEWER, "POST", "/cases/sheet", PERIOD).status == 403
    elsewhere = report.ask(OTHER_WARD_EDITOR, "POST", "/cases/sheet", PERIOD | {"unit": WARD})
    nowhere = report.ask(EDITOR, "POST", "/cases/sheet", PERIOD | {"unit": "40.412.99999"})
    assert elsewhere.status == nowhere.status == 404
    assert elsewhere.essence == nowhere.essence


def test_late_cases_are_marked(report: Door, desk: CaseService, monkeypatch: pytest.MonkeyPatch) -> None:
    case = opened(desk, WARD, 1)
    monkeypatch.setattr(clock, "now", lambda: RECEIVED + timedelta(days=20))
    (row,) = rows_of(report.good(WARD_EDITOR, "POST", "/cases/sheet", PERIOD))
    assert row[7:11] == [local(case.accept_by), "Thụ lý", local(case.answer_by), "Quá hạn"]


def test_the_sheet_says_which_deadline_runs(report: Door, desk: CaseService) -> None:
    accepted = desk.at(RECEIVED + timedelta(hours=1)).transition(
        opened(desk, WARD, 1).id, Move.ACCEPT, MoveFacts(), by="x", expected_version=1
    )
    (row,) = rows_of(report.good(WARD_EDITOR, "POST", "/cases/sheet", PERIOD))
    assert accepted.state is CaseState.ACCEPTED
    assert row[7:10] == [local(accepted.answer_by), "Trả lời", local(accepted.answer_by)]


def test_the_sheet_can_be_filtered_sorted_and_read(report: Door, desk: CaseService) -> None:
    long = "Đèn đường trước trường mầm non hỏng đã ba tuần, " * 4
    opened(desk, WARD, 1, long)
    answer = report.good(WARD_EDITOR, "POST", "/cases/sheet", PERIOD)
    content = boto3.client("s3").get_object(Bucket=BUCKET, Key=answer["key"])["Body"].read()
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    assert sheet.auto_filter.ref == f"A{HEADER_ROW + 1}:L{FIRST_ROW + 1}"
    assert sheet.freeze_panes == f"C{FIRST_ROW + 1}"
    for column in (7, 8, 10):
        assert sheet.cell(FIRST_ROW + 1, column).data_type == "d"
        assert sheet.cell(FIRST_ROW + 1, column).number_format == r"dd\/mm\/yyyy\ hh:mm"
    for letter, cell in zip("BCDE", sheet[FIRST_ROW + 1][1:5], strict=True):
        assert sheet.column_dimensions[letter].width > len(str(cell.value))
    height = sheet.row_dimensions[FIRST_ROW + 1].height
    assert height is not None
    assert height >= 15 * len(str(sheet.cell(FIRST_ROW + 1, 6).value)) / sheet.column_dimensions["F"].width


def test_the_list_of_the_console__gives_the_sheet_of_what_it_is_filtered_for(
    desk: CaseService, report: Door, open_table: OpenTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_console_environment(open_table, monkeypatch)
    monkeypatch.setenv("UNITS_AS_OF", "2024-09-30")
    handler, world = load("report").handler, ConsoleWorld(open_table)
    editor = world.sign_in(world.officer("ward", WARD, Role.EDITOR), handler)
    wanted = opened(desk, WARD, 1)
    asked = Draft(PROVINCE, WARD, CaseKind.QUESTION, Channel.PAPER, Reporter(), Details("Hỏi thủ tục"))
    desk.at(RECEIVED).open(asked, idempotency_key="test#asked", by="x")
    opened(desk, WARD, 3, days=-5)
    opened(desk, OTHER_WARD, 4)
    sheet = "/console/bao-cao/vu-viec?tu=2026-11-01&den=2026-11-30"
    for query, codes in (
        (f"&loai=report&trang-thai=received&don-vi={OTHER_WARD}", [wanted.code]),
        ("&loai=report&trang-thai=answered", []),
    ):
        answer = editor.ask(f"{sheet}{query}")
        assert answer["statusCode"] == 303
        key = unquote(urlsplit(answer["headers"]["location"]).path)
        key = key[key.index("reports/") :]
        size = boto3.client("s3").head_object(Bucket=BUCKET, Key=key)["ContentLength"]
        assert [row[1] for row in rows_of({"key": key, "size": size})] == codes
    content = boto3.client("s3").get_object(Bucket=BUCKET, Key=key)["Body"].read()
    said = [row[0].value for row in load_workbook(BytesIO(content)).worksheets[0].iter_rows(max_row=4)]
    assert any("Chỉ gồm vụ việc có loại Phản ánh, trạng thái Đã trả lời" in str(line) for line in said)
    assert editor.ask(f"{sheet}&tu=1/11")["statusCode"] == 422
    viewer = world.sign_in(world.officer("viewer", WARD, Role.VIEWER), handler)
    assert viewer.ask(sheet)["statusCode"] == 403
