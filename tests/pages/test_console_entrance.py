"""The console's entrance: from a slip of paper to today's work and out again; who guesses gets nowhere."""

import os
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

import boto3
import pytest

from loa import clock
from loa.foundation.sessions.drafts import DraftStore
from loa.foundation.sessions.model import session_id
from loa.foundation.sign_in import texts
from loa.foundation.sign_in.attempts import ADDRESS, PAIR
from tests.conftest import OpenTable
from tests.pages.reading import check
from tests.worlds.console import FORM, HOST, body_of, filled_in
from tests.worlds.doors import http_event, load
from tests.worlds.entrance import NOW, OWN, SLIP, Entrance, Newcomer, entrance_with_officers
from tests.worlds.user_pool import User, code_of

THOUSANDS = 10_000 if os.environ.get("HYPOTHESIS_PROFILE") == "thorough" else 1_000


@pytest.fixture
def entrance(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Entrance:
    """Two officers who have slips of paper."""
    return entrance_with_officers(open_table, monkeypatch, load("session"))


def test_words__while_they_are_typed__are_kept_for_their_writer_but_no_secret(entrance: Entrance) -> None:
    browser = entrance.signed_in()
    assert browser.page
    (token, *_) = [each.get("value") for each in browser.page.all("input") if each.get("name") == "csrf"]
    page = "/console/tin-nhan/1/77"
    fields = {"csrf": token, "trang": page, "words": "Chào bà Lan", "current": "bí mật", "khoa": "k"}
    answer = browser.post("/console/giu-nhap", fields)
    assert (answer["statusCode"], body_of(answer)) == (200, f"{NOW.astimezone(clock.VIETNAM):%H:%M}")
    kept = DraftStore(entrance.table).words("sub-hoa", page)
    assert kept is not None
    assert kept.fields == {"words": ["Chào bà Lan"]}
    for wrong in ({"csrf": "x"}, {"trang": "/console/to-cao/1"}, {"words": "a" * 300_000}):
        assert browser.post("/console/giu-nhap", {**fields, **wrong})["statusCode"] in {400, 403, 413}
    assert DraftStore(entrance.table).words("sub-hoa", "/console/to-cao/1") is None


def test_first_steps__stand_on_the_first_page_until_they_are_done(entrance: Entrance) -> None:
    browser = entrance.signed_in()
    assert browser.page
    ways = [link.get("href") for link in browser.page.one("main").all("a")]
    steps = {"/console/toi", "/console/toi#toi-zalo", "/console/huong-dan"}
    assert steps <= set(ways)
    assert "/console/thuc-hanh" not in ways, "nobody practises at this stage"
    for step in steps:
        assert browser.get(step.partition("#")[0])["statusCode"] == 200, step
    assert "Bắt đầu" in browser.page.text()


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
    (app,) = [link.get("href") for link in tree.all("a") if str(link.get("href")).startswith("otpauth:")]
    assert f"secret={secret}&" in app, "who has only this phone can scan nothing"
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


def test_wrong_passwords__in_thousands__reach_the_pool_a_few_times__fill_nothing__and_lock_out_nobody_else(
    entrance: Entrance,
    open_table: OpenTable,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    entrance.signed_in()
    asked, table = entrance.pool.asked, open_table("Sessions").name
    attacker, answers, kept = entrance.browser(address="198.51.100.9"), set(), set()
    for number in range(THOUSANDS):
        fields = {"username": "hoa.01" if number % 2 else f"ai-do.{number}", "password": f"sai-{number}"}
        invented = {"via": "1.1 x (CloudFront)", "x-forwarded-for": f"10.0.0.{number % 256}, 198.51.100.9"}
        answers.add(attacker.post("/console/dang-nhap", fields, **invented)["statusCode"])
        if number > 2 * ADDRESS.most and number % 200 == 0:
            kept.add(boto3.client("dynamodb").scan(TableName=table, Select="COUNT")["Count"])
    assert answers == {422}
    assert "loa" not in attacker.cookies
    assert entrance.pool.asked - asked <= ADDRESS.most // 2 + PAIR.most
    (rows,) = kept  # whoever is held leaves no more
    assert rows <= 2 * ADDRESS.most
    assert _title(entrance.signed_in()) == "Việc hôm nay"
    said = caplog.text + "".join(capsys.readouterr())
    assert not any(word in said for word in ("hoa.01", "198.51", "sai-", SLIP))


def test_script__in_every_field__stays_text(entrance: Entrance) -> None:
    bad = '"><script>alert(1)</script>'
    answer = entrance.browser().post("/console/dang-nhap", {"username": bad, "password": bad, "den": bad})
    assert "<script>alert" not in body_of(answer)
    assert "&lt;script&gt;alert" in body_of(answer), "what was typed is kept"


# The own page


def _form(browser: Newcomer, action: str) -> dict[str, Any]:
    assert browser.page
    (form,) = [each for each in browser.page.all("form") if each.get("action") == action][:1]
    return filled_in(form)


def test_own_page__lists_sessions__and_ends_another_but_nobody_elses(entrance: Entrance) -> None:
    office, phone, other = entrance.signed_in(), entrance.signed_in(), entrance.browser()
    entrance.pool.users["moi.02"] = User("sub-duyet", "40", SLIP, secret="JBSWY3DPEHPK3PXP")
    other.open("/console")
    other.send(username="moi.02", password=SLIP)
    other.send(code=code_of("JBSWY3DPEHPK3PXP", NOW))
    assert office.open("/console/toi").text().count("Chrome, Windows") == 2
    action = "/console/toi/dang-xuat-may"
    fields = _form(office, action)
    assert office.post(action, fields | {"may": session_id(other.cookies["loa"])})["statusCode"] == 303
    assert other.get("/console")["statusCode"] == 200
    assert office.post(action, fields)["statusCode"] == 303
    assert phone.get("/console")["statusCode"] == 303
    assert office.open("/console/toi").text().count("Chrome, Windows") == 1
    answer = office.post("/console/toi/dang-xuat-het", _form(office, "/console/toi/dang-xuat-het"))
    assert answer["headers"]["location"] == "/console/dang-nhap?vi=moi-may"
    assert office.get("/console")["statusCode"] == 303


def test_password__changed__ends_the_other_sessions(entrance: Entrance) -> None:
    office, phone = entrance.signed_in(), entrance.signed_in()
    office.open("/console/toi/mat-khau")
    tree = office.send(422, current="sai", password=OWN, again=OWN)
    assert texts.OLD_IS_WRONG in tree.text()
    assert (
        texts.GUESSABLE
        in office.send(422, current=SLIP, password="tranthihoa2026", again="tranthihoa2026").text()
    )
    assert entrance.pool.users["hoa.01"].password == SLIP
    assert "Đã đổi mật khẩu" in office.send(current=SLIP, password=OWN, again=OWN).text()
    assert entrance.pool.users["hoa.01"].password == OWN
    assert phone.get("/console")["statusCode"] == 303


def test_sensitive_act__asks_for_password_and_code_again(entrance: Entrance) -> None:
    browser = entrance.signed_in()
    browser.open("/console/xac-nhan?den=%2Fconsole%2Ftoi")
    assert texts.NO_FACTOR in browser.send(422, current=SLIP).text(), "a password is no second factor"
    browser.open("/console/toi/ung-dung")
    browser.send(current=SLIP)
    assert _title(browser) == "Cài ứng dụng mã"
    secret = entrance.pool.users["hoa.01"].pending
    browser.send(code=code_of(secret, NOW))
    browser.open("/console/xac-nhan?den=%2Fconsole%2Ftoi")
    assert texts.CODE_MISSING in browser.send(422, current=SLIP).text()
    assert texts.OLD_IS_WRONG in browser.send(422, current="sai", code=code_of(secret, NOW)).text()
    browser.send(current=SLIP, code=code_of(secret, NOW))
    assert _title(browser) == "Trang của tôi"
    assert "Còn 10 mã dự phòng" in browser.open("/console/toi").text()


def test_own_zalo__gets_a_code_to_write(entrance: Entrance) -> None:
    browser = entrance.signed_in()
    browser.open("/console/toi")
    tree = browser.send(action="/console/toi/zalo")
    assert "CB " in tree.text()


# A forgotten password


def test_forgotten_password__says_the_same_to_everybody__and_ends_old_sessions(entrance: Entrance) -> None:
    old = entrance.signed_in()
    pages = []
    for name in ("hoa.01", "khong-co"):
        browser = entrance.browser()
        browser.open("/console/quen-mat-khau")
        pages.append(browser.send(username=name).one("main").text())
    assert pages[0] == pages[1]
    browser = entrance.browser()
    browser.open("/console/quen-mat-khau")
    browser.send(username="hoa.01")
    assert texts.RESET_CODE in browser.send(422, code="111111", password=OWN, again=OWN).text()
    assert "Đã đặt mật khẩu mới" in browser.send(code="654321", password=OWN, again=OWN).text()
    assert old.get("/console")["statusCode"] == 200
    browser.send(username="hoa.01", password=OWN)
    assert _title(browser) == "Việc hôm nay"
    assert old.get("/console")["statusCode"] == 303


def test_codes_by_mail__asked_for_too_often__make_a_pause(entrance: Entrance) -> None:
    browser = entrance.browser()
    answers = [browser.post("/console/quen-mat-khau", {"username": "hoa.01"})["statusCode"] for _ in range(7)]
    assert answers == [200] * 5 + [422] * 2


@pytest.mark.parametrize("typed", ["Hòa 01", " HOÀ.01 ", "hoa. 01"])
def test_username__with_accents_capitals_and_spaces__signs_in_and_gets_a_code(
    entrance: Entrance, typed: str
) -> None:
    browser = entrance.browser()
    browser.open("/console/quen-mat-khau")
    browser.send(username=typed)
    browser.send(code=" 654-321 ", password=OWN, again=OWN)
    browser.send(username=typed, password=OWN)
    assert _title(browser) == "Việc hôm nay"


def test_entrance__says_how_a_username_is_written(entrance: Entrance) -> None:
    for page in ("/console/dang-nhap", "/console/quen-mat-khau"):
        assert "viết liền, không dấu, ví dụ yenthanh.02" in entrance.browser().open(page).text(), page


# A session that ends in the middle of a form


def test_form__of_an_ended_session__is_kept_for_its_writer(entrance: Entrance) -> None:
    browser = entrance.signed_in()
    browser.open("/console/toi")
    token = _form(browser, "/console/toi/zalo")["csrf"]
    entrance.at[0] = NOW + timedelta(hours=2)
    fields = {"csrf": token, "khoa": "key-12345678", "words": "Kính gửi bà Lan", "current": "secret"}
    page = {"referer": "http://loa.test/console/tin-nhan/1/2"}
    answer = browser.post("/console/het-phien", fields, **page)
    location = answer["headers"]["location"]
    assert location.startswith("/console/dang-nhap?vi=giu&den=%2Fconsole%2Ftin-nhan%2F1%2F2%3Fnhap%3D")
    identity = location.rpartition("%3D")[2]
    drafts = DraftStore(entrance.table)
    assert drafts.find("sub-hoa", identity) == {"words": ["Kính gửi bà Lan"]}
    assert drafts.find("sub-duyet", identity) == {}
    parts = "".join(
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    file = '--b\r\nContent-Disposition: form-data; name="anh"; filename="tep"\r\n\r\n'
    sent = f"{parts}{file}".encode() + b"\xff\xd8\r\n--b--\r\n"
    headers = {**page, "content-type": "multipart/form-data; boundary=b"}
    answer = browser.post_body("/console/het-phien", sent, **headers)
    identity = answer["headers"]["location"].rpartition("%3D")[2]
    assert drafts.find("sub-hoa", identity) == {"words": ["Kính gửi bà Lan"]}, "without the file"
    for wrong in ({"csrf": "AAAA"}, {}):
        answer = browser.post(
            "/console/het-phien", fields | wrong, referer="http://loa.test/console/to-cao/1"
        )
        assert "vi=het" in answer["headers"]["location"]
    assert browser.post("/console/het-phien", fields, **{"sec-fetch-site": "cross-site"})["statusCode"] == 403
    assert "Bài đang soạn vẫn còn" in browser.open(location).text()


def test_a_resident_s_answers_on_paper__are_kept_nowhere_under_the_officer_s_name(entrance: Entrance) -> None:
    browser = entrance.signed_in()
    browser.open("/console/toi")
    token, paper = _form(browser, "/console/toi/zalo")["csrf"], "/console/tham-gia/k1/phieu-giay"
    fields = {"csrf": token, "khoa": "key-12345678", "q1": "0"}
    assert browser.post("/console/giu-nhap", {**fields, "trang": paper})["statusCode"] == 400
    entrance.at[0] = NOW + timedelta(hours=2)
    answer = browser.post("/console/het-phien", fields, referer=f"http://loa.test{paper}")
    assert answer["headers"]["location"] == f"/console/dang-nhap?vi=het&den={quote(paper, safe='')}"
    assert list(entrance.table.rows("draft#sub-hoa")) == []


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_a_form_for_an_address_that_nobody_knows__gets_a_page_that_leads_back(
    entrance: Entrance, method: str
) -> None:
    browser = entrance.signed_in()
    assert browser.page
    token = browser.page.one("header").one("input").get("value")
    own = {**HOST, "content-type": FORM, "sec-fetch-site": "same-origin"}
    cookies = [f"{name}={value}" for name, value in browser.cookies.items()]
    body = urlencode({"csrf": token, "khoa": "key-12345678"})
    event = http_event(method, "/console/khong-co/trang-nay", headers=own, body=body, cookies=cookies)
    answer = entrance.handler(event, None)
    assert answer["statusCode"] == 404
    assert answer["headers"]["content-type"].startswith("text/html")
    assert "/console" in [link.get("href") for link in check(body_of(answer)).one("main").all("a")]
    stranger = http_event(method, "/console/khong-co/trang-nay", headers=own, body=body)
    assert entrance.handler(stranger, None)["headers"]["location"].startswith("/console/dang-nhap")
