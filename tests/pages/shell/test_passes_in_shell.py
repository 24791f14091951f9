"""Who reads is asked ahead of the tap that opens a contest: once, quietly, and where a page leads to one."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from tests.pages.shell.conftest import OpenShell, Server
from tests.pages.shell.worlds import ZALO, asked

pytestmark = pytest.mark.enable_socket

HTML = "text/html; charset=utf-8"
PAGES = {
    "/bai/moi-thi": "<title>x</title><h1>Mời thi</h1>"
    "<p><a href='/thi/abc'>Vào thi</a> <a href='/bai/moi-gop-y'>moi-gop-y</a></p>",
    "/bai/moi-gop-y": "<title>x</title><h1>Mời góp ý</h1><p><a href='/gop-y/abc'>Gửi ý kiến</a></p>",
    "/": "<title>x</title><h1>Mặt trận</h1>"
    "<p><a href='/thi/abc'>Vào thi</a> <a href='/bai/moi-thi'>moi-thi</a></p>",
    "/bai/tin": "<title>x</title><h1>Tin</h1><p><a href='/lich'>Lịch</a></p>",
}
type Given = tuple[int, Mapping[str, str]]

GRANTED: Given = (200, {"pass": "z.lan.1.x"})
REFUSED: Given = (503, {})


class Passes:
    """A server of some pages that gives passes, and counts them."""

    def __init__(self, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
        self.given: list[str] = []
        self.answers = [GRANTED]
        monkeypatch.setattr(server.world, "handler", self.answer)

    def answer(self, event: dict[str, Any]) -> Mapping[str, Any]:
        """Answer for a page, or with a pass."""
        if event["rawPath"] == "/profile/pass":
            self.given.append(event["headers"].get("authorization", ""))
            status, body = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            kind = {"content-type": "application/json"}
            return {"statusCode": status, "headers": kind, "body": json.dumps(body)}
        page = PAGES.get(event["rawPath"], "<title>x</title><h1>Trang</h1>")
        return {"statusCode": 200, "headers": {"content-type": HTML}, "body": page}


@pytest.fixture
def passes(server: Server, monkeypatch: pytest.MonkeyPatch) -> Passes:
    return Passes(server, monkeypatch)


def test_the_pass_is_there_before_the_tap__and_is_asked_for_once(
    open_shell: OpenShell, passes: Passes
) -> None:
    page = open_shell("/bai/tin", zalo=True)
    page.wait_for_timeout(3_000)
    assert passes.given == [], "this page leads to nothing that needs it"
    with page.expect_response("**/profile/pass"):
        page.goto(f"{ZALO}/bai/moi-thi")
    assert passes.given == ["Bearer zalo-token"]
    assert not [each for each in page.evaluate("() => window.asked") if "author" in each["action"]]
    page.get_by_role("link", name="Vào thi").click()
    page.wait_for_function("() => window.asked.some((each) => each.action === 'action.open.inapp')")
    (opened,) = asked(page, "action.open.inapp")
    assert "/thi/abc?the=z.lan.1.x&" in opened["url"]
    page.evaluate("() => window.asked.splice(0)")
    page.get_by_role("link", name="Vào thi").click()
    page.wait_for_function("() => window.asked.some((each) => each.action === 'action.open.inapp')")
    assert len(passes.given) == 1


def test_a_pass_that_was_not_given__is_asked_for_at_the_tap(open_shell: OpenShell, passes: Passes) -> None:
    passes.answers = [REFUSED, GRANTED]
    page = open_shell("/bai/moi-gop-y", zalo=True)
    page.wait_for_timeout(3_200)
    assert len(passes.given) == 1
    page.get_by_role("link", name="Gửi ý kiến").click()
    page.wait_for_function("() => window.asked.some((each) => each.action === 'action.open.inapp')")
    (opened,) = asked(page, "action.open.inapp")
    assert "/gop-y/abc?the=z.lan.1.x&" in opened["url"]
    assert len(passes.given) == 2


def test_home_asks_for_no_pass__and_who_was_refused_is_silent_until_the_tap(
    open_shell: OpenShell, passes: Passes
) -> None:
    passes.answers = [REFUSED]
    page = open_shell("/", zalo=True)
    page.get_by_role("link", name="Vào thi").wait_for()
    page.wait_for_timeout(3_000)
    assert passes.given == [], "everybody opens it"
    page.evaluate("() => { window.stays = true; }")
    for path in ("moi-thi", "moi-gop-y"):
        page.get_by_role("link", name=path).click()
        page.get_by_role("heading", name="Mời").wait_for()
        page.wait_for_timeout(3_000)
        assert len(passes.given) == 1, path
    assert page.evaluate("() => window.stays"), "the same shell"
    passes.answers = [GRANTED]
    page.get_by_role("link", name="Gửi ý kiến").click()
    page.wait_for_function("() => window.asked.some((each) => each.action === 'action.open.inapp')")
    assert len(passes.given) == 2


def test_without_a_token__nobody_is_asked__and_the_page_opens_as_in_a_browser(
    open_shell: OpenShell, passes: Passes
) -> None:
    page = open_shell("/bai/tin", zalo=True)
    page.context.route("https://h5.zalo.me/**", lambda route: route.abort())
    page.goto(f"{ZALO}/bai/moi-thi")
    page.get_by_role("link", name="Vào thi").click()
    page.wait_for_function("() => window.asked.some((each) => each.action === 'action.open.inapp')")
    (opened,) = asked(page, "action.open.inapp")
    assert "/thi/abc?typeInapp" in opened["url"]
    assert passes.given == []
