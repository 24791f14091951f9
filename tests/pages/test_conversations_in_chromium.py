"""Conversations in a browser: the daily gestures, on a phone of 360 px, with and without script."""

import base64
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, expect

from loa import clock
from loa.foundation.sessions.drafts import DraftStore
from tests.conftest import OpenTable
from tests.pages.browsing import OpenPhone, overflows, signed_in, small_targets, violations
from tests.worlds.console import OfficerBrowser
from tests.worlds.doors import Context
from tests.worlds.talks import LIST, OA, Talks, open_talks

pytestmark = pytest.mark.enable_socket

HERE = f"{LIST}/{OA}/77"


@pytest.fixture
def talks(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Talks:
    made = open_talks(open_table, monkeypatch)
    made.writes("77", "Bao giờ thì thông cống hở cô?", name="Nguyễn Thị Lan", ago=timedelta(hours=3))
    made.writes("78", "Cho hỏi thẻ bảo hiểm", name="Hồ Văn Sáu", ago=timedelta(hours=1))
    return made


def opened(talks: Talks, open_phone: OpenPhone, officer: OfficerBrowser, *, script: bool = True) -> Page:
    """Return a phone on which an officer is signed in."""
    return signed_in(talks.module.handler, officer, open_phone, script=script)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_phone__who_waited_longest__is_answered_with_a_canned_answer(
    talks: Talks, open_phone: OpenPhone, *, script: bool
) -> None:
    page = opened(talks, open_phone, talks.sign_in(), script=script)
    page.goto(LIST)
    page.locator("a.whole").first.click()
    expect(page.locator("h1")).to_have_text("Nguyễn Thị Lan")
    page.locator("#words").fill("Chào bà Lan.")
    page.get_by_role("button", name="Mẫu câu").click()
    expect(page.locator("#words")).to_have_value("Chào bà Lan.")
    page.get_by_role("button", name="Gửi", exact=True).click()
    expect(page.get_by_text("Đã nhận lời trả lời")).to_be_visible()
    assert talks.words("77") == ["Chào bà Lan."]


def test_phone__what_is_typed__is_kept_and_back_after_a_crash(talks: Talks, open_phone: OpenPhone) -> None:
    officer = talks.sign_in()
    drafts, asked = DraftStore(talks.console.sessions.table), []

    def handler(event: dict[str, Any]) -> Mapping[str, Any]:
        if event["rawPath"] == "/console/giu-nhap":  # as the function `session` does
            fields = parse_qs(base64.b64decode(event["body"]).decode())
            asked.append(fields)
            typed = {"words": fields["words"]}
            drafts.keep_words(officer.officer.id, fields["trang"][0], typed, clock.now())
            return {"statusCode": 200, "headers": {"content-type": "text/plain"}, "body": "14:05"}
        answer: Mapping[str, Any] = talks.module.handler(event, Context())
        return answer

    page = open_phone(handler, script=True)
    page.goto("/none")
    url = page.url.removesuffix("/none")
    page.context.add_cookies([{"name": "loa", "value": officer.cookies["loa"], "url": url}])
    page.goto(HERE)
    page.locator("#words").press_sequentially("Chào bà Lan, thứ Hai tổ thợ sang")
    expect(page.get_by_text("Đã giữ nháp lúc 14:05")).to_be_visible()
    assert "khoa" not in asked[0]
    page.goto("about:blank")
    page.goto(f"{url}{HERE}")
    expect(page.locator("#words")).to_have_value("Chào bà Lan, thứ Hai tổ thợ sang")
    page.get_by_role("button", name="Gửi", exact=True).click()
    expect(page.get_by_text("Đã nhận lời trả lời")).to_be_visible()
    expect(page.locator("#words")).to_have_value("")


def test_phone__two_officers_in_one_conversation__see_each_other(talks: Talks, open_phone: OpenPhone) -> None:
    hoa, minh = talks.sign_in(), talks.sign_in("minh", name="Lê Đức Minh")
    first, second = opened(talks, open_phone, hoa), opened(talks, open_phone, minh)
    first.goto(HERE)
    with first.expect_response(lambda answer: answer.url.endswith("/giu")):
        first.locator("#words").press_sequentially("Chào")
    second.goto(HERE)
    expect(second.get_by_text("Trần Thị Hoa đang trả lời")).to_be_visible()
    second.get_by_role("button", name="Tôi làm thay").click()
    expect(second.get_by_text("Anh/chị trả lời thay")).to_be_visible()
    first.get_by_role("button", name="Gửi", exact=True).click()
    expect(first.get_by_text("Lê Đức Minh đang soạn trả lời")).to_be_visible()
    expect(first.locator("#words")).to_have_value("Chào")
    assert talks.words("77") == []


def test_pages__of_conversations__are_fit_for_everybody(talks: Talks, open_phone: OpenPhone) -> None:
    page = opened(talks, open_phone, talks.sign_in())
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for address in (LIST, HERE, f"{HERE}/giao", f"{LIST}/mau-cau", f"{LIST}/truc"):
            page.goto(address)
            assert violations(page) == [], address
            assert overflows(page) <= 0, address
            assert small_targets(page) == [], address
