"""The shell in three worlds: a browser, Zalo, a Zalo that refuses."""

import re

import pytest
from playwright.sync_api import Page, expect

from loa.publishing.library.rules.model import WithdrawalKind
from tests.pages.browsing import overflows, small_targets, violations
from tests.pages.public_world import ADDRESS, OA_ID
from tests.pages.shell.conftest import OpenShell, Server
from tests.pages.shell.worlds import ZALO, asked
from tests.worlds.library import APPROVER

pytestmark = pytest.mark.enable_socket

ITEM = "Chi trả trợ cấp xã hội tháng 12"
WORDS = "Xin ông/bà kể rõ sự việc"


def heading(page: Page, words: str, *, first: bool = False) -> None:
    """The page is there; reading begins at its heading, of the first page at its top."""
    found = page.get_by_role("heading", level=1, name=words)
    expect(found).to_be_visible() if first else expect(found).to_be_focused()


@pytest.mark.parametrize("zalo", [False, True], ids=["web", "zalo"])
def test_a_resident_finds_their_commune_reads_and_comes_back_to_where_they_were(
    open_shell: OpenShell, *, zalo: bool
) -> None:
    page = open_shell(zalo=zalo)
    page.get_by_label("Tên xã, phường").fill("yen thanh")
    page.get_by_role("search", name="Tìm xã, phường").get_by_role("button", name="Tìm").click()
    page.get_by_role("region", name="Tìm thấy").get_by_role("link", name="Xã Yên Thành", exact=True).click()
    heading(page, "Mặt trận xã Yên Thành")
    page.get_by_role("link", name=ITEM).scroll_into_view_if_needed()
    left_at = page.evaluate("() => window.scrollY")
    page.get_by_role("link", name=ITEM).click()
    heading(page, ITEM)
    assert ITEM in page.title()
    assert page.url.startswith(f"{ZALO}/bai/" if zalo else page.url.partition("#")[0] + "#/bai/")
    page.go_back()
    expect(page.get_by_role("heading", level=1, name="Mặt trận xã Yên Thành")).to_be_attached()
    assert page.evaluate("() => window.scrollY") == left_at > 0
    page.go_forward()
    heading(page, ITEM)


@pytest.mark.parametrize("zalo", [False, True], ids=["web", "zalo"])
@pytest.mark.parametrize("size", ["Chữ vừa", "Chữ rất to"])
def test_every_page_in_the_shell_is_right_on_a_phone(open_shell: OpenShell, size: str, *, zalo: bool) -> None:
    page = open_shell("/cach-xem", zalo=zalo)
    page.get_by_role("button", name=size).click()
    wrong = {}
    for way in ("Trang chính", "Lịch"):
        page.get_by_role("navigation", name="Mục chính").get_by_role("link", name=way).click()
        expect(page.locator(".nav [aria-current]")).to_have_text(way)
        expect(page.locator(".shell-say")).to_be_hidden()
        found = [*violations(page), *small_targets(page)]
        if found or overflows(page) > 0:
            wrong[way] = (found, overflows(page))
    assert wrong == {}


def test_the_last_home_large_letters_and_saving_are_remembered(open_shell: OpenShell) -> None:
    page = open_shell(ADDRESS, zalo=True)
    page.get_by_role("link", name="Chữ to").first.click()
    page.get_by_role("button", name="Chữ rất to").click()
    heading(page, "Mặt trận xã Yên Thành")
    page.goto(f"{ZALO}/cach-xem")
    page.get_by_role("button", name="Bật tiết kiệm dữ liệu").click()
    page.goto(f"{ZALO}/")
    heading(page, "Mặt trận xã Yên Thành", first=True)
    assert page.locator("html").get_attribute("class") == "text-30"
    page.goto(f"{ZALO}/cach-xem")
    expect(page.get_by_role("button", name="Hiện ảnh như thường")).to_be_visible()


def test_zalo_opens_what_it_opens_better(open_shell: OpenShell) -> None:
    page = open_shell(ADDRESS, zalo=True)
    page.get_by_role("link", name="Nhắn cho Mặt trận").click()
    page.wait_for_function("() => window.asked.some((each) => each.action === 'action.open.chat')")
    assert asked(page, "action.open.chat")[0]["uId"] == OA_ID
    page.get_by_role("link", name="113 công an").click()
    page.wait_for_function("() => window.asked.some((each) => each.action === 'action.open.phone')")
    page.goto(f"{ZALO}/muc/dich-vu-cong")
    page.get_by_role("link", name="Cổng Dịch vụ công quốc gia").click()
    page.wait_for_function("() => window.asked.some((each) => each.action === 'action.open.inapp')")
    assert asked(page, "action.open.inapp")[0]["url"].startswith("https://")
    page.goto(f"{ZALO}{ADDRESS}/quan-tam")
    page.get_by_role("link", name="Mở trên Zalo").click()
    expect(page.get_by_text("Ông/bà đã quan tâm.")).to_be_visible()
    page.goto(f"{ZALO}{ADDRESS}")
    page.get_by_role("link", name=ITEM).click()
    page.get_by_role("button", name="Gửi cho người quen").click()
    page.wait_for_function("() => window.asked.some((each) => each.action.includes('share'))")


