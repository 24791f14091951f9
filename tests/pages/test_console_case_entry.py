"""Pages of cases: entered for somebody, from a telephone call or a conversation, to the answer."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from loa import clock
from loa.casework.cases.rules.model import CaseState, Move
from loa.foundation.accounts.model import Account, AccountState
from loa.foundation.accounts.store import account_row
from loa.platform.aws.dynamodb.transactions import commit
from loa.residents.followers.model import Direction, Message
from loa.residents.followers.store import FollowerStore, follower_key
from tests.conftest import OpenTable
from tests.pages.reading import Element, check
from tests.worlds.console import OfficerBrowser, body_of, filled_in
from tests.worlds.console_cases import COMMUNE, FLOODED, LIST, OA_ID, OTHER, CaseWorld, case_world, jpeg


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


def hidden_of(page: Element) -> dict[str, str]:
    boxes = [box for box in page.all("input") if box.get("type") == "hidden"]
    return {
        box.get("name"): box.get("value") for box in boxes if box.get("name") in {"csrf", "khoa", "sheet"}
    }


def hoa_page(browser: OfficerBrowser, answer: dict[str, Any]) -> Element:
    """The page in an answer, as the one that is open."""
    browser.here = f"{LIST}/moi"
    return check(body_of(answer))


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
    address = f"{LIST}/moi?don-vi={COMMUNE}&nguoi=77"
    assert "chờ tới khi họ nhắn. Lưu xong, anh/chị gọi báo giúp." in hoa.page(address).text()
    open_table("Audience").put({**head, "interacted_at": clock.to_text(now)})
    page = hoa.page(address)
    assert "Lưu xong, Loa nhắn mã và hạn trả lời cho người dân ngay trong Zalo." in page.text()
    answer = hoa.send(page, f"{LIST}/moi", kind="report", what="Đường ngập trước nhà văn hóa")
    case_id = urlsplit(answer["headers"]["location"]).path.split("/")[-2]
    reporter = world.desk.read(case_id).reporter
    assert (reporter.oa_id, reporter.user_id, reporter.account_path) == (OA_ID, "77", COMMUNE)
    assert "Loa nhắn mã này" in hoa.follow(answer).text()
    open_table("Audience").put({**head, "withdrawn_at": clock.to_text(now)})
    assert "Anh/chị gọi đọc mã cho họ" in hoa.follow(answer).text()
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
