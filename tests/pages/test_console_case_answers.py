"""Pages of cases: an answer is released with words and pictures covered, and has arrived or not."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from loa import clock
from loa.casework.cases.rules.model import Case
from loa.casework.cases.work.notifications import last_told
from loa.foundation.officers.model import Role
from loa.platform.aws.dynamodb.transactions import commit
from loa.residents.followers.store import follower_key
from loa.residents.messages.model import MessageState, owed_key
from tests.conftest import OpenTable
from tests.pages.reading import Element, read
from tests.worlds.console import OfficerBrowser, body_of
from tests.worlds.console_cases import COMMUNE, LIST, OA_ID, OTHER, CaseWorld, case_world


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> CaseWorld:
    return case_world(open_table, monkeypatch)


@pytest.fixture
def hoa(world: CaseWorld) -> OfficerBrowser:
    return world.sign_in("Trần Thị Hoa")


def listed(page: Element) -> list[str]:
    return [box.get("value") for box in page.all("input") if box.get("name") == "case"]


def said(hoa: OfficerBrowser, answer: dict[str, Any]) -> str:
    return hoa.follow(answer).text()


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


@pytest.mark.parametrize(
    ("days", "withdrawn", "effect", "done"),
    [
        (1, False, "Loa nhắn người dân qua Zalo ngay", "Loa đang gửi tin"),
        (8, False, "tin chờ tới khi họ nhắn, anh/chị gọi báo", "tin chờ tới khi người dân nhắn lại"),
        (None, False, "tin chờ tới khi họ nhắn, anh/chị gọi báo", "tin chờ tới khi người dân nhắn lại"),
        (1, True, "người dân đã không nhận tin Zalo nữa", "đã không nhận tin Zalo nữa"),
    ],
)
def test_a_step__says_before_and_after__whether_the_resident_hears_of_it_now(
    world: CaseWorld,
    hoa: OfficerBrowser,
    open_table: OpenTable,
    days: int | None,
    effect: str,
    done: str,
    *,
    withdrawn: bool,
) -> None:
    case = world.raised(by_chat=True)
    partition, sort = follower_key(OA_ID, "77")
    now = clock.now()
    wrote = {"interacted_at": clock.to_text(now - timedelta(days=days))} if days else {}
    left = {"withdrawn_at": clock.to_text(now)} if withdrawn else {}
    open_table("Audience").put({"partition": partition, "sort": sort, **wrote, **left})
    here = f"{LIST}/{case.id}"
    page = hoa.page(here)
    assert effect in page.text()
    assert ("Zalo ngay" in page.text()) == (days == 1 and not withdrawn)
    assert done in hoa.follow(hoa.send(page, f"{here}/buoc?muc=open", move="accept")).text()
