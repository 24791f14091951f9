"""An officer answers on the pages of the console, as a browser does; IAM is enforced behind them."""

import base64
import json
import re
import secrets
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import requests

from loa import clock
from loa.foundation.sessions.model import session_id
from loa.foundation.sessions.store import session_key
from tests.e2e.chat import Resident
from tests.e2e.town import Town

MATTER = "Đường xóm 7 ngập từ hôm mưa, các cháu đi học phải lội"


def signed_in(town: Town, officer: str) -> requests.Session:
    """Return a browser in which an officer is signed in, as the sign-in page leaves it."""
    payload = town.token(officer).split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    cookie, now = secrets.token_urlsafe(32), datetime.now(UTC)
    partition, sort = session_key(session_id(cookie))
    ends = now + timedelta(hours=12)
    town.table("Sessions").put_item(
        Item={
            "partition": partition,
            "sort": sort,
            "officer_id": claims["sub"],
            "unit_path": claims["custom:unit"],
            "started_at": clock.to_text(now),
            "seen_at": clock.to_text(now),
            "ends_at": clock.to_text(ends),
            "idle_seconds": 3_600,
            "csrf": secrets.token_hex(16),
            "device": "e2e",
            "username": officer,
            "expires_at": clock.epoch_seconds(ends),
        }
    )
    browser = requests.Session()
    browser.cookies.set("loa", cookie)
    return browser


def hidden(page: str) -> dict[str, str]:
    """Return what the forms of a page carry."""
    pairs = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: value for name, value in pairs if name in {"csrf", "khoa", "seen"}}


def test_an_officer_answers_on_the_pages_and_the_resident_reads_it(town: Town) -> None:
    place = town.connected()
    officer, stranger = town.officer(place.path, "editor"), town.officer(town.unit(), "editor")
    town.invoke("Roster", {})
    lan = Resident(town, place, "bà Lan")
    lan.writes(MATTER)
    here = f"{town.stack.api_url}/console/tin-nhan/{place.oa_id}/{lan.user_id}"
    browser = signed_in(town, officer)

    listed = browser.get(f"{town.stack.api_url}/console/tin-nhan", timeout=60)
    assert listed.status_code == 200, listed.text[:500]
    assert MATTER[:40] in listed.text
    page = browser.get(here, timeout=60)
    assert page.status_code == 200, page.text[:500]
    words = f"Chào bà Lan, xã đang cho thông cống. {uuid4().hex[:6]}"
    form = {**hidden(page.text), "words": words}
    for _ in range(2):
        sent = browser.post(f"{here}/tra-loi", data=form, timeout=60, allow_redirects=False)
        assert sent.status_code == 303, sent.text[:500]
    lan.waits_for(words)
    assert "\n".join(lan.heard()).count(words) == 1

    other = signed_in(town, stranger)
    assert other.get(here, timeout=60).status_code == 404
    assert other.post(f"{here}/tra-loi", data=form, timeout=60).status_code == 403, "of another session"
    nobody = requests.get(here, timeout=60, allow_redirects=False)
    assert (nobody.status_code, "/console/dang-nhap" in nobody.headers["location"]) == (303, True)
