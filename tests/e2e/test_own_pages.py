"""A resident whom Zalo knows: keeps their case, rates its answer, takes their data, asks for erasure."""

from typing import Any

import requests

from tests.e2e.cases import Case
from tests.e2e.test_petitions import hidden
from tests.e2e.town import Town


class Known:
    """A resident inside Zalo: every request shows their token."""

    def __init__(self, town: Town, name: str) -> None:
        app = town.stack.zalo_app.app_id
        given = town.zalo("/users/token", {"app_id": app, "resident": name})
        self.headers = {"authorization": f"Bearer {given['access_token']}"}
        self.url = town.stack.api_url

    def get(self, path: str) -> requests.Response:
        return requests.get(self.url + path, headers=self.headers, timeout=60)

    def press(self, page: str, step: str, **fields: str) -> requests.Response:
        """Send a form of a page, twice, as an old phone does on a bad line."""
        sent = {"khoa": hidden(self.get(page), "khoa"), **fields}
        answers = [
            requests.post(
                f"{self.url}{step}", data=sent, headers=self.headers, allow_redirects=False, timeout=60
            )
            for _ in range(2)
        ]
        assert [each.status_code for each in answers] == [303, 303], answers[0].text
        return self.get(answers[0].headers["location"])


def test_a_resident_whom_zalo_knows_follows_their_case_to_its_end_and_governs_their_data(town: Town) -> None:
    place = town.connected()
    editor = town.officer(place.path, "editor")
    lan, other = (Known(town, f"{name} {place.path}") for name in ("chị Lan", "anh Ba"))
    url = town.stack.api_url
    form = requests.get(f"{url}/d/{place.path.rpartition('.')[2]}/phan-anh", timeout=60)
    words = {name: hidden(form, name) for name in ("khoa", "noi")} | {"kind": "report"}
    told = {"what": "Cống đầu xóm 5 bị tắc, nước tràn ra đường", "name": "Lan", "phone": "0912 345 678"}
    sent = requests.post(f"{url}/phan-anh", data=words | told, allow_redirects=False, timeout=60)
    link = sent.headers["location"].split("/")[2]

    kept = lan.press(f"/cua-toi/them?viec={link}", "/cua-toi/them", viec=link, y="1")
    (listed,) = town.api(editor, "GET", f"/cases?unit={place.path}")["items"]
    assert listed["code"] in kept.text
    assert listed["code"] not in other.get("/cua-toi").text
    assert "mở trong Zalo" in requests.get(f"{url}/cua-toi", timeout=60).text
    home = lan.press("/cua-toi", "/cua-toi/dong-y", **{"muc-dich": "home", "y": "1"})
    assert home.status_code == 200
    assert lan.press("/cua-toi", "/cua-toi/xa", home_unit=place.path).status_code == 200

    case = Case(town, listed["case_id"])
    case.move(editor, "accept")
    case.move(editor, "answer", text="Đã thông cống sáng nay.")
    assert "Đã thông cống sáng nay." in lan.get("/cua-toi").text
    stars = {"stars": "5", "word": "Cảm ơn"}
    lan.press(f"/theo-doi/{link}", f"/theo-doi/{link}/danh-gia", **stars)
    assert case.read(editor)["satisfaction"] == 5

    page = lan.get("/cua-toi/du-lieu")
    file = page.text.partition('href="/cua-toi/tep')[2].partition('"')[0]
    taken = requests.get(f"{url}/cua-toi/tep{file}", timeout=60)
    assert taken.headers["content-disposition"].startswith("attachment")
    items: list[dict[str, Any]] = taken.json()["items"]
    assert listed["code"] in {item["what"].get("code") for item in items}
    fix = f"/cua-toi/sua?viec={listed['case_id']}"
    lan.press(fix, fix, name="Nguyễn Thị Lan", present_phone="0912345678")
    assert case.read(editor)["reporter"]["name"] == "Nguyễn Thị Lan"

    asked = lan.press("/cua-toi/du-lieu", "/cua-toi/xoa")
    assert "Chưa xóa gì" in asked.text
    (request,) = town.api("administrator", "GET", f"/data-requests?unit={place.path}")["items"]
    assert (request["kind"], request["state"]) == ("erase", "waiting")
    assert "Không có gì bị xóa" in lan.press("/cua-toi", "/cua-toi/giu-lai").text

    proof = {"proof": "0912345678"}
    own = requests.post(f"{url}/theo-doi/{link}/xem-thong-tin", data=proof, timeout=60)
    assert "Nguyễn Thị Lan" in own.text
    wish = proof | {"khoa": hidden(own, "khoa")}
    erased = requests.post(f"{url}/theo-doi/{link}/xoa-thong-tin", data=wish, timeout=60)
    assert "Chưa xóa gì" in erased.text
