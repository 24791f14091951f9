"""The officers' API of cases: the steps of a case, its owner, notes, cases that are about the same."""

import json
from dataclasses import replace
from typing import Any

import pytest

from loa import clock
from loa.casework.cases.rules.model import Move
from loa.casework.cases.work.service import CaseService
from loa.foundation.officers.directory_sync import keep
from loa.foundation.officers.store import OfficerStore
from loa.foundation.readings.deeds import DeedStore, deed_from
from loa.platform.aws import clients
from tests.component.conftest import connect, taken
from tests.conftest import OpenTable
from tests.worlds.component.cases import WARD_APPROVER, forget_requests, moved, opened
from tests.worlds.province import (
    APPROVER,
    CITY,
    EDITOR,
    OTHER_WARD,
    OTHER_WARD_EDITOR,
    PROVINCE,
    WARD,
    WARD_EDITOR,
    Door,
    Person,
    enter,
)


def test_a_case_goes_its_way_and_every_step_is_told(
    cases: Door, desk: CaseService, open_table: OpenTable
) -> None:
    connect(open_table, WARD)
    case = opened(desk, WARD, by_chat=True)
    steps: list[tuple[str, dict[str, Any], str]] = [
        ("accept", {}, "accepted"),
        ("start", {}, "in_progress"),
        ("return", {"asked_for": "Số cột đèn?"}, "returned"),
        ("supply", {"text": "Cột 12."}, "received"),
        ("accept", {}, "accepted"),
        (
            "hand_outside",
            {"body": "Điện lực Vinh", "reference": "12/CV", "next_step": "Điện lực kiểm tra"},
            "outside",
        ),
        ("take_back", {}, "in_progress"),
        ("answer", {"text": "Đã thay bóng."}, "answered"),
        ("reopen", {"text": "Đèn lại hỏng."}, "reopened"),
        ("transfer", {"to_path": CITY}, "transferred"),
    ]
    taken("messages")
    version = case.version
    for step, facts, state in steps:
        body = {"move": step, "expected_version": version, **facts}
        made = cases.good(WARD_EDITOR, "POST", f"/cases/{case.id}/moves", body, key=f"buoc-{version:08}")
        assert (made["state"], made["version"]) == (state, version + 1)
        again = cases.good(WARD_EDITOR, "POST", f"/cases/{case.id}/moves", body, key=f"buoc-{version:08}")
        assert again == made
        version = made["version"]
    assert len({work["key"] for _, work in taken("messages")}) >= 8
    shown = cases.good(WARD_EDITOR, "GET", f"/cases/{case.id}")
    assert [line["what"] for line in shown["history"]] == ["opened", *(step for step, _, _ in steps)]
    assert (shown["unit"], shown["received_unit"], shown["moves"]) == (CITY, WARD, [])

    rows = DeedStore(open_table("Privacy")).page("40", "40", clock.local_day(clock.now()), limit=50).rows
    written = sorted(deed_from(row).what for row in rows)
    assert written == sorted(f"vu-viec/-/buoc:{step}" for step, *_ in steps), "as the console's form does it"


def test_a_transfer_whose_kept_answer_was_lost_is_still_answered(
    cases: Door, desk: CaseService, open_table: OpenTable
) -> None:
    case = opened(desk, WARD)
    body = {"move": "transfer", "to_path": CITY, "expected_version": 1}
    made = cases.good(WARD_EDITOR, "POST", f"/cases/{case.id}/moves", body, key="chuyen-0001")
    forget_requests(open_table("Inbox"))
    assert cases.good(WARD_EDITOR, "POST", f"/cases/{case.id}/moves", body, key="chuyen-0001") == made
    assert len(cases.good(WARD_EDITOR, "GET", f"/cases/{case.id}")["history"]) == 2
    assert cases.ask(WARD_EDITOR, "POST", f"/cases/{case.id}/moves", body, key="chuyen-0002").status == 403
    foreign = cases.ask(OTHER_WARD_EDITOR, "POST", f"/cases/{case.id}/moves", body, key="chuyen-0001")
    assert foreign.status == 404


def test_who_was_faster_wins_and_the_other_is_told_how_it_stands(cases: Door, desk: CaseService) -> None:
    case = opened(desk, WARD)
    moved(desk, case, Move.ACCEPT)
    body = {"move": "refuse", "expected_version": case.version, "reason": "Trùng", "legal_ground": "Điều 11"}
    reply = cases.ask(WARD_EDITOR, "POST", f"/cases/{case.id}/moves", body)
    assert (reply.status, reply.body["code"]) == (409, "conflict")
    assert "Đã nhận giải quyết" in reply.body["detail"]
    assert "2" in reply.faults["expected_version"]
    assert "accepted" in reply.faults["state"]


