"""Contests and surveys over a province: officers, browsers of residents, a clock."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import boto3
import pytest

from loa import clock
from loa.bootstrap import participation
from loa.foundation.officers.model import Role
from loa.foundation.officers.store import KnownOfficer
from loa.foundation.units.store import UnitStore
from loa.participation.campaigns.passes import known_person, pass_of
from tests.conftest import OpenTable
from tests.pages.public_world import UNITS
from tests.pages.reading import Element, check
from tests.worlds.console import (
    FORM,
    HOST,
    ConsoleWorld,
    OfficerBrowser,
    body_of,
    filled_in,
    set_console_environment,
)
from tests.worlds.doors import Context, http_event, load
from tests.worlds.permissions import at_work

SECRET: Final = "s" * 64
COMMUNE: Final = "40.17506"
OTHER_COMMUNE: Final = "40.16681"
AREA: Final = "/console/tham-gia"
LOT_SOURCE: Final = "Giải đặc biệt xổ số miền Bắc ngày 30/11/2026"


@dataclass
class ResidentBrowser:
    """A resident's browser: no script, one jar of cookies."""

    world: "ParticipationWorld"
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, address: str) -> dict[str, Any]:
        """Return the answer to an address."""
        parts = urlsplit(address)
        query = dict(pair.split("=", 1) for pair in parts.query.split("&") if pair)
        return self._sent(
            http_event("GET", parts.path, headers=HOST, query=query or None, cookies=self._jar())
        )

    def page(self, address: str, status: int = 200) -> Element:
        """Return a page, checked as every page is."""
        answer = self.ask(address)
        assert answer["statusCode"] == status, (address, answer["statusCode"], body_of(answer)[:2_000])
        return check(body_of(answer))

    def post(self, address: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answer to a form."""
        headers = {**HOST, "content-type": FORM, "sec-fetch-site": "same-origin"}
        body = urlencode(fields, doseq=True)
        return self._sent(http_event("POST", address, headers=headers, body=body, cookies=self._jar()))

    def send(self, address: str, action: str, **fields: Any) -> dict[str, Any]:
        """Fill in the form of a page that leads to `action`, and send it."""
        (form,) = [each for each in self.page(address).all("form") if each.get("action") == action]
        return self.post(action, {**filled_in(form), **fields})

    def follow(self, answer: Mapping[str, Any]) -> Element:
        """Return the page to which an answer leads."""
        assert answer["statusCode"] == 303, (answer["statusCode"], body_of(answer)[:3_000])
        return self.page(answer["headers"]["location"])

    def _jar(self) -> list[str]:
        return [f"{name}={value}" for name, value in self.cookies.items()]

    def _sent(self, event: dict[str, Any]) -> dict[str, Any]:
        answer = self.world.public(event)
        for cookie in answer.get("cookies") or []:
            name, _, rest = cookie.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return answer


def set_participation_environment(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a function needs that knows who takes part."""
    boto3.client("secretsmanager").create_secret(Name="participation", SecretString=SECRET)
    monkeypatch.setenv("PARTICIPATION_TABLE", open_table("Participation").name)
    monkeypatch.setenv("PARTICIPATION_SECRET_ID", "participation")


class ParticipationWorld:
    """All functions of participation over the same tables."""

    now: datetime

    def __init__(self, open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> None:
        UnitStore(open_table("Units")).save_all(UNITS)
        set_console_environment(open_table, monkeypatch)
        set_participation_environment(open_table, monkeypatch)
        monkeypatch.setenv("PUBLIC_URL", "http://loa.test")
        monkeypatch.setenv("ATTACHMENTS_BUCKET", "loa-attachments")
        monkeypatch.setenv("PRIVACY_TABLE", open_table("Privacy").name)
        monkeypatch.setenv("PUBLISHED_TABLE", open_table("Published").name)
        monkeypatch.setenv("CONFIDENTIAL_TABLE", open_table("Confidential").name)
        monkeypatch.setenv("ANSWER_KEYS_TABLE", open_table("AnswerKeys").name)
        self.now = clock.now()
        monkeypatch.setattr(clock, "now", lambda: self.now)
        self.play, self.mark, self.opinions = load("play"), load("mark"), load("opinions")
        self.console = load("participation")
        self._officers = ConsoleWorld(open_table)
        self.writer = self._officer("writer", Role.EDITOR)
        self.approver = self._officer("approver", Role.APPROVER)

    def _officer(self, name: str, role: Role) -> OfficerBrowser:
        known = self._officers.officer(f"officer-{name}", "40", role, name=f"Cán bộ {name}")
        return self._officers.sign_in(known, self.console.handler, factor=True)

    def officer_of(self, unit: str, role: Role) -> OfficerBrowser:
        """Sign in an officer of a unit."""
        return self.at_work("participation", f"officer-of-{unit}", unit, role)

    def at_work(self, function: str, identity: str, unit: str, role: Role) -> OfficerBrowser:
        """Sign in an officer of a unit at the pages of a function."""
        module = self.console if function == "participation" else load(function)
        known = self.known_officer(identity, unit, role)
        return self._officers.sign_in(known, module.handler, factor=True)

    def known_officer(self, identity: str, unit: str, role: Role) -> KnownOfficer:
        """Return an officer of a unit."""
        return self._officers.officer(identity, unit, role, name="Cán bộ xã")

    def later(self, time: timedelta) -> None:
        """Let time pass: other officers sign in, and functions believe nothing that they read before."""
        self.now += time
        participation.play.cache_clear()
        self.writer = self._officer(f"writer-{self.now}", Role.EDITOR)
        self.approver = self._officer(f"approver-{self.now}", Role.APPROVER)

    def public(self, event: dict[str, Any]) -> dict[str, Any]:
        """Answer a resident by the function that the template sends them to."""
        parts: list[str] = [*event["rawPath"].split("/"), "", "", ""]
        if event["rawPath"].endswith("/giay.pdf"):
            return dict(load("documents").handler(event, Context()))
        module = (
            self.mark if parts[3] in {"nop", "cua-toi", "ket-qua", "kien-nghi", "nhan-giai"} else self.play
        )
        module = module if parts[1] == "thi" else self.opinions
        return dict(module.handler(event, Context()))

    def resident(self, number: int | None = None) -> ResidentBrowser:
        """Return a browser; with a number, of somebody whom Zalo knows."""
        browser = ResidentBrowser(self)
        if number is not None:
            browser.cookies["loa-the"] = pass_of(known_person(SECRET, f"zalo-{number}"), SECRET, self.now)
        return browser

    def times(self, hours: float = 5) -> dict[str, str]:
        """Return the fields of a form that is open from an hour ago on."""
        opens = (self.now - timedelta(hours=1)).astimezone(clock.VIETNAM)
        closes = (self.now + timedelta(hours=hours)).astimezone(clock.VIETNAM)
        return {
            "opens_on": opens.date().isoformat(),
            "opens_at": f"{opens:%H:%M}",
            "closes_on": closes.date().isoformat(),
            "closes_at": f"{closes:%H:%M}",
        }

    def campaign(self, kind: str, title: str = "Tìm hiểu Luật Căn cước") -> str:
        """Write a draft; its id."""
        about = "Ai ở Nghệ An cũng tham gia được."
        fields = {"kind": kind, "title": title, "about": about, **self.times()}
        answer = self.writer.send(f"{AREA}/moi", f"{AREA}/moi", **fields)
        assert answer["statusCode"] == 303, body_of(answer)[:3_000]
        return str(answer["headers"]["location"].rpartition("/")[2])

    def bank(self, count: int = 12) -> None:
        """Write questions whose first option is right, each checked by a second person."""
        for number in range(count):
            fields = {
                "words": f"Câu hỏi số {number} về căn cước?",
                "options": "Đúng\nSai một\nSai hai\nSai ba",
                "right": "1",
                "level": ("easy", "middle", "hard")[number % 3],
                "law": "Luật Căn cước 2023",
                "article": f"Điều {number + 1}",
                "provision": f"Nguyên văn điều {number + 1}.",
                "since": "2024-07-01",
            }
            answer = self.writer.send(f"{AREA}/cau-hoi/moi", f"{AREA}/cau-hoi/moi", **fields)
            assert answer["statusCode"] == 303, body_of(answer)[:3_000]
        for question in participation.contests().bank.all():
            if question.checked_by:
                continue
            self.step(self.approver, f"{AREA}/cau-hoi", f"{AREA}/cau-hoi/{question.id}/kiem")

    def contest(self, *, prizes: int = 3, per_sheet: int = 3) -> str:
        """Bring a contest with one sealed round before residents; its id."""
        self.bank()
        contest = self.campaign("contest")
        fields = {"per_sheet": str(per_sheet), "minutes": "20", "tries": "2", "prizes": str(prizes)}
        answer = self.writer.send(
            f"{AREA}/{contest}/dot",
            f"{AREA}/{contest}/dot",
            **fields,
            **self.times(4),
            value_source=LOT_SOURCE,
        )
        assert answer["statusCode"] == 303, body_of(answer)[:3_000]
        self.step(self.approver, f"{AREA}/{contest}", f"{AREA}/{contest}/dot/1/niem-phong")
        self.step(self.approver, f"{AREA}/{contest}", f"{AREA}/{contest}/dang")
        return contest

    def step(self, officer: OfficerBrowser, page: str, action: str, **fields: str) -> Element:
        """Press a button of a page; the page that follows."""
        return officer.follow(officer.send(page, action, **fields))

    def sheet(self, browser: ResidentBrowser, contest: str, unit: str = COMMUNE) -> None:
        """Begin a try."""
        start = f"/thi/{contest}/bat-dau"
        browser.follow(browser.send(f"/thi/{contest}", start, unit=unit, adult="1", consent="1"))

    def hand_in(self, browser: ResidentBrowser, contest: str, right: int, prediction: int) -> Element:
        """Answer so many questions rightly and hand in; the page that follows."""
        fields: dict[str, str] = {"prediction": str(prediction)}
        for place, box in enumerate(browser.page(f"/thi/{contest}/bai").all("fieldset")):
            options = [label.text()[2:].strip() for label in box.all("label")]
            wanted = options.index("Đúng") if place < right else options.index("Sai một")
            fields[f"c{place}"] = str(wanted)
        return browser.follow(browser.send(f"/thi/{contest}/bai", f"/thi/{contest}/nop", **fields))

    def finish(self, contest: str, value: str = "48213") -> None:
        """Let the round end, draw its lot, and make the result public."""
        self.later(timedelta(hours=4, minutes=2))
        page = f"{AREA}/{contest}"
        self.step(self.writer, page, f"{page}/dot/1/boc-tham", value=value)
        self.draw()
        self.step(self.approver, page, f"{page}/dot/1/xac-nhan")

    def draw(self) -> None:
        """Let the clock draw a lot, and look at the entries that lead, under its role."""
        with at_work("clock"):
            assert participation.closing().draw_due(clock.local_day(self.now), lambda: True) == 1
            participation.closing().look_due(lambda: True)

    def data(self, browser: ResidentBrowser, address: str) -> Any:
        """Return published data."""
        return json.loads(body_of(browser.ask(address)))
