"""An officer in the console of the local stack: from a slip of paper to today's work and out again."""

import secrets
import time
from dataclasses import dataclass, field

import requests

from infra.local import officers
from infra.local.client import session
from infra.smoke.signing_in import one_time_code
from tests.e2e.town import COMMUNE, Town
from tests.pages.reading import Element, read
from tests.worlds.console import filled_in

SLIP, OWN = "gao-sen-que-482913", "cây cầu tím ngủ trưa"


@dataclass
class ConsoleBrowser:
    """A browser at the console of the stack."""

    url: str
    http: requests.Session = field(default_factory=requests.Session)
    page: Element | None = None
    here: str = ""

    def open(self, path: str) -> Element:
        return self._shown(self.http.get(f"{self.url}{path}", timeout=60))

    def send(self, action: str = "", **fields: str) -> Element:
        assert self.page is not None
        (form, *_) = [each for each in self.page.all("form") if each.get("action") == action or not action][
            -1:
        ]
        target = f"{self.url}{form.get('action')}" if form.get("action") else self.here
        headers = {"sec-fetch-site": "same-origin", "referer": self.here}
        data = {**filled_in(form), **fields}
        return self._shown(self.http.post(target, data=data, headers=headers, timeout=60))

    def title(self) -> str:
        assert self.page is not None
        return self.page.one("h1").text()

    def text(self) -> str:
        assert self.page is not None
        return self.page.text()

    def _shown(self, answer: requests.Response) -> Element:
        assert answer.status_code in {200, 422}, (answer.status_code, answer.url, answer.text[:500])
        self.here, self.page = answer.url, read(answer.text)
        return self.page


def _newcomer(town: Town, *roles: str) -> str:
    """Enter somebody in the user pool with a temporary password, and in the registry."""
    aws, name = session(town.stack), f"moi-{secrets.token_hex(4)}"
    pool, cognito = town.stack.outputs["UserPoolId"], aws.client("cognito-idp")
    attributes = {"name": "Lò Thị Mới", "custom:unit": COMMUNE}
    cognito.admin_create_user(
        UserPoolId=pool,
        Username=name,
        TemporaryPassword=SLIP,
        MessageAction="SUPPRESS",
        UserAttributes=[{"Name": key, "Value": value} for key, value in attributes.items()],
    )
    for role in roles:
        cognito.admin_add_user_to_group(UserPoolId=pool, Username=name, GroupName=role)
    officers.enter(aws, town.stack.outputs["RosterFunctionName"])
    return name


def test_approver__from_a_slip_to_todays_work_and_out_again(town: Town) -> None:
    name = _newcomer(town, "approver")
    browser = ConsoleBrowser(town.stack.api_url)
    browser.open("/console/tai-khoan")
    assert browser.title() == "Đăng nhập"
    browser.send(username=name, password="sai-mat-khau-roi")
    assert "chưa đúng" in browser.text()
    browser.send(username=name, password=SLIP)
    assert browser.title() == "Đặt mật khẩu của anh/chị"
    browser.send(password="Nghean@2026xx", again="Nghean@2026xx")
    assert browser.title() == "Đặt mật khẩu của anh/chị"
    browser.send(password=OWN, again=OWN)
    assert browser.title() == "Cài ứng dụng mã"
    assert browser.page is not None
    key = "".join(each.text() for each in browser.page.one("details").all("span"))
    page = browser.send(code=one_time_code(key, time.time()))
    assert browser.title() == "In hoặc chép lại 10 mã dự phòng"
    codes = [each.text() for each in page.all("li") if "-" in each.text()]
    browser.open("/console")
    assert browser.title() == "Việc hôm nay"
    assert "Lò Thị Mới" in browser.open("/console").one("header").text()

    phone = ConsoleBrowser(town.stack.api_url)
    phone.open("/console")
    phone.send(username=name, password=OWN)
    assert phone.title() == "Nhập mã 6 số"
    phone.send(code=one_time_code(key, time.time()))
    assert phone.title() == "Việc hôm nay"
    lost = ConsoleBrowser(town.stack.api_url)
    lost.open("/console")
    lost.send(username=name, password=OWN)
    lost.open("/console/dang-nhap/du-phong")
    lost.send(recovery=codes[0])
    assert lost.title() == "Việc hôm nay"

    browser.open("/console/toi")
    browser.send("/console/toi/zalo")
    assert "CB " in browser.text()
    browser.open("/console/toi/mat-khau")
    again = "bốn con vịt đi chợ xa"
    browser.send(current=OWN, code=one_time_code(key, time.time()), password=again, again=again)
    assert browser.title() == "Trang của tôi"
    phone.open("/console")
    assert phone.title() == "Đăng nhập", "the password was changed"
    browser.send("/console/dang-xuat")
    assert browser.title() == "Đăng nhập"


def test_editor__whose_session_ends_in_the_middle_of_a_form__finds_it_again(town: Town) -> None:
    name = _newcomer(town, "editor")
    browser = ConsoleBrowser(town.stack.api_url)
    browser.open("/console")
    browser.send(username=name, password=SLIP)
    browser.send(password=OWN, again=OWN)
    assert browser.title() == "Việc hôm nay"
    assert browser.page is not None
    token = filled_in(browser.page.all("form")[0])["csrf"][0]
    browser.here = f"{town.stack.api_url}/console/tin-nhan/1/2"
    headers = {"sec-fetch-site": "same-origin", "referer": browser.here}
    fields = {"csrf": token, "khoa": "key-12345678", "words": "Kính gửi bà Lan"}
    answer = browser.http.post(
        f"{town.stack.api_url}/console/het-phien",
        data=fields,
        headers=headers,
        timeout=60,
        allow_redirects=False,
    )
    assert answer.status_code == 303
    assert "/console/tin-nhan/1/2?nhap=" in answer.headers["location"]