def test_a_step_that_is_not_possible_says_why(cases: Door, desk: CaseService) -> None:
    case = opened(desk, WARD)
    reply = cases.ask(
        WARD_EDITOR, "POST", f"/cases/{case.id}/moves", {"move": "start", "expected_version": 1}
    )
    assert (reply.status, reply.body["code"]) == (409, "conflict")
    assert "Đã tiếp nhận" in reply.body["detail"]


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"move": "refuse"}, {"reason", "legal_ground"}),
        ({"move": "return"}, {"asked_for"}),
        ({"move": "transfer"}, {"to_path"}),
        ({"move": "transfer", "to_path": WARD}, {"to_path"}),
        ({"move": "transfer", "to_path": "40.412.99999"}, {"to_path"}),
        ({"move": "transfer", "to_path": "../40"}, {"to_path"}),
        ({"move": "hand_outside", "body": "Điện lực"}, {"next_step"}),
        ({"move": "join"}, {"move"}),
        ({"move": "part"}, {"move"}),
        ({"move": "jump"}, {"move"}),
        ({"move": "accept", "expected_version": 0}, {"expected_version"}),
        ({"move": "accept", "expected_version": None}, {"expected_version"}),
        ({"move": "accept", "text": "a" * 2001}, {"text"}),
        ({"move": "accept", "by": "clock"}, {"by"}),
    ],
)
def test_a_move_needs_its_facts(
    cases: Door, desk: CaseService, body: dict[str, Any], fields: set[str]
) -> None:
    case = opened(desk, WARD)
    reply = cases.ask(WARD_EDITOR, "POST", f"/cases/{case.id}/moves", {"expected_version": 1} | body)
    assert (reply.status, set(reply.faults)) == (422, fields)


def test_a_case_is_given_to_somebody_and_back_to_the_unit(
    cases: Door, desk: CaseService, open_table: OpenTable
) -> None:
    enter(open_table("Units"), WARD_APPROVER)
    case = opened(desk, WARD)
    route = f"/cases/{case.id}/assignment"
    mine = cases.good(WARD_EDITOR, "POST", route, {"expected_version": 1}, key="giao-viec-1")
    assert (mine["owner"], mine["version"]) == ("editor-2", 2)
    theirs = {"expected_version": 2, "owner": "approver-3"}
    assert cases.good(WARD_APPROVER, "POST", route, theirs, key="giao-viec-2")["owner"] == "approver-3"
    assert cases.good(WARD_EDITOR, "POST", route, {"expected_version": 3, "owner": ""})["owner"] == ""
    assert cases.ask(WARD_EDITOR, "POST", route, {"expected_version": 1}).status == 409


def test_only_a_colleague_who_may_work_on_it_is_given_a_case(
    cases: Door, desk: CaseService, open_table: OpenTable
) -> None:
    viewer = Person("viewer-9", WARD, "viewer")
    investigator = Person("investigator-9", WARD, "investigator")
    enter(open_table("Units"), WARD_EDITOR, viewer, investigator, OTHER_WARD_EDITOR, EDITOR)
    case = opened(desk, WARD)
    route = f"/cases/{case.id}/assignment"
    refused = [
        cases.ask(WARD_APPROVER, "POST", route, {"expected_version": 1, "owner": owner})
        for owner in ("nobody", viewer.sub, investigator.sub, OTHER_WARD_EDITOR.sub, EDITOR.sub)
    ]
    assert {(reply.status, *reply.faults) for reply in refused} == {(422, "owner")}
    assert len({json.dumps(reply.essence) for reply in refused}) == 1, "who exists elsewhere is not told"
    assert desk.read(case.id).version == 1
    named = {"expected_version": 1, "owner": WARD_EDITOR.sub, "owner_name": "Tên khác"}
    assert set(cases.ask(WARD_APPROVER, "POST", route, named).faults) == {"owner_name"}
    given = cases.good(WARD_APPROVER, "POST", route, {"expected_version": 1, "owner": WARD_EDITOR.sub})
    shown = cases.good(WARD_APPROVER, "GET", f"/cases/{case.id}")
    assert (given["owner"], shown["owner_name"], shown["owner_left"]) == ("editor-2", WARD_EDITOR.name, False)
    assert shown["history"][-1]["facts"]["owner_name"] == WARD_EDITOR.name
    # From above a case below is given to those who have it below, and to one's own colleagues.
    above = {"expected_version": 2, "owner": EDITOR.sub}
    assert cases.good(APPROVER, "POST", route, above)["owner"] == EDITOR.sub
    assert cases.good(WARD_EDITOR, "GET", f"/cases/{case.id}")["owner_name"] == EDITOR.name


def test_who_takes_a_case_themselves_is_known_from_then_on(
    cases: Door, desk: CaseService, open_table: OpenTable
) -> None:
    case = opened(desk, WARD)
    route = f"/cases/{case.id}/assignment"
    for version in (1, 2):
        cases.good(WARD_EDITOR, "POST", route, {"expected_version": version})
    shown = cases.good(WARD_EDITOR, "GET", f"/cases/{case.id}")
    assert (shown["owner_name"], shown["owner_left"], shown["version"]) == (WARD_EDITOR.name, False, 2)