def test_who_does_not_want_to_follow_is_not_asked_again(open_shell: OpenShell) -> None:
    page = open_shell(f"{ADDRESS}/quan-tam", zalo=True, refusals={"*": -201})
    page.get_by_role("link", name="Mở trên Zalo").click()
    expect(page.get_by_text("Vâng, ông/bà chưa muốn.")).to_be_visible()


@pytest.mark.parametrize("code", [-1403, -2000])
def test_what_zalo_refuses_is_left_as_a_link_and_reading_goes_on(open_shell: OpenShell, code: int) -> None:
    page = open_shell(ADDRESS, zalo=True, refusals={"*": code, "storage": code})
    page.get_by_role("link", name="Nhắn cho Mặt trận").click()
    link = page.locator(".shell-say").get_by_role("link", name="Mở trên Zalo")
    expect(link).to_have_attribute("href", f"https://zalo.me/{OA_ID}")
    page.get_by_role("link", name=ITEM).click()
    heading(page, ITEM)


@pytest.mark.parametrize("zalo", [False, True], ids=["web", "zalo"])
def test_without_network_what_was_read_is_there_with_its_age(
    open_shell: OpenShell, server: Server, *, zalo: bool
) -> None:
    page = open_shell(ADDRESS, zalo=zalo)
    page.get_by_role("link", name=ITEM).click()
    heading(page, ITEM)
    page.wait_for_timeout(300)
    server.down = True
    page.reload()
    heading(page, ITEM, first=True)
    expect(page.get_by_text(re.compile(r"Ông/bà đang xem bản lưu lúc \d+:\d\d hôm nay"))).to_be_visible()
    page.get_by_role("navigation", name="Mục chính").get_by_role("link", name="Lịch").click()
    heading(page, "Chưa có mạng")
    assert violations(page) == []
    page.get_by_role("listitem").get_by_role("link", name=ITEM).click()
    heading(page, ITEM)
    server.down = False
    page.get_by_role("button", name="Tải lại").click()
    expect(page.get_by_text("bản lưu")).to_have_count(0)


def test_an_item_that_was_taken_back_does_not_stay_on_the_phone(
    open_shell: OpenShell, server: Server
) -> None:
    page = open_shell(ADDRESS)
    page.get_by_role("link", name=ITEM).click()
    heading(page, ITEM)
    page.wait_for_timeout(300)
    item = page.url.partition("#")[2]
    server.world.library.service.withdraw(
        APPROVER, item.removeprefix("/bai/"), WithdrawalKind.GONE, "Đăng nhầm."
    )
    page.reload()
    heading(page, "Bài này đã được gỡ", first=True)
    page.wait_for_timeout(300)
    server.down = True
    page.reload()
    heading(page, "Chưa có mạng", first=True)


@pytest.mark.parametrize("zalo", [False, True], ids=["web", "zalo"])
def test_a_form_is_never_lost_and_never_sent_twice_by_chance(
    open_shell: OpenShell, server: Server, *, zalo: bool
) -> None:
    page = open_shell("/phan-anh", zalo=zalo)
    page.get_by_label(WORDS).fill("Ngập")
    page.wait_for_timeout(1_200)
    page.reload()
    expect(page.get_by_text("Đây là bản ông/bà viết dở")).to_be_visible()
    expect(page.get_by_label(WORDS)).to_have_value("Ngập")
    page.get_by_label("Đường sá, cầu cống").first.check()
    page.get_by_role("button", name="Gửi phản ánh").click()
    page.get_by_role("alert").get_by_role("link", name="Xin viết thêm").click()
    expect(page.get_by_label(WORDS)).to_be_focused()
    page.get_by_label(WORDS).fill("Đường ngập từ tối qua, không đi được")
    server.losing = True
    page.get_by_role("button", name="Gửi phản ánh").click()
    expect(page.get_by_text("Chưa gửi được vì mạng yếu")).to_be_visible()
    assert violations(page) == []
    server.losing = False
    page.get_by_role("button", name="Gửi phản ánh").dblclick()
    heading(page, "Mặt trận tỉnh Nghệ An")
    wrong, *right = server.sent
    assert wrong not in right
    assert len(set(right)) == 1, "the same form with the same key, however often it was sent"
    page.wait_for_timeout(300)
    page.goto(f"{ZALO}/phan-anh" if zalo else page.url.partition("#")[0] + "#/phan-anh")
    page.reload()
    expect(page.get_by_label(WORDS)).to_have_value("")


def test_what_is_smuggled_into_a_part_does_not_run(
    open_shell: OpenShell, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile = (
        "<title>x</title><h1>Tin</h1><script>window.smuggled = 1</script>"
        "<img src=x alt='' width=1 height=1 onerror='window.smuggled = 1'>"
        "<a href=' java&#10;script:window.smuggled = 1'>bấm</a>"
    )
    answer = {"statusCode": 200, "headers": {"content-type": "text/html; charset=utf-8"}, "body": hostile}
    monkeypatch.setattr(server.world, "handler", lambda _: answer)
    page = open_shell()
    page.get_by_text("bấm").click()
    page.wait_for_timeout(100)
    assert page.evaluate("() => window.smuggled") is None


@pytest.mark.parametrize(
    "path", ["//evil.example/x", "/%09/evil.example/x", "/%5Cevil.example/x", "https://evil.example", "//"]
)
def test_no_address_lets_the_shell_show_another_host(open_shell: OpenShell, path: str) -> None:
    page = open_shell(f"/?p={path}", zalo=True)
    heading(page, "Mặt trận tỉnh Nghệ An", first=True)
