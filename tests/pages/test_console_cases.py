"""Pages of cases: from a telephone call to its answer, two officers at one case, many at once, release."""

import gzip
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from loa import clock
from loa.casework.cases.case_moves import move_unit
from loa.casework.cases.rows.keys import case_key
from loa.casework.cases.rows.models import StoredCase
from loa.casework.cases.rows.rows import head_row
from loa.casework.cases.rules.model import Case, CaseState, Move
from loa.casework.cases.work.notifications import last_told
from loa.dialogue.desk.canned_answers import CannedAnswerStore
from loa.foundation.accounts.model import Account, AccountState
from loa.foundation.accounts.store import account_row
from loa.foundation.officers.model import Role
from loa.platform.aws import clients
from loa.platform.aws.dynamodb.transactions import commit
from loa.residents.followers.model import Direction, Message
from loa.residents.followers.store import FollowerStore, follower_key
from loa.residents.messages.model import MessageState, owed_key
from tests.conftest import OpenTable
from tests.pages.reading import Element, check, read
from tests.worlds.console import OfficerBrowser, body_of, filled_in
from tests.worlds.console_cases import COMMUNE, FLOODED, LIST, OA_ID, OTHER, CaseWorld, case_world, jpeg

HOSTILE = "<script>alert(1)</script> \"' {{ 7 * 7 }} =1+1"


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> CaseWorld:
    return case_world(open_table, monkeypatch)


@pytest.fixture
def hoa(world: CaseWorld) -> OfficerBrowser:
    return world.sign_in("Trần Thị Hoa")


def hrefs(page: Element) -> list[str]:
    return [link.get("href") for link in page.all("a")]


def listed(page: Element) -> list[str]:
    return [box.get("value") for box in page.all("input") if box.get("name") == "case"]


def steps_on(page: Element) -> list[str]:
    return [box.get("value") for box in page.all("input") if box.get("name") == "move"]


def said(hoa: OfficerBrowser, answer: dict[str, Any]) -> str:
    return hoa.follow(answer).text()


def test_a_telephone_call__entered__answered__leads_to_the_next_case(
    world: CaseWorld, hoa: OfficerBrowser
) -> None:
    late = world.raised("Rác đổ ra kênh", days_ago=40, hamlet="Xóm 1", where="sau chợ")
    page = hoa.page(f"{LIST}/moi")
    typed = {
        "channel": "telephone",
        "kind": "report",
        "what": FLOODED,
        "hamlet": "Xóm 7",
        "phone": "0912 345 678",
    }
    wrong = hoa.send(page, f"{LIST}/moi", **typed | {"kind": "denunciation", "phone": "không nhớ"})
    assert wrong["statusCode"] == 422
    assert FLOODED in body_of(wrong)
    page = hoa.page(f"{LIST}/moi")
    answer = hoa.send(page, f"{LIST}/moi", **typed)
    slip = hoa.follow(answer)
    case_id = urlsplit(answer["headers"]["location"]).path.split("/")[-2]
    code = world.desk.read(case_id).code
    assert all(group in slip.text() for group in code.split("-"))
    assert "https://zalo.me/0912345678" in hrefs(slip)
    page = hoa.page(f"{LIST}/{case_id}")
    assert steps_on(page)[0] == Move.ACCEPT
    taken = hoa.send(page, f"{LIST}/{case_id}/buoc?muc=open", move="accept")
    assert "anh/chị gọi báo giúp" in said(hoa, taken)
    page = hoa.page(f"{LIST}/{case_id}")
    assert steps_on(page)[0] == Move.ANSWER
    empty = hoa.send(page, f"{LIST}/{case_id}/buoc?muc=open", move="answer", return_asked_for="còn đây")
    assert empty["statusCode"] == 422
    assert "còn đây" in body_of(empty)
    done = hoa.send(
        page, f"{LIST}/{case_id}/buoc?muc=open", move="answer", answer_text="Đã thông cống.", then="next"
    )
    assert urlsplit(done["headers"]["location"]).path == f"{LIST}/{late.id}"
    assert "đã ghi “Trả lời người dân”" in said(hoa, done)
    case = world.desk.read(case_id)
    assert (case.state, case.answer) == (CaseState.ANSWERED, "Đã thông cống.")


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


