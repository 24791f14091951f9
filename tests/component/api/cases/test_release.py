"""The officers' API of cases: what becomes public."""

import json

import pytest

from loa.casework.cases.rules.model import Move
from loa.casework.cases.work.service import CaseService
from tests.worlds.component.cases import WARD_APPROVER, answered, moved, opened
from tests.worlds.doors import load
from tests.worlds.province import (
    CITY,
    OTHER_WARD,
    OTHER_WARD_EDITOR,
    PROVINCE,
    TOWN,
    WARD,
    WARD_EDITOR,
    Door,
    Person,
    door,
)


def test_a_person_redacts_and_an_approver_releases(
    cases: Door, desk: CaseService, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = opened(desk, WARD, what="Ông Nguyễn Văn A, số 0912345678, báo đèn hỏng.")
    case = moved(desk, moved(desk, case, Move.ACCEPT), Move.ANSWER, text="Đã thay bóng đèn.")
    marked = cases.good(WARD_APPROVER, "GET", f"/cases/{case.id}/redaction")
    assert {"phone", "name"} <= {mark["kind"] for mark in marked["marks"]}
    assert all(
        marked[mark["field"]][mark["start"] : mark["end"]] == mark["words"] for mark in marked["marks"]
    )
    assert "0912345678" not in marked["proposed_text"]
    route = f"/cases/{case.id}/release"
    body = {"text": marked["text"], "answer": marked["answer"], "expected_version": case.version}
    left = cases.ask(WARD_APPROVER, "POST", route, body)
    assert (left.status, set(left.faults)) == (422, {"text"})
    body["text"] = marked["proposed_text"]
    released = cases.good(WARD_APPROVER, "POST", route, body, key="cong-khai-1")
    assert released["released"] is True
    assert cases.good(WARD_APPROVER, "POST", route, body, key="cong-khai-1") == released
    monkeypatch.setenv("PUBLIC_URL", "https://loa.example.vn")
    public = door("miniapp", load("miniapp"))
    for unit in (WARD, CITY, PROVINCE):
        (item,) = public.ask(None, "GET", "/answered-cases", unit=unit).body["items"]
        assert (item["text"], item["answer"], item["unit"]) == (body["text"], "Đã thay bóng đèn.", WARD)
        assert case.id not in json.dumps(item)
        assert public.ask(None, "GET", f"/answered-cases/{item['id']}").body == item
    for _ in range(2):
        assert cases.good(WARD_APPROVER, "DELETE", route)["released"] is False
    assert public.ask(None, "GET", "/answered-cases").body["items"] == []
    assert public.ask(None, "GET", f"/answered-cases/{item['id']}").status == 404


def test_whoever_raised_the_case_is_not_named_by_it(cases: Door, desk: CaseService) -> None:
    case = answered(desk, WARD)
    name, phone = case.reporter.name, case.reporter.phone
    assert (name, phone) == ("Lê Thị B", "0987654321")
    route = f"/cases/{case.id}/release"
    for words, left in (
        ("Bà le thi b báo", "le thi b"),
        ("gọi 0987.654", "0987.654"),
        ("LÊ.THỊ.B", "LÊ.THỊ.B"),
    ):
        body = {"text": words, "answer": "Đã thay.", "expected_version": case.version}
        refused = cases.ask(WARD_APPROVER, "POST", route, body)
        assert (refused.status, set(refused.faults)) == (422, {"text"})
        assert left in refused.faults["text"]
    confirmed = {"text": "Bà le thi b báo", "answer": "Đã thay.", "expected_version": case.version}
    assert cases.good(WARD_APPROVER, "POST", route, confirmed | {"confirmed": ["le thi b"]})["released"]


def test_of_a_long_matter_as_much_is_proposed_as_may_be_public(cases: Door, desk: CaseService) -> None:
    """And no number is cut in two: the half that is left would look like none."""
    before = "đèn hỏng " * 221
    case = opened(desk, WARD, what=f"{before}0912 345 678 {'đường tối ' * 800}")
    marked = cases.good(WARD_APPROVER, "GET", f"/cases/{case.id}/redaction")
    assert marked["text"] == f"{before.strip()}…"
    assert cases.good(WARD_APPROVER, "GET", f"/cases/{case.id}")["what"].endswith("đường tối")


def test_only_an_answered_case_becomes_public(cases: Door, desk: CaseService) -> None:
    case = opened(desk, WARD)
    body = {"text": "Đèn hỏng", "answer": "Đã sửa", "expected_version": 1}
    assert cases.ask(WARD_APPROVER, "POST", f"/cases/{case.id}/release", body).status == 409
    assert cases.ask(WARD_EDITOR, "POST", f"/cases/{case.id}/release", body).status == 403


def test_who_released_a_case_takes_it_off_the_list_wherever_it_is_now(cases: Door, desk: CaseService) -> None:
    """A case that the list still shows, as it was kept when a reopened one did not leave it by itself."""
    case = answered(desk, WARD)
    route = f"/cases/{case.id}/release"
    body = {"text": "Đèn hỏng", "answer": "Đã thay.", "expected_version": case.version}
    released = cases.good(WARD_APPROVER, "POST", route, body)
    desk.store.table.update(
        f"case#{case.id}",
        "case",
        set={"unit_path": OTHER_WARD, "listed_order": f"{OTHER_WARD}#{released['received_at']}#{case.id}"},
    )
    assert cases.ask(OTHER_WARD_EDITOR, "DELETE", route).status == 403, "an editor releases nothing"
    stranger = Person("approver-9", TOWN, "approver")
    assert cases.ask(stranger, "DELETE", route).status == 404
    assert cases.good(WARD_APPROVER, "DELETE", route)["released"] is False
    holder = Person("approver-4", OTHER_WARD, "approver")
    assert cases.good(holder, "DELETE", route)["released"] is False
