"""The officers' API of cases: searching, counting, giving many at once, scans, what is alike, next steps."""

import base64
from datetime import timedelta
from typing import Any

import boto3
import pytest

from loa import clock
from loa.casework.cases.desk.lists import Wanted, search
from loa.casework.cases.rows import store as case_rows
from loa.casework.cases.rules.model import CaseKind, Channel, Details, Move, Reporter
from loa.casework.cases.work.opening import Draft
from loa.casework.cases.work.service import CaseService
from loa.ids import new_id
from tests.conftest import OpenTable
from tests.worlds.component.cases import NEW, answered, moved, opened
from tests.worlds.province import (
    CITY,
    EDITOR,
    OTHER_WARD,
    OTHER_WARD_EDITOR,
    PROVINCE,
    VIEWER,
    WARD,
    WARD_EDITOR,
    Door,
    Person,
    enter,
)

JPEG = b"\xff\xd8\xff\xe0" + bytes(64)
PDF = b"%PDF-1.4\n%%EOF\n"


def raised(desk: CaseService, unit: str, what: str, *, days_ago: int = 0, **reporter: str) -> str:
    now = clock.now() - timedelta(days=days_ago)
    details = Details(what, where="trước nhà văn hóa")
    draft = Draft(PROVINCE, unit, CaseKind.REPORT, Channel.PAPER, Reporter(**reporter), details)
    return desk.at(now).open(draft, idempotency_key=f"test#{new_id(now)}", by="x").id


def found(cases: Door, who: Person = WARD_EDITOR, **query: str) -> list[str]:
    return [item["case_id"] for item in cases.good(who, "GET", "/cases/search", **query)["items"]]


def test_search__by_words_phone_name_code_and_period__finds_what_a_person_remembers(
    cases: Door, desk: CaseService
) -> None:
    long_ago = raised(desk, WARD, "Cống tắc", days_ago=20, name="Lê Thị Bưởi", phone="+84 912 345 678")
    lamp = raised(desk, WARD, f"{'rất ' * 30} đèn đường không sáng", name="Vi Văn Sơn", phone="0987.654.321")
    elsewhere = raised(desk, OTHER_WARD, "Cống tắc")
    assert found(cases) == [lamp, long_ago]
    assert found(cases, words="cong TAC") == [long_ago]
    assert found(cases, words="sáng đèn") == [lamp]  # beyond what the line of a list holds
    assert found(cases, words="nha van hoa buoi") == [long_ago]
    for written in ("0912345678", "84 912 345 678", "(+84) 912 345 678", "0084912345678", "912345678"):
        assert found(cases, words=written) == [long_ago]
    assert found(cases, words="654321") == [lamp]
    code = desk.read(lamp).code
    assert found(cases, words=code.lower()) == [lamp]
    day = (clock.now() - timedelta(days=20)).date()
    assert found(cases, last=f"{day + timedelta(days=2)}") == [long_ago]
    assert found(cases, first=f"{day + timedelta(days=2)}") == [lamp]
    assert found(cases, words="cống", kind="question") == []
    assert set(found(cases, EDITOR, unit=CITY, words="cống")) == {long_ago, elsewhere}
    wrong: Any = ({"words": "a" * 101}, {"first": "2026-12-02", "last": "2026-12-01"}, {"unit": OTHER_WARD})
    for query in wrong:
        assert cases.ask(WARD_EDITOR, "GET", "/cases/search", **query).status in {404, 422}
    assert cases.ask(VIEWER, "GET", "/cases/search").status == 403


def test_search__whose_page_is_full__goes_on_behind_the_last_line(
    cases: Door, desk: CaseService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_rows, "LOOKED_AT_MOST", 4)
    wanted = [
        raised(desk, WARD, f"{'Cống tắc' if number % 2 else 'Đèn hỏng'} {number}") for number in range(9)
    ]
    seen, start = [], None
    for _ in range(20):
        page = search(WARD, Wanted("cong tac"), province=PROVINCE, store=desk.store, limit=2, start=start)
        assert len(page.items) <= 2
        seen += [line.id for line in page.items]
        start = page.next_start
        if start is None:
            break
    assert sorted(seen) == sorted(wanted[1::2])


def test_waiting__counts_each_tab_as_the_list_shows_it(
    cases: Door, desk: CaseService, monkeypatch: pytest.MonkeyPatch
) -> None:
    raised(desk, WARD, "Cống tắc")
    taken = moved(desk, desk.read(raised(desk, WARD, "Đèn hỏng")), Move.ACCEPT)
    desk.assign(taken.id, owner=WARD_EDITOR.sub, by="x")
    answered(desk, WARD)
    opened(desk, OTHER_WARD)

    def counts(who: Person = WARD_EDITOR, **query: str) -> dict[str, Any]:
        shown: dict[str, Any] = cases.good(who, "GET", "/cases/waiting", **query)
        return shown

    own = {"overdue": 0, "today": 0, "to_accept": 1, "mine": 1, "open": 2, "complete": True}
    assert counts() == own
    assert counts(EDITOR, unit=CITY) == own | {"to_accept": 2, "mine": 0, "open": 3}
    late = clock.now() + timedelta(days=60)
    monkeypatch.setattr(clock, "now", lambda: late)
    assert counts()["overdue"] == 2
    assert cases.ask(WARD_EDITOR, "GET", "/cases/waiting", unit=CITY).status == 404


