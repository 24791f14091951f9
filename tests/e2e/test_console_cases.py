"""Cases in the console on the deployed stack: a paper with a scan is entered, answered, covered, released."""

import re
from io import BytesIO
from typing import Final

import requests
from PIL import Image

from loa.foundation.officers.model import Role
from tests.e2e.console import Desk
from tests.e2e.town import Town

LIST: Final = "/console/vu-viec"
_CASE: Final = re.compile(r"/console/vu-viec/([0-9a-f]{22})")


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
