"""Whose a case is and that nobody forgets it: owners, reminders, letters, a case that comes back."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from loa.casework.cases.rules.deadlines import RULES, plan
from loa.casework.cases.rules.model import CaseKind
from loa.casework.cases.rules.reminders import share
from loa.foundation.working_time.model import WorkingCalendar
from tests.e2e.cases import Case, entered_for, entered_from_paper
from tests.e2e.chat import Resident, linked, once, settle
from tests.e2e.town import PROVINCE, Town

CALENDAR: Final = WorkingCalendar()


def received_at(low: int, high: int) -> datetime:
    """When a report came of whose time for an answer so many per cent have passed by now."""
    now = datetime.now(UTC)
    for minutes in range(0, 60 * 24 * 59, 30):
        came = now - timedelta(minutes=minutes)
        planned = plan(CaseKind.REPORT, came, remote=False, complex=False, rules=RULES, calendar=CALENDAR)
        if low <= share(came, planned.answer_by, (), now, CALENDAR) < high:
            return came
    raise AssertionError(f"no instant at which {low} to {high} % have passed")


def reminded(town: Town, officer: str, unit: str, case: Case) -> list[tuple[int, str]]:
    """What a unit was reminded of about the answer to a case: share and audience, oldest first."""
    items = town.api(officer, "GET", f"/reminders?unit={unit}&limit=200")["items"]
    return [
        (item["share"], item["audience"])
        for item in reversed(items)
        if item["case_id"] == case.case_id and item["share"] < 1000
    ]


def officers_of(town: Town, asking: str, unit: str) -> dict[str, dict[str, Any]]:
    """The officers of a unit by their names, as a colleague sees them."""
    items = town.api(asking, "GET", f"/officers?unit={unit}")["items"]
    return {item["name"]: item for item in items}


def test_reminders_reach_the_owner_then_the_head_then_the_unit_above(town: Town) -> None:
    place = town.connected()
    editor, second = town.officer(place.path, "editor"), town.officer(place.path, "editor")
    head = town.officer(place.path, "approver")
    town.invoke("Roster", {})
    owner_at_zalo = linked(town, Resident(town, place, "cán bộ Hà"), editor)
    second_at_zalo = linked(town, Resident(town, place, "cán bộ Sơn"), second)
    head_at_zalo = linked(town, Resident(town, place, "cán bộ Minh"), head)
    owner = officers_of(town, head, place.path)[town.stack.officer(editor).name]["officer_id"]
    half, most, late = (
        entered_from_paper(town, editor, received_at(*shares)) for shares in ((51, 79), (81, 99), (100, 115))
    )
    very_late = entered_from_paper(town, editor, datetime.now(UTC) - timedelta(days=30))
    for case in (half, most, late, very_late):
        case.move(editor, "accept")
        case.assign(head, owner)
    for _ in range(2):
        town.invoke("Clock", {})
        settle(town)

    assert reminded(town, head, place.path, half) == [(50, "owner")]
    assert reminded(town, head, place.path, most) == [(80, "head")]
    assert reminded(town, head, place.path, late) == [(100, "head")]
    ((climbed, audience),) = reminded(town, head, place.path, very_late)
    assert climbed >= 140, "each five working days are a step"
    assert audience == "head"
    assert reminded(town, "approver", PROVINCE, half) == []
    assert reminded(town, "approver", PROVINCE, most) == []
    assert reminded(town, "approver", PROVINCE, late) == [(100, "above")]
    assert reminded(town, "approver", PROVINCE, very_late) == [(climbed, "above")]
    heard = {"owner": owner_at_zalo.reads(), "head": head_at_zalo.reads(), "other": second_at_zalo.reads()}
    assert [heard["owner"].count(case.code) for case in (half, most, late, very_late)] == [1, 1, 1, 1]
    assert [heard["head"].count(case.code) for case in (half, most, late, very_late)] == [0, 1, 1, 1]
    assert heard["other"] == ""
    assert "đã qua 50% thời hạn" in heard["owner"]
    overdue = town.api(head, "GET", "/cases?overdue=true")["items"]
    assert {item["case_id"] for item in overdue} == {late.case_id, very_late.case_id}
    assert town.numbers(place.path)["cases_overdue"] == 2


def test_only_a_real_colleague_is_given_work_and_who_leaves_is_missed(town: Town) -> None:
    place, elsewhere = town.connected(), town.unit()
    editor, second = town.officer(place.path, "editor"), town.officer(place.path, "editor")
    head, viewer = town.officer(place.path, "approver"), town.officer(place.path, "viewer")
    stranger = town.officer(elsewhere, "editor")
    town.invoke("Roster", {})
    assert town.invoke("Roster", {})["added"] == 0
    found = officers_of(town, head, place.path)
    names = {login: town.stack.officer(login).name for login in (editor, second, head, viewer)}
    assert set(found) == set(names.values())
    assert found[names[viewer]]["works_on_cases"] is False
    assert town.ask(viewer, "GET", "/officers").status_code == 403
    assert town.ask(head, "GET", f"/officers?unit={elsewhere}").status_code == 404
    abroad = officers_of(town, "approver", elsewhere)[town.stack.officer(stranger).name]["officer_id"]

    lan = Resident(town, place, "bà Lan")
    case = entered_for(lan, editor, "Cống đầu xóm tắc, nước ngập vào nhà")
    for owner in ("khong-co-ai", abroad, found[names[viewer]]["officer_id"]):
        order = {"owner": owner, "expected_version": case.read(head)["version"]}
        refused = town.ask(head, "POST", f"{case.route}/assignment", order)
        assert refused.status_code == 422
        assert [error["field"] for error in refused.json()["errors"]] == ["owner"]
        assert town.ask(head, "POST", f"{lan.conversation}/assignment", {"officer": owner}).status_code == 422
    owner = found[names[second]]["officer_id"]
    assert case.assign(head, owner)["owner"] == owner
    assert case.read(head)["owner_name"] == names[second]
    given = town.api(head, "POST", f"{lan.conversation}/assignment", {"officer": owner}, **once())
    assert given["assigned_name"] == names[second]
    assert [item["case_id"] for item in town.api(second, "GET", "/cases?owner=me")["items"]] == [case.case_id]
    assert town.api(editor, "GET", "/cases?owner=me")["items"] == []

    pool = {"UserPoolId": town.stack.outputs["UserPoolId"], "Username": second}
    town.client("cognito-idp").admin_disable_user(**pool)
    assert town.invoke("Roster", {})["removed"] == 1
    shown = case.read(head)
    assert (shown["owner"], shown["owner_left"], shown["owner_name"]) == (owner, True, "")
    left = town.api(head, "GET", "/cases?owner=left")["items"]
    assert [item["case_id"] for item in left] == [case.case_id]
    case.assign(head, found[names[editor]]["officer_id"])
    assert case.read(head)["owner_left"] is False
    assert town.api(head, "GET", "/cases?owner=left")["items"] == []


def test_a_letter_is_entered_for_somebody_who_has_no_zalo(town: Town) -> None:
    place = town.connected()
    editor = town.officer(place.path, "editor")
    came = datetime.now(UTC) - timedelta(days=2)
    order = {
        "kind": "recommendation",
        "channel": "paper",
        "what": "Đề nghị lắp biển báo trước cổng trường",
        "name": "Nguyễn Văn Bình",
        "phone": "0900 000 001",
        "received_at": came.isoformat(),
    }
    key = once()
    made, again = (town.api(editor, "POST", "/cases", order, **key) for _ in range(2))
    assert made == again
    case = Case(town, made["case_id"], made["code"])
    assert town.api(editor, "GET", f"/cases/by-code/{case.code.lower()}")["case_id"] == case.case_id
    shown = case.read(editor)
    assert (shown["channel"], shown["reporter"]["name"]) == ("paper", "Nguyễn Văn Bình")
    assert datetime.fromisoformat(shown["received_at"]) < came + timedelta(seconds=1)
    assert (shown["clock"]["verified"], bool(shown["clock"]["source"])) == (False, True)
    case.move(editor, "return", asked_for="Trường nào?")
    added = {"text": "Trường tiểu học số 2, qua điện thoại."}
    assert town.api(editor, "POST", f"{case.route}/supplements", added, **once())["state"] == "received"
    case.move(editor, "accept")
    case.move(editor, "answer", text="Biển báo đã được lắp.")
    answered = town.api(editor, "GET", "/cases?state=answered")["items"]
    assert [item["case_id"] for item in answered] == [case.case_id]
    assert town.api(editor, "GET", "/cases")["items"] == []
    # Nobody can rate it in a chat: the officer closes it once they have told the writer.
    assert "close" in case.read(editor)["moves"]
    assert case.move(editor, "close")["state"] == "closed"
    settle(town)
    assert town.zalo(f"/messages?limit=0&source=0&oa_id={place.oa_id}")["messages"] == []


def test_one_star_brings_a_case_back_before_all_others(town: Town) -> None:
    place = town.connected()
    editor = town.officer(place.path, "editor")
    older = entered_from_paper(town, editor, datetime.now(UTC) - timedelta(days=1))
    lan = Resident(town, place, "bà Lan")
    case = entered_for(lan, editor, "Đèn đường ngõ 9 không sáng")
    case.move(editor, "accept")
    case.move(editor, "answer", text="Đã thay bóng.")
    lan.waits_for("Đã thay bóng")
    assert "ưu tiên" in lan.writes("1. Tối qua đèn vẫn tắt")
    line, behind = town.api(editor, "GET", "/cases")["items"]
    assert (line["case_id"], line["state"], line["priority"]) == (case.case_id, "reopened", 1)
    assert behind["case_id"] == older.case_id
    shown = case.read(editor)
    assert (shown["satisfaction"], shown["reopened"], shown["answer"]) == (1, 1, "")
    assert shown["clock"]["percent"] == 0
    numbers = town.numbers(place.path)
    assert (numbers["cases_reopened"], numbers["cases_answered"], numbers["cases_unsatisfied"]) == (1, 0, 1)
    case.move(editor, "answer", text="Đã thay cả dây.")
    lan.waits_for("Đã thay cả dây")
    assert "đã xong" in lan.writes("5")
    assert town.numbers(place.path)["cases_answered"] == 1
