"""Pages of weekly bulletins: begun from a broadcast, a week off, paused, ended, seen by others."""

from datetime import date, timedelta

import pytest

from loa import clock
from loa.bootstrap import publishing
from loa.clock import VIETNAM
from loa.foundation.officers.model import Role
from loa.publishing.broadcasts.drafts.series_service import prepare
from loa.publishing.broadcasts.rules.series import Series, SeriesState
from tests.conftest import OpenTable
from tests.pages.browsing import OpenPhone, signed_in, wrong_on_a_phone
from tests.worlds.console import OfficerBrowser, body_of
from tests.worlds.console_broadcasts import (
    AREA,
    COMMUNE,
    OTHER,
    TITLE,
    BroadcastWorld,
    broadcast_world,
    submitted,
    written,
)

LIST = f"{AREA}/hang-tuan"


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> BroadcastWorld:
    return broadcast_world(open_table, monkeypatch)


@pytest.fixture
def chief(world: BroadcastWorld) -> OfficerBrowser:
    return world.sign_in("Nguyễn Văn Thành", COMMUNE, Role.APPROVER, Role.EDITOR)


def series() -> Series:
    (found,) = publishing.series().all("40")
    return found


def begun(chief: OfficerBrowser, **more: str) -> str:
    """Return the address to which changes of a new bulletin go, out in two days for the first time."""
    page = f"{AREA}/{submitted(chief)}/hang-tuan"
    day = clock.now().astimezone(VIETNAM) + timedelta(days=2)
    answer = chief.send(chief.page(page), page, weekday=str(day.isoweekday()), hour="8 giờ", **more)
    assert "Đã lập bản tin hằng tuần" in chief.follow(answer).text()
    return f"{LIST}/{series().series_id}"


def press(chief: OfficerBrowser, address: str, act: str, **fields: str) -> str:
    page = chief.page(LIST)
    forms = [
        {box.get("name"): box.get("value") for box in form.all("input")}
        for form in page.all("form")
        if form.get("action") == address
    ]
    (chosen,) = [form for form in forms if form["act"] == act]
    for _ in range(2):  # an answer that was lost: the same press again
        answer = chief.post(address, {**chosen, **fields})
    return chief.follow(answer).text()


def test_a_bulletin__begins__rests_a_week__pauses__goes_on__and_ends(chief: OfficerBrowser) -> None:
    assert "chưa có bản tin hằng tuần" in chief.page(LIST).text()
    address = begun(chief)
    first = series().next_issue(clock.now())
    assert first
    assert TITLE in chief.page(LIST).text()
    assert "08:00" in chief.page(LIST).text()

    assert "Đã cho nghỉ số ấy" in press(chief, address, "skip")
    assert series().skipped == (first.date(),), "once, though it was pressed twice"
    assert series().next_issue(clock.now()) == first + timedelta(days=7)
    assert "Số ấy lại ra." in press(chief, address, "restore")
    assert series().skipped == ()

    assert "Đã tạm dừng." in press(chief, address, "pause")
    assert series().state is SeriesState.PAUSED
    assert series().next_issue(clock.now()) is None
    assert "lại ra theo lịch" in press(chief, address, "resume")
    assert "Đã kết thúc bản tin" in press(chief, address, "end")
    assert series().state is SeriesState.CANCELLED
    assert not [form for form in chief.page(LIST).all("form") if form.get("action") == address]


def test_only_what_is_written__and_stands__becomes_a_bulletin(
    world: BroadcastWorld, chief: OfficerBrowser
) -> None:
    draft, ready, gone = written(chief), submitted(chief), submitted(chief)
    chief.send(f"{AREA}/{gone}", f"{AREA}/{gone}/huy")
    assert f"{AREA}/{ready}/hang-tuan" in body_of(chief.ask(f"{AREA}/{ready}"))
    for name in (draft, gone):
        assert f"{AREA}/{name}/hang-tuan" not in body_of(chief.ask(f"{AREA}/{name}"))
        assert chief.ask(f"{AREA}/{name}/hang-tuan")["statusCode"] == 409
    above = world.sign_in("Lê Văn Trên", "40", Role.APPROVER)
    assert f"{AREA}/{ready}/hang-tuan" not in body_of(above.ask(f"{AREA}/{ready}"))
    assert above.ask(f"{AREA}/{ready}/hang-tuan")["statusCode"] == 409


