"""Making a report from real tables."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from infra.units.load import read_units
from loa.errors import InvalidInput, NotFound
from loa.foundation.statistics.model import Metric, months
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.units.service import import_units
from loa.foundation.units.store import UnitStore
from loa.platform.aws import clients
from loa.platform.aws.blobs import Bucket
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.dynamodb.transactions import commit
from loa.reports.activity import ActivityService
from loa.reports.files import Finished
from loa.reports.summary import texts as summary_texts
from loa.reports.tables import texts
from loa.reports.tables.activity import ActivityTable
from loa.reports.tables.activity_json import as_document
from loa.reports.tables.model import ChartKind
from tests.worlds.quick_moto import make_bucket

NOW = datetime(2024, 11, 1, 1, 0, tzinfo=UTC)
type OpenTable = Callable[[str], Table]


class Shelf:
    """Blobs in memory."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[bytes, str]] = {}

    def put(self, key: str, content: bytes, content_type: str) -> None:
        self.files[key] = (content, content_type)

    def size(self, key: str) -> int | None:
        return len(self.files[key][0]) if key in self.files else None

    def listed(self, prefix: str) -> list[tuple[str, datetime]]:
        return [(key, NOW) for key in self.files if key.startswith(prefix)]

    def link(self, key: str, *, expires_seconds: int, file_name: str) -> str:
        assert key in self.files
        return f"https://blobs.test/{key}?seconds={expires_seconds}&name={file_name}"


class Office:
    """Everything that a report needs."""

    def __init__(self, table: OpenTable) -> None:
        self.units = UnitStore(table("Units"))
        self.statistics = StatisticsStore(table("Statistics"))
        self.shelf = Shelf()
        import_units(read_units(), store=self.units)

    def count(self, path: str, counts: dict[Metric, int], day: int = 5) -> None:
        commit(self.statistics.increments(path, datetime(2024, 10, day, 4, tzinfo=UTC), counts))

    def report(self, **changed: Any) -> Finished[ActivityTable]:
        """Make a report; what is changed belongs to the order or to the service."""
        wanted: dict[str, Any] = {
            "unit": "40",
            "first_day": "2024-10-01",
            "last_day": "2024-10-31",
            "file_format": "json",
            "bucket": self.shelf,
            "clock": lambda: NOW,
        } | changed
        given = ("unit", "first_day", "last_day", "file_format", "units_on")
        order = {name: wanted.pop(name) for name in given if name in wanted}
        service = ActivityService(units=self.units, statistics=self.statistics, **wanted)
        return service.activity(**order)


@pytest.fixture
def office(table: OpenTable) -> Office:
    return Office(table)


@pytest.fixture
def requests_sent(office: Office) -> Iterator[list[str]]:
    """The names of the requests that go to DynamoDB from here on."""
    sent: list[str] = []
    events = clients.dynamodb().meta.client.meta.events

    def note(model: Any, **_: Any) -> None:
        sent.append(model.name)

    events.register("before-call.dynamodb.*", note)
    yield sent
    events.unregister("before-call.dynamodb.*", note)


def test_a_report_is_kept_and_handed_out_by_a_link_that_expires(office: Office) -> None:
    office.count("40.412.16681", {Metric.MESSAGES_IN: 3})
    done = office.report()
    assert done.key == "reports/activity/40/2024-10-01_2024-10-31/20241101T010000000000Z.json"
    assert done.url.startswith(f"https://blobs.test/{done.key}?seconds=3600&name=Báo cáo hoạt động")
    assert done.file_name == "Báo cáo hoạt động Zalo OA - Tỉnh Nghệ An - 2024-10-01 đến 2024-10-31.json"
    assert done.expires_at == NOW + timedelta(hours=1)
    content, content_type = office.shelf.files[done.key]
    assert (content_type, len(content)) == ("application/json", done.size)
    document = json.loads(content)
    assert document["total"]["messages_in"] == done.table.total[Metric.MESSAGES_IN] == 3
    assert document["unit_count"] == 482


def test_the_same_report_as_a_sheet(office: Office) -> None:
    office.count("40.412.16681", {Metric.MESSAGES_IN: 3})
    commit([office.statistics.follower_base("40.412", 70)])
    done = office.report(file_format="xlsx", unit="40.412", link_seconds=60)
    assert done.content_type == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert done.expires_at == NOW + timedelta(seconds=60)
    sheet = load_workbook(BytesIO(office.shelf.files[done.key][0]))[texts.SHEET]
    assert sheet["A2"].value == "Đơn vị: Thành phố Vinh"
    assert [sheet.cell(sheet.max_row, column).value for column in (1, 3, 6)] == ["Tổng cộng", 70, 3]


def test_a_month_of_the_whole_province_takes_three_queries(office: Office, requests_sent: list[str]) -> None:
    for path in ("40", "40.412", "40.412.16681", "40.413"):
        office.count(path, {Metric.EVENTS: 1})
    requests_sent.clear()
    assert office.report().table.total[Metric.EVENTS] == 4
    assert requests_sent == ["Query"] * 3


def test_a_report_really_stands_in_the_bucket(open_table: OpenTable) -> None:
    make_bucket("reports")
    done = Office(open_table).report(file_format="xlsx", unit="40.412", bucket=Bucket("reports"))
    kept = clients.s3().get_object(Bucket="reports", Key=done.key)
    assert kept["ContentType"] == done.content_type
    assert len(kept["Body"].read()) == done.size
    assert "X-Amz-Expires=3600" in done.url


