"""`POST /approvals/sheet`: a week's approvals without looking, as a sheet in which nothing is a formula."""

from datetime import timedelta
from io import BytesIO

import boto3
import pytest
from openpyxl import load_workbook

from loa import clock
from loa.publishing.broadcasts.delivery.planning import NoTimer
from loa.publishing.broadcasts.drafts.approval import BroadcastApproval
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules.model import BroadcastContent
from loa.publishing.broadcasts.rules.quiet_hours import QuietHours
from loa.publishing.broadcasts.rules.targets import Target
from tests.conftest import OpenTable
from tests.worlds.doors import load
from tests.worlds.fakes import ARTICLE
from tests.worlds.province import APPROVER, EDITOR, PROVINCE, VIEWER, WARD_EDITOR, Door, door, enter, populate
from tests.worlds.quick_moto import make_bucket

BUCKET = "loa-reports"
HOSTILE = "=HYPERLINK(1)"


@pytest.fixture
def report(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Door:
    make_bucket(BUCKET)
    for name in ("Units", "Statistics", "Broadcasts", "Cases", "Privacy"):
        monkeypatch.setenv(f"{name.upper()}_TABLE", open_table(name).name)
    for name, value in {
        "PROVINCE_CODE": PROVINCE,
        "UNITS_AS_OF": "2024-09-30",
        "REPORTS_BUCKET": BUCKET,
    }.items():
        monkeypatch.setenv(name, value)
    populate(open_table("Units"))
    enter(open_table("Units"), APPROVER)
    return door("report", load("report"))


def _given(open_table: OpenTable) -> None:
    now = clock.now()
    service = BroadcastApproval(
        broadcasts=BroadcastStore(open_table("Broadcasts")),
        quiet_hours=QuietHours.parse("00:00-00:00"),
        timer=NoTimer(),
        pin=dict,
        pin_picture=str,
        now=lambda: now,
    )
    content = BroadcastContent(ARTICLE | {"title": HOSTILE}, Target(PROVINCE))
    seen = content.digest()
    made = [service.draft(content, unit_path=PROVINCE, author=EDITOR.sub) for _ in range(2)]
    waiting = service.submit(made[0], seen=seen, officer=EDITOR.sub)
    later = service.at(now + timedelta(seconds=3))
    later.approve(waiting, seen=seen, approver=APPROVER.sub)
    later.approve_in_emergency(made[1], seen=seen, officer=EDITOR.sub, why="+Lũ về")


def test_the_week_as_a_sheet_with_names_and_seconds(report: Door, open_table: OpenTable) -> None:
    _given(open_table)
    ready = report.good(VIEWER, "POST", "/approvals/sheet", {})
    assert (ready["approvals"], ready["count"]) == (2, 2)
    content = boto3.client("s3").get_object(Bucket=BUCKET, Key=ready["key"])["Body"].read()
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    rows = [row for row in sheet.iter_rows(values_only=True) if row[2] == HOSTILE]
    assert len(rows) == 2
    assert {row[3] for row in rows} == {APPROVER.name, EDITOR.sub}
    assert {row[4] for row in rows} == {3, ""}
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert any("khẩn cấp" in str(row[6]) and row[7] == "+Lũ về" for row in rows)


def test_only_ones_own_subtree_and_a_week_that_can_be(report: Door, open_table: OpenTable) -> None:
    _given(open_table)
    assert report.good(WARD_EDITOR, "POST", "/approvals/sheet", {})["approvals"] == 0
    assert report.ask(WARD_EDITOR, "POST", "/approvals/sheet", {"below": PROVINCE}).status == 404
    assert report.ask(VIEWER, "POST", "/approvals/sheet", {"week": "0001-01-01"}).status == 422
    assert report.ask(VIEWER, "POST", "/approvals/sheet", {"below": "40.412.99999"}).status == 404
