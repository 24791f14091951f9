"""Weekly bulletins through the officer API, and the clock that drafts their issues."""

from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest

from loa import clock
from loa.clock import VIETNAM
from tests.component.api.broadcasts.test_broadcasts import approve, drafted, schedules
from tests.conftest import OpenTable
from tests.worlds.doors import Context, load
from tests.worlds.province import APPROVER, EDITOR, PROVINCE, VIEWER, WARD, WARD_EDITOR, Door, Person
from tests.worlds.quick_moto import make_queue


@pytest.fixture
def job(officer: Door, open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The clock, on the tables and in the environment of the officer API."""
    for name in ("Audience", "Cases", "Published", "Participation"):
        monkeypatch.setenv(f"{name.upper()}_TABLE", open_table(name).name)
    monkeypatch.setenv("PARTICIPATION_SECRET_ID", "participation")
    monkeypatch.setenv("ANSWER_KEYS_TABLE", open_table("AnswerKeys").name)
    monkeypatch.setenv("INBOX_QUEUE_URL", make_queue("inbox"))
    return load("clock")


def rhythm(days: int = 2) -> dict[str, Any]:
    """Every week, at eight, in so many days for the first time."""
    day = clock.now().astimezone(VIETNAM) + timedelta(days=days)
    return {"weekday": day.isoweekday(), "at": "08:00"}


def begun(officer: Door, **more: Any) -> dict[str, Any]:
    wish = {"broadcast_id": drafted(officer), **rhythm(), **more}
    series: dict[str, Any] = officer.good(APPROVER, "POST", "/series", wish)
    return series


def listed(officer: Door) -> dict[str, Any]:
    (series,) = officer.good(VIEWER, "GET", "/series")["items"]
    found: dict[str, Any] = series
    return found


def test_a_bulletin_is_begun_drafted_by_the_clock_and_goes_out_at_its_hour_once_it_is_approved(
    officer: Door, job: ModuleType
) -> None:
    series = begun(officer)
    assert (series["state"], series["last_issue"]) == ("active", "")
    for _ in range(2):
        job.handler({}, Context())
    shown = listed(officer)
    assert shown["last_due"] == series["next_issue"]
    issue = officer.good(VIEWER, "GET", f"/broadcasts/{shown['last_issue']}")
    assert (issue["state"], issue["suggested_at"], issue["approval"]) == ("draft", series["next_issue"], None)
    approved = approve(officer, shown["last_issue"])
    assert (approved["state"], approved["send_at"]) == ("scheduled", series["next_issue"])
    assert [shown["last_issue"] in name for name in schedules()] == [True]


def test_a_skipped_week_calls_its_issue_off(officer: Door, job: ModuleType) -> None:
    begun(officer)
    job.handler({}, Context())
    shown = listed(officer)
    approve(officer, shown["last_issue"])
    day = clock.local_day(clock.from_text(shown["last_due"])).isoformat()
    wish = {**rhythm(), "skipped": [day], "version": shown["version"]}
    changed = officer.good(APPROVER, "PUT", f"/series/{shown['series_id']}", wish)
    assert changed["skipped"] == [day]
    assert changed["next_issue"] > shown["last_due"]
    assert officer.good(VIEWER, "GET", f"/broadcasts/{shown['last_issue']}")["state"] == "cancelled"
    assert schedules() == {}
    assert officer.good(APPROVER, "PUT", f"/series/{shown['series_id']}", wish) == changed
    assert officer.ask(APPROVER, "PUT", f"/series/{shown['series_id']}", wish | {"skipped": []}).status == 409


def test_cancelled_it_is_drafted_no_more(officer: Door, job: ModuleType) -> None:
    series = begun(officer)
    wish = {**rhythm(), "state": "cancelled", "version": series["version"]}
    assert officer.good(APPROVER, "PUT", f"/series/{series['series_id']}", wish)["next_issue"] is None
    job.handler({}, Context())
    assert listed(officer)["last_issue"] == ""


@pytest.mark.parametrize(
    "wrong",
    [{"at": "24:00"}, {"at": "8"}, {"at": "23:00"}, {"weekday": 0}, {"weekday": 8}, {"until": "2020-01-01"}],
)
def test_a_rhythm_that_makes_no_sense_is_refused(officer: Door, wrong: dict[str, Any]) -> None:
    wish = {"broadcast_id": drafted(officer), **rhythm(), **wrong}
    assert officer.ask(APPROVER, "POST", "/series", wish).status == 422
    assert officer.good(VIEWER, "GET", "/series")["items"] == []


def test_who_may_not_schedule_begins_and_changes_nothing(officer: Door) -> None:
    series = begun(officer)
    wish = {"broadcast_id": drafted(officer), **rhythm()}
    assert officer.ask(EDITOR, "POST", "/series", wish).status == 403
    change = {**rhythm(), "state": "paused", "version": series["version"]}
    route = f"/series/{series['series_id']}"
    assert officer.ask(EDITOR, "PUT", route, change).status == 403
    assert officer.ask(Person("approver-9", WARD, "approver"), "PUT", route, change).status == 404
    assert officer.ask(WARD_EDITOR, "GET", "/series", unit=PROVINCE).status == 404
    assert officer.good(WARD_EDITOR, "GET", "/series")["items"] == []
    for unknown in ("f" * 22, "x"):
        assert officer.ask(APPROVER, "PUT", f"/series/{unknown}", change).status == 404
