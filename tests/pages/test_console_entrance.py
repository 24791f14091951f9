"""The console's entrance: from a slip of paper to today's work and out again; who guesses gets nowhere."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from loa import clock
from loa.foundation.officers.model import Officer, Role
from loa.foundation.officers.store import OfficerStore
from loa.foundation.sign_in import texts
from loa.foundation.units.store import UnitStore
from loa.platform.aws.dynamodb.transactions import commit
from tests.conftest import OpenTable
from tests.pages.public_world import UNITS
from tests.worlds.console import body_of, set_console_environment
from tests.worlds.doors import load
from tests.worlds.entrance import Newcomer
from tests.worlds.user_pool import FakePool, User, code_of

COMMUNE = "40.17506"
SLIP, OWN = "gao-sen-que-482913", "cây cầu tím ngủ trưa"
NOW = datetime(2026, 11, 30, 2, 5, tzinfo=UTC)


@dataclass
class Entrance:
    handler: Callable[[dict[str, Any], Any], dict[str, Any]]
    pool: FakePool
    table: Any

    def browser(self, **options: Any) -> Newcomer:
        return Newcomer(self.handler, **options)

    def signed_in(self, name: str = "hoa.01") -> Newcomer:
        browser = self.browser()
        browser.open("/console")
        browser.send(username=name, password=SLIP)
        return browser


@pytest.fixture
def entrance(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Entrance:
    set_console_environment(open_table, monkeypatch)
    monkeypatch.setenv("USER_POOL_CLIENT_ID", "client")
    monkeypatch.setattr(clock, "now", lambda: NOW)
    UnitStore(open_table("Units")).save_all(UNITS)
    people = {
        "hoa.01": Officer("sub-hoa", "Trần Thị Hoa", COMMUNE, frozenset({Role.EDITOR})),
        "duyet.01": Officer("sub-duyet", "Lê Thị Duyệt", "40", frozenset({Role.APPROVER})),
    }
    commit([OfficerStore(open_table("Units")).adding(person) for person in people.values()])
    pool = FakePool(now=NOW, users={name: User(who.id, who.unit_path, SLIP) for name, who in people.items()})
    module = load("session")
    monkeypatch.setattr("session_pages.dependencies.UserPoolClient", lambda _: pool)
    monkeypatch.setattr("session_pages.routes.sign_in.REFUSAL_SECONDS", 0.0)
    return Entrance(module.handler, pool, open_table("Sessions"))


def _title(browser: Newcomer) -> str:
    assert browser.page
    return browser.page.one("h1").text()


def test_first_sign_in__from_a_slip__ends_at_the_page_that_was_asked_for(entrance: Entrance) -> None:
    entrance.pool.users["duyet.01"].temporary = True
    browser = entrance.browser()
    browser.open("/console/vu-viec?ky=2026-11")
    assert _title(browser) == "Đăng nhập"
    browser.send(username="Duyet.01", password=SLIP)
    assert _title(browser) == "Đặt mật khẩu của anh/chị"
    tree = browser.send(422, password="MatKhau@2026", again="MatKhau@2026")
    assert texts.GUESSABLE in tree.text()
    assert texts.DIFFERENT in browser.send(422, password=OWN, again="khác").text()
    tree = browser.send(password=OWN, again=OWN)
    assert _title(browser) == "Cài ứng dụng mã"
    secret = entrance.pool.users["duyet.01"].pending
    assert secret in tree.text().replace(" ", "")
    assert browser.open("/console/dang-nhap/ma").one("h1").text() == "Cài ứng dụng mã", "each step in turn"
    assert texts.CODE in browser.send(422, code="000000").text()
    assert "6 chữ số" in browser.send(422, code="12").text()
    tree = browser.send(code=code_of(secret, NOW))
    codes = [each.text() for each in tree.all("li") if "-" in each.text()]
    assert len(codes) == 10
    assert tree.one("main").one("a").get("href") == "/console/vu-viec?ky=2026-11"
    assert "loa-vao" not in browser.cookies
    browser.open("/console")
    assert _title(browser) == "Việc hôm nay"
    assert "Lê Thị Duyệt" in browser.open("/console").one("header").text()

    again = entrance.browser()
    again.open("/console")
    again.send(username="duyet.01", password=OWN)
    assert _title(again) == "Nhập mã 6 số"
    again.open("/console/dang-nhap/du-phong")
    assert texts.RECOVERY_CODE in again.send(422, recovery="bbbbb-bbbbb").text()
    again.send(recovery=codes[3].upper())
    assert _title(again) == "Việc hôm nay"


def test_sign_out__ends_the_session_for_good(entrance: Entrance) -> None:
    browser = entrance.signed_in()
    assert browser.page
    assert _title(browser) == "Việc hôm nay"
    assert "Thứ Hai, 30/11/2026" in browser.page.text().replace("\N{NO-BREAK SPACE}", " ")
    stolen = dict(browser.cookies)
    form = next(each for each in browser.page.all("form") if each.get("action") == "/console/dang-xuat")
    fields = {"csrf": form.one("input").get("value")}
    answer = browser.post("/console/dang-xuat", fields)
    assert answer["headers"]["location"] == "/console/dang-nhap?vi=xong"
    assert "loa" not in browser.cookies
    assert "Có thể đóng máy" in browser.open("/console/dang-nhap?vi=xong").text()
    browser.cookies = stolen
    assert browser.get("/console")["headers"]["location"].startswith("/console/dang-nhap")


def test_cookies__over_https__are_for_this_host_alone(entrance: Entrance) -> None:
    browser = entrance.browser(https=True)
    answer = browser.post("/console/dang-nhap", {"username": "hoa.01", "password": SLIP})
    (session,) = [each for each in answer["cookies"] if each.startswith("__Host-loa=")]
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(session.split("; "))
    page = browser.open("/console")
    form = next(each for each in page.all("form") if each.get("action") == "/console/dang-xuat")
    gone = browser.post("/console/dang-xuat", {"csrf": form.one("input").get("value")})
    assert gone["headers"]["clear-site-data"] == '"cache", "storage"'


def test_session__planted_before_signing_in__is_worth_nothing(entrance: Entrance) -> None:
    browser = entrance.browser()
    browser.cookies = {"loa": "planted", "loa-vao": "planted"}
    browser.open("/console")
    browser.send(username="hoa.01", password=SLIP)
    assert browser.cookies["loa"] != "planted"
    browser.cookies["loa"] = "planted"
    assert browser.get("/console")["statusCode"] == 303


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "", "origin": "https://elsewhere.vn"}]
)
def test_sign_in__sent_by_another_site__is_refused(entrance: Entrance, headers: dict[str, str]) -> None:
    for path in ("/console/dang-nhap", "/console/dang-nhap/ma", "/console/dang-nhap/ung-dung"):
        answer = entrance.browser().post(path, {"username": "hoa.01", "password": SLIP}, **headers)
        assert answer["statusCode"] == 403
        assert not answer.get("cookies")
    assert entrance.pool.asked == 0


@pytest.mark.parametrize(
    "then", ["https://elsewhere.vn", "//elsewhere.vn", "/bai/1", "/console\\@evil", "/consolex"]
)
def test_page_that_was_asked_for__outside_the_console__is_home(entrance: Entrance, then: str) -> None:
    answer = entrance.browser().post(
        "/console/dang-nhap", {"username": "hoa.01", "password": SLIP, "den": then}
    )
    assert answer["headers"]["location"] == "/console"


def test_wrong_passwords__in_thousands__reach_the_pool_a_few_times_and_lock_out_nobody_else(
    entrance: Entrance, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    entrance.signed_in()
    asked = entrance.pool.asked
    attacker = entrance.browser(address="198.51.100.9")
    answers = set()
    for number in range(300):
        fields = {"username": "hoa.01" if number % 2 else f"ai-do.{number}", "password": f"sai-{number}"}
        answer = attacker.post("/console/dang-nhap", fields)
        answers.add(answer["statusCode"])
        assert "loa" not in attacker.cookies
    assert answers == {422}
    assert entrance.pool.asked - asked <= 65
    assert _title(entrance.signed_in()) == "Việc hôm nay"
    said = caplog.text + "".join(capsys.readouterr())
    assert not any(word in said for word in ("hoa.01", "198.51", "sai-", SLIP))


def test_script__in_every_field__stays_text(entrance: Entrance) -> None:
    bad = '"><script>alert(1)</script>'
    answer = entrance.browser().post("/console/dang-nhap", {"username": bad, "password": bad, "den": bad})
    assert "<script>alert" not in body_of(answer)
    assert "&lt;script&gt;alert" in body_of(answer), "what was typed is kept"
