"""A stage for practice on a phone: the notice on every page, and the page where sample residents write."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from loa.foundation.accounts.model import Account, AccountState
from loa.foundation.accounts.store import account_row
from loa.platform.zalo.practice import people
from tests.conftest import OpenTable
from tests.pages.browsing import overflows, small_targets, violations, visit
from tests.worlds.doors import load
from tests.worlds.entrance import COMMUNE, NOW, SLIP, entrance_with_officers

pytestmark = pytest.mark.enable_socket


@pytest.mark.parametrize("script", [True, False])
def test_an_officer_finds_where_to_practise(
    open_table: OpenTable,
    monkeypatch: pytest.MonkeyPatch,
    open_phone: Callable[..., Page],
    *,
    script: bool,
) -> None:
    entrance = entrance_with_officers(open_table, monkeypatch, load("session"))
    monkeypatch.setenv("LOA_PRACTICE", "true")
    oa_id, ends = people.account_of(COMMUNE), NOW + timedelta(days=90)
    account = Account(
        "40", COMMUNE, oa_id, people.account_name(oa_id), 4, AccountState.CONNECTED, NOW, NOW, ends
    )
    phone = open_phone(lambda event: entrance.handler(event, None), script=script)
    visit(phone, "/console")
    expect(phone.get_by_text("Khu thực hành")).to_be_visible()
    phone.get_by_label("Mã cán bộ").fill("hoa.01")
    phone.locator("#password").fill(SLIP)
    phone.get_by_role("button", name="Đăng nhập").click()
    phone.get_by_role("link", name="Cho dân mẫu nhắn tin").click()
    expect(phone.get_by_text("Đơn vị chưa có tài khoản mẫu")).to_be_visible()
    open_table("Units").put(account_row(account))
    wrong = []
    for path in ("/console/thuc-hanh", "/console", "/console/toi"):
        visit(phone, path)
        expect(phone.get_by_text("Khu thực hành")).to_be_visible()
        found = [*small_targets(phone), *(violations(phone) if script else [])]
        wrong += [(path, found, overflows(phone))] if found or overflows(phone) > 0 else []
    assert wrong == []
    visit(phone, "/console/thuc-hanh")
    expect(phone.get_by_role("button", name="Cho nhắn")).to_have_count(5)