def test_an_entry_that_is_like_another__shows_it_first_and_opens_one_case_however_often_it_is_sent(
    world: CaseWorld, hoa: OfficerBrowser
) -> None:
    known = world.raised()
    page = hoa.page(f"{LIST}/moi")
    typed = {
        "channel": "paper",
        "kind": "report",
        "what": "đường xóm 7 ngập trước nhà văn hóa",
        "hamlet": "Xóm 7",
    }
    answer = hoa.send(page, f"{LIST}/moi", **typed)
    assert answer["statusCode"] == 200
    assert known.code in body_of(answer)
    page = hoa_page(hoa, answer)
    for _ in range(2):
        sent = hoa.send(page, f"{LIST}/moi", alike_seen="yes")
        assert sent["statusCode"] == 303
    assert len(listed(hoa.page(LIST))) == 2


def test_scans_that_came_with_an_entry__are_kept_while_it_is_corrected__and_belong_to_its_case(
    world: CaseWorld, hoa: OfficerBrowser
) -> None:
    page = hoa.page(f"{LIST}/moi")
    typed = {"channel": "paper", "kind": "report", "what": "", **hidden_of(page)}
    wrong = hoa.post_files(f"{LIST}/moi", typed, {"scans": jpeg()})
    assert wrong["statusCode"] == 422
    page = hoa_page(hoa, wrong)
    assert "Tệp đã nhận" in page.text()
    answer = hoa.send(page, f"{LIST}/moi", what=FLOODED)
    assert answer["statusCode"] == 303
    case_id = urlsplit(answer["headers"]["location"]).path.split("/")[-2]
    (reference,) = world.desk.read(case_id).details.attachments
    shown = hoa.ask(f"{LIST}/{case_id}/tep?ten={reference.replace('#', '%23')}")
    assert shown["headers"]["content-type"] == "image/jpeg"
    other = {
        **typed,
        **hidden_of(hoa.page(f"{LIST}/moi")),
        "what": FLOODED,
        "kept": reference,
        "alike_seen": "yes",
    }
    stolen = hoa.post(f"{LIST}/moi", other)  # a scan of another form
    assert stolen["statusCode"] == 422
    program = hoa.post_files(f"{LIST}/moi", {**typed, "what": FLOODED}, {"scans": b"MZ\x90\x00"})
    assert program["statusCode"] == 422
    forged = hoa.post_files(f"{LIST}/moi", {**typed, "csrf": "x"}, {"scans": jpeg()})
    assert forged["statusCode"] == 403


def test_an_entry_of_a_complex_matter__has_the_longer_deadline_that_its_page_names(
    world: CaseWorld, hoa: OfficerBrowser
) -> None:
    page = hoa.page(f"{LIST}/moi")
    assert "trả lời trong 10 ngày làm việc thay vì 5. Căn cứ: " in page.text()
    assert "ô này không đổi thời hạn trả lời" in page.text(), "of remote places"
    typed = {"channel": "paper", "kind": "report", "what": FLOODED}
    cases = []
    for boxes in ({}, {"complex": "true", "remote": "true"}):
        sent = hoa.send(hoa.page(f"{LIST}/moi"), f"{LIST}/moi", **typed, **boxes, alike_seen="yes")
        cases.append(world.desk.read(urlsplit(sent["headers"]["location"]).path.split("/")[-2]))
    short, long = cases
    assert (long.complex, long.remote) == (True, True)
    assert (short.complex, short.remote) == (False, False)
    assert long.answer_by > short.answer_by