def test_assignments__of_many__give_what_can_be_given_and_say_why_not(
    cases: Door, desk: CaseService, open_table: OpenTable
) -> None:
    enter(open_table("Units"), WARD_EDITOR)
    mine, done, foreign = opened(desk, WARD), answered(desk, WARD), opened(desk, OTHER_WARD)
    body = {"cases": [mine.id, done.id, foreign.id, "0" * 22, mine.id], "owner": None}
    given = cases.good(WARD_EDITOR, "POST", "/cases/assignments", body, key="giao-nhieu-1")["items"]
    assert [(one["case_id"], one["given"]) for one in given] == [
        (mine.id, True), (done.id, False), (foreign.id, False), ("0" * 22, False),
    ]  # fmt: skip
    assert all(one["refusal"] for one in given[1:])
    assert given[2]["refusal"] == given[3]["refusal"]  # not yours, or not there: the same
    assert cases.good(WARD_EDITOR, "POST", "/cases/assignments", body, key="giao-nhieu-1")["items"] == given
    listed = cases.good(WARD_EDITOR, "GET", "/cases", owner="me")["items"]
    assert [(one["case_id"], one["owner_name"], one["unit_name"]) for one in listed] == [
        (mine.id, WARD_EDITOR.name, "Phường Hà Huy Tập")
    ]
    stranger = {"cases": [mine.id], "owner": OTHER_WARD_EDITOR.sub}
    assert not cases.good(WARD_EDITOR, "POST", "/cases/assignments", stranger)["items"][0]["given"]
    assert cases.ask(WARD_EDITOR, "POST", "/cases/assignments", {"cases": []}).status == 422
    shown = cases.good(WARD_EDITOR, "GET", f"/cases/{mine.id}")
    assert shown["people"][WARD_EDITOR.sub] == WARD_EDITOR.name
    assert shown["units"] == {WARD: "Phường Hà Huy Tập"}


def test_entry__with_scans__keeps_them_with_the_case_alone(cases: Door) -> None:
    scans = [base64.b64encode(content).decode() for content in (JPEG, PDF, JPEG)]
    made = cases.good(WARD_EDITOR, "POST", "/cases", NEW | {"scans": scans}, key="ban-chup-1")
    assert len(made["attachments"]) == 2  # the same picture twice is one
    files = cases.good(WARD_EDITOR, "GET", f"/cases/{made['case_id']}/attachments")["items"]
    assert [(file["name"], file["type"]) for file in files] == [
        ("Bản chụp 1.jpg", "image/jpeg"), ("Bản chụp 2.pdf", "application/pdf"),
    ]  # fmt: skip
    assert all(f"/attachments/scans/{made['case_id']}/" in file["url"] for file in files)
    for wrong in (b"MZ\x90\x00", b"<html>", JPEG + bytes(4 * 1024 * 1024)):
        body = NEW | {"scans": [base64.b64encode(wrong).decode()]}
        assert cases.ask(WARD_EDITOR, "POST", "/cases", body).status == 422
    kept = boto3.client("s3").list_objects_v2(Bucket="loa-attachments")["Contents"]
    assert {item["Key"].split("/")[-2] for item in kept} == {made["case_id"]}


def test_similar__before_anything_is_entered__offers_open_cases_of_the_unit(
    cases: Door, desk: CaseService
) -> None:
    known = raised(desk, WARD, "Đèn đường trước nhà văn hóa hỏng")
    raised(desk, OTHER_WARD, "Đèn đường trước nhà văn hóa hỏng")
    draft = {"kind": "report", "what": "đèn đường ở nhà văn hóa hỏng rồi", "where": ""}
    alike = cases.good(WARD_EDITOR, "POST", "/cases/similar", draft)["items"]
    assert [case["case_id"] for case in alike] == [known]
    assert len(cases.good(WARD_EDITOR, "GET", "/cases", all="true")["items"]) == 1
    assert cases.ask(WARD_EDITOR, "POST", "/cases/similar", draft | {"unit": OTHER_WARD}).status == 404


def test_steps__offered__are_those_that_are_taken(cases: Door, desk: CaseService) -> None:
    case = opened(desk, WARD)
    for move in (Move.ACCEPT, Move.START):
        shown = cases.good(WARD_EDITOR, "GET", f"/cases/{case.id}")
        steps = {step["move"] for step in shown["steps"]}
        assert steps == set(shown["moves"]) - {"join", "part", "supply"}
        assert all(step["title"] and ";" in step["effect"] for step in shown["steps"])
        assert move in steps
        moved(desk, case, move)
    transfer = next(step for step in shown["steps"] if step["move"] == "transfer")
    assert (transfer["needed"], transfer["optional"]) == (["to_path"], ["next_step"])