def test_units_are_those_of_the_last_day_unless_said_otherwise(office: Office) -> None:
    office.count("40.412.16681", {Metric.EVENTS: 1})
    over_both = office.report(last_day="2025-07-31").table
    (heir,) = [line for line in over_both.units if line.unit.path == "40.16681"]
    assert (len(over_both.units), heir.own[Metric.EVENTS]) == (131, 1)  # it went there whole
    then = office.report(last_day="2025-07-31", units_as_of=date(2024, 9, 30)).table
    assert len(then.units) == len(then.lines) == 482
    assert over_both.total == then.total
    old, new = (office.report(units_on=day).table for day in ("", "2025-07-01"))
    assert (len(old.units), len(new.units), old.total) == (482, 131, new.total)
    with pytest.raises(InvalidInput) as refused:
        office.report(units_on="July")
    assert set(refused.value.fields) == {"units_on"}


def test_a_unit_that_is_not_there_on_the_last_day_is_not_found(office: Office) -> None:
    for unit in ("40.999", "41", "40.99999", "", "../40", "40#"):
        with pytest.raises(NotFound, match="Không tìm thấy đơn vị vào ngày 31/10/2024"):
            office.report(unit=unit)
    assert office.shelf.files == {}


def test_a_commune_of_today_tells_what_was_counted_on_its_land_before__as_the_province_does(
    office: Office,
) -> None:
    """Vinh Lộc takes from two districts; its neighbours and the districts themselves stay out."""
    for path in ("40.412.16708", "40.429.17902", "40.429.17905", "40.412.16681", "40.412", "40.429", "40"):
        office.count(path, {Metric.MESSAGES_IN: 2})
    commit(
        office.statistics.increments("40.16708", datetime(2025, 7, 2, tzinfo=UTC), {Metric.MESSAGES_IN: 7})
    )
    own, across = (office.report(unit="40.16708", last_day=day).table for day in ("2024-10-31", "2025-07-31"))
    assert (own.units_on, own.total[Metric.MESSAGES_IN]) == (date(2025, 7, 1), 6)
    assert across.total[Metric.MESSAGES_IN] == 13
    for table in (own, across):
        (line,) = table.lines
        whole = office.report(last_day=table.last_day.isoformat(), units_on="2025-07-01").table
        (same,) = [each for each in whole.units if each.unit.path == "40.16708"]
        assert (line.own, line.silent_days) == (same.own, same.silent_days)

    service = ActivityService(units=office.units, statistics=office.statistics, bucket=office.shelf)
    seen = service.look("40.16708", "2024-11-01", "2024-11-30")
    assert "giảm 100,0%" in seen.opening[0].words  # the month before was on its land


@pytest.mark.parametrize(
    ("number", "changed", "told"),
    [
        (5, {}, 5),
        (4, {}, None),
        (9, {"clock": lambda: datetime(2024, 10, 31, 4, tzinfo=UTC)}, None),
        (9, {"first_day": "2024-10-02"}, None),
        (9, {"unit": "40.412"}, None),
    ],
)
def test_denunciations_stand_in_no_line_and_in_no_sum(
    office: Office, number: int, changed: dict[str, Any], told: int | None
) -> None:
    office.count("40", {Metric.CASES_DENUNCIATION: number}, day=1)
    office.count("40.412.16681", {Metric.CASES_DENUNCIATION: 98765}, day=1)  # as an earlier release counted
    office.count("40.412.16681", {Metric.CASES_REPORT: 1})
    made = office.report(**changed)
    assert made.table.denunciations == told
    assert made.table.total[Metric.CASES_DENUNCIATION] == 0
    assert made.table.total.cases["cases_received"] == 1
    document = json.dumps(as_document(made.table))
    assert "98765" not in document
    assert "cases_denunciation" not in document


def test_a_month_stands_beside_the_one_before_and_that_of_last_year_with_the_months_between(
    office: Office, requests_sent: list[str]
) -> None:
    for day, number in ((date(2023, 10, 31), 40), (date(2024, 2, 29), 7), (date(2024, 9, 1), 50)):
        at = datetime.combine(day, time(4), UTC)
        commit(office.statistics.increments("40.412.16681", at, {Metric.MESSAGES_IN: number}))
    office.count("40.412.16681", {Metric.MESSAGES_IN: 60, Metric.CONVERSATIONS_BEGUN: 3})
    for month in months(date(2023, 9, 1), date(2024, 10, 31)):
        office.statistics.totals.close("40", month)
    service = ActivityService(office.units, office.statistics, office.shelf, clock=lambda: NOW)
    requests_sent.clear()
    seen = service.look("40", "2024-10-01", "2024-10-31")
    assert len(requests_sent) == 4, "units, now, the month, and thirteen months that are closed"
    rows = {row.cells[0]: row.cells[1:] for row in seen.document.tables[0].rows}
    assert rows[summary_texts.MAIN_MESSAGES] == (60, 50, 10, "tăng 20,0%", 40, "tăng 50,0%")
    assert rows[summary_texts.MAIN_UNANSWERED][0] == 3
    (line,) = [chart for chart in seen.document.charts if chart.kind is ChartKind.LINE]
    assert (line.labels[0], line.labels[-1], len(line.labels)) == ("10/2023", "10/2024", 13)
    assert line.values[0] == 40
    assert line.values[4] == 7


def test_days_that_are_no_months_stand_beside_the_same_days_of_last_year(office: Office) -> None:
    commit(office.statistics.increments("40", datetime(2023, 10, 8, 4, tzinfo=UTC), {Metric.MESSAGES_IN: 9}))
    office.count("40", {Metric.MESSAGES_IN: 4}, day=8)
    service = ActivityService(office.units, office.statistics, office.shelf, clock=lambda: NOW)
    seen = service.look("40", "2024-10-07", "2024-10-13")
    rows = {row.cells[0]: row.cells[1:] for row in seen.document.tables[0].rows}
    assert rows[summary_texts.MAIN_MESSAGES] == (4, 0, 4, "mới có", 9, "giảm 55,6%")
