"""A case without Zalo: from the form of the public pages to an answer that its reporter does not accept."""

import re
from html import unescape
from io import BytesIO

import requests
from PIL import Image

from tests.e2e.cases import Case
from tests.e2e.town import Town

MATTER = "Đường xóm 7 ngập từ hôm mưa, các cháu đi học phải lội"


def hidden(page: requests.Response, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    assert found, page.text[:500]
    return unescape(found[1])


def test_a_resident_reports_on_a_page_and_an_officer_answers(town: Town) -> None:
    place = town.connected()
    editor = town.officer(place.path, "editor")
    browser, url = requests.Session(), town.stack.api_url
    form = browser.get(f"{url}/d/{place.path.rpartition('.')[2]}/phan-anh", timeout=60)
    assert form.status_code == 200
    picture = BytesIO()
    Image.new("RGB", (800, 600), "teal").save(picture, "JPEG")
    fields = {name: hidden(form, name) for name in ("khoa", "noi")} | {"what": MATTER, "kind": "report"}
    sent = [
        browser.post(
            f"{url}/phan-anh",
            data={**fields, "hamlet": "Xóm 7", "phone": "0912 345 678"},
            files={"pictures": ("a.jpg", picture.getvalue(), "image/jpeg")},
            allow_redirects=False,
            timeout=60,
        )
        for _ in range(2)
    ]
    assert [one.status_code for one in sent] == [303, 303], sent[0].text
    (link,) = {one.headers["location"].split("/")[2] for one in sent}
    receipt = browser.get(f"{url}/theo-doi/{link}/bien-nhan", timeout=60)
    assert receipt.status_code == 200

    (listed,) = town.api(editor, "GET", f"/cases?unit={place.path}")["items"]
    assert listed["code"] in receipt.text
    case = Case(town, listed["case_id"])
    shown = case.read(editor)
    assert (shown["channel"], shown["what"], shown["hamlet"]) == ("web", MATTER, "Xóm 7")
    (file,) = case.files(editor)
    assert requests.get(file["url"], timeout=30).content.startswith(b"\xff\xd8\xff")
    case.move(editor, "accept")
    case.move(editor, "answer", text="Đã thông cống chiều nay.")

    asked = {"code": listed["code"], "number": "5678"}
    found = browser.post(f"{url}/theo-doi", data=asked, allow_redirects=False, timeout=60)
    assert found.headers["location"] == f"/theo-doi/{link}"
    page = browser.get(f"{url}/theo-doi/{link}", timeout=60)
    assert "Đã thông cống chiều nay." in page.text
    assert browser.get(f"{url}/theo-doi/{link}/anh/1", timeout=60).content.startswith(b"\xff\xd8\xff")
    stars = {"khoa": hidden(page, "khoa"), "stars": "1", "word": "Vẫn còn ngập"}
    rated = browser.post(f"{url}/theo-doi/{link}/danh-gia", data=stars, allow_redirects=False, timeout=60)
    assert rated.status_code == 303, rated.text
    assert case.read(editor)["state"] == "reopened"


def test_a_call_for_help_and_an_accusation_go_their_own_ways(town: Town) -> None:
    place = town.connected()
    url = town.stack.api_url
    form = requests.get(f"{url}/d/{place.path.rpartition('.')[2]}/phan-anh", timeout=60)
    fields = {name: hidden(form, name) for name in ("khoa", "noi")} | {"kind": "report"}
    words = {"what": "Ông chủ tịch xã ăn chặn tiền hỗ trợ lũ lụt của dân"}
    asked = requests.post(f"{url}/phan-anh", data=fields | words, allow_redirects=False, timeout=60)
    assert asked.status_code == 200
    assert "gửi kín" in asked.text
    draft = {"draft": "1", "what": words["what"]}
    confidential = requests.post(f"{url}/confidential", data=draft, timeout=60)
    assert words["what"] in confidential.text
    fire = {"what": "Nhà tôi đang cháy, cứu với, có người kẹt trong nhà"}
    sent = requests.post(f"{url}/phan-anh", data=fields | fire, timeout=60)
    assert 'href="tel:114"' in sent.text
