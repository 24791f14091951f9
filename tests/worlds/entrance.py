"""The console's entrance with officers before it, and a browser that nobody signs in but itself."""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import ModuleType
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest

from loa import clock
from loa.foundation.officers.model import Officer, Role
from loa.foundation.officers.store import OfficerStore
from loa.foundation.units.store import UnitStore
from loa.platform.aws.dynamodb.transactions import commit
from tests.conftest import OpenTable
from tests.pages.public_world import UNITS
from tests.pages.reading import Element, check
from tests.worlds.console import FORM, HOST, Handler, body_of, filled_in, set_console_environment
from tests.worlds.doors import Context, http_event
from tests.worlds.user_pool import FakePool, User

COMMUNE = "40.17506"
SLIP, OWN = "gao-sen-que-482913", "cây cầu tím ngủ trưa"
NOW = datetime(2026, 11, 30, 2, 5, tzinfo=UTC)
WINDOWS = "Mozilla/5.0 (Windows NT 6.1; Win64; x64) (KHTML, like Gecko) Chrome/109.0 Safari/537.36"


class Newcomer:
    """A browser with cookies; it follows where it is led."""

    def __init__(self, handler: Handler, *, address: str = "203.0.113.7", https: bool = False) -> None:
        self.cookies: dict[str, str] = {}
        self.here = ""
        self.page: Element | None = None
        self._handler = handler
        self._address = address
        self._headers = {**HOST, "x-forwarded-proto": "https" if https else "http", "user-agent": WINDOWS}

    def open(self, address: str, status: int = 200) -> Element:
        """Open a page, and the one to which it leads."""
        return self._shown(address, self.get(address), status)

    def get(self, address: str) -> dict[str, Any]:
        """Return the answer to an address."""
        path, _, query = address.partition("?")
        pairs = dict(parse_qsl(query))
        event = http_event("GET", path, headers=self._headers, query=pairs or None, cookies=self._sent())
        event["rawQueryString"] = query
        return self._answered(event)

    def post(self, path: str, fields: Mapping[str, Any], **headers: str) -> dict[str, Any]:
        """Return the answer to fields sent as they are."""
        own = {**self._headers, "content-type": FORM, "sec-fetch-site": "same-origin", **headers}
        return self._answered(
            http_event("POST", path, headers=own, body=urlencode(fields, doseq=True), cookies=self._sent())
        )

    def post_body(self, path: str, body: bytes, **headers: str) -> dict[str, Any]:
        """Return the answer to a body that is no text."""
        own = {**self._headers, "sec-fetch-site": "same-origin", **headers}
        text = base64.b64encode(body).decode()
        return self._answered(
            http_event("POST", path, headers=own, body=text, encoded=True, cookies=self._sent())
        )

    def send(self, status: int = 200, *, action: str = "", **fields: Any) -> Element:
        """Fill in the form of the present page (that leads to `action`), send it, go where it leads."""
        assert self.page
        forms = [
            form for form in self.page.one("main").all("form") if not action or form.get("action") == action
        ]
        assert len(forms) == 1, f"{len(forms)} forms"
        path = forms[0].get("action") or self.here.partition("?")[0]
        return self._shown(path, self.post(path, {**filled_in(forms[0]), **fields}), status)

    def _shown(self, address: str, answer: dict[str, Any], status: int) -> Element:
        self.here = address
        while answer["statusCode"] == 303:
            self.here = answer["headers"]["location"]
            answer = self.get(self.here)
        assert answer["statusCode"] == status, (self.here, answer["statusCode"], body_of(answer)[:1500])
        self.page = check(body_of(answer))
        return self.page

    def _answered(self, event: dict[str, Any]) -> dict[str, Any]:
        event["requestContext"]["http"]["sourceIp"] = self._address
        answer = dict(self._handler(event, Context()))
        for cookie in answer.get("cookies") or []:
            name, _, rest = cookie.partition("=")
            value = rest.partition(";")[0]
            if value:
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)
        return answer

    def _sent(self) -> list[str]:
        return [f"{name}={value}" for name, value in self.cookies.items()]


@dataclass
class Entrance:
    handler: Callable[[dict[str, Any], Any], dict[str, Any]]
    pool: FakePool
    table: Any
    at: list[datetime]

    def browser(self, **options: Any) -> Newcomer:
        return Newcomer(self.handler, **options)

    def signed_in(self, name: str = "hoa.01") -> Newcomer:
        browser = self.browser()
        browser.open("/console")
        browser.send(username=name, password=SLIP)
        return browser


def entrance_with_officers(
    open_table: OpenTable, monkeypatch: pytest.MonkeyPatch, module: ModuleType
) -> Entrance:
    set_console_environment(open_table, monkeypatch)
    monkeypatch.setenv("USER_POOL_CLIENT_ID", "client")
    at = [NOW]
    monkeypatch.setattr(clock, "now", lambda: at[0])
    UnitStore(open_table("Units")).save_all(UNITS)
    people = {
        "hoa.01": Officer("sub-hoa", "Trần Thị Hoa", COMMUNE, frozenset({Role.EDITOR})),
        "duyet.01": Officer("sub-duyet", "Lê Thị Duyệt", "40", frozenset({Role.APPROVER})),
    }
    commit([OfficerStore(open_table("Units")).adding(person) for person in people.values()])
    pool = FakePool(now=NOW, users={name: User(who.id, who.unit_path, SLIP) for name, who in people.items()})
    monkeypatch.setattr("session_pages.dependencies.UserPoolClient", lambda _: pool)
    monkeypatch.setattr("session_pages.routes.sign_in.REFUSAL_SECONDS", 0.0)
    monkeypatch.setattr("session_pages.routes.forgotten._ANSWER_SECONDS", 0.0)
    return Entrance(module.handler, pool, open_table("Sessions"), at)