def test_an_entry_from_a_conversation__tells_the_resident_in_zalo__and_is_of_their_own_account(
    world: CaseWorld, hoa: OfficerBrowser, open_table: OpenTable
) -> None:
    now = clock.now()
    account = Account(
        "40", COMMUNE, OA_ID, "Xã", 4, AccountState.CONNECTED, now, now, now + timedelta(days=90)
    )
    open_table("Units").put(account_row(account))
    partition, sort = follower_key(OA_ID, "77")
    head = {"partition": partition, "sort": sort, "last_message_at": clock.to_text(now), "turn": 1}
    open_table("Audience").put(head)
    page = hoa.page(f"{LIST}/moi?don-vi={COMMUNE}&nguoi=77")
    assert "Từ cuộc trò chuyện Zalo" in page.text()
    answer = hoa.send(page, f"{LIST}/moi", kind="report", what="Đường ngập trước nhà văn hóa")
    case_id = urlsplit(answer["headers"]["location"]).path.split("/")[-2]
    reporter = world.desk.read(case_id).reporter
    assert (reporter.oa_id, reporter.user_id, reporter.account_path) == (OA_ID, "77", COMMUNE)
    assert "Loa đã nhắn mã này" in hoa.follow(answer).text()
    for unit, resident in ((OTHER, "77"), (COMMUNE, "78"), ("40", "77"), (COMMUNE, "x%23y")):
        assert hoa.ask(f"{LIST}/moi?don-vi={unit}&nguoi={resident}")["statusCode"] == 404
    forged = {
        **hidden_of(page),
        "channel": "chat",
        "kind": "report",
        "what": "x",
        "unit": OTHER,
        "resident": "77",
    }
    assert hoa.post(f"{LIST}/moi", forged)["statusCode"] == 404
    assert hoa.post(f"{LIST}/moi", {**forged, "resident": ""})["statusCode"] == 422


def test_an_entry_from_a_conversation__begins_with_what_waits_there__and_takes_the_files_that_stay_ticked(
    world: CaseWorld, hoa: OfficerBrowser, open_table: OpenTable
) -> None:
    now = clock.now()
    account = Account(
        "40", COMMUNE, OA_ID, "Xã", 4, AccountState.CONNECTED, now, now, now + timedelta(days=90)
    )
    open_table("Units").put(account_row(account))
    partition, sort = follower_key(OA_ID, "77")
    store = FollowerStore(open_table("Audience"))
    pictures = tuple({"kind": "image", "url": f"https://zalo.example/{number}"} for number in range(2))
    first = Message(OA_ID, "77", "m1", now - timedelta(hours=2), Direction.IN, "text", "Đường xóm 7 ngập")
    sent = replace(
        first, message_id="m2", at=now - timedelta(hours=1), kind="image", text="", attachments=pictures
    )
    answered = replace(first, message_id="m0", at=now - timedelta(days=1), text="Cảm ơn xã")
    for message in (answered, first, replace(first, message_id="m3", at=now, text="Nước sâu 30 phân"), sent):
        commit([store.add_message(message)])
    head = {"partition": partition, "sort": sort, "last_message_at": clock.to_text(now), "turn": 1}
    waiting = {"unanswered_since": clock.to_text(first.at), "unanswered": 3}
    open_table("Audience").put({**head, **waiting})
    page = hoa.page(f"{LIST}/moi?don-vi={COMMUNE}&nguoi=77")
    fields = filled_in(next(form for form in page.all("form") if form.get("action") == f"{LIST}/moi"))
    assert fields["what"] == ["Đường xóm 7 ngập\nNước sâu 30 phân"]
    kept, left = fields["attachments"]
    assert kept == f"message#{clock.to_text(sent.at)}#m2#0"
    wrong = check(body_of(hoa.send(page, f"{LIST}/moi", attachments=[kept])))  # of no kind
    boxes = {box.get("value"): "checked" in box.attributes for box in wrong.all("input")}
    assert (boxes[kept], boxes[left]) == (True, False)
    entered = hoa.send(wrong, f"{LIST}/moi", kind="report")
    case = world.desk.read(urlsplit(entered["headers"]["location"]).path.split("/")[-2])
    assert case.details.attachments == (kept,)
    assert case.details.what == "Đường xóm 7 ngập\nNước sâu 30 phân"
    for instant in ("hôm qua", "0001-01-01T00:00:00Z"):
        assert hoa.send(page, f"{LIST}/moi", unanswered_since=instant)["statusCode"] == 404
    open_table("Audience").put({**head, **waiting, "first_reader": "40", "handling_path": "40"})
    assert hoa.ask(f"{LIST}/moi?don-vi={COMMUNE}&nguoi=77")["statusCode"] == 404, "the unit above reads first"
    open_table("Audience").put({**head, **waiting, "withdrawn_at": clock.to_text(sent.at)})
    assert "xóm 7" not in hoa.page(f"{LIST}/moi?don-vi={COMMUNE}&nguoi=77").text()


