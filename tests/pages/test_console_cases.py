"""Pages of cases: the list, one case and its steps, two officers at one case, what is another unit's."""

import gzip
from dataclasses import replace
from typing import Any

import pytest

from loa import clock
from loa.casework.cases.case_moves import move_unit
from loa.casework.cases.rows.keys import case_key
from loa.casework.cases.rows.models import StoredCase
from loa.casework.cases.rows.rows import head_row
from loa.casework.cases.rules.model import CaseState, Move
from loa.dialogue.desk.canned_answers import CannedAnswerStore
from loa.foundation.officers.model import Role
from loa.platform.aws import clients
from tests.conftest import OpenTable
from tests.pages.reading import Element, check
from tests.worlds.console import OfficerBrowser, body_of
from tests.worlds.console_cases import COMMUNE, FLOODED, LIST, OTHER, CaseWorld, case_world

HOSTILE = "<script>alert(1)</script> \"' {{ 7 * 7 }} =1+1"


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> CaseWorld:
    return case_world(open_table, monkeypatch)


@pytest.fixture
def hoa(world: CaseWorld) -> OfficerBrowser:
    return world.sign_in("Trần Thị Hoa")


def listed(page: Element) -> list[str]:
    return [box.get("value") for box in page.all("input") if box.get("name") == "case"]


def steps_on(page: Element) -> list[str]:
    return [box.get("value") for box in page.all("input") if box.get("name") == "move"]


def said(hoa: OfficerBrowser, answer: dict[str, Any]) -> str:
    return hoa.follow(answer).text()


def hidden_of(page: Element) -> dict[str, str]:
    boxes = [box for box in page.all("input") if box.get("type") == "hidden"]
    return {
        box.get("name"): box.get("value") for box in boxes if box.get("name") in {"csrf", "khoa", "sheet"}
    }


def hoa_page(browser: OfficerBrowser, answer: dict[str, Any]) -> Element:
    """The page in an answer, as the one that is open."""
    browser.here = f"{LIST}/moi"
    return check(body_of(answer))


def secrets_of(page: Element) -> dict[str, str]:
    boxes = {box.get("name"): box.get("value") for box in page.all("input") if box.get("type") == "hidden"}
    return {name: boxes[name] for name in ("csrf", "khoa")}


def test_a_case_that_went_along_with_its_unit__names_the_old_one_and_the_new_one(world: CaseWorld) -> None:
    case = world.raised()
    assert move_unit("40", COMMUNE, OTHER, service=world.desk, enough=lambda: False).rows == 1
    page = world.sign_in("Lê Văn Tám", OTHER).page(f"{LIST}/{case.id}")
    assert "Xã Yên Thành nay là Phường Thành Vinh, theo sắp xếp đơn vị" in page.text()


def test_canned_answer__put_into_the_answer__keeps_what_was_typed_and_says_what_is_missing(
    world: CaseWorld, hoa: OfficerBrowser, open_table: OpenTable
) -> None:
    store, now = CannedAnswerStore(open_table("Content")), clock.now()
    for unit, name, text in (
        ("40", "hen-ngay", "Chung của tỉnh."),
        (COMMUNE, "hen-ngay", "Chào {ten}, mã {ma}."),
        ("40", "cho", "Xin chờ tới {han}."),
    ):
        store.keep(unit, name, title=f"Mẫu {name}", text=text, version=0, officer_id="chief", now=now)
    case = world.moved(world.raised(), Move.ACCEPT)
    address = f"{LIST}/{case.id}"
    typed = {**hidden_of(hoa.page(address)), "move": "answer", "answer_text": "Dạ,", "version": case.version}
    listed = check(body_of(hoa.post(f"{address}/mau-cau", {**typed, "opens": "mau"})))
    picks = [each for each in listed.all("button") if each.get("name") == "canned"]
    assert [each.get("value") for each in picks] == ["cho", "hen-ngay"]
    assert "Chung của tỉnh" not in listed.text(), "the commune has its own words"
    chosen = check(body_of(hoa.post(f"{address}/mau-cau", {**typed, "canned": "hen-ngay"})))
    (box,) = [each for each in chosen.all("textarea") if each.get("name") == "answer_text"]
    assert "".join(map(str, box.children)).strip() == f"Dạ,\nChào Nguyễn Thị Lan, mã {case.code}."
    left = hoa.send(hoa.page(address), f"{address}/buoc?muc=open", move="answer", answer_text="Hẹn {ngày}.")
    assert left["statusCode"] == 422
    assert "Còn chỗ chưa điền: {ngày}" in body_of(left)
    assert hoa.post(f"{address}/mau-cau", {**typed, "canned": "khong-co"})["statusCode"] == 404
    assert world.desk.read(case.id).state is CaseState.ACCEPTED


