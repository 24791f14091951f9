"""`{"task": "scheduled"}`: reports that nobody asks for, made and told of once, wherever it is stopped."""

from dataclasses import replace
from datetime import date
from typing import Any

import boto3
import pytest

from loa import clock
from loa.foundation.officers.store import OfficerStore
from loa.foundation.statistics.model import Metric
from loa.foundation.statistics.store import StatisticsStore
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.dynamodb.transactions import commit
from loa.reports.activity import ActivityService
from loa.reports.schedules.periods import due
from tests.conftest import OpenTable
from tests.worlds.doors import Context, load
from tests.worlds.papers import have_papers
from tests.worlds.province import APPROVER, PROVINCE, WARD, WARD_EDITOR, enter, populate
from tests.worlds.quick_moto import make_bucket, make_queue

BUCKET = "loa-reports"
NOW = clock.now()


class Late(Context):
    """An invocation that has no time left after some looks at the clock."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self.looks = looks

    def get_remaining_time_in_millis(self) -> int:
        """Say how much time is left."""
        self.looks -= 1
        return 60_000 if self.looks >= 0 else 0


@pytest.fixture
def report(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The function; an officer of the province and one of the ward have linked their Zalo."""
    have_papers(monkeypatch)
    make_bucket(BUCKET)
    queue = make_queue("messages.fifo")
    monkeypatch.setenv("MESSAGES_QUEUE_URL", queue)
    for name in ("Units", "Audience", "Statistics"):
        monkeypatch.setenv(f"{name.upper()}_TABLE", open_table(name).name)
    monkeypatch.setenv("PROVINCE_CODE", PROVINCE)
    monkeypatch.setenv("UNITS_AS_OF", "2024-09-30")
    monkeypatch.setenv("REPORTS_BUCKET", BUCKET)
    populate(open_table("Units"))
    registry = OfficerStore(open_table("Units"))
    enter(registry.table, APPROVER, WARD_EDITOR)
    for number, officer in enumerate(registry.of_province(PROVINCE)):
        linked = replace(officer, oa_id=f"oa-{number}", user_id=f"user-{number}")
        commit([registry.linking(linked, NOW, first=True)])
    commit(StatisticsStore(open_table("Statistics")).increments(WARD, NOW, {Metric.MESSAGES_IN: 3}))
    return load("report")


def files() -> dict[str, bytes]:
    """What lies in the bucket."""
    s3 = boto3.client("s3")
    listed = s3.list_objects_v2(Bucket=BUCKET).get("Contents", [])
    return {each["Key"]: s3.get_object(Bucket=BUCKET, Key=each["Key"])["Body"].read() for each in listed}


def notes(audience: Table) -> list[str]:
    """Keys of the notes that were handed over."""
    rows = boto3.client("dynamodb").scan(TableName=audience.name)["Items"]
    return sorted(
        row["partition"]["S"] for row in rows if row["partition"]["S"].startswith("outbound#report-")
    )


def test_due_are_the_last_periods_that_have_been_over_for_a_day() -> None:
    assert [each.period.code for each in due(date(2026, 12, 2))] == ["2026-W48", "2026-11", "2026-Q3"]
    assert [each.period.code for each in due(date(2026, 12, 1))] == ["2026-W48", "2026-10", "2026-Q3"]
    assert [each.period.code for each in due(date(2026, 11, 30))] == ["2026-W47", "2026-10", "2026-Q3"]
    assert [each.period.code for each in due(date(2027, 1, 2))] == ["2026-W52", "2026-12", "2026-Q4"]
    for day in range(1, 29):
        for each in due(date(2027, 1, day)):
            assert (date(2027, 1, day) - each.period.last).days > 1


def test_reports_are_made_and_told_of_once_wherever_a_round_is_stopped(
    report: Any, open_table: OpenTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    making = ActivityService.activity_files

    def noted(service: ActivityService, unit: str, *rest: Any, **more: Any) -> Any:
        made.append(unit)
        return making(service, unit, *rest, **more)

    monkeypatch.setattr(ActivityService, "activity_files", noted)
    for _ in range(20):
        report.handler({"task": "scheduled"}, Late(2))
    first, said, count = files(), notes(open_table("Audience")), len(made)
    assert count == len(set(made)) + 2, "each unit's week, and the province's month and quarter"
    assert made.index(PROVINCE) == len(set(made)) - 1, "those below before those above"
    assert len(first) == 3 * count
    codes = [key.removeprefix("outbound#report-").rpartition("-")[0] for key in said]
    week, month, quarter = (each.period.code for each in due(clock.local_day(NOW)))
    expected = [(month, PROVINCE), (quarter, PROVINCE), (week, PROVINCE), (week, WARD)]
    assert codes == sorted(f"{code}-{path}" for code, path in expected)

    report.handler({"task": "scheduled"}, Context())
    assert len(made) == count, "nothing is left to do"
    table = open_table("Statistics")
    for row in list(table.rows(f"{PROVINCE}#reports")):
        table.delete(row["partition"], row["sort"])
    report.handler({"task": "scheduled"}, Context())
    assert files() == first, "the same period is the same bytes"
    assert notes(open_table("Audience")) == said, "and nobody hears of it twice"