def hidden_of(page: Element) -> dict[str, str]:
    boxes = [box for box in page.all("input") if box.get("type") == "hidden"]
    return {
        box.get("name"): box.get("value") for box in boxes if box.get("name") in {"csrf", "khoa", "sheet"}
    }


def hoa_page(browser: OfficerBrowser, answer: dict[str, Any]) -> Element:
    """The page in an answer, as the one that is open."""
    browser.here = f"{LIST}/moi"
    return check(body_of(answer))


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


def secrets_of(page: Element) -> dict[str, str]:
    boxes = {box.get("name"): box.get("value") for box in page.all("input") if box.get("type") == "hidden"}
    return {name: boxes[name] for name in ("csrf", "khoa")}


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


def test_release__covers_names__wants_each_kept_word_confirmed__and_is_taken_back(world: CaseWorld) -> None:
    chief = world.sign_in("Phan Chủ Tịch", COMMUNE, Role.APPROVER, Role.EDITOR)
    matter = "Bà Nguyễn Thị Lan, 0912 345 678, báo cầu xóm 5 mục ván"
    case = world.answered(world.raised(matter))
    address = f"{LIST}/{case.id}/cong-khai"
    page = chief.page(address)
    (text,) = [box for box in page.all("textarea") if box.get("name") == "text"]
    assert "Lan" not in text.text()
    unread = chief.send(page, address)
    assert unread["statusCode"] == 422
    assert "đã đọc lại" in body_of(unread)
    open_words = chief.send(page, address, text=matter, read="true")
    assert open_words["statusCode"] == 422
    assert "Còn thông tin cá nhân" in body_of(open_words)
    assert not world.desk.read(case.id).released
    said(chief, chief.send(page, address, read="true"))
    assert world.desk.read(case.id).released
    editor = world.sign_in("Trần Thị Hoa")
    assert editor.ask(address)["statusCode"] == 403
    said(chief, chief.send(f"{LIST}/{case.id}", f"{LIST}/{case.id}/thoi-cong-khai"))
    assert not world.desk.read(case.id).released


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


def test_a_picture__covered_by_numbers__is_chosen_and_released__and_another_units_is_not_there(
    world: CaseWorld, open_table: OpenTable
) -> None:
    chief = world.sign_in("Phan Chủ Tịch", COMMUNE, Role.APPROVER, Role.EDITOR)
    case = world.answered(world.pictured("Đường ngập"))
    (reference,) = case.details.attachments
    at = reference.replace("#", "%23")
    release, cover = f"{LIST}/{case.id}/cong-khai", f"{LIST}/{case.id}/che-anh"
    page = chief.page(release)
    assert not [box for box in page.all("input") if box.get("name") == "picture"]  # none is covered yet
    page = chief.page(f"{cover}?anh={at}")
    (original,) = [image.get("src") for image in page.all("img")]
    seen = chief.ask(original)
    assert (seen["headers"]["content-type"], seen["isBase64Encoded"]) == ("image/jpeg", True)
    for wrong in ({}, {"areas": "20 10 5 40"}, {"areas": "a b c d"}, {"areas": "0 0 9 9", "nothing": "true"}):
        refused = chief.send(page, cover, **wrong)
        assert refused["statusCode"] == 422
    assert "Dòng 1 chưa đúng" in body_of(chief.send(page, cover, areas="20 10 5 40"))
    covered = chief.follow(chief.send(page, cover, areas="15 15 40 45\n55, 65, 85, 85"))
    assert "Ảnh mọi người sẽ thấy" in covered.text()
    (agreed,) = [link.get("href") for link in covered.all("a") if "Ảnh này được" in link.text()]
    (box,) = [box for box in chief.page(agreed).all("input") if box.get("name") == "picture"]
    assert "checked" in box.attributes, "who says that it will do has chosen it"
    page = chief.page(release)
    (box,) = [box for box in page.all("input") if box.get("name") == "picture"]
    assert "checked" not in box.attributes
    choice = box.get("value")
    forged = chief.send(page, release, read="true", picture=[choice[:-6] + "0.jpg"])
    assert forged["statusCode"] == 422
    said(chief, chief.send(page, release, read="true", picture=[choice]))
    assert world.desk.read(case.id).released
    stranger = world.sign_in("Người Xã Khác", OTHER, Role.APPROVER, Role.EDITOR)
    for path in (f"{cover}?anh={at}", f"{cover}/goc?anh={at}", f"{LIST}/{case.id}/da-che?ten={at}"):
        assert stranger.ask(path)["statusCode"] == 404
    assert chief.ask(f"{cover}/goc?anh=message%23x%230")["statusCode"] == 404
    editor = world.sign_in("Trần Thị Hoa")
    assert editor.ask(f"{cover}/goc?anh={at}")["statusCode"] == 403


