"""A resident's own pages inside the shell: known by Zalo's token, and what happens where there is none."""

import pytest
from playwright.sync_api import expect

from tests.conftest import OpenTable
from tests.pages import profile_world
from tests.pages.browsing import overflows, small_targets, violations
from tests.pages.petition_world import COMMUNE
from tests.pages.profile_world import OWN, ProfileWorld
from tests.pages.shell.conftest import OpenShell
from tests.pages.shell.worlds import asked

pytestmark = pytest.mark.enable_socket


class Server:
    """Answers as the two functions do, and remembers what carried a token."""

    def __init__(self, world: ProfileWorld) -> None:
        self.world = world
        self.answer = world.handler


@pytest.fixture
def server(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Server:
    """The functions `profile` and `petitions`."""
    return Server(profile_world.build(open_table, monkeypatch))


def test_a_resident_keeps_a_case_reads_its_answer_rates_it_takes_data_along_and_asks_for_erasure(
    open_shell: OpenShell, server: Server
) -> None:
    link, stored = server.world.petitions.opened(phone="0912345678")
    phone = open_shell(f"/theo-doi/{link}", zalo=True)
    phone.get_by_role("link", name="Giữ vào mục Của tôi").click()
    phone.get_by_role("button", name="Tôi đồng ý, giữ việc này").dblclick()
    expect(phone.get_by_role("status").filter(has_text="Đã thêm việc này")).to_be_visible()
    assert [*violations(phone), *small_targets(phone)] == []
    assert overflows(phone) <= 0
    server.world.answered(link)
    phone.get_by_role("link", name="Xem việc, nói thêm").click()
    phone.get_by_role("radio", name="Xong, rất hài lòng").check()
    phone.get_by_role("button", name="Gửi đánh giá").click()
    expect(phone.get_by_text("Cảm ơn ông/bà đã cho biết.")).to_be_visible()
    assert server.world.petitions.case_of(link).case.satisfaction == 5
    phone.locator(".foot").get_by_role("link", name="Của tôi").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Của tôi")
    expect(phone.get_by_text("Đã thay bóng.")).to_be_visible()
    phone.get_by_role("link", name="Xem, sửa, xóa").click()
    phone.get_by_role("link", name="Tải về tất cả").click()
    phone.wait_for_function("window.asked.some((each) => each.action === 'action.open.inapp')")
    (opened,) = asked(phone, "action.open.inapp")
    assert f"{OWN}/tep?the=7001." in opened["url"]
    phone.get_by_role("button", name="Xóa thông tin của tôi").click()
    expect(phone.get_by_text("Chưa xóa gì")).to_be_visible()
    assert [*violations(phone), *small_targets(phone)] == []
    phone.get_by_role("button", name="Tôi đổi ý, không xóa nữa").click()
    expect(phone.get_by_text("Không có gì bị xóa.")).to_be_visible()
    assert stored.case.code in phone.inner_text("main")


def test_a_choice_that_was_left_open_is_no_consent_when_somebody_comes_back(
    open_shell: OpenShell, server: Server
) -> None:
    phone = open_shell(OWN, zalo=True)
    expect(phone.get_by_role("button", name="Tôi đồng ý")).to_have_count(2)
    phone.reload()
    expect(phone.get_by_role("button", name="Tôi đồng ý")).to_have_count(2)
    phone.get_by_role("button", name="Tôi đồng ý").nth(1).click()
    phone.get_by_label("Ông/bà ở xã, phường nào?").select_option(COMMUNE)
    phone.get_by_role("button", name="Nhớ xã, phường này").click()
    expect(phone.get_by_text("Đã nhớ xã, phường của ông/bà.")).to_be_visible()
    expect(phone.locator(".shell-top")).to_contain_text("Xã Yên Thành")


@pytest.mark.parametrize("zalo", [False, True], ids=["web", "zalo without a token"])
def test_where_nobody_says_who_reads__the_page_says_how(open_shell: OpenShell, *, zalo: bool) -> None:
    phone = open_shell("/theo-doi", zalo=zalo)
    phone.context.route("https://h5.zalo.me/**", lambda route: route.abort())
    phone.get_by_role("link", name="Xem ngay ở mục Của tôi").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Mục “Của tôi” mở trong Zalo")
    assert [*violations(phone), *small_targets(phone)] == []


def test_a_zalo_that_refuses_all_else_still_says_who_reads(open_shell: OpenShell) -> None:
    phone = open_shell(OWN, zalo=True, refusals={"*": -1403, "storage": -2000})
    expect(phone.get_by_role("heading", level=1)).to_have_text("Của tôi")
