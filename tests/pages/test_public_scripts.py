"""The two small scripts of residents' pages: what they add, and that nothing is missing without them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Geolocation, Page

from tests.conftest import OpenTable
from tests.pages.browsing import violations, visit
from tests.pages.public_world import build

pytestmark = pytest.mark.enable_socket

type OpenPhone = Callable[..., Page]

IN_YEN_THANH: Geolocation = {"latitude": 19.0, "longitude": 105.46}
FAR: Geolocation = {"latitude": 10.77, "longitude": 106.7}
VOICE = """
window.said = [];
const voice = {lang: "vi-VN", name: "vi"};
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
Object.defineProperty(window, "speechSynthesis", {value: {
  getVoices: () => [voice], cancel: () => {}, addEventListener: () => {},
  speak: (one) => { window.said.push(one.text); setTimeout(() => one.onend && one.onend(), 0); },
}});
"""
BUTTON = "Tìm theo chỗ tôi đang đứng"


def test_the_nearest_communes_are_named_by_the_phone_alone(
    open_table: OpenTable, monkeypatch: pytest.MonkeyPatch, open_phone: OpenPhone
) -> None:
    world = build(open_table, monkeypatch)
    phone = open_phone(world.handler, geolocation=IN_YEN_THANH, permissions=["geolocation"])
    visit(phone, "/tim-xa")
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.get_by_role("button", name=BUTTON).click()
    near = phone.get_by_role("region", name="Theo chỗ đang đứng").get_by_role("link")
    near.first.wait_for()
    assert near.count() == 4
    assert all((link.get_attribute("href") or "").startswith("/d/") for link in near.all())
    assert asked == [], "where somebody stands is sent to nobody"
    assert violations(phone) == []
    phone.context.set_geolocation(FAR)
    visit(phone, "/tim-xa")
    phone.get_by_role("button", name=BUTTON).click()
    phone.get_by_text("Ông/bà đang ở xa Nghệ An").wait_for()


def test_who_does_not_tell_where_they_stand_and_who_has_no_script_find_by_name(
    open_table: OpenTable, monkeypatch: pytest.MonkeyPatch, open_phone: OpenPhone
) -> None:
    world = build(open_table, monkeypatch)
    phone = open_phone(world.handler)
    visit(phone, "/tim-xa")
    phone.get_by_role("button", name=BUTTON).click()
    phone.get_by_text("Xin tìm theo tên").wait_for()
    plain = open_phone(world.handler, script=False)
    visit(plain, "/tim-xa")
    assert plain.get_by_role("button", name=BUTTON).count() == 0
    assert plain.get_by_role("link", name="Xã Yên Thành", exact=True).count() == 1


def test_the_browser_s_vietnamese_voice_reads_an_item_where_there_is_one(
    open_table: OpenTable, monkeypatch: pytest.MonkeyPatch, open_phone: OpenPhone
) -> None:
    world = build(open_table, monkeypatch)
    item = f"/bai/{world.items['article']}"
    phone = open_phone(world.handler)
    visit(phone, item)
    assert phone.get_by_role("button", name="Nghe máy đọc").count() == 0, "no Vietnamese voice here"
    phone.add_init_script(VOICE)
    visit(phone, item)
    phone.get_by_role("button", name="Nghe máy đọc").click()
    phone.wait_for_function("() => window.said.length >= 2")
    said = phone.evaluate("() => window.said")
    assert said[0] == "Xóm 5 góp 46 công làm đường"
    assert "Ủy ban Mặt trận xã họp vào sáng thứ Hai." in said
    phone.get_by_role("button", name="Nghe máy đọc").wait_for()
    assert violations(phone) == []
