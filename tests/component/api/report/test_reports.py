"""The activity report: invoked by an administrator, asked for by an officer."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import boto3
import pytest
from openpyxl import load_workbook

from loa import clock
from loa.errors import Busy
from loa.foundation.statistics.model import Metric
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.units.model import Unit, UnitKind
from loa.foundation.units.store import UnitStore
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.dynamodb.transactions import commit
from tests.conftest import OpenTable
from tests.worlds.doors import Context, load
from tests.worlds.province import (
    CITY,
    EDITOR,
    OTHER_WARD,
    OTHER_WARD_EDITOR,
    PROVINCE,
    VIEWER,
    WARD,
    Door,
    Person,
    door,
    populate,
)
from tests.worlds.quick_moto import make_bucket

BUCKET = "loa-reports"
PERIOD = {"from": "2024-10-01", "to": "2024-10-31"}
WARD_VIEWER = Person("viewer-2", WARD, "viewer")


@pytest.fixture
def report(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Door:
    make_bucket(BUCKET)
    for name in ("Units", "Statistics", "Broadcasts", "Cases", "Privacy"):
        monkeypatch.setenv(f"{name.upper()}_TABLE", open_table(name).name)
    monkeypatch.setenv("PROVINCE_CODE", PROVINCE)
    monkeypatch.setenv("UNITS_AS_OF", "2024-09-30")
    monkeypatch.setenv("REPORTS_BUCKET", BUCKET)
    populate(open_table("Units"))
    statistics = StatisticsStore(open_table("Statistics"))
    at = datetime(2024, 10, 5, 4, tzinfo=UTC)
    commit(statistics.increments(WARD, at, {Metric.MESSAGES_IN: 3, Metric.FOLLOWERS_GAINED: 2}))
    commit(statistics.increments(OTHER_WARD, at, {Metric.MESSAGES_IN: 4}))
    commit([statistics.follower_base(WARD, 7)])
    return door("report", load("report"))


def invoke(report: Door, **event: Any) -> dict[str, Any]:
    answer: dict[str, Any] = report.module.handler(event, Context())
    return answer


def stored(key: str) -> bytes:
    content: bytes = boto3.client("s3").get_object(Bucket=BUCKET, Key=key)["Body"].read()
    return content


# Invoked directly


def test_an_administrator_gets_the_province_as_json(report: Door) -> None:
    answer = invoke(report, unit=PROVINCE, format="json", **PERIOD)
    assert (answer["unit"], answer["from"], answer["to"]) == (PROVINCE, "2024-10-01", "2024-10-31")
    content = stored(answer["key"])
    assert answer["size"] == len(content)
    document = json.loads(content)
    assert document["total"] == answer["total"]
    assert (answer["total"]["messages_in"], answer["total"]["followers"]) == (7, 7)
    assert document["unit_count"] == 5
    own = {line["path"]: line["own"]["messages_in"] for line in document["lines"]}
    assert own == {PROVINCE: 0, CITY: 0, OTHER_WARD: 4, WARD: 3, "40.413": 0}


def test_the_answer_can_be_sent_as_json_and_the_unit_may_be_left_out(report: Door) -> None:
    answer = json.loads(json.dumps(invoke(report, **PERIOD)))
    assert answer["unit"] == PROVINCE
    assert answer["key"].endswith(".xlsx")


def test_the_sheet_opens_and_holds_the_same_total(report: Door) -> None:
    answer = invoke(report, unit=CITY, **PERIOD)
    sheet = load_workbook(BytesIO(stored(answer["key"])))["Hoạt động"]
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    assert any("Thành phố Vinh" in str(cell) for cell in cells)
    assert answer["total"]["messages_in"] in cells


def test_the_link_is_signed_expires_and_names_the_file(report: Door) -> None:
    answer = invoke(report, unit=WARD, **PERIOD)
    query = parse_qs(urlsplit(answer["url"]).query)
    assert query["X-Amz-Algorithm"] == ["AWS4-HMAC-SHA256"]
    assert query["X-Amz-Expires"] == ["3600"]
    assert unquote(query["response-content-disposition"][0]).endswith(answer["file_name"])
    assert "Phường Hà Huy Tập" in answer["file_name"]
    left = clock.from_text(answer["expires_at"]) - clock.now()
    assert timedelta(minutes=59) < left <= timedelta(hours=1)


@pytest.mark.parametrize("name", ["=1+1", "=HYPERLINK(A1)", "+84912345678", "-2+3", "@SUM(A1)", "\t=1"])
def test_the_name_of_a_unit_never_becomes_a_formula(report: Door, open_table: OpenTable, name: str) -> None:
    UnitStore(open_table("Units")).save_all([Unit(WARD, "2024-09", "16681", name, UnitKind.WARD)])
    answer = invoke(report, unit=PROVINCE, **PERIOD)
    book = load_workbook(BytesIO(stored(answer["key"])))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert any(cell.value == name for cell in cells if cell.data_type == "s")


@pytest.mark.parametrize(
    ("change", "code", "fields"),
    [
        ({"from": "01/10/2024"}, "invalid_input", {"from"}),
        ({"from": None}, "invalid_input", {"from"}),
        ({"from": "2024-11-01"}, "invalid_input", {"from"}),
        ({"to": "2026-01-01"}, "invalid_input", {"to"}),
        ({"to": ["2024-10-31"]}, "invalid_input", {"to"}),
        ({"format": "odt"}, "invalid_input", {"format"}),
        ({"unit": "40.999"}, "not_found", set()),
        ({"unit": "../secret"}, "not_found", set()),
        ({"unit": {"path": "40"}}, "not_found", set()),
    ],
)
def test_bad_input_of_an_invocation_is_answered_and_says_what_is_wrong(
    report: Door, change: dict[str, Any], code: str, fields: set[str]
) -> None:
    answer = invoke(report, **({"unit": PROVINCE} | PERIOD | change))
    assert set(answer) == {"error"}
    assert (answer["error"]["code"], set(answer["error"]["fields"])) == (code, fields)
    assert answer["error"]["message"]


def test_nothing_at_all_is_bad_input_too(report: Door) -> None:
    assert set(invoke(report)["error"]["fields"]) == {"from", "to"}


def test_a_period_that_is_over_keeps_its_file_byte_for_byte(report: Door, open_table: OpenTable) -> None:
    first = invoke(report, unit=CITY, **PERIOD)
    content = stored(first["key"])
    statistics = StatisticsStore(open_table("Statistics"))
    commit(statistics.increments(WARD, datetime(2024, 10, 6, tzinfo=UTC), {Metric.MESSAGES_IN: 1}))
    again = invoke(report, unit=CITY, **PERIOD)
    assert again["key"] == first["key"]
    assert stored(again["key"]) == content
    today = clock.local_day(clock.now()).isoformat()
    running = [invoke(report, unit=CITY, **(PERIOD | {"from": today, "to": today})) for _ in range(2)]
    assert running[0]["key"] != running[1]["key"]


# POST /reports


def test_an_officer_gets_the_report_of_their_unit_unless_they_name_one(report: Door) -> None:
    reply = report.ask(WARD_VIEWER, "POST", "/reports", PERIOD)
    assert (reply.status, reply.body["unit"], reply.body["total"]["messages_in"]) == (201, WARD, 3)
    named = report.good(VIEWER, "POST", "/reports", PERIOD | {"unit": CITY, "format": "json"})
    assert (named["unit"], named["total"]["messages_in"]) == (CITY, 7)


def test_a_report_ordered_twice_tells_the_same_numbers(report: Door) -> None:
    totals = [report.good(VIEWER, "POST", "/reports", PERIOD)["total"] for _ in range(2)]
    assert totals[0] == totals[1]


def test_the_report_of_another_unit_looks_like_that_of_none(report: Door) -> None:
    answers = [
        report.ask(WARD_VIEWER, "POST", "/reports", PERIOD | {"unit": OTHER_WARD}),
        report.ask(WARD_VIEWER, "POST", "/reports", PERIOD | {"unit": PROVINCE}),
        report.ask(WARD_VIEWER, "POST", "/reports", PERIOD | {"unit": "99"}),
        report.ask(VIEWER, "POST", "/reports", PERIOD | {"unit": "40.412.99999"}),
    ]
    assert {answer.status for answer in answers} == {404}
    assert all(answer.essence == answers[0].essence for answer in answers)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"from": "hôm qua"}, "from"),
        ({"to": None}, "to"),
        ({"to": "2024-09-01"}, "from"),
        ({"format": "odt"}, "format"),
        ({"unit": "4" * 17}, "unit"),
        ({"phone": "0912345678"}, "phone"),
    ],
)
def test_a_wrong_order_names_the_field(report: Door, change: dict[str, Any], field: str) -> None:
    reply = report.ask(VIEWER, "POST", "/reports", PERIOD | change)
    assert (reply.status, reply.body["code"], set(reply.faults)) == (422, "invalid_input", {field})


def test_each_refusal_has_its_status(report: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    assert report.ask(None, "POST", "/reports", PERIOD).status == 401
    assert report.ask(Person("x", WARD, ""), "POST", "/reports", PERIOD).status == 403
    assert report.ask(VIEWER, "GET", "/reports").status == 405
    assert report.ask(VIEWER, "POST", "/reports", "{").status == 400

    def busy(*_: object, **__: object) -> None:
        raise Busy("throttled")

    monkeypatch.setattr(Table, "page", busy)
    assert report.ask(VIEWER, "POST", "/reports", PERIOD).status == 503


def test_two_officers_in_one_process_get_their_own_reports(report: Door) -> None:
    for _ in range(2):
        mine = report.good(WARD_VIEWER, "POST", "/reports", PERIOD)
        theirs = report.good(OTHER_WARD_EDITOR, "POST", "/reports", PERIOD)
        assert (mine["unit"], theirs["unit"]) == (WARD, OTHER_WARD)
        assert mine["key"] != theirs["key"]


def test_no_link_and_no_name_reaches_the_log(report: Door, logged: Callable[[], str]) -> None:
    answer = report.good(EDITOR, "POST", "/reports", PERIOD)
    report.ask(EDITOR, "POST", "/reports", PERIOD | {"unit": "MARKED"})
    everything = logged()
    assert "request refused" in everything
    assert "MARKED" not in everything
    assert urlsplit(answer["url"]).query not in everything