def drafted() -> str:
    """Return the address of the draft that the clock has made by now."""
    assert prepare("40", store=publishing.series(), broadcasts=publishing.broadcasts(), now=clock.now()).made
    return f"{AREA}/{series().last_issue}"


def test_an_issue_that_has_its_draft__says_what_becomes_of_it__and_comes_back_with_another(
    chief: OfficerBrowser,
) -> None:
    address = begun(chief)
    assert "bản nháp ấy bị hủy" not in chief.page(LIST).text()
    first = drafted()
    page = chief.page(LIST)
    assert "bản nháp ấy bị hủy" in page.text()
    assert first in [link.get("href") for link in page.all("a")]
    press(chief, address, "skip")
    press(chief, address, "restore")
    page = chief.page(LIST)
    assert "bản nháp ấy bị hủy" not in page.text(), "until the clock has made the next one"
    assert first not in [link.get("href") for link in page.all("a")]
    second = drafted()
    assert second != first
    assert second in [link.get("href") for link in chief.page(LIST).all("a")]


def test_what_was_changed_meanwhile__or_cannot_be__is_said_and_nothing_is_lost(chief: OfficerBrowser) -> None:
    page = f"{AREA}/{submitted(chief)}/hang-tuan"
    for wrong, field in (
        ({"hour": "tám"}, "hour"),
        ({"until": "2020-01-01"}, "until"),
    ):
        answer = chief.send(chief.page(page), page, **{"weekday": "5", "hour": "8:00", **wrong})
        assert (answer["statusCode"], body_of(answer).count(f'id="{field}-error"')) == (422, 1)
        assert next(iter(wrong.values())) in body_of(answer)
    address = begun(chief)
    stale = {"version": "1", "act": "pause", "khoa": "key-12345678"}
    press(chief, address, "skip")
    fields = chief.page(LIST).one("header").one("input").get("value")
    answer = chief.post(address, {**stale, "csrf": fields})
    assert answer["statusCode"] == 409
    assert "như hiện nay" in body_of(answer)
    assert series().state is SeriesState.ACTIVE
    assert chief.post(address, {**stale, "csrf": fields, "act": "erase"})["statusCode"] == 400


def test_others__read_and_change_nothing(world: BroadcastWorld, chief: OfficerBrowser) -> None:
    address = begun(chief, until=(date.today() + timedelta(days=60)).isoformat())  # noqa: DTZ011 - far enough
    reader = world.sign_in("Phan Thị Thu")
    page = reader.page(LIST)
    assert "đến hết ngày" in page.text()
    assert not [form for form in page.all("form") if form.get("action") == address]
    stranger = world.sign_in("Người xã khác", OTHER, Role.APPROVER)
    assert TITLE not in stranger.page(LIST).text()
    token = stranger.page(LIST).one("header").one("input").get("value")
    fields = {"csrf": token, "khoa": "key-12345678", "act": "end", "version": "1"}
    assert stranger.post(address, fields)["statusCode"] == 404
    assert stranger.post(f"{LIST}/x", fields)["statusCode"] == 404
    assert series().state is SeriesState.ACTIVE


@pytest.mark.enable_socket
def test_the_pages__are_right_on_a_phone(
    chief: OfficerBrowser, world: BroadcastWorld, open_phone: OpenPhone
) -> None:
    press(chief, begun(chief), "skip")
    phone = signed_in(world.handler, chief, open_phone)
    assert wrong_on_a_phone(phone, [LIST, f"{AREA}/{submitted(chief)}/hang-tuan"]) == {}
