"""Denunciations on moto: the function, a browser, and the investigators who read."""

import base64
import html
import re
from dataclasses import dataclass
from datetime import timedelta
from types import ModuleType
from typing import Any
from urllib.parse import urlencode

import pytest

from loa import moments
from loa.aws.transactions import commit
from loa.confidential.service import ConfidentialDesk, intake_link
from loa.confidential.store import Denunciations
from tests.conftest import OpenTable
from tests.doors import Context, http_event, load
from tests.province import (
    CITY,
    WARD,
    Door,
    Person,
    door,
    populate,
)

PUBLIC_URL = "https://loa.example.vn"
FORM = "application/x-www-form-urlencoded"
WARD_INVESTIGATOR = Person("investigator-1", WARD, "investigator")
CITY_INVESTIGATOR = Person("investigator-2", CITY, "investigator")
MARK = "MARKED-SECRET-WORDS"
SAID = {
    "what": f"Ông A nhận tiền {MARK}",
    "who": "Ông A",
    "name": "MARKED-NAME",
    "address": "Xóm 5",
    "recipient": WARD,
    "may_contact": "no",
}


@dataclass(frozen=True, slots=True)
class Page:
    """What a browser got."""

    status: int
    text: str
    headers: dict[str, str]

    def value(self, label: str) -> str:
        """What stands beside a label on a page of facts."""
        found = re.search(rf"<dt>{re.escape(label)}</dt><dd[^>]*>(.*?)</dd>", self.text, re.DOTALL)
        assert found, label
        return html.unescape(found[1])


@dataclass(frozen=True, slots=True)
class Place:
    """The function, wired."""

    module: ModuleType
    door: Door
    store: Denunciations

    def invited(self, words: str = "tôi muốn tố cáo", path: str = WARD, age: timedelta = timedelta()) -> str:
        """A link was given to a resident; its token."""
        actions, url = intake_link(
            oa_id="1",
            user_id="2",
            unit_path=path,
            province="40",
            words=words,
            message_id="3",
            desk=ConfidentialDesk(self.store, PUBLIC_URL),
            now=moments.now() - age,
        )
        commit(actions)
        assert url.startswith(f"{PUBLIC_URL}/confidential/")
        return url.rpartition("/")[2]

    def browser(self, method: str, path: str, body: str | None = None, **headers: str) -> Page:
        """What a browser gets; a body is base64, as an HTTP API hands forms over."""
        sent = {"content-type": FORM, "origin": "null", "sec-fetch-site": "same-origin"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        encoded = None if body is None else base64.b64encode(body.encode()).decode()
        event = http_event(method, path, body=encoded, headers=sent, encoded=encoded is not None)
        answer = self.module.handler(event, Context())
        return Page(answer["statusCode"], answer["body"], answer["headers"])

    def form(self, token: str) -> Page:
        return self.browser("GET", f"/confidential/{token}")

    def send(self, token: str, **fields: str) -> Page:
        return self.browser("POST", f"/confidential/{token}", urlencode(SAID | fields))

    def progress(self, code: str, word: str) -> Page:
        return self.browser("POST", "/confidential/progress", urlencode({"code": code, "word": word}))

    def opened(self) -> dict[str, Any]:
        """A denunciation of the ward, as its investigator sees it in the list."""
        assert self.send(self.invited()).status == 200
        head: dict[str, Any] = self.door.good(WARD_INVESTIGATOR, "GET", "/confidential-cases")["items"][0]
        return head


def confidential_place(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Place:
    """The function on these tables."""
    for name in ("Units", "Statistics", "Confidential"):
        monkeypatch.setenv(f"{name.upper()}_TABLE", open_table(name).name)
    for name, value in {
        "PROVINCE_CODE": "40",
        "PUBLIC_URL": PUBLIC_URL,
        "UNITS_AS_OF": "2024-09-30",
    }.items():
        monkeypatch.setenv(name, value)
    populate(open_table("Units"))
    module = load("confidential")
    return Place(module, door("confidential", module), Denunciations(open_table("Confidential")))
