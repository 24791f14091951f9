"""Denunciations in the console: for the unit's investigators, after the second factor, every look noted."""

from collections.abc import Callable
from typing import Any

import boto3
import pytest

from loa.foundation.officers.model import Role
from loa.web.console.navigation import WITHOUT_DRAFTS
from tests.conftest import OpenTable
from tests.pages.browsing import OpenPhone, signed_in, wrong_on_a_phone
from tests.pages.reading import check
from tests.worlds.component.confidential import MARK, Place, confidential_place
from tests.worlds.console import ConsoleWorld, OfficerBrowser, body_of
from tests.worlds.province import CITY, OTHER_WARD, WARD

AREA = "/console/to-cao"

type SignIn = Callable[..., OfficerBrowser]


@pytest.fixture
def place(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setenv("SESSIONS_TABLE", open_table("Sessions").name)
    return confidential_place(open_table, monkeypatch)


@pytest.fixture
def sign_in(place: Place, open_table: OpenTable) -> SignIn:
    """Sign an investigator in, with their second factor given just now."""
    world = ConsoleWorld(open_table)

    def signed(
        identity: str, unit: str = WARD, *roles: Role, factor: bool = True, name: str = "Lê Minh Kín"
    ) -> OfficerBrowser:
        officer = world.officer(identity, unit, *(roles or (Role.INVESTIGATOR,)), name=name)
        return world.sign_in(officer, place.module.handler, factor=factor)

    return signed


@pytest.fixture
def one(place: Place, sign_in: SignIn) -> str:
    """The address of a denunciation that the ward holds."""
    place.written(f"Ông A nhận tiền {MARK}")
    page = sign_in("finder").page(AREA)
    assert MARK not in page.text()
    (link,) = [each.get("href") for each in page.all("a") if "whole" in each.get("class")]
    return link


def step(officer: OfficerBrowser, one: str, wanted: str, **fields: str) -> dict[str, Any]:
    return officer.send(one, f"{one}/buoc", step=wanted, **fields)


def test_whole__only_after_the_second_factor__and_each_look_is_there_for_all(
    sign_in: SignIn, one: str, capsys: pytest.CaptureFixture[str]
) -> None:
    late = sign_in("late", factor=False, name="Trần Văn Muộn")
    for address in (one, f"{one}/chuyen", f"{one}/da-xem"):
        answer = late.ask(address)
        assert answer["headers"]["location"].startswith("/console/xac-nhan"), address
        assert MARK not in body_of(answer)
    officer = sign_in("first")
    capsys.readouterr()
    answer = officer.ask(one)
    assert answer["headers"]["cache-control"] == "no-store"
    page = check(body_of(answer))
    assert MARK in page.text()
    assert MARK not in str(page.one("title").text())
    assert page.one("title").text().startswith("Hồ sơ tố cáo")
    assert "Lượt xem này được ghi lại" in page.text()
    looks = officer.page(f"{one}/da-xem").text()
    assert "Lê Minh Kín" in looks
    assert "Trần Văn Muộn" not in looks, "who was turned away has seen nothing"
    assert MARK not in capsys.readouterr().out
    assert AREA in WITHOUT_DRAFTS


def test_todays_work__says_until_when__and_nothing_by_which_one_is_known(sign_in: SignIn, one: str) -> None:
    officer = sign_in("first", factor=False)
    panel = body_of(officer.ask(f"{AREA}/o-viec"))
    assert panel.count('data-due="') == 1
    second = sign_in("second", name="Trần Thị Hai")
    listed = second.page(AREA).all("a")
    (code,) = [each.text() for each in listed if "whole" in each.get("class")]
    for secret in (MARK, code, one.removeprefix(f"{AREA}/")):
        assert secret not in panel
    assert "data-due" not in body_of(sign_in("third", OTHER_WARD).ask(f"{AREA}/o-viec"))


def test_everybody_else__finds_nothing_there(sign_in: SignIn, one: str) -> None:
    for number, (unit, roles, status) in enumerate(
        [
            (WARD, (Role.ADMINISTRATOR,), 403),
            (WARD, (Role.EDITOR, Role.APPROVER), 403),
            (WARD, (Role.INVESTIGATOR, Role.EDITOR), 403),
            (CITY, (Role.INVESTIGATOR,), 404),
            (OTHER_WARD, (Role.INVESTIGATOR,), 404),
        ]
    ):
        stranger = sign_in(f"stranger-{number}", unit, *roles)
        for address in (one, f"{one}/chuyen", f"{one}/da-xem"):
            answer = stranger.ask(address)
            assert answer["statusCode"] == status, (unit, roles, address)
            assert MARK not in body_of(answer)
        if status == 404:
            there, nowhere = (
                check(body_of(stranger.ask(address))).one("main").text()
                for address in (one, f"{AREA}/{'0' * 22}")
            )
            assert there == nowhere
            assert MARK not in body_of(stranger.ask(AREA))


def test_a_denunciation__is_accepted_extended_answered_and_closed__once_each(
    place: Place, sign_in: SignIn, one: str
) -> None:
    officer = sign_in("first")
    assert "không bắt buộc" not in officer.page(one).text(), "what a step needs"
    missing = step(officer, one, "refuse")
    assert missing["statusCode"] == 422
    assert "Vui lòng ghi căn cứ pháp lý." in check(body_of(missing)).text()
    page = officer.page(one)
    twice = [officer.send(page, f"{one}/buoc", step="accept") for _ in range(2)]
    assert [each["statusCode"] for each in twice] == [303, 303], "the same form, once"
    assert "Đã ghi bước “Thụ lý”." in officer.follow(twice[0]).text()
    stale = officer.send(page, f"{one}/buoc", step="start", khoa="another-key-1")
    assert stale["statusCode"] == 409
    assert "vừa được người khác cập nhật" in check(body_of(stale)).text()
    long = officer.send(one, f"{one}/gia-han", reason="Cần giám định")
    assert "Đã gia hạn." in officer.follow(long).text()
    assert step(officer, one, "start")["statusCode"] == 303
    reply = "Đã xác minh xong, chi tiết bằng văn bản."
    assert step(officer, one, "answer", answer_text=reply)["statusCode"] == 303
    shown = officer.page(one).text()
    assert " 0:00" not in shown.replace("\n", " "), (
        "of the day on which it came no hour is kept, and none invented"
    )
    assert "Người tố cáo đọc ở trang tra cứu" in shown
    assert reply in shown
    assert step(officer, one, "close")["statusCode"] == 303
    assert "Không còn bước nào." in officer.page(one).text()
    kept = str(boto3.resource("dynamodb").Table(place.store.table.name).scan()["Items"])
    assert kept.count(MARK) == 1, "in the words themselves, in no answer that is kept"


def test_transfer__elsewhere__waits_for_a_second_person__upwards_goes_at_once(
    sign_in: SignIn, one: str
) -> None:
    first, second = sign_in("first"), sign_in("second", name="Hồ Thị Hai")
    far = sign_in("far", OTHER_WARD)
    above = sign_in("above", CITY)
    units = [each.get("value") for each in first.page(f"{one}/chuyen").all("option")]
    assert units == ["", CITY, OTHER_WARD], "those with an investigator, above first"
    empty = first.send(f"{one}/chuyen", f"{one}/chuyen", reason="", unit="")
    assert empty["statusCode"] == 422
    away = first.send(f"{one}/chuyen", f"{one}/chuyen", unit=OTHER_WARD, reason="Đúng nơi xảy ra")
    assert "Một cán bộ xác minh khác" in first.follow(away).text()
    own = first.page(one)
    assert not [form for form in own.all("form") if form.get("action").endswith("/duyet-chuyen")]
    done = second.send(one, f"{one}/duyet-chuyen")
    assert "chỉ đơn vị nhận xem được" in second.follow(done).text()
    assert first.ask(one)["statusCode"] == 404
    up = far.send(f"{one}/chuyen", f"{one}/chuyen", unit=CITY, reason="Vượt thẩm quyền")
    assert "chỉ đơn vị nhận xem được" in far.follow(up).text(), "upwards at once"
    assert MARK in above.page(one).text()


@pytest.mark.enable_socket
def test_pages__are_right_on_a_phone(sign_in: SignIn, one: str, place: Place, open_phone: OpenPhone) -> None:
    sign_in("above", CITY)
    phone = signed_in(place.module.handler, sign_in("first"), open_phone)
    assert wrong_on_a_phone(phone, [AREA, one, f"{one}/chuyen", f"{one}/da-xem"]) == {}