def test_whether_the_answer_has_arrived__stands_on_the_page(world: CaseWorld, hoa: OfficerBrowser) -> None:
    case = world.answered(world.raised(by_chat=True))
    page, outbox = f"{LIST}/{case.id}", world.desk.outbox
    assert "Đang gửi" in hoa.page(page).text()
    message = last_told(case, world.desk.load(case.id).history, outbox)
    assert message
    commit([outbox.turn(message, MessageState.SKIPPED, clock.now(), reason="window_closed")])
    refused = hoa.page(page).text()
    assert "Chưa báo được người dân" in refused
    assert "Đã quá 7 ngày" in refused
    assert "Loa tự gửi khi người dân nhắn lại." in refused
    again = replace(message, key=owed_key(message.key), state=MessageState.PENDING)
    outbox.add(again)
    assert "Chưa báo được" not in hoa.page(page).text()
    commit([outbox.turn(again, MessageState.SENT, clock.now(), sent={"message_id": "zalo-1"})])
    assert "Đã gửi lúc" in hoa.page(page).text()
    assert "Tin báo gần nhất" not in hoa.page(f"{LIST}/{world.raised().id}").text(), "not on Zalo"


def test_an_answer_that_did_not_arrive__is_listed_counted_and_gone_once_somebody_called(
    world: CaseWorld, hoa: OfficerBrowser
) -> None:
    def answered(unit: str, state: MessageState) -> Case:
        case = world.answered(world.raised(unit=unit, by_chat=True))
        message = last_told(case, world.desk.load(case.id).history, world.desk.outbox)
        assert message
        commit([world.desk.outbox.turn(message, state, clock.now(), reason="window_closed")])
        return case

    assert "Chưa báo được" not in body_of(hoa.ask(f"{LIST}/o-viec"))
    lost, elsewhere = answered(COMMUNE, MessageState.SKIPPED), answered(OTHER, MessageState.SKIPPED)
    came, nobody = answered(COMMUNE, MessageState.SENT), world.answered(world.raised())
    page = hoa.page(f"{LIST}?muc=chua-bao")
    assert listed(page) == [lost.id]
    assert not {elsewhere.id, came.id, nobody.id} & set(listed(page))
    assert "gọi điện cho người dân" in page.text()
    assert "Chưa báo được người dân 1" in read(body_of(hoa.ask(f"{LIST}/o-viec"))).text()
    here = f"{LIST}/{lost.id}"
    page = hoa.page(here)
    for _ in range(2):
        told = hoa.follow(hoa.send(page, f"{here}/da-bao"))
    assert told.text().count("Đã gọi điện báo người dân") == 1
    assert "Đã báo người dân qua điện thoại." in told.text()
    assert listed(hoa.page(f"{LIST}?muc=chua-bao")) == []

    assert world.desk.read(lost.id).told_until
