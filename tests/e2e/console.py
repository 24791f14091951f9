"""Officers at the console of the stack: the browser of `tests.worlds.console`, over real HTTP."""

import base64
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlencode
from uuid import uuid4

import requests

from loa import clock
from loa.foundation.officers.model import Role
from loa.foundation.officers.store import KnownOfficer
from loa.foundation.sessions.model import Session, session_id
from tests.e2e.town import Town
from tests.worlds.console import OfficerBrowser

_TEXT: Final = ("text/", "application/json")


def signed_in(town: Town, unit: str, name: str, *roles: Role) -> tuple[KnownOfficer, Session, str]:
    """Sign a new officer in, without the steps that are tested elsewhere: who, the session, its cookie."""
    now, cookie = clock.now(), uuid4().hex
    officer = KnownOfficer(id=uuid4().hex, name=name, unit_path=unit, roles=frozenset(roles))
    session = Session(
        id=session_id(cookie),
        officer_id=officer.id,
        unit_path=unit,
        started_at=now,
        seen_at=now,
        ends_at=now + timedelta(hours=1),
        idle=timedelta(hours=1),
        csrf="5a" * 16,
        device="e2e",
        factor_at=now,
    )
    town.table("Units").put_item(
        Item={
            "partition": "40",
            "sort": f"officer#{unit}#{officer.id}",
            "name": name,
            "roles": [role.value for role in roles],
        }
    )
    town.table("Sessions").put_item(
        Item={
            "partition": f"session#{session.id}",
            "sort": "session",
            "officer_id": officer.id,
            "unit_path": unit,
            "started_at": clock.to_text(now),
            "seen_at": clock.to_text(now),
            "ends_at": clock.to_text(session.ends_at),
            "idle_seconds": 3600,
            "csrf": session.csrf,
            "device": session.device,
            "factor_at": clock.to_text(now),
        }
    )
    return officer, session, cookie


def officer_at(town: Town, unit: str, name: str, *roles: Role) -> OfficerBrowser:
    """Return the browser of a new officer who is signed in."""
    officer, session, cookie = signed_in(town, unit, name, *roles)

    def answer(event: Mapping[str, Any], _: Any) -> Mapping[str, Any]:
        """Carry an event of API Gateway to the real one."""
        context = event["requestContext"]["http"]
        query = f"?{urlencode(event['queryStringParameters'])}" if event["queryStringParameters"] else ""
        body = event["body"] or ""
        headers = {name: value for name, value in event["headers"].items() if name != "host"}
        got = requests.request(
            context["method"],
            f"{town.stack.api_url}{event['rawPath']}{query}",
            headers={**headers, "cookie": "; ".join(event["cookies"])},
            data=base64.b64decode(body) if event["isBase64Encoded"] else body.encode(),
            allow_redirects=False,
            timeout=60,
        )
        is_text = got.headers.get("content-type", "").startswith(_TEXT)
        return {
            "statusCode": got.status_code,
            "headers": {
                name.lower(): value for name, value in got.headers.items() if name != "Content-Encoding"
            },
            "body": got.text if is_text else base64.b64encode(got.content).decode(),
            "isBase64Encoded": not is_text,
            "cookies": [value for name, value in got.headers.items() if name.lower() == "set-cookie"],
        }

    return OfficerBrowser(officer, session, cookie, answer)


class Desk:
    """The browser of an officer who is signed in; how they signed in is tested elsewhere."""

    def __init__(self, town: Town, unit: str, *roles: Role) -> None:
        self.town = town
        _, _, cookie = signed_in(town, unit, "Trần Thị Hoa", *roles)
        self.cookies = {"loa": cookie}

    def get(self, path: str) -> requests.Response:
        return self._ask("GET", path)

    def post(self, page: str, path: str, fields: Mapping[str, Any], files: Any = None) -> requests.Response:
        """Send a form of a page: with the token, the key and the version that the page holds."""
        shown = self.get(page)
        assert shown.status_code == 200, (page, shown.status_code, shown.text[:500])
        hidden = {
            name: found[1]
            for name in ("csrf", "khoa", "version", "revision", "sheet", "reference")
            if (found := re.search(rf'name="{name}" value="([^"]*)"', shown.text))
        }
        return self._ask("POST", path, data={**hidden, **fields}, files=files)

    def _ask(self, method: str, path: str, **more: Any) -> requests.Response:
        return requests.request(
            method,
            f"{self.town.stack.api_url}{path}",
            cookies=self.cookies,
            headers={"sec-fetch-site": "same-origin"},
            allow_redirects=False,
            timeout=60,
            **more,
        )
