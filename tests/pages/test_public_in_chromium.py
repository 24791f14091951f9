"""Residents' pages in a browser: what axe-core and a small window find wrong."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.conftest import OpenTable
from tests.pages.browsing import overflows, small_targets, violations, visit
from tests.pages.public_world import ADDRESS, FIXED, build

pytestmark = pytest.mark.enable_socket

type OpenPhone = Callable[..., Page]


def test_every_page_is_right_on_a_phone_and_in_the_largest_letters(
    open_table: OpenTable, monkeypatch: pytest.MonkeyPatch, open_phone: OpenPhone
) -> None:
    world = build(open_table, monkeypatch)
    phone = open_phone(world.handler)
    wrong: dict[str, object] = {}
    for size in ("18", "30"):
        for path in (*FIXED, *(f"/bai/{item_id}" for item_id in world.items.values())):
            visit(phone, path)
            phone.context.add_cookies([{"name": "chu", "value": size, "url": phone.url}])
            phone.set_viewport_size({"width": 320 if size == "30" else 360, "height": 720})
            visit(phone, path)
            found = [*violations(phone), *small_targets(phone)]
            if found or overflows(phone) > 0:
                wrong[f"{path} at {size}"] = (found, overflows(phone))
    assert wrong == {}


@pytest.mark.parametrize("script", [True, False])
def test_a_resident_finds_their_commune_by_its_old_name_and_reads(
    open_table: OpenTable, monkeypatch: pytest.MonkeyPatch, open_phone: OpenPhone, *, script: bool
) -> None:
    world = build(open_table, monkeypatch)
    phone = open_phone(world.handler, script=script)
    visit(phone, "/")
    phone.get_by_label("Tên xã, phường").fill("yen thanh")
    phone.get_by_role("search", name="Tìm xã, phường").get_by_role("button", name="Tìm").click()
    phone.get_by_role("region", name="Tìm thấy").get_by_role("link", name="Xã Yên Thành", exact=True).click()
    assert phone.url.endswith(ADDRESS)
    phone.get_by_role("link", name="Chi trả trợ cấp xã hội tháng 12").click()
    assert phone.get_by_role("heading", level=1).inner_text() == "Chi trả trợ cấp xã hội tháng 12"