def test_a_step__after_somebody_was_faster__says_who_and_keeps_what_was_typed(
    world: CaseWorld, hoa: OfficerBrowser
) -> None:
    minh = world.sign_in("Lê Đức Minh")
    case = world.moved(world.raised(), Move.ACCEPT)
    mine = hoa.page(f"{LIST}/{case.id}")
    theirs = minh.page(f"{LIST}/{case.id}")
    action = f"{LIST}/{case.id}/buoc?muc=open"
    minh.send(
        theirs,
        action,
        move="hand_outside",
        hand_outside_body="Ủy ban nhân dân xã",
        hand_outside_next_step="Kiểm tra",
    )
    answer = hoa.send(mine, action, move="answer", answer_text="Nước đã rút từ sáng.")
    assert answer["statusCode"] == 409
    text = body_of(answer)
    assert "Lê Đức Minh vừa làm lúc" in text
    assert "Chuyển Ủy ban nhân dân xã" in text
    assert "Nước đã rút từ sáng." in text
    assert world.desk.read(case.id).state is CaseState.OUTSIDE
    hoa.here = f"{LIST}/{case.id}/buoc"
    again = hoa.send(hoa_page(hoa, answer), action)
    assert again["statusCode"] == 303  # the version is the present one by now, the words are still there
    assert world.desk.read(case.id).answer == "Nước đã rút từ sáng."


def test_every_step_that_is_offered__can_be_taken(world: CaseWorld, hoa: OfficerBrowser) -> None:
    facts = {
        "return_asked_for": "Nhà ở đâu?", "transfer_to_path": OTHER, "hand_outside_body": "Ủy ban xã",
        "hand_outside_next_step": "Xem", "refuse_reason": "Đã có kết luận", "refuse_legal_ground": "Điều 28",
        "answer_text": "Xong.",
    }  # fmt: skip
    for begun in ((), (Move.ACCEPT,), (Move.ACCEPT, Move.ANSWER), (Move.HAND_OUTSIDE,)):
        case = world.raised(FLOODED)
        for move in begun:
            case = world.moved(case, move, text="Xong.", body="Sở", next_step="Xem")
        offered = steps_on(hoa.page(f"{LIST}/{case.id}"))
        assert offered
        for step in offered:
            fresh = world.raised(FLOODED)
            for before in begun:
                fresh = world.moved(fresh, before, text="Xong.", body="Sở", next_step="Xem")
            page = hoa.page(f"{LIST}/{fresh.id}")
            sent = hoa.send(page, f"{LIST}/{fresh.id}/buoc?muc=open", move=step, **facts)
            assert sent["statusCode"] == 303, (begun, step)


def test_the_list__shows_least_time_first__finds_gives_and_prints(
    world: CaseWorld, hoa: OfficerBrowser
) -> None:
    minh = world.sign_in("Lê Đức Minh").officer
    soon, late = world.raised("Cống tắc"), world.raised("Đèn hỏng", days_ago=40)
    paused = world.moved(world.raised("Rác", days_ago=50), Move.RETURN, asked_for="Ở đâu?")
    elsewhere = world.raised("Cống tắc", OTHER)
    page = hoa.page(LIST)
    assert listed(page) == [late.id, soon.id, paused.id]
    assert listed(hoa.page(f"{LIST}?muc=overdue")) == [late.id]
    assert listed(hoa.page(f"{LIST}?tim=cong+tac")) == [soon.id]
    assert listed(hoa.page(f"{LIST}?tim=0912345678&muc=open")) == [soon.id, late.id, paused.id]
    assert "chưa đúng" in hoa.page(f"{LIST}?tu=32-13-2026").text()
    assert listed(hoa.page(f"{LIST}?tu=0001-01-01&den=9999-12-31")) == [soon.id, late.id, paused.id]
    assert listed(hoa.page(f"{LIST}?trang={'9' * 5_000}")) == listed(page)
    assert listed(hoa.page(f"{LIST}?don-vi={OTHER}")) == listed(page)  # not theirs: as if not asked for
    nobody = hoa.send(page, f"{LIST}/giao", case=[soon.id])
    assert nobody["statusCode"] == 422
    assert "Xin chọn người nhận việc" in body_of(nobody)
    given = hoa.send(page, f"{LIST}/giao", case=[soon.id, elsewhere.id], owner=minh.id)
    assert "Đã giao 1 vụ việc. 1 việc không giao được" in said(hoa, given)
    assert world.desk.read(soon.id).owner == minh.id
    assert not world.desk.read(elsewhere.id).owner
    fields = {"case": [soon.id, elsewhere.id], **secrets_of(page)}
    printed = said(hoa, hoa.post(f"{LIST}/in", fields))
    assert soon.code in printed
    assert "0912 345 678" in printed
    assert elsewhere.code not in printed


