"""`GET /network` and `POST /network/sheet`: what of the network is reached, and who is missing by name."""

from datetime import timedelta
from io import BytesIO

import boto3
import pytest
from openpyxl import load_workbook

from loa import clock
from loa.foundation.network.model import NetworkPerson, PersonKind
from loa.foundation.network.store import NetworkStore
from loa.platform.aws.dynamodb.transactions import commit
from tests.conftest import OpenTable
from tests.worlds.doors import load
from tests.worlds.province import EDITOR, PROVINCE, VIEWER, WARD, WARD_EDITOR, Door, door, populate
from tests.worlds.quick_moto import make_bucket

BUCKET = "loa-reports"
HOSTILE = "=HYPERLINK(1)"


@pytest.fixture
def report(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Door:
    """The function; in a ward a head is active and an officer is missing, in the province one is."""
    make_bucket(BUCKET)
    for name in ("Units", "Audience"):
        monkeypatch.setenv(f"{name.upper()}_TABLE", open_table(name).name)
    monkeypatch.setenv("PROVINCE_CODE", PROVINCE)
    monkeypatch.setenv("UNITS_AS_OF", "2024-09-30")
    monkeypatch.setenv("REPORTS_BUCKET", BUCKET)
    populate(open_table("Units"))
    network, now = NetworkStore(open_table("Units")), clock.now()
    head = NetworkPerson("1", WARD, PersonKind.COMMITTEE_HEAD, "Lô Thị Mai", "Khối 3")
    officer = NetworkPerson("2", WARD, PersonKind.OFFICER, HOSTILE)
    network.register([head, officer, NetworkPerson("3", PROVINCE, PersonKind.OFFICER, "Trần Văn An")])
    commit([network.linking(head, "1", "2", now - timedelta(days=2))])
    return door("report", load("report"))


def test_the_network_tells_what_is_reached_and_who_is_missing(report: Door) -> None:
    told = report.good(EDITOR, "GET", "/network")
    officers, heads = told["coverage"]
    assert (officers["registered"], officers["active"], officers["reached"]) == (2, 0, False)
    assert (heads["registered"], heads["active"], heads["goal_percent"]) == (1, 1, 90)
    assert heads["reached"]
    assert [(each["name"], each["unit"]) for each in told["missing"]] == [
        ("Trần Văn An", PROVINCE),
        (HOSTILE, WARD),
    ]


def test_a_unit_sees_its_own_people_and_nobody_else_may_look(report: Door) -> None:
    own = report.good(WARD_EDITOR, "GET", "/network")
    assert [each["name"] for each in own["missing"]] == [HOSTILE]
    assert report.ask(WARD_EDITOR, "GET", "/network", below=PROVINCE).status == 404
    assert report.ask(VIEWER, "GET", "/network").status == 403
    assert report.ask(VIEWER, "POST", "/network/sheet", {}).status == 403


def test_who_is_missing_stands_in_the_sheet_and_nothing_is_a_formula(report: Door) -> None:
    ready = report.good(EDITOR, "POST", "/network/sheet", {})
    assert ready["missing"] == 2
    content = boto3.client("s3").get_object(Bucket=BUCKET, Key=ready["key"])["Body"].read()
    book = load_workbook(BytesIO(content))
    assert book.sheetnames == ["Kết nối", "Còn thiếu"]
    rows = list(book["Còn thiếu"].iter_rows(values_only=True))
    assert any(row[1:4] == (HOSTILE, "Cán bộ Mặt trận chuyên trách", "Phường Hà Huy Tập") for row in rows)
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
