"""The officers' API of cases: lists, one case, its files, reminders and rules."""

import json
from datetime import timedelta
from typing import Any

import pytest

from loa import clock
from loa.casework.cases.rules.model import CaseKind, Channel, Details, Move, Reporter
from loa.casework.cases.work.opening import Draft
from loa.casework.cases.work.service import CaseService
from tests.component.conftest import connect
from tests.conftest import OpenTable
from tests.worlds.component.cases import MATTER, answered, moved, opened
from tests.worlds.province import (
    ADMINISTRATOR,
    CITY,
    EDITOR,
    OTHER_WARD,
    OTHER_WARD_EDITOR,
    PROVINCE,
    TOWN,
    WARD,
    WARD_EDITOR,
    Door,
    Person,
    cursor,
    enter,
)


def test_the_worklist_of_a_unit_and_those_below(cases: Door, desk: CaseService) -> None:
    of_ward, of_other = opened(desk, WARD), opened(desk, OTHER_WARD)
    done = answered(desk, WARD)
    assert [item["case_id"] for item in cases.good(WARD_EDITOR, "GET", "/cases")["items"]] == [of_ward.id]
    of_city = cases.good(EDITOR, "GET", "/cases", unit=CITY)["items"]
    assert [item["case_id"] for item in of_city] == [of_other.id, of_ward.id]
    everything = cases.good(WARD_EDITOR, "GET", "/cases", all="true")["items"]
    assert [item["case_id"] for item in everything] == [done.id, of_ward.id]
    assert cases.good(EDITOR, "GET", "/cases", unit=TOWN) == {"items": [], "next": None}


def test_the_worklist_is_filtered(cases: Door, desk: CaseService) -> None:
    first, second = opened(desk, WARD), moved(desk, opened(desk, WARD), Move.ACCEPT)
    desk.assign(second.id, owner="editor-2", by="x")

    def found(**query: str) -> set[str]:
        return {item["case_id"] for item in cases.good(WARD_EDITOR, "GET", "/cases", **query)["items"]}

    assert found(state="accepted") == {second.id}
    assert found(state="received") == {first.id}
    assert found(kind="complaint") == set()
    assert found(kind="report") == {first.id, second.id}
    assert found(owner="me") == {second.id}
    assert found(owner="none") == {first.id}
    assert found(owner="somebody") == set()
    assert found(overdue="true") == set()


def test_what_is_done_is_found_by_its_state(cases: Door, desk: CaseService) -> None:
    opened(desk, WARD)
    done, other = answered(desk, WARD), answered(desk, OTHER_WARD)
    assert [
        item["case_id"] for item in cases.good(WARD_EDITOR, "GET", "/cases", state="answered")["items"]
    ] == [done.id]
    of_all = cases.good(EDITOR, "GET", "/cases", state="answered")["items"]
    assert {item["case_id"] for item in of_all} == {done.id, other.id}
    assert cases.good(EDITOR, "GET", "/cases", state="closed")["items"] == []


