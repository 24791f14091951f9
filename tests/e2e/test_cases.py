"""A case from a first word to an answer that is accepted; between units, in secret, by the clock."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

import requests

from tests.e2e.cases import ENTERED, Case, imported
from tests.e2e.chat import PATIENCE, Resident, once, settle, waiting_at
from tests.e2e.town import PROVINCE, Town
from tests.e2e.waiting import wait_until

CODE: Final = re.compile(r"MT-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}")
MATTER: Final = "Đèn đường ngõ 12 hỏng đã hai tuần"


def test_a_case_goes_from_a_chat_to_an_answer_that_the_resident_accepts(town: Town) -> None:
    """Zalo tells everything twice and in disorder all the while."""
    place = town.connected()
    editor, approver = town.officer(place.path, "editor"), town.officer(place.path, "approver")
    town.zalo("/settings", {"webhook_copies": 2, "webhook_shuffle": True})
    lan = Resident(town, place, "bà Lan")
    code = report_by_chat(lan)
    assert "đang xem xét" in lan.writes(code)
    assert waiting_at(town, editor, place.path) == []

    (listed,) = town.api(editor, "GET", f"/cases?unit={place.path}")["items"]
    case = Case(town, listed["case_id"])
    shown = case.read(editor)
    assert (shown["code"], shown["state"], shown["channel"]) == (code, "received", "chat")
    assert (shown["kind"], shown["what"], shown["where"]) == ("report", MATTER, "Ngõ 12, xóm 4")
    assert shown["since"] == "hai tuần nay"
    wait_until(lambda: not case.files(editor)[0]["pending"], "the picture is copied", PATIENCE)
    (picture,) = case.files(editor)
    assert requests.get(picture["url"], timeout=30).content.startswith(b"\xff\xd8\xff")

    case.move(editor, "accept")
    assert "đã nhận giải quyết" in lan.waits_for(code)
    case.move(editor, "return", asked_for="Cột đèn số mấy, gần nhà ai?")
    assert "Cột đèn số mấy" in lan.waits_for(code)
    assert case.read(editor)["clock"]["paused"]
    assert "bổ sung" in lan.writes("Cột số 7, ngay trước cổng trường mầm non")
    assert case.read(editor)["state"] == "received"
    assert case.read(editor)["history"][-1]["text"].startswith("Cột số 7")
    case.move(editor, "accept")
    case.move(editor, "answer", text="Điện lực đã thay bóng đèn chiều nay.")
    assert "xong chưa" in lan.waits_for("Điện lực đã thay bóng")
    assert "đã được mở lại" in lan.writes("2")
    reopened = case.read(editor)
    assert (reopened["state"], reopened["reopened"], reopened["priority"] > 0) == ("reopened", 1, True)
    case.move(editor, "answer", text="Đã thay cả dây và bóng, tối nay đèn sáng.")
    lan.waits_for("tối nay đèn sáng")
    assert "đã xong" in lan.writes("5 rất cảm ơn các bác")

    done = case.read(editor)
    assert (done["state"], done["satisfaction"]) == ("confirmed", 5)
    assert "cảm ơn" in done["satisfaction_word"]
    assert [line["version"] for line in done["history"]] == list(range(1, len(done["history"]) + 1))
    states = [line["state"] for line in done["history"]]
    assert [state for before, state in zip(["", *states], states, strict=False) if state != before] == [
        "received", "accepted", "returned", "received", "accepted", "answered", "reopened", "answered",
        "confirmed",
    ]  # fmt: skip
    told = [text for text in lan.heard() if "đã nhận giải quyết" not in text]  # twice, and rightly so
    assert len(told) == len(set(told)), "something was told twice"
    numbers = town.numbers(place.path)
    assert {name: numbers[name] for name in COUNTED} == COUNTED
    assert waiting_at(town, editor, place.path) == []
    _goes_public(town, case, editor, approver)


COUNTED: Final = {
    "cases_received": 1,
    "cases_report": 1,
    "cases_answered": 1,
    "cases_in_time": 1,
    "cases_in_time_percent": 100,
    "cases_overdue": 0,
    "cases_reopened": 1,
    "cases_rated": 2,
    "cases_stars": 7,
    "cases_unsatisfied": 1,
    "cases_satisfaction_tenths": 35,
}


def _goes_public(town: Town, case: "Case", editor: str, approver: str) -> None:
    """What everybody may read, once a person has taken out what is personal."""
    unit = case.read(editor)["unit"]
    listed = f"/answered-cases?unit={unit}"
    assert town.ask(None, "GET", listed).json()["items"] == []
    words = {
        "text": "Đèn ngõ 12 hỏng, gọi bà Nguyễn Thị Lan 0912 345 678.",
        "answer": "Đã thay bóng đèn.",
        "expected_version": case.read(approver)["version"],
    }
    route = f"/cases/{case.case_id}/release"
    assert town.ask(editor, "POST", route, words, idempotency_key=uuid4().hex).status_code == 403
    refused = town.ask(approver, "POST", route, words, idempotency_key=uuid4().hex)
    assert refused.status_code == 422, refused.text
    assert "0912 345 678" in refused.text
    clean = words | {"text": "Đèn ngõ 12 hỏng hai tuần."}
    assert town.api(approver, "POST", route, clean, **once())["released"]
    (public,) = (first := town.ask(None, "GET", listed)).json()["items"]
    assert (public["text"], public["answer"]) == (clean["text"], clean["answer"])
    assert case.read(editor)["code"] not in first.text
    again = town.ask(None, "GET", listed, if_none_match=first.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    assert town.ask(None, "GET", f"/answered-cases/{public['id']}").json() == public
    assert public in town.ask(None, "GET", "/answered-cases").json()["items"]
    assert not town.api(approver, "DELETE", route)["released"]
    assert town.ask(None, "GET", listed).json()["items"] == []


def test_a_case_that_goes_to_another_unit_is_that_ones_and_both_are_seen_from_above(town: Town) -> None:
    here, there = town.connected(), town.connected()
    mine, theirs = town.officer(here.path, "editor"), town.officer(there.path, "editor")
    lan = Resident(town, here, "bà Lan")
    lan.writes("Nhờ các bác chuyển giúp: trạm bơm xã bên hỏng, ruộng xóm tôi khô")
    entered = town.api(mine, "POST", "/cases", ENTERED | {"conversation": lan.at_their_account}, **once())
    case, code = Case(town, entered["case_id"]), entered["code"]
    assert code in lan.waits_for("Mã: ")
    assert town.ask(theirs, "GET", case.route).status_code == 404
    assert town.ask(theirs, "GET", f"/cases/by-code/{code}").status_code == 404
    seen = case.read(mine)["version"]
    order = {"move": "transfer", "to_path": there.path, "expected_version": seen}
    key = once()
    told = [town.api(mine, "POST", f"{case.route}/moves", order, **key) for _ in range(2)]
    assert told[0] == told[1]
    lan.waits_for("đã chuyển đến")

    (arrived,) = town.api(theirs, "GET", f"/cases?unit={there.path}")["items"]
    assert (arrived["case_id"], arrived["state"]) == (case.case_id, "transferred")
    assert town.api(mine, "GET", f"/cases?unit={here.path}")["items"] == []
    assert case.read(mine)["moves"] == []
    late = order | {"move": "accept", "expected_version": seen + 1}
    assert town.ask(mine, "POST", f"{case.route}/moves", late, idempotency_key=uuid4().hex).status_code == 403
    stale = late | {"expected_version": seen}
    conflict = town.ask(theirs, "POST", f"{case.route}/moves", stale, idempotency_key=uuid4().hex)
    assert (conflict.status_code, conflict.json()["code"]) == (409, "conflict")
    case.move(theirs, "accept")
    assert case.read("editor")["unit"] == there.path
    assert case.case_id in {item["case_id"] for item in _all_cases(town, "editor")}
    case.move(theirs, "answer", text="Xã bên đã sửa xong đường dây.")
    assert code in lan.waits_for("Xã bên đã sửa xong")
    assert town.numbers(here.path)["cases_report"] == 1
    assert town.numbers(there.path)["cases_answered"] == 1

    document = town.api("administrator", "GET", f"/cases/export?unit={there.path}")["document"]
    (exported,) = document["cases"]
    assert (exported["id"], exported["code"], exported["state"]) == (case.case_id, code, "answered")
    back = town.api("administrator", "POST", "/cases/import", document, **once())
    assert (back["opened"], back["unchanged"], back["refused"]) == ([], [case.case_id], {})


def test_cases_of_another_system_come_in_once_and_grow_with_each_revision(town: Town) -> None:
    place = town.connected()
    editor = town.officer(place.path, "editor")
    document = imported(place, datetime.now(UTC), number := uuid4().hex[:8])
    first = town.api("administrator", "POST", "/cases/import", document, **once())
    again = town.api("administrator", "POST", "/cases/import", document, **once())
    assert first["opened"] == again["unchanged"]
    assert len(first["opened"]) == 1
    assert again["opened"] == []
    newer = json.loads(json.dumps(document))
    newer["cases"][0] |= {"revision": 2, "state": "answered", "answer": "Đã nạo vét cống."}
    assert town.api("administrator", "POST", "/cases/import", newer, **once())["supplemented"]
    shown = Case(town, first["opened"][0]).read(editor)
    assert (shown["state"], shown["external_id"]) == ("answered", f"quoc-gia:{number}")
    assert shown["answer"] == "Đã nạo vét cống."
    # An older revision that comes late changes nothing.
    assert town.api("administrator", "POST", "/cases/import", document, **once())["unchanged"]
    numbers = town.numbers(place.path)
    assert (numbers["cases_report"], numbers["cases_answered"]) == (1, 1)
    broken = json.loads(json.dumps(document))
    broken["cases"][0]["details"]["what"] = ""
    refused = town.ask("administrator", "POST", "/cases/import", broken, idempotency_key=uuid4().hex)
    assert refused.status_code == 422
    assert [error["field"] for error in refused.json()["errors"]] == ["cases.0.details.what"]
    assert town.ask(editor, "POST", "/cases/import", document, idempotency_key=uuid4().hex).status_code == 403


def test_the_clock_reminds_of_what_is_late_once_and_tells_the_officer_on_zalo(town: Town) -> None:
    place = town.connected()
    editor, approver = town.officer(place.path, "editor"), town.officer(place.path, "approver")
    boss = Resident(town, place, "cán bộ Minh")
    link = town.api(approver, "POST", "/me/zalo-link", **once())
    assert town.stack.officer(approver).name in boss.writes(link["write"])
    assert waiting_at(town, editor, place.path) == []
    late = imported(place, datetime.now(UTC) - timedelta(days=40))
    (case_id,) = town.api("administrator", "POST", "/cases/import", late, **once())["opened"]
    fresh = {key: value for key, value in ENTERED.items() if key != "channel"} | {"channel": "telephone"}
    town.api(editor, "POST", "/cases", fresh, **once())
    for _ in range(2):
        town.invoke("Clock", {})
        settle(town)
    told = boss.reads()
    assert "ĐÃ QUÁ HẠN" in told
    shown = Case(town, case_id).read(editor)
    assert told.count(shown["code"]) == len(told.splitlines())
    assert shown["clock"]["overdue"]
    assert [line["what"] for line in shown["history"]].count("reminded") == 1
    own = town.api(editor, "GET", f"/reminders?unit={place.path}")["items"]
    assert {reminder["case_id"] for reminder in own} == {case_id}
    above = [
        reminder
        for reminder in town.api("approver", "GET", f"/reminders?unit={PROVINCE}&limit=200")["items"]
        if reminder["case_id"] == case_id
    ]
    assert above
    assert all(reminder["share"] >= 100 for reminder in above)
    numbers = town.numbers(place.path)
    assert (numbers["cases_overdue"], numbers["cases_received"]) == (1, 1)  # the other's came before
    late_ones = town.api(editor, "GET", f"/cases?unit={place.path}&overdue=true")["items"]
    assert [item["case_id"] for item in late_ones] == [case_id]


def report_by_chat(resident: Resident, *, picture: str = "anh.jpg") -> str:
    """Let a resident report through the menu, one question at a time; the code that they are told."""
    resident.does("follow")
    assert "Gửi phản ánh, kiến nghị" in resident.reads()
    for words, asked in (
        ("2", "1. Phản ánh"),
        ("1", "phản ánh việc gì"),
        (MATTER, "ở đâu"),
        ("Ngõ 12, xóm 4", "từ bao giờ"),
        ("hai tuần nay", "ảnh"),
    ):
        assert asked in resident.writes(words)
    resident.does("send_image", url=f"{resident.town.stack.zalo_url}/files/{picture}")
    resident.reads()
    assert "cơ quan, đơn vị nào" in resident.writes("xong")
    summary = resident.writes("bỏ qua")
    assert MATTER in summary
    assert "Ảnh, tài liệu: 1" in summary
    (code,) = set(CODE.findall(resident.writes("có")))
    return str(code)


def _all_cases(town: Town, officer: str) -> list[dict[str, Any]]:
    """Every open case that an officer sees."""
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = town.api(officer, "GET", f"/cases?limit=200{cursor}")
        found += page["items"]
        if not page["next"]:
            return found
        cursor = f"&cursor={page['next']}"
