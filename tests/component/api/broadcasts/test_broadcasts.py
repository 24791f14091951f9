"""Broadcasts through the officer API: propose, approve, schedule, cancel, follow."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from loa import clock
from loa.foundation.units.model import UnitKind
from loa.publishing.broadcasts.rows.delivery_store import DeliveryStore
from loa.publishing.broadcasts.rules.delivery import Delivery, DeliveryState
from loa.publishing.broadcasts.rules.model import BroadcastState
from tests.conftest import OpenTable
from tests.worlds.component.settings import SCHEDULES
from tests.worlds.fakes import ARTICLE
from tests.worlds.province import (
    ADMINISTRATOR,
    APPROVER,
    CITY,
    EDITOR,
    OTHER_WARD,
    OTHER_WARD_EDITOR,
    PROVINCE,
    SECOND_APPROVER,
    UNITS,
    VIEWER,
    WARD,
    WARD_ADMINISTRATOR,
    WARD_EDITOR,
    Door,
    Person,
)


def morning(days: int = 1) -> datetime:
    """Eight o'clock in Vietnam, some days ahead: never in Zalo's quiet hours."""
    day = clock.now().astimezone(clock.VIETNAM) + timedelta(days=days)
    return day.replace(hour=8, minute=0, second=0, microsecond=0)


def drafted(officer: Door, person: Person = EDITOR, **more: Any) -> str:
    article = officer.good(person, "POST", "/articles", ARTICLE)
    body = officer.good(person, "POST", "/broadcasts", {"article_id": article["article_id"], **more})
    name: str = body["broadcast_id"]
    return name


def seen(officer: Door, name: str) -> dict[str, str]:
    """What is there now, as who has seen it names it."""
    return {"digest": officer.good(ADMINISTRATOR, "GET", f"/broadcasts/{name}")["digest"]}


def submitted(officer: Door, name: str, person: Person = EDITOR) -> str:
    officer.good(person, "POST", f"/broadcasts/{name}/submit", seen(officer, name))
    return name


def approve(officer: Door, name: str, person: Person = APPROVER) -> dict[str, Any]:
    """Approve what is there now, submitted before if it is a draft."""
    if officer.good(ADMINISTRATOR, "GET", f"/broadcasts/{name}")["state"] == "draft":
        submitted(officer, name)
    shown: dict[str, Any] = officer.good(person, "POST", f"/broadcasts/{name}/approve", seen(officer, name))
    return shown


def approved(officer: Door) -> str:
    name = drafted(officer)
    approve(officer, name)
    return name


def scheduled(officer: Door, at: datetime | None = None) -> str:
    name = approved(officer)
    body = {"send_at": (at or morning()).isoformat(), **seen(officer, name)}
    officer.good(APPROVER, "POST", f"/broadcasts/{name}/schedule", body)
    return name


def schedules() -> dict[str, Any]:
    """The schedules that stand, by name."""
    scheduler = boto3.client("scheduler")
    names = [row["Name"] for row in scheduler.list_schedules(GroupName=SCHEDULES)["Schedules"]]
    return {name: scheduler.get_schedule(GroupName=SCHEDULES, Name=name) for name in names}


def test_a_proposal_keeps_the_article_as_it_is_now(officer: Door) -> None:
    article = officer.good(EDITOR, "POST", "/articles", ARTICLE)
    target = {
        "root": CITY,
        "kinds": [UnitKind.WARD.value],
        "without": [OTHER_WARD],
        "followers": {"gender": "2"},
    }
    body = {"article_id": article["article_id"], "target": target}
    reply = officer.ask(EDITOR, "POST", "/broadcasts", body)
    assert reply.status == 201
    assert (reply.body["unit"], reply.body["target"], reply.body["state"], reply.body["author"]) == (
        PROVINCE,
        target | {"units": []},
        "draft",
        "editor-1",
    )
    assert (reply.body["state_text"], reply.body["version"], reply.body["approval"]) == (
        "bản nháp",
        1,
        None,
    )
    changed = ARTICLE | {"title": "Sửa sau khi đề xuất", "version": 1}
    officer.good(EDITOR, "PUT", f"/articles/{article['article_id']}", changed)
    shown = officer.good(VIEWER, "GET", f"/broadcasts/{reply.body['broadcast_id']}")
    assert shown["article"] == ARTICLE
    assert shown["ledger"] == dict.fromkeys(shown["ledger"], 0)
    assert shown["finished"] is False


def test_the_target_is_a_unit_within_the_officers_own(officer: Door) -> None:
    article = officer.good(WARD_EDITOR, "POST", "/articles", ARTICLE)
    body = {"article_id": article["article_id"]}
    assert officer.good(WARD_EDITOR, "POST", "/broadcasts", body)["target"]["root"] == WARD
    answers = [
        officer.ask(WARD_EDITOR, "POST", "/broadcasts", body | {"target": {"root": PROVINCE}}),
        officer.ask(WARD_EDITOR, "POST", "/broadcasts", body | {"target": {"units": [OTHER_WARD]}}),
        officer.ask(WARD_EDITOR, "POST", "/broadcasts", body | {"target": {"without": [OTHER_WARD]}}),
        officer.ask(EDITOR, "POST", "/broadcasts", body | {"target": {"root": "40.412.99999"}}),
        officer.ask(EDITOR, "POST", "/broadcasts", body | {"target": {"units": ["40.412.99999"]}}),
        officer.ask(OTHER_WARD_EDITOR, "POST", "/broadcasts", body),
        officer.ask(EDITOR, "POST", "/broadcasts", {"article_id": f"{WARD}~{'0' * 22}"}),
        officer.ask(EDITOR, "POST", "/broadcasts", {"article_id": "none"}),
    ]
    assert {answer.status for answer in answers} == {404}
    assert all(answer.essence == answers[0].essence for answer in answers)
    assert officer.ask(APPROVER, "POST", "/broadcasts", body).status == 403


def test_from_draft_to_schedule_two_people_are_needed(officer: Door) -> None:
    name = drafted(officer)
    approval = approve(officer, name)
    assert (approval["state"], approval["approval"]["officer"]) == ("approved", "approver-1")
    assert approval["approval"]["emergency"] == ""
    lasts = clock.from_text(approval["approval"]["expires_at"]) - clock.from_text(approval["approval"]["at"])
    assert lasts == timedelta(days=7)
    at = morning()
    body = {"send_at": at.isoformat(), **seen(officer, name)}
    shown = officer.good(APPROVER, "POST", f"/broadcasts/{name}/schedule", body)
    assert shown["state"] == "scheduled"
    assert clock.from_text(shown["send_at"]) == at
    ((schedule_name, schedule),) = schedules().items()
    assert schedule_name == f"loa-broadcast-{name}-{shown['version']}"
    assert schedule["ScheduleExpression"] == f"at({at.astimezone(UTC):%Y-%m-%dT%H:%M:%S})"
    assert json.loads(schedule["Target"]["Input"]) == {"broadcast_id": name, "send_at": shown["send_at"]}
    assert schedule["Target"]["DeadLetterConfig"]["Arn"].endswith("schedules-dead-letters")


def test_the_author_cannot_approve_even_as_administrator(officer: Door) -> None:
    name = drafted(officer, ADMINISTRATOR)
    submitted(officer, name, ADMINISTRATOR)
    reply = officer.ask(ADMINISTRATOR, "POST", f"/broadcasts/{name}/approve", seen(officer, name))
    assert (reply.status, reply.body["code"]) == (403, "not_allowed")
    assert reply.body["detail"] == (
        "Người đã soạn, sửa hoặc đề xuất tin không được phê duyệt. Vui lòng nhờ cán bộ khác."
    )
    assert officer.good(VIEWER, "GET", f"/broadcasts/{name}")["state"] == "submitted"


def test_approved_twice_by_one_is_approved_once_and_by_another_is_renewed(officer: Door) -> None:
    name = approved(officer)
    first = officer.good(VIEWER, "GET", f"/broadcasts/{name}")
    approve(officer, name)
    assert officer.good(VIEWER, "GET", f"/broadcasts/{name}") == first
    second = approve(officer, name, SECOND_APPROVER)
    assert second["approval"]["officer"] == SECOND_APPROVER.sub
    body = {"send_at": morning().isoformat(), **seen(officer, name)}
    officer.good(APPROVER, "POST", f"/broadcasts/{name}/schedule", body)
    late = officer.ask(APPROVER, "POST", f"/broadcasts/{name}/approve", seen(officer, name))
    assert (late.status, late.body["detail"]) == (
        409,
        "Không thực hiện được vì tin đang ở trạng thái: đã hẹn giờ gửi.",
    )


STEPS: list[tuple[str, Any]] = [
    ("return", {"digest": "0" * 64, "reason": "Thiếu giờ."}),
    ("approve", {"digest": "0" * 64}),
    ("schedule", {"send_at": morning().isoformat(), "digest": "0" * 64}),
    ("cancel", None),
]


@pytest.mark.parametrize(("step", "body"), STEPS)
def test_each_step_has_its_roles_and_its_scope(officer: Door, step: str, body: Any) -> None:
    route = f"/broadcasts/{drafted(officer)}/{step}"
    assert officer.ask(EDITOR, "POST", route, body).status == 403
    assert officer.ask(VIEWER, "POST", route, body).status == 403
    foreign = officer.ask(WARD_ADMINISTRATOR, "POST", route, body)
    nothing = officer.ask(APPROVER, "POST", f"/broadcasts/{'0' * 22}/{step}", body)
    no_id = officer.ask(APPROVER, "POST", f"/broadcasts/{'x' * 3000}/{step}", body)
    assert foreign.status == nothing.status == no_id.status == 404
    assert foreign.essence == nothing.essence == no_id.essence


def test_a_broadcast_of_the_province_is_not_there_for_a_ward(officer: Door) -> None:
    name = drafted(officer)
    for route in (f"/broadcasts/{name}", f"/broadcasts/{name}/deliveries"):
        assert officer.ask(WARD_EDITOR, "GET", route).status == 404
    assert officer.good(WARD_EDITOR, "GET", "/broadcasts")["items"] == []
    assert officer.ask(WARD_EDITOR, "GET", "/broadcasts", unit=PROVINCE).status == 404
    assert [item["broadcast_id"] for item in officer.good(VIEWER, "GET", "/broadcasts")["items"]] == [name]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"send_at": None},
        {"send_at": "tomorrow"},
        {"send_at": "2026-11-22T08:00:00"},
        {"send_at": "2020-01-01T08:00:00+07:00"},
        {"send_at": morning(400).isoformat()},
        {"send_at": morning().replace(hour=23).isoformat()},
        {"send_at": morning().replace(hour=5, minute=59).isoformat()},
    ],
)
def test_an_instant_that_cannot_be_is_refused_with_a_sentence(officer: Door, body: dict[str, Any]) -> None:
    name = approved(officer)
    reply = officer.ask(APPROVER, "POST", f"/broadcasts/{name}/schedule", body | seen(officer, name))
    assert (reply.status, set(reply.faults)) == (422, {"send_at"})
    assert reply.faults["send_at"].endswith(".")
    assert schedules() == {}


def test_only_what_is_approved_can_be_scheduled(officer: Door) -> None:
    name = drafted(officer)
    body = {"send_at": morning().isoformat(), **seen(officer, name)}
    assert officer.ask(APPROVER, "POST", f"/broadcasts/{name}/schedule", body).status == 409
    assert schedules() == {}


def test_a_schedule_can_be_moved_and_there_is_always_one(officer: Door) -> None:
    name = scheduled(officer)
    later = morning(3)
    body = {"send_at": later.isoformat(), **seen(officer, name)}
    officer.good(APPROVER, "POST", f"/broadcasts/{name}/schedule", body)
    (schedule,) = schedules().values()
    assert schedule["ScheduleExpression"] == f"at({later.astimezone(UTC):%Y-%m-%dT%H:%M:%S})"


def test_cancelled_is_cancelled_and_the_schedule_is_gone(officer: Door) -> None:
    name = scheduled(officer)
    for _ in range(2):
        assert officer.good(APPROVER, "POST", f"/broadcasts/{name}/cancel")["state"] == "cancelled"
    assert schedules() == {}
    assert officer.ask(APPROVER, "POST", f"/broadcasts/{name}/approve", seen(officer, name)).status == 409
    body = {"send_at": morning().isoformat(), **seen(officer, name)}
    assert officer.ask(APPROVER, "POST", f"/broadcasts/{name}/schedule", body).status == 409


def test_while_the_list_is_made_nothing_can_be_cancelled(officer: Door, open_table: OpenTable) -> None:
    name = scheduled(officer)
    open_table("Broadcasts").update(name, "meta", set={"state": BroadcastState.PLANNING.value})
    reply = officer.ask(APPROVER, "POST", f"/broadcasts/{name}/cancel")
    assert (reply.status, "đang lập danh sách gửi" in reply.body["detail"]) == (409, True)


def test_the_ledger_adds_up_for_the_whole_and_for_a_part(officer: Door, open_table: OpenTable) -> None:
    name = scheduled(officer)
    states = dict(zip((unit.path for unit in UNITS), DeliveryState, strict=False))
    DeliveryStore(open_table("Broadcasts")).plan(
        Delivery(name, unit.path, unit.name, "1", states[unit.path], clock.now()) for unit in UNITS
    )
    shown = officer.good(VIEWER, "GET", f"/broadcasts/{name}")
    assert shown["ledger"]["planned"] == sum(shown["ledger"].values()) - shown["ledger"]["planned"] == 5
    assert shown["finished"] is False
    part = officer.good(VIEWER, "GET", f"/broadcasts/{name}", within=WARD)
    assert part["ledger"]["planned"] == 1
    rows = officer.good(VIEWER, "GET", f"/broadcasts/{name}/deliveries")["items"]
    assert {row["unit"]: row["state"] for row in rows} == {path: str(state) for path, state in states.items()}
    assert {row["unit_name"] for row in rows} == {unit.name for unit in UNITS}
