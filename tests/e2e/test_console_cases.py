"""Cases in the console on the deployed stack: a paper with a scan is entered, answered, covered, released."""

import re
from collections.abc import Mapping
from datetime import timedelta
from io import BytesIO
from typing import Any, Final
from uuid import uuid4

import requests
from PIL import Image

from loa import clock
from loa.foundation.officers.model import Officer, Role
from loa.foundation.sessions.model import Session, session_id
from tests.e2e.town import Town

LIST: Final = "/console/vu-viec"
_CASE: Final = re.compile(r"/console/vu-viec/([0-9a-f]{22})")


class Desk:
    """The browser of an officer who is signed in; how they signed in is tested elsewhere."""

    def __init__(self, town: Town, unit: str, *roles: Role) -> None:
        self.town, now, cookie = town, clock.now(), uuid4().hex
        officer = Officer(uuid4().hex, "Trần Thị Hoa", unit, frozenset(roles))
        town.table("Units").put_item(
            Item={
                "partition": "40",
                "sort": f"officer#{unit}#{officer.id}",
                "name": officer.name,
                "roles": [role.value for role in roles],
            }
        )
        session = Session(
            session_id(cookie),
            officer.id,
            unit,
            now,
            now,
            now + timedelta(hours=1),
            timedelta(hours=1),
            "5a" * 16,
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
                "device": "e2e",
                "factor_at": clock.to_text(now),
            }
        )
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


def test_a_paper_with_a_scan__is_entered_answered_covered_and_released_on_pages(town: Town) -> None:
    unit = town.unit()
    desk = Desk(town, unit, Role.EDITOR, Role.APPROVER)
    output = BytesIO()
    Image.new("RGB", (400, 300), (220, 30, 30)).save(output, "JPEG")
    paper = {"channel": "paper", "kind": "report", "what": "Bà Lan báo đường ngập", "hamlet": "Xóm 7"}
    scans = {"scans": ("don.jpg", output.getvalue(), "image/jpeg")}
    entered = desk.post(f"{LIST}/moi", f"{LIST}/moi", paper, scans)
    assert entered.status_code == 303, entered.text[-2_000:]
    found = _CASE.search(entered.headers["location"])
    assert found
    case = f"{LIST}/{found[1]}"
    assert "Mã để người dân giữ" in desk.get(entered.headers["location"]).text
    assert "Xóm 7: Bà Lan báo đường ngập" in desk.get(f"{LIST}?tim=duong+ngap").text
    step = f"{case}/buoc"
    assert desk.post(case, step, {"move": "accept"}).status_code == 303
    answered = desk.post(case, step, {"move": "answer", "answer_text": "Đã thông cống.", "then": "next"})
    assert answered.status_code == 303
    (reference,) = set(re.findall(r"tep\?ten=([^\"&]+)", desk.get(case).text))
    scan = desk.get(f"{case}/tep?ten={reference}")
    assert (scan.headers["content-type"], scan.content) == ("image/jpeg", output.getvalue())
    cover, release = f"{case}/che-anh", f"{case}/cong-khai"
    assert desk.get(f"{cover}/goc?anh={reference}").content == output.getvalue()
    covered = desk.post(f"{cover}?anh={reference}", cover, {"areas": "10 10 90 90"})
    assert covered.status_code == 303, covered.text[-2_000:]
    chosen = re.search(r'name="picture" value="([^"]+)"', desk.get(release).text)
    assert chosen
    words = {"text": "Đường ngập.", "answer": "Đã thông cống.", "read": "true", "picture": chosen[1]}
    assert desk.post(release, release, words).status_code == 303
    (public,) = town.ask(None, "GET", f"/answered-cases?unit={unit}").json()["items"]
    assert (public["text"], len(public["pictures"])) == ("Đường ngập.", 1)
    stranger = Desk(town, town.unit(), Role.EDITOR, Role.APPROVER)
    for path in (case, release, f"{cover}?anh={reference}", f"{cover}/goc?anh={reference}", f"{case}/phieu"):
        assert stranger.get(path).status_code == 404
    assert requests.get(f"{town.stack.api_url}{case}", allow_redirects=False, timeout=60).status_code == 303
