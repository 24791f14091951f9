"""*Việc hôm nay* on a phone: what expires first, of all areas, in one list."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from loa.casework.cases.rules.model import Move
from loa.errors import Busy
from tests.conftest import OpenTable
from tests.pages.browsing import OpenPhone, overflows, small_targets, violations, visit
from tests.worlds.console_cases import CaseWorld, case_world
from tests.worlds.doors import Context, load
from tests.worlds.entrance import NOW, Entrance, entrance_with_officers
from tests.worlds.talks import Talks, open_talks

pytestmark = pytest.mark.enable_socket

SAID = "Bao giờ thì thông cống hở cô?"
OVERDUE = "Đường xóm 5 sạt lở"


class Today:
    """One officer, whose parts come from the functions whose they are; other areas have nothing."""

    def __init__(self, entrance: Entrance, talks: Talks, cases: CaseWorld) -> None:
        self.failing = self.empty = False
        self.cookie = entrance.signed_in().cookies["loa"]
        self._entrance, self._talks, self._cases = entrance, talks, cases

    def raised(self, what: str) -> None:
        """Let a case be there that ends in more than a week."""
        self._cases.moved(self._cases.raised(what), Move.ACCEPT)

    def handler(self, event: dict[str, Any], context: Any) -> Mapping[str, Any]:
        """Answer as the gateway does."""
        path = event["rawPath"]
        if not path.endswith(("/o-viec", "/bay-ngay")):
            page: Mapping[str, Any] = self._entrance.handler(event, context)
            return page
        module = {"tin-nhan": self._talks.module, "vu-viec": self._cases.module}.get(path.split("/")[2])
        if module is None or self.empty:
            html = "<div data-live><p>Không có việc nào.</p></div>"
            return {"statusCode": 200, "headers": {"content-type": "text/html"}, "body": html}
        if self.failing and "vu-viec" in path:
            return self._trouble(event, context)
        part: Mapping[str, Any] = module.handler(event, context)
        return part

    def _trouble(self, event: dict[str, Any], context: Any) -> Mapping[str, Any]:
        """The part as its function draws it when its table does not answer."""
        with pytest.MonkeyPatch.context() as broken:
            broken.setattr("cases_api.pages.lists._waiting", _busy)
            part: Mapping[str, Any] = self._cases.module.handler(event, context)
        return part


def _busy(*_: Any) -> Any:
    raise Busy


@pytest.fixture
def today(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Today:
    entrance = entrance_with_officers(open_table, monkeypatch, load("session"))
    talks, cases = open_talks(open_table, monkeypatch), case_world(open_table, monkeypatch)
    talks.writes("77", SAID, name="Nguyễn Thị Lan", ago=timedelta(hours=3))
    cases.raised(OVERDUE, days_ago=60)
    cases.moved(cases.raised("Xin thêm thùng rác"), Move.ACCEPT)
    return Today(entrance, talks, cases)


def _home(today: Today, open_phone: OpenPhone, *, script: bool = True) -> Page:
    phone = open_phone(lambda event: today.handler(event, Context()), script=script)
    phone.clock.set_fixed_time(NOW - timedelta(days=2))  # the case of today ends in more than a week
    visit(phone, "/console/dang-nhap")
    origin = phone.url.partition("/console")[0]
    phone.context.add_cookies([{"name": "loa", "value": today.cookie, "url": origin}])
    visit(phone, "/console")
    return phone


def test_what_ends_first__of_all_areas__stands_in_one_list(today: Today, open_phone: OpenPhone) -> None:
    phone = _home(today, open_phone)
    box = phone.locator("[data-soonest]")
    rows = box.locator("li")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text(OVERDUE)
    expect(rows.nth(0)).to_contain_text("Vụ việc")
    expect(rows.nth(1)).to_contain_text(SAID)
    expect(box.get_by_role("status")).to_be_hidden()
    cases = phone.locator("[data-area='Vụ việc']")
    expect(cases.get_by_text(OVERDUE)).to_be_hidden()
    expect(cases.get_by_text("Xin thêm thùng rác")).to_be_visible()
    talks = phone.locator("[data-area='Tin nhắn']")
    expect(talks.get_by_text("Ở danh sách “Sắp hết hạn” bên trên.")).to_be_visible()
    assert violations(phone) == []
    assert small_targets(phone) == []
    assert overflows(phone) == 0
    rows.nth(0).get_by_role("link").click()
    phone.wait_for_url("**/console/vu-viec/**")


def test_what_ends_later__stands_in_no_part_beyond_its_first_five(
    today: Today, open_phone: OpenPhone
) -> None:
    for number in range(6):
        today.raised(f"Xin thêm đèn đường số {number}")
    phone = _home(today, open_phone)
    expect(phone.locator("[data-soonest] li")).to_have_count(2)
    cases = phone.locator("[data-area='Vụ việc']")
    expect(cases.locator(".work > li:visible")).to_have_count(5)
    expect(cases.get_by_text("Còn 2 việc nữa trong mục này.")).to_be_visible()


def test_a_part_that_cannot_be_read__is_named__and_comes_back(today: Today, open_phone: OpenPhone) -> None:
    today.failing = True
    phone = _home(today, open_phone)
    box = phone.locator("[data-soonest]")
    expect(box.get_by_role("status")).to_have_text("Chưa xem được: Vụ việc. Danh sách này có thể thiếu.")
    expect(box.locator("li")).to_have_count(1)
    today.failing = False
    phone.get_by_role("button", name="Thử lại").click()
    expect(box.locator("li")).to_have_count(2)
    expect(box.get_by_role("status")).to_be_hidden()


def test_without_script__the_parts_stand_one_below_another(today: Today, open_phone: OpenPhone) -> None:
    phone = _home(today, open_phone, script=False)
    expect(phone.locator("[data-soonest]")).to_be_hidden()
    expect(phone.get_by_role("link", name="Vụ việc sắp hết hạn")).to_be_visible()


def test_with_nothing_that_ends__it_says_so(today: Today, open_phone: OpenPhone) -> None:
    today.empty = True
    phone = _home(today, open_phone)
    expect(phone.locator("[data-soonest]")).to_contain_text("Không có việc nào hết hạn trong 7 ngày tới.")