def test_smaller_work__notes_supplements_owner_merging__is_seen_on_the_case(
    world: CaseWorld, hoa: OfficerBrowser
) -> None:
    minh = world.sign_in("Lê Đức Minh").officer
    main = world.raised()
    case = world.moved(
        world.raised("Đường trước nhà văn hóa ngập"), Move.RETURN, asked_for="Ngập sâu bao nhiêu?"
    )
    address = f"{LIST}/{case.id}"
    assert "không thấy" in said(hoa, hoa.send(address, f"{address}/ghi-chu", note="Gọi trưởng xóm"))
    said(hoa, hoa.send(address, f"{address}/bo-sung", supplement="Sâu chừng 30 phân"))
    assert world.desk.read(case.id).state is CaseState.RECEIVED
    said(hoa, hoa.send(address, f"{address}/giao", owner=minh.id))
    page = hoa.page(address)
    for words in ("Gọi trưởng xóm", "Sâu chừng 30 phân", "Giao cho Lê Đức Minh", main.code):
        assert words in page.text()
    joined = said(hoa, hoa.send(page, f"{address}/gop"))
    assert "Đã gộp" in joined
    assert world.desk.read(main.id).members == 1
    steps = hoa.page(f"{LIST}/{main.id}").text()
    assert "ai còn trong hạn Zalo thì nhận ngay" in steps
    assert "Loa nhắn người dân qua Zalo ngay" not in steps
    assert "Đã tách" in said(hoa, hoa.send(address, f"{address}/tach"))
    too_long = hoa.send(address, f"{address}/ghi-chu", note="a" * 2_001)
    assert too_long["statusCode"] == 422
    assert "a" * 2_001 in body_of(too_long)


def test_what_belongs_to_another_unit__is_not_there__in_any_field(
    world: CaseWorld, hoa: OfficerBrowser
) -> None:
    chief = world.sign_in("Phan Chủ Tịch", COMMUNE, Role.APPROVER, Role.EDITOR)
    own, foreign = world.raised(), world.raised("Đường xóm 7 ngập", OTHER)
    stranger = world.sign_in("Người Xã Khác", OTHER).officer
    for path in ("", "/phieu", "/tep?ten=scan#1", "/cong-khai", "/da-che"):
        assert chief.ask(f"{LIST}/{foreign.id}{path}")["statusCode"] == 404
    page = chief.page(f"{LIST}/{own.id}")
    version = {"version": "1", **secrets_of(page)}
    posts: dict[str, dict[str, Any]] = {
        "buoc": {"move": "accept"}, "giao": {"owner": chief.officer.id}, "ghi-chu": {"note": "x"},
        "bo-sung": {"supplement": "x"}, "gop": {"into": own.id}, "tach": {}, "thoi-cong-khai": {},
        "cong-khai": {"text": "x", "answer": "x", "read": "true"},
    }  # fmt: skip
    for path, fields in posts.items():
        assert chief.post(f"{LIST}/{foreign.id}/{path}", version | fields)["statusCode"] == 404, path
    assert world.desk.read(foreign.id).version == 1
    for path, fields in {"giao": {"owner": stranger.id}, "gop": {"into": foreign.id}}.items():
        answer = chief.post(f"{LIST}/{own.id}/{path}", version | fields)
        assert answer["statusCode"] in {404, 422}, path
    assert world.desk.read(own.id).version == 1
    gone = chief.post(f"{LIST}/{own.id}/buoc", version | {"move": "transfer", "transfer_to_path": "40.99999"})
    assert gone["statusCode"] == 422