def test_a_filtered_list_fills_its_pages(
    cases: Door, desk: CaseService, open_table: OpenTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("loa.casework.cases.rows.store._LOOKED_AT_ONCE", 2)
    wanted = set()
    for number in range(9):
        case = opened(desk, (WARD, OTHER_WARD, CITY)[number % 3])
        if number % 2:
            desk.assign(case.id, owner="editor-1", by="x")
            wanted.add(case.id)
    for query in ({"owner": "me"}, {"owner": "me", "all": "true"}, {"owner": "me", "kind": "report"}):
        sizes, seen = paged(cases, limit=3, **query)
        assert (sizes[0], len(seen), set(seen)) == (3, 4, wanted)
    sizes, seen = paged(cases, limit=3, owner="none")
    assert (sizes[:1], len(seen)) == ([3], 5)
    assert not set(seen) & wanted
    of_ward = cases.good(EDITOR, "GET", "/cases", owner="me", unit=WARD)["items"]
    assert {item["unit"] for item in of_ward} == {WARD}
    monkeypatch.setattr("loa.casework.cases.rows.store.LOOKED_AT_MOST", 2)
    sizes, seen = paged(cases, limit=3, owner="none")
    assert len(sizes) > 2, "it looks at few lines for one page"
    assert len(seen) == len(set(seen)) == 5


def test_what_is_somebody_elses_is_not_found_by_their_name(cases: Door, desk: CaseService) -> None:
    here, elsewhere = opened(desk, WARD), opened(desk, OTHER_WARD)
    for case in (here, elsewhere):
        desk.assign(case.id, owner="editor-9", by="x")
    found = cases.good(WARD_EDITOR, "GET", "/cases", owner="editor-9")["items"]
    assert [item["case_id"] for item in found] == [here.id]
    done = moved(desk, moved(desk, here, Move.ACCEPT), Move.ANSWER, text="Đã thay bóng đèn.")
    assert cases.good(WARD_EDITOR, "GET", "/cases", owner="editor-9")["items"] == []
    (line,) = cases.good(WARD_EDITOR, "GET", "/cases", owner="editor-9", all="true")["items"]
    assert line["case_id"] == done.id


def test_cases_whose_owner_has_left_are_found(cases: Door, desk: CaseService, open_table: OpenTable) -> None:
    enter(open_table("Units"), WARD_EDITOR, OTHER_WARD_EDITOR, EDITOR)
    for owner in (WARD_EDITOR.sub, EDITOR.sub, ""):
        desk.assign(opened(desk, WARD).id, owner=owner, by="x")
    orphans = set()
    for owner in ("gone", OTHER_WARD_EDITOR.sub):
        case = opened(desk, WARD)
        desk.assign(case.id, owner=owner, by="x")
        orphans.add(case.id)
    found = cases.good(WARD_EDITOR, "GET", "/cases", owner="left")["items"]
    assert {item["case_id"] for item in found} == orphans


def paged(cases: Door, **query: Any) -> tuple[list[int], list[str]]:
    """All pages of a list: how long each is, and whose cases they hold."""
    sizes: list[int] = []
    seen: list[str] = []
    following: dict[str, str] = {}
    while True:
        body = cases.good(EDITOR, "GET", "/cases", **query, **following)
        sizes.append(len(body["items"]))
        seen += [item["case_id"] for item in body["items"]]
        if body["next"] is None:
            return sizes, seen
        following = {"cursor": body["next"]}


def test_what_is_late_says_so(cases: Door, desk: CaseService, monkeypatch: pytest.MonkeyPatch) -> None:
    case = opened(desk, WARD)
    later = clock.now() + timedelta(days=30)
    monkeypatch.setattr(clock, "now", lambda: later)
    (line,) = cases.good(WARD_EDITOR, "GET", "/cases", overdue="true")["items"]
    assert (line["case_id"], line["overdue"]) == (case.id, True)
    shown = cases.good(WARD_EDITOR, "GET", f"/cases/{case.id}")["clock"]
    assert (shown["overdue"], shown["working_minutes_left"]) == (True, 0)
    assert shown["percent"] >= 100


def test_pages_together_are_the_whole_list(cases: Door, desk: CaseService) -> None:
    wanted = {opened(desk, unit).id for unit in (WARD, WARD, WARD, OTHER_WARD, CITY)}
    for more in ({}, {"all": "true"}):
        seen: list[str] = []
        following: dict[str, str] = {}
        while True:
            body = cases.good(EDITOR, "GET", "/cases", limit=2, **more, **following)
            seen += [item["case_id"] for item in body["items"]]
            if body["next"] is None:
                break
            following = {"cursor": body["next"]}
        assert len(seen) == 5
        assert set(seen) == wanted


def test_a_forged_cursor_opens_nothing(cases: Door, desk: CaseService) -> None:
    case = opened(desk, OTHER_WARD)
    key = {"partition": f"case#{case.id}", "sort": "case"}
    for made_up in (
        cursor(**key, open_in=PROVINCE, open_order=f"{OTHER_WARD}#9#2026#{case.id}"),
        cursor(**key, open_in="41", open_order=f"{WARD}#9#2026#x"),
        cursor(**key, open_in=PROVINCE, open_order=f"{WARD}0#9#2026#x"),
        cursor(**key),
        "none",
    ):
        reply = cases.ask(WARD_EDITOR, "GET", "/cases", cursor=made_up)
        assert (reply.status, set(reply.faults)) == (422, {"cursor"})


@pytest.mark.parametrize(
    "query", [{"state": "lost"}, {"kind": "x"}, {"limit": "0"}, {"overdue": "perhaps"}, {"owner": "x" * 65}]
)
def test_filters_have_values(cases: Door, query: dict[str, Any]) -> None:
    reply = cases.ask(WARD_EDITOR, "GET", "/cases", **query)
    assert (reply.status, set(reply.faults)) == (422, set(query))


def test_a_case_comes_with_its_history_its_clock_and_what_may_be_done(cases: Door, desk: CaseService) -> None:
    case = moved(desk, opened(desk, WARD), Move.ACCEPT)
    body = cases.good(WARD_EDITOR, "GET", f"/cases/{case.id}")
    assert [line["what"] for line in body["history"]] == ["opened", "accept"]
    assert [line["version"] for line in body["history"]] == [1, 2]
    assert set(body["moves"]) == {
        "answer", "hand_outside", "join", "return", "start", "transfer", "withdraw",
    }  # fmt: skip
    assert body["clock"]["due"] == body["answer_by"]
    assert body["clock"]["paused"] is False
    assert body["clock"]["working_minutes_left"] > 0
    assert 0 <= body["clock"]["percent"] < 100
    assert body["similar"] == f"/cases/{case.id}/similar"
    assert body["clock"]["verified"] is False
    assert "chờ Ban Thường trực Ủy ban MTTQ Việt Nam tỉnh xác nhận" in body["clock"]["source"]
    assert body["joined"] == []
    waiting = moved(desk, case, Move.RETURN, asked_for="Số cột đèn?")
    assert cases.good(WARD_EDITOR, "GET", f"/cases/{waiting.id}")["clock"]["paused"] is True


def test_what_a_resident_does_themselves_is_not_offered_and_not_taken(
    cases: Door, desk: CaseService, open_table: OpenTable
) -> None:
    connect(open_table, WARD)
    case = moved(desk, opened(desk, WARD, by_chat=True), Move.ACCEPT)
    assert "withdraw" not in cases.good(WARD_EDITOR, "GET", f"/cases/{case.id}")["moves"]
    done = moved(desk, case, Move.ANSWER, text="Đã sửa.")
    body = cases.good(WARD_EDITOR, "GET", f"/cases/{done.id}")
    assert body["moves"] == ["reopen"]
    for step in ("confirm", "withdraw"):
        move = {"move": step, "expected_version": done.version}
        reply = cases.ask(WARD_EDITOR, "POST", f"/cases/{done.id}/moves", move)
        assert (reply.status, set(reply.faults)) == (422, {"move"})


def test_a_case_is_found_by_the_code_that_a_resident_reads_out(cases: Door, desk: CaseService) -> None:
    case = opened(desk, WARD)
    for spoken in (case.code, case.code.lower(), case.code.replace("-", " "), case.code.replace("-", "")):
        assert cases.good(WARD_EDITOR, "GET", f"/cases/by-code/{spoken}")["case_id"] == case.id
    unknown = "MT-2222-2222-22"
    hidden = [
        cases.ask(OTHER_WARD_EDITOR, "GET", f"/cases/by-code/{case.code}"),
        cases.ask(WARD_EDITOR, "GET", f"/cases/by-code/{unknown}"),
        cases.ask(WARD_EDITOR, "GET", f"/cases/by-code/{'x' * 65}"),
        cases.ask(WARD_EDITOR, "GET", "/cases/by-code/%2e%2e"),
    ]
    assert {reply.status for reply in hidden} == {404}
    assert all(reply.essence == hidden[0].essence for reply in hidden)


@pytest.mark.parametrize("name", ["x", "..", "0" * 21, "G" * 22, "case#1", "%00", "0" * 5000])
def test_a_name_that_is_none_finds_nothing(cases: Door, name: str) -> None:
    for method, path in (("GET", ""), ("GET", "/similar"), ("GET", "/redaction"), ("DELETE", "/release")):
        assert cases.ask(ADMINISTRATOR, method, f"/cases/{name}{path}").status == 404


def test_the_files_of_a_case_are_handed_out_for_five_minutes(
    cases: Door, desk: CaseService, open_table: OpenTable
) -> None:
    sort = "2026-11-20T01:00:00.000Z#tin-1"
    kept = {"key": "attachments/oa/1/x.jpg", "type": "image/jpeg", "size": 7, "name": "ảnh.jpg"}
    open_table("Audience").put(
        {
            "partition": f"conversation#oa-{WARD}#77",
            "sort": sort,
            "attachments": [{"kind": "image", "url": "https://zalo.example/MARKED"}] * 3,
            "copies": {"0": kept, "1": {"failed": "too_large"}},
        }
    )
    references = tuple(f"message#{sort}#{number}" for number in range(5))
    draft = Draft(
        PROVINCE,
        WARD,
        CaseKind.REPORT,
        Channel.CHAT,
        Reporter(f"oa-{WARD}", "77", WARD),
        Details(MATTER, attachments=(*references, "message#x#-1", "attachments/../../secret", "")),
        notify=False,
    )
    case = desk.open(draft, idempotency_key="files", by="resident")
    items = cases.good(WARD_EDITOR, "GET", f"/cases/{case.id}/attachments")["items"]
    assert [(item["pending"], item["failed"], bool(item["url"])) for item in items] == [
        (False, "", True),
        (False, "too_large", False),
        (True, "", False),
    ]
    assert "loa-attachments" in items[0]["url"]
    assert "MARKED" not in json.dumps(items)
    assert cases.ask(OTHER_WARD_EDITOR, "GET", f"/cases/{case.id}/attachments").status == 404
    without = opened(desk, WARD)
    assert cases.good(WARD_EDITOR, "GET", f"/cases/{without.id}/attachments")["items"] == []


def test_the_deadlines_in_force_say_where_they_come_from(cases: Door) -> None:
    items = cases.good(WARD_EDITOR, "GET", "/cases/rules")["items"]
    complaint = next(item for item in items if item["kind"] == "complaint")
    assert (complaint["accept"], complaint["answer"], complaint["remote_complex_answer"]) == (10, 30, 60)
    assert complaint["verified"] is False
    assert "Chưa ai đọc" in complaint["read_by"]
    general = next(item for item in items if item["kind"] is None)
    assert general["verified"] is False
    assert all(item["source"] for item in items)


def test_a_unit_without_reminders_has_an_empty_list(cases: Door) -> None:
    assert cases.good(WARD_EDITOR, "GET", "/reminders") == {"items": [], "next": None}
    assert cases.ask(WARD_EDITOR, "GET", "/reminders", unit=OTHER_WARD).status == 404
    forged = cases.ask(
        WARD_EDITOR, "GET", "/reminders", cursor=cursor(partition=f"reminders#{CITY}", sort="x")
    )
    assert (forged.status, set(forged.faults)) == (422, {"cursor"})


def test_an_officer_links_their_own_zalo(cases: Door) -> None:
    made = cases.good(WARD_EDITOR, "POST", "/me/zalo-link", key="lien-ket-1")
    assert made["write"] == f"CB {made['code']}"
    assert cases.good(WARD_EDITOR, "POST", "/me/zalo-link", key="lien-ket-1") == made
    assert len(made["code"]) == 8
    assert cases.ask(Person("nobody", WARD, ""), "POST", "/me/zalo-link").status == 403
