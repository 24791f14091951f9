"""Denunciations on moto: the function, a browser, and the investigators who read."""

import base64
import html
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import ModuleType
from typing import Any
from urllib.parse import urlencode

import pytest

from loa import clock
from loa.casework.denunciations.model import SealedKind
from loa.casework.denunciations.rows.store import DenunciationStore
from loa.casework.denunciations.work.intake import DenunciationIntake, sealed
from loa.platform.aws.dynamodb.transactions import commit
from tests.conftest import OpenTable
from tests.worlds.doors import Context, http_event, load
from tests.worlds.province import (
    CITY,
    PROVINCE,
    WARD,
    Door,
    Person,
    door,
    populate,
)

BUCKET = "denunciations"
PUBLIC_URL = "https://loa.example.vn"
FORM = "application/x-www-form-urlencoded"
WARD_INVESTIGATOR = Person("investigator-1", WARD, "investigator")
CITY_INVESTIGATOR = Person("investigator-2", CITY, "investigator")
PROVINCE_INVESTIGATOR = Person("investigator-0", PROVINCE, "investigator")
MARK = "MARKED-SECRET-WORDS"
SAID = {
    "what": f"Ông A nhận tiền {MARK}",
    "who": "Ông A",
    "name": "MARKED-NAME",
    "address": "Xóm 5",
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
    store: DenunciationStore

    def browser(self, method: str, path: str, body: str | None = None, **headers: str) -> Page:
        """What a browser gets; a body is base64, as an HTTP API hands forms over."""
        sent = {"content-type": FORM, "origin": "null", "sec-fetch-site": "same-origin"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        encoded = None if body is None else base64.b64encode(body.encode()).decode()
        event = http_event(method, path, body=encoded, headers=sent, encoded=encoded is not None)
        answer = self.module.handler(event, Context())
        return Page(answer["statusCode"], answer["body"], answer["headers"])

    def form(self) -> Page:
        return self.browser("GET", "/confidential")

    def key(self) -> str:
        """The chance in a form that was just opened."""
        found = re.search(r'name="form" value="([^"]+)"', self.form().text)
        assert found
        return found[1]

    def send(self, key: str | None = None, **fields: str) -> Page:
        return self.browser(
            "POST", "/confidential", urlencode(SAID | {"form": self.key() if key is None else key} | fields)
        )

    def written(
        self, words: str = "tôi muốn tố cáo", path: str = f"{WARD}.1", files: Sequence[Mapping[str, str]] = ()
    ) -> None:
        """Somebody wrote this in the chat of an account, an hour and more ago; the round has passed."""
        long_ago = clock.now() - timedelta(hours=3)
        action = sealed(
            words,
            SealedKind.SAID,
            bundle=secrets.token_urlsafe(20),
            province="40",
            about_path=path,
            since=long_ago,
            at=long_ago,
            desk=DenunciationIntake(self.store, PUBLIC_URL),
            files=files,
        )
        commit([action])
        assert self.module.handler({"task": "remind"}, Context())["taken_over"] == 1

    def progress(self, code: str, word: str) -> Page:
        return self.browser("POST", "/confidential/progress", urlencode({"code": code, "word": word}))

    def opened(self) -> dict[str, Any]:
        """A denunciation of the ward, as its investigator sees it in the list."""
        self.written(f"Ông A nhận tiền {MARK}")
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
        "DENUNCIATIONS_BUCKET": BUCKET,
    }.items():
        monkeypatch.setenv(name, value)
    populate(open_table("Units"))
    module = load("confidential")
    return Place(module, door("confidential", module), DenunciationStore(open_table("Confidential")))