def test_script_in_every_text__stays_text(world: CaseWorld) -> None:
    chief = world.sign_in(HOSTILE[:60], COMMUNE, Role.APPROVER, Role.EDITOR)
    case = world.raised(HOSTILE, name=HOSTILE, where=HOSTILE, since=HOSTILE, whom=HOSTILE, hamlet=HOSTILE)
    world.desk.note(case.id, HOSTILE, by=chief.officer.id)
    case = world.moved(case, Move.HAND_OUTSIDE, body=HOSTILE, reference=HOSTILE[:90], next_step=HOSTILE)
    done = world.answered(world.raised(HOSTILE, name=HOSTILE), HOSTILE.replace("{{ 7 * 7 }}", "7 * 7"))
    for path in (
        "", f"/{case.id}", f"/{case.id}/phieu", f"/{done.id}/cong-khai", f"/in?viec={case.id}", f"/{done.id}",
    ):  # fmt: skip
        page = chief.page(f"{LIST}{path}")  # every page is checked: no script, nothing inline
        assert not [each for each in page.all("script") if "alert" in each.text()]
        assert "49" not in [word.strip() for word in page.text().split()]
    assert HOSTILE in chief.page(f"{LIST}/{case.id}").text()


def test_long_report__heads_its_page_with_its_beginning__and_stands_there_once(world: CaseWorld) -> None:
    beginning = "Đường vào xóm ngập nước mỗi khi mưa, người già và trẻ con không đi học, đi chợ"
    case = world.raised(f"{beginning} được. " * 10, hamlet="")
    page = world.sign_in("Trần Thị Hoa").page(f"{LIST}/{case.id}")
    assert page.one("h1").text() == f"Phản ánh {case.code} {beginning}…"
    assert page.text().count("đi chợ được.") == 10


def test_the_panel__says_what_expires_first__and_204_when_nothing_changed(
    world: CaseWorld, hoa: OfficerBrowser
) -> None:
    assert "Không còn vụ việc nào" in body_of(hoa.ask(f"{LIST}/o-viec"))
    late = world.raised("Đèn hỏng", days_ago=40)
    panel = body_of(hoa.ask(f"{LIST}/o-viec", **{"hx-request": "true"}))
    assert f"{LIST}/{late.id}" in panel
    again = panel.partition('hx-get="')[2].partition('"')[0].replace("&amp;", "&")
    assert hoa.ask(again, **{"hx-request": "true"})["statusCode"] == 204


def test_a_list_of_two_hundred__costs_two_queries_and_ten_kilobytes(
    world: CaseWorld, hoa: OfficerBrowser, open_table: OpenTable
) -> None:
    owner, example = hoa.officer.id, world.raised("Đường ngập")
    open_table("Cases").delete(*case_key(example.id))
    for number in range(200):
        case = replace(example, id=f"{number:022x}", owner=owner if number % 3 else "")
        case = replace(case, details=replace(case.details, hamlet=f"Xóm {number % 9}, nhà số {number}"))
        open_table("Cases").put(head_row(StoredCase(case)))
    hoa.page(f"{LIST}?muc=mine")  # names of units are known from now on
    asked: list[str] = []
    events = clients.dynamodb().meta.client.meta.events

    def note(params: dict[str, Any], model: Any, **_: Any) -> None:
        asked.append(f"{model.name} {'worklist' if 'worklist' in str(params.get('body')) else ''}".strip())

    events.register("before-call.dynamodb", note)
    try:
        page = hoa.page(LIST)
    finally:
        events.unregister("before-call.dynamodb", note)
    assert len(listed(page)) == 200
    assert len(gzip.compress(body_of(hoa.ask(LIST)).encode(), 6)) <= 10 * 1024
    # who is signed in, the officer's row; the list, the owners' names, the colleagues who may be chosen
    assert sorted(asked) == ["BatchGetItem", "GetItem", "GetItem", "Query", "Query worklist"]
