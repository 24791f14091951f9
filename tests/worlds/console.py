"""Officers at the console: a browser without a window that signs in, opens pages and sends their forms."""

import base64
import gzip
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from loa import clock
from loa.foundation.officers.model import Role
from loa.foundation.officers.store import KnownOfficer, OfficerStore
from loa.foundation.sessions.model import Session, session_id
from loa.foundation.sessions.store import SessionStore
from loa.foundation.sign_in.model import needs_factor
from tests.conftest import OpenTable
from tests.pages.reading import Element, check
from tests.template.reading import functions as declared
from tests.worlds.doors import Context, http_event

type Handler = Callable[[dict[str, Any], Any], Mapping[str, Any]]

FORM: Final = "application/x-www-form-urlencoded"
HOST: Final = {"host": "loa.test", "x-forwarded-proto": "http"}
CSRF_SECRET: Final = "5a" * 16


def set_console_environment(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give a function the variables that every function with pages of the console has."""
    for name, value in {
        "PROVINCE_CODE": "40",
        "UNITS_AS_OF": "",
        "UNITS_TABLE": open_table("Units").name,
        "SESSIONS_TABLE": open_table("Sessions").name,
        "INBOX_TABLE": open_table("Inbox").name,
        "PRIVACY_TABLE": open_table("Privacy").name,
    }.items():
        monkeypatch.setenv(name, value)


def set_every_environment(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every variable that any function is given: one name means one thing in all of them."""
    given = {
        "PROVINCE_CODE": "40",
        "UNITS_AS_OF": "",
        "PUBLIC_URL": "http://loa.test",
        "POWERTOOLS_LOG_LEVEL": "INFO",
    }
    for function in declared():
        for name in function.own_environment:
            table = "".join(map(str.capitalize, name.removesuffix("_TABLE").split("_")))
            value = open_table(table).name if name.endswith("_TABLE") else given.get(name, "none")
            monkeypatch.setenv(name, value)


class OfficerBrowser:
    """One officer's browser, signed in.

    Attributes:
        officer: who is signed in.
        session: by which session.
        here: the address of the page that was opened last.
    """

    def __init__(self, officer: KnownOfficer, session: Session, cookie: str, handler: Handler) -> None:
        self.officer = officer
        self.session = session
        self.cookies = {"loa": cookie}
        self.here = ""
        self._handler = handler

    def ask(self, address: str, **headers: str) -> dict[str, Any]:
        """Return the answer to an address, `?` and all."""
        path, _, query = address.partition("?")
        pairs = dict(parse_qsl(query, keep_blank_values=True))
        event = http_event(
            "GET", path, headers={**HOST, **headers}, query=pairs or None, cookies=self._sent()
        )
        event["rawQueryString"] = query
        return self._kept(self._handler(event, Context()))

    def page(self, address: str, status: int = 200) -> Element:
        """Return a page, checked as every page is."""
        answer = self.ask(address)
        self.here = address
        assert answer["statusCode"] == status, (address, answer["statusCode"], answer["body"][:2_000])
        return check(body_of(answer))

    def post(self, path: str, fields: Mapping[str, Any], **headers: str) -> dict[str, Any]:
        """Return the answer to fields sent as they are."""
        own = {**HOST, "content-type": FORM, "sec-fetch-site": "same-origin", **headers}
        body = urlencode(fields, doseq=True)
        return self._kept(
            self._handler(http_event("POST", path, headers=own, body=body, cookies=self._sent()), Context())
        )

    def post_files(self, path: str, fields: Mapping[str, str], files: Mapping[str, bytes]) -> dict[str, Any]:
        """Return the answer to fields and files sent as a browser sends a form with files."""
        parts = [
            f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields.items()
        ]
        for name, content in files.items():
            head = f'Content-Disposition: form-data; name="{name}"; filename="tep"'
            parts.append(f"--b\r\n{head}\r\nContent-Type: image/jpeg\r\n\r\n".encode() + content + b"\r\n")
        body = base64.b64encode(b"".join([*parts, b"--b--\r\n"])).decode()
        own = {**HOST, "content-type": "multipart/form-data; boundary=b", "sec-fetch-site": "same-origin"}
        event = http_event("POST", path, headers=own, body=body, encoded=True, cookies=self._sent())
        return self._kept(self._handler(event, Context()))

    def send(self, page: Element | str, action: str = "", **fields: Any) -> dict[str, Any]:
        """Fill in a form of a page and send it; what it holds already stays, unless named.

        Args:
            page: the page opened last, or the address of one to open.
            action: where the form goes; empty: to the page's own address.
            fields: by name; a list for several values.
        """
        tree = self.page(page) if isinstance(page, str) else page
        posted = [each for each in tree.all("form") if each.get("method") == "post"]
        forms = [each for each in posted if each.get("action") == action]
        assert len(forms) == 1, f"{len(forms)} forms lead to {action or 'the page itself'}"
        return self.post(urlsplit(action or self.here).path, {**filled_in(forms[0]), **fields})

    def follow(self, answer: Mapping[str, Any]) -> Element:
        """Return the page to which an answer leads."""
        assert answer["statusCode"] == 303, (answer["statusCode"], body_of(answer)[:2_000])
        return self.page(answer["headers"]["location"].partition("#")[0])

    def _sent(self) -> list[str]:
        return [f"{name}={value}" for name, value in self.cookies.items()]

    def _kept(self, answer: Mapping[str, Any]) -> dict[str, Any]:
        for cookie in answer.get("cookies") or []:
            name, _, rest = cookie.partition("=")
            value = rest.partition(";")[0]
            if value:
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)
        return dict(answer)


