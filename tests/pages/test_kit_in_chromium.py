"""The kit in a browser: what only a browser knows (layout, focus, keyboard, cookies, other media)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.pages import gallery
from tests.pages.browsing import overflows, small_targets, violations, visit

pytestmark = [pytest.mark.usefixtures("_gallery_templates"), pytest.mark.enable_socket]

type OpenPhone = Callable[..., Page]

PAGES = (("/", 200), ("/phan-anh", 200), ("/cach-xem", 200), ("/khong-co", 404))


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def page(request: pytest.FixtureRequest, open_phone: OpenPhone) -> Page:
    """A phone with and without script."""
    return open_phone(gallery.handler, script=request.param)


@pytest.fixture
def scripted(open_phone: OpenPhone) -> Page:
    """A phone with script, for checks that run in the page."""
    return open_phone(gallery.handler)


@pytest.mark.parametrize(("path", "status"), PAGES)
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(scripted: Page, path: str, status: int, width: int) -> None:
    scripted.set_viewport_size({"width": width, "height": 800})
    visit(scripted, path, status)
    assert violations(scripted) == []


@pytest.mark.parametrize("size", ["18", "24", "30"])
@pytest.mark.parametrize(("path", "status"), PAGES)
def test_nothing_scrolls_sideways_or_is_too_small_for_a_finger(
    scripted: Page, path: str, status: int, size: str
) -> None:
    visit(scripted, path, status)
    scripted.context.add_cookies([{"name": "chu", "value": size, "url": scripted.url}])
    for width in (320, 360, 768, 1280):
        scripted.set_viewport_size({"width": width, "height": 800})
        visit(scripted, path, status)
        assert overflows(scripted) <= 0, width
        assert small_targets(scripted) == []


def test_a_page_at_twice_its_size_is_still_whole(scripted: Page) -> None:
    """200 % zoom of a window 640 px wide is one of 320 px with two device pixels each."""
    scripted.set_viewport_size({"width": 320, "height": 400})
    visit(scripted, "/phan-anh")
    assert overflows(scripted) <= 0


def test_a_form_that_comes_back_shows_its_errors_and_keeps_what_was_typed(page: Page) -> None:
    visit(page, "/phan-anh")
    page.get_by_label("Xin ông/bà kể rõ sự việc").fill("Ngập")
    page.get_by_label("Số điện thoại").fill("0900 000 000")
    page.get_by_label("Điện, nước, rác thải").first.check()
    page.get_by_role("button", name="Gửi phản ánh").click()
    page.get_by_role("alert").get_by_role("link", name="Xin viết thêm").click()
    assert page.url.endswith("#words")
    assert page.get_by_label("Xin ông/bà kể rõ sự việc").input_value() == "Ngập"
    page.get_by_label("Xin ông/bà kể rõ sự việc").fill("Đường ngập từ tối qua, không đi được")
    page.get_by_role("button", name="Gửi phản ánh").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Bộ phận và trạng thái"


def test_larger_letters_are_chosen_once(page: Page) -> None:
    visit(page, "/")
    page.get_by_role("link", name="Chữ to").click()
    page.get_by_role("button", name="Chữ rất to").click()
    visit(page, "/phan-anh")
    assert page.locator("html").get_attribute("class") == "text-30"


def test_a_keyboard_reaches_the_content_first(scripted: Page) -> None:
    visit(scripted, "/")
    scripted.keyboard.press("Tab")
    assert scripted.locator(":focus").inner_text() == "Tới nội dung chính"
    scripted.keyboard.press("Enter")
    assert scripted.url.endswith("#noi-dung")


def test_focus_can_be_seen(scripted: Page) -> None:
    visit(scripted, "/phan-anh")
    scripted.get_by_label("Số điện thoại").focus()
    scripted.keyboard.press("Shift+Tab")
    width = scripted.evaluate("() => getComputedStyle(document.activeElement).outlineWidth")
    assert width == "3px"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_forced_colours_nothing_is_lost(open_phone: OpenPhone, scheme: str) -> None:
    page = open_phone(gallery.handler, forced_colors="active", color_scheme=scheme)
    visit(page, "/")
    border = page.evaluate("() => getComputedStyle(document.querySelector('.tag')).borderTopWidth")
    assert border == "1px"


def test_on_paper_there_is_nothing_to_press(scripted: Page) -> None:
    visit(scripted, "/")
    scripted.emulate_media(media="print")
    shown = scripted.evaluate(
        """() => [...document.querySelectorAll('.btn, .nav, .top, button')]
        .filter((each) => each.getClientRects().length).length"""
    )
    assert shown == 0
    assert scripted.get_by_role("heading", level=1).is_visible()


def test_the_policy_lets_nothing_smuggled_in_run(scripted: Page) -> None:
    visit(scripted, "/")
    scripted.evaluate(
        """() => { const made = document.createElement('script'); made.textContent = 'window.smuggled = 1';
        document.body.append(made);
        document.body.insertAdjacentHTML('beforeend', '<p style="color:red" id=red>x</p>') }"""
    )
    assert scripted.evaluate("() => window.smuggled") is None
    assert (
        scripted.evaluate("() => getComputedStyle(document.getElementById('red')).color") == "rgb(31, 27, 22)"
    )
