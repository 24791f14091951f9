"""The console's entrance on a phone: from a slip of paper to today's work, and a session's end."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from infra.smoke.signing_in import one_time_code
from tests.conftest import OpenTable
from tests.pages.browsing import overflows, small_targets, violations, visit
from tests.worlds.doors import load
from tests.worlds.entrance import OWN, SLIP, Entrance, entrance_with_officers

pytestmark = pytest.mark.enable_socket

type OpenPhone = Callable[..., Page]


@pytest.fixture
def entrance(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Entrance:
    """Two officers who have slips of paper."""
    return entrance_with_officers(open_table, monkeypatch, load("session"))


def _phone(entrance: Entrance, open_phone: OpenPhone, *, script: bool = True) -> Page:
    return open_phone(lambda event: entrance.handler(event, None), script=script)


def _wrong(phone: Page, *, script: bool) -> list[object]:
    """What is wrong with the page that is shown; axe needs a page with script."""
    found: list[object] = [*small_targets(phone), *(violations(phone) if script else [])]
    return [phone.url, *found] if found or overflows(phone) > 0 else []


@pytest.mark.parametrize("script", [True, False])
def test_an_approver_comes_in_for_the_first_time(
    entrance: Entrance, open_phone: OpenPhone, *, script: bool
) -> None:
    entrance.pool.users["duyet.01"].temporary = True
    phone, wrong = _phone(entrance, open_phone, script=script), []
    visit(phone, "/console")
    wrong += _wrong(phone, script=script)
    phone.get_by_label("Mã cán bộ").fill("Duyet.01")
    phone.locator("#password").fill(SLIP)
    phone.get_by_role("button", name="Đăng nhập").click()
    phone.wait_for_url("**/mat-khau")
    wrong += _wrong(phone, script=script)
    phone.locator("#password").fill(OWN)
    phone.locator("#again").fill(OWN)
    phone.get_by_role("button", name="Đặt mật khẩu").click()
    phone.wait_for_url("**/ung-dung")
    wrong += _wrong(phone, script=script)
    secret = entrance.pool.users["duyet.01"].pending
    phone.locator("#code").fill(one_time_code(secret, entrance.at[0].timestamp()))
    phone.get_by_role("button", name="Xong, đăng nhập").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("mã dự phòng")
    wrong += _wrong(phone, script=script)
    phone.get_by_role("link", name="Tôi đã cất mã").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Việc hôm nay")
    guide = "/console/huong-dan"
    for path in (
        "/console",
        "/console/toi",
        "/console/toi/mat-khau",
        guide,
        f"{guide}/duyet-tin",
        "/console/xac-nhan",
    ):
        visit(phone, path)
        wrong += _wrong(phone, script=script)
    phone.get_by_role("button", name="Đăng xuất").click()
    expect(phone.get_by_text("Có thể đóng máy")).to_be_visible()
    assert wrong == []


def test_a_session_that_ends_asks_first_and_then_leaves_the_screen(
    entrance: Entrance, open_phone: OpenPhone
) -> None:
    phone = _phone(entrance, open_phone)
    phone.clock.install()
    visit(phone, "/console")
    phone.get_by_label("Mã cán bộ").fill("hoa.01")
    phone.locator("#password").fill(SLIP)
    phone.get_by_role("button", name="Hiện mật khẩu").click()
    expect(phone.locator("#password")).to_have_attribute("type", "text")
    phone.get_by_role("button", name="Đăng nhập").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Việc hôm nay")

    phone.wait_for_load_state()  # the script has set its clock

    def later(minutes: float) -> None:
        entrance.at[0] += timedelta(minutes=minutes)
        phone.clock.fast_forward(int(minutes * 60_000))

    later(58.5)
    stay = phone.get_by_role("button", name="Còn, ở lại")
    stay.click()
    expect(stay).to_have_count(0)
    later(58.5)
    expect(phone.get_by_role("button", name="Còn, ở lại")).to_be_visible()
    later(2)
    phone.wait_for_url("**/console/dang-nhap?vi=het**")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Đăng nhập")