class ConsoleWorld:
    """Registers officers and signs them in."""

    def __init__(self, open_table: OpenTable) -> None:
        self.sessions = SessionStore(open_table("Sessions"))
        self.officers = OfficerStore(open_table("Units"))

    def officer(self, identity: str, unit: str, *roles: Role, name: str = "Trần Thị Hoa") -> KnownOfficer:
        """Return an officer, entered in the registry."""
        officer = KnownOfficer(id=identity, name=name, unit_path=unit, roles=frozenset(roles))
        self.officers.adding(officer)
        row = self.officers.adding(officer)
        row.table.put(row.row)  # type: ignore[union-attr]  # a Put
        return officer

    def sign_in(self, officer: KnownOfficer, handler: Handler, *, factor: bool = False) -> OfficerBrowser:
        """Return the browser of an officer; `factor`: the second factor was given just now."""
        now = clock.now()
        cookie = f"cookie-of-{officer.id}"
        session = Session(
            id=session_id(cookie),
            officer_id=officer.id,
            unit_path=officer.unit_path,
            started_at=now,
            seen_at=now,
            ends_at=now + timedelta(hours=12),
            idle=timedelta(minutes=60),
            csrf=CSRF_SECRET,
            device="Chrome, Windows",
        )
        if factor or needs_factor(officer.roles):
            session = replace(session, factor_at=now if factor else now - timedelta(minutes=30))
        self.sessions.start(session)
        return OfficerBrowser(officer, session, cookie, handler)


def body_of(answer: Mapping[str, Any]) -> str:
    """Return an answer's body as text."""
    return bytes_of(answer).decode()


def bytes_of(answer: Mapping[str, Any]) -> bytes:
    """Return an answer's body, unpacked; a client of HTTP has unpacked it already."""
    body = str(answer.get("body") or "")
    if not answer.get("isBase64Encoded"):
        return body.encode()
    content = base64.b64decode(body)
    packed = answer["headers"].get("content-encoding") == "gzip"
    return gzip.decompress(content) if packed else content


def filled_in(form: Element) -> dict[str, list[str]]:
    """Return what a browser would send of a form that nobody has touched; buttons are left out."""
    found: dict[str, list[str]] = {}
    for control in form.all("input", "textarea", "select"):
        kind, name = control.get("type"), control.get("name")
        if control.tag == "textarea":
            found.setdefault(name, []).append("".join(map(str, control.children)).removeprefix("\n"))
        elif control.tag == "select":
            chosen = [option for option in control.all("option") if "selected" in option.attributes]
            chosen = chosen or control.all("option")[:1]
            found.setdefault(name, []).extend(option.get("value") for option in chosen)
        elif kind not in {"submit", "button", "image", "file"} and (
            kind not in {"radio", "checkbox"} or "checked" in control.attributes
        ):
            found.setdefault(name, []).append(control.get("value"))
    return {name: values for name, values in found.items() if name}