def test_a_case_whose_owner_has_left_says_so_and_is_given_anew(
    cases: Door, desk: CaseService, open_table: OpenTable
) -> None:
    units = open_table("Units")
    enter(units, WARD_EDITOR, WARD_APPROVER)
    case = opened(desk, WARD)
    route = f"/cases/{case.id}/assignment"
    cases.good(WARD_EDITOR, "POST", route, {"expected_version": 1})
    moved_away = replace(WARD_EDITOR.officer, unit_path=OTHER_WARD)
    there = {officer.id: officer for officer in (moved_away, WARD_APPROVER.officer)}
    keep(there, province=PROVINCE, registry=OfficerStore(units), statistics=desk.statistics)
    shown = cases.good(WARD_APPROVER, "GET", f"/cases/{case.id}")
    assert (shown["owner"], shown["owner_name"], shown["owner_left"]) == ("editor-2", "", True)
    mine = cases.good(WARD_APPROVER, "POST", route, {"expected_version": 2})
    assert mine["owner"] == WARD_APPROVER.sub
    assert cases.good(WARD_APPROVER, "GET", f"/cases/{case.id}")["owner_left"] is False


def test_notes_and_supplements_are_kept_once_per_key(cases: Door, desk: CaseService) -> None:
    case = opened(desk, WARD)
    for _ in range(2):
        cases.good(WARD_EDITOR, "POST", f"/cases/{case.id}/notes", {"text": "Gọi lại."}, key="ghi-chu-1")
        cases.good(WARD_EDITOR, "POST", f"/cases/{case.id}/supplements", {"text": "Cột 12."}, key="bo-sung-1")
    history = cases.good(WARD_EDITOR, "GET", f"/cases/{case.id}")["history"]
    assert [(line["what"], line["text"]) for line in history[1:]] == [
        ("noted", "Gọi lại."),
        ("supplemented", "Cột 12."),
    ]
    for text in ("", " ", "a" * 2001):
        assert cases.ask(WARD_EDITOR, "POST", f"/cases/{case.id}/notes", {"text": text}).status == 422


def test_similar_cases_are_offered_joined_and_parted(cases: Door, desk: CaseService) -> None:
    main, same = opened(desk, WARD), opened(desk, WARD)
    opened(desk, WARD, what="Xin hỏi thủ tục vay vốn hộ nghèo năm nay.")
    opened(desk, OTHER_WARD)
    offered = cases.good(WARD_EDITOR, "GET", f"/cases/{same.id}/similar")["items"]
    assert [item["case_id"] for item in offered] == [main.id]
    body = {"into": main.id, "expected_version": 1}
    joined = cases.good(WARD_EDITOR, "POST", f"/cases/{same.id}/join", body, key="gop-vu-1")
    assert (joined["state"], joined["joined_to"]) == ("joined", main.id)
    assert cases.good(WARD_EDITOR, "POST", f"/cases/{same.id}/join", body, key="gop-vu-1") == joined
    whole = cases.good(WARD_EDITOR, "GET", f"/cases/{main.id}")
    assert whole["members"] == 1
    assert [(item["case_id"], item["code"]) for item in whole["joined"]] == [(same.id, same.code)]
    parted = cases.good(
        WARD_EDITOR, "POST", f"/cases/{same.id}/part", {"expected_version": joined["version"]}
    )
    assert (parted["state"], parted["joined_to"]) == ("received", "")


def test_cases_of_other_units_are_not_joined(cases: Door, desk: CaseService) -> None:
    own, foreign = opened(desk, WARD), opened(desk, OTHER_WARD)
    into = {"into": foreign.id, "expected_version": 1}
    nowhere = {"into": "0" * 22, "expected_version": 1}
    hidden = cases.ask(WARD_EDITOR, "POST", f"/cases/{own.id}/join", into)
    missing = cases.ask(WARD_EDITOR, "POST", f"/cases/{own.id}/join", nowhere)
    assert hidden.status == missing.status == 404
    assert hidden.essence == missing.essence


@pytest.mark.parametrize(
    ("path", "body", "partitions"),
    [
        ("moves", {"move": "accept"}, 1),
        ("assignment", {}, 1),
        ("notes", {"text": "Gọi lại chiều nay."}, 1),
        ("supplements", {"text": "Cột số 12."}, 1),
        ("join", {}, 2),
    ],
)
def test_change__by_an_officer__reads_each_case_once(
    cases: Door, desk: CaseService, path: str, body: dict[str, Any], partitions: int
) -> None:
    case, main = opened(desk, WARD), opened(desk, WARD)
    if path not in {"notes", "supplements"}:
        body = {**body, "expected_version": case.version}
    if path == "join":
        body = {**body, "into": main.id}
    read: list[str] = []

    def note(params: dict[str, Any], **_: Any) -> None:
        asked = json.loads(params["body"])
        if asked["TableName"] == desk.store.table.name:
            read.append(asked.get("KeyConditionExpression", "one row"))

    events = clients.dynamodb().meta.client.meta.events
    events.register("before-call.dynamodb.Query", note)
    events.register("before-call.dynamodb.GetItem", note)
    cases.good(WARD_EDITOR, "POST", f"/cases/{case.id}/{path}", body)
    assert len(read) == partitions
