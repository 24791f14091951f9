"""Content of the Mini App on the deployed stack: written and approved on pages, read by residents."""

import re
from io import BytesIO
from typing import Any, Final

import requests
from PIL import Image

from loa.foundation.officers.model import Role
from tests.e2e.chat import Resident, linked
from tests.e2e.console import Desk, officer_at
from tests.e2e.town import Town
from tests.e2e.waiting import wait_until

LIST: Final = "/console/noi-dung"
_ITEM: Final = re.compile(r"/console/noi-dung/([^/?#]+)")
"""Until somebody has looked at a file that was sent."""


def red(width: int = 640, height: int = 480) -> bytes:
    """A picture."""
    output = BytesIO()
    Image.new("RGB", (width, height), (160, 30, 30)).save(output, "JPEG")
    return output.getvalue()


def led(answer: requests.Response) -> str:
    """The address to which a form has led."""
    assert answer.status_code == 303, (answer.status_code, answer.text[-2_000:])
    return answer.headers["location"].partition("#")[0]


def public(town: Town, path: str) -> requests.Response:
    return requests.get(f"{town.stack.api_url}{path}", allow_redirects=False, timeout=60)


def kept_picture(desk: Desk, item: str) -> str:
    """Send a picture for an item, wait until it was looked at; its reference."""
    where = {"item": item, "sort": "picture", "after": "1"}
    named = {"title": "Đường xóm 7", "alt": "Đường bê tông chạy qua xóm 7", **where}
    form = f"{LIST}/{item}/chen?loai=picture&sau=1"
    state = led(desk.post(form, f"{LIST}/tep/moi", named, {"file": ("a.jpg", red(), "image/jpeg")}))
    found: list[str] = []

    def is_looked_at() -> bool:
        shown = desk.get(state)
        assert shown.status_code == 200, shown.text[-2_000:]
        assert "Chưa nhận được tệp" not in shown.text
        found.extend(re.findall(r'name="reference" value="(media:[^"]+)"', shown.text))
        return bool(found)

    wait_until(is_looked_at, "somebody looks at the picture")
    return found[0]


def test_an_item_with_a_picture__is_written_returned_approved_read_and_withdrawn(town: Town) -> None:
    unit = town.unit()
    lan, hoa = Desk(town, unit, Role.EDITOR), Desk(town, unit, Role.APPROVER)
    asked = {"kind": "article", "title": "Xóm 7 khánh thành đường mới", "section": "activities"}
    found = _ITEM.search(led(lan.post(f"{LIST}/moi?loai=article", f"{LIST}/moi", asked)))
    assert found
    item, editor = found[1], f"{LIST}/{found[1]}/soan"

    def write(do: str, words: list[str], **more: Any) -> str:
        rows = {"part": ["paragraphs"], "ref": [""], "alt": [""], "caption": [""], **more}
        return led(lan.post(editor, editor, {"title": asked["title"], "do": do, "words": words, **rows}))

    write("", ["Bà con góp **300 triệu** đồng."])
    reference = kept_picture(lan, item)
    chosen = {"sort": "picture", "after": "1", "reference": reference}
    led(lan.post(f"{LIST}/{item}/chen?loai=picture&sau=1", f"{LIST}/{item}/chen", chosen))
    parts = {
        "part": ["paragraphs", "picture"],
        "ref": ["", reference],
        "alt": ["", "Đường bê tông chạy qua xóm 7"],
        "caption": ["", ""],
    }
    write("submit", ["Bà con góp **300 triệu** đồng.", ""], **parts)
    assert asked["title"] in hoa.get(f"{LIST}/o-viec").text
    page, step = f"{LIST}/{item}", f"{LIST}/{item}/buoc"
    alone = lan.post(page, step, {"step": "approve_now", "approve_now_read": "true"})
    assert alone.status_code in {403, 409}
    led(hoa.post(page, step, {"step": "return", "return_reason": "Ghi rõ số hộ"}))
    assert public(town, f"/bai/{item}").status_code == 404
    assert "Ghi rõ số hộ" in lan.get(editor).text
    write("submit", ["120 hộ góp **300 triệu** đồng.", ""], **parts)
    led(hoa.post(page, step, {"step": "approve_now", "approve_now_read": "true"}))
    shown = public(town, f"/bai/{item}")
    assert shown.status_code == 200
    assert "120 hộ góp <strong>300 triệu</strong> đồng." in shown.text
    (small,) = set(re.findall(r'src="(/media/[^"]+-640\.jpg)"', shown.text))
    assert public(town, small).headers["content-type"] == "image/jpeg"
    read = public(town, f"/read/items/{item}").json()
    assert read["title"] == asked["title"]
    taken = {"step": "withdraw", "withdraw_kind": "gone", "withdraw_reason": "Đăng nhầm"}
    led(hoa.post(page, step, taken))
    gone = public(town, f"/bai/{item}")
    assert (gone.status_code, "Đăng nhầm" in gone.text) == (410, True)
    assert public(town, f"/read/items/{item}").status_code in {404, 410}
    stranger = Desk(town, town.unit(), Role.EDITOR, Role.APPROVER)
    for path in (page, editor, f"{page}/lich-su", f"{page}/trang"):
        assert stranger.get(path).status_code == 404


def test_what_cannot_wait__is_published_by_one__told_to_another__who_looks_at_it(town: Town) -> None:
    place = town.connected()
    writer = officer_at(town, place.path, "Phan Thị Thu", Role.EDITOR)
    approver = officer_at(town, place.path, "Nguyễn Văn Thành", Role.APPROVER)
    tu = Resident(town, place, f"chị Tư {place.path}")
    tu.does("follow")
    linked(town, tu, town.officer(place.path, "approver"))
    asked = {"kind": "article", "title": "Lũ về, sơ tán ngay", "section": "activities"}
    found = _ITEM.search(
        writer.send(f"{LIST}/moi?loai=article", f"{LIST}/moi", **asked)["headers"]["location"]
    )
    assert found
    here, editor = f"{LIST}/{found[1]}", f"{LIST}/{found[1]}/soan"
    rows = {"part": ["paragraphs"], "ref": [""], "alt": [""], "caption": [""]}
    writer.send(editor, editor, title=asked["title"], do="", words=["Lên nhà văn hóa xóm 3."], **rows)
    urgent = f"{here}/khan-cap"
    assert approver.send(urgent, urgent, reason="Hồ xả lũ lúc 2 giờ sáng")["statusCode"] == 303
    assert "Lên nhà văn hóa xóm 3." in public(town, f"/bai/{found[1]}").text
    for _ in range(2):
        town.invoke("Clock", {})
    assert tu.waits_for("Hồ xả lũ lúc 2 giờ sáng").count("Hồ xả lũ lúc 2 giờ sáng") == 1
    second = officer_at(town, place.path, "Cao Thị Tư", Role.APPROVER)
    assert "chưa ai xem lại" in second.page(here).text()
    looked = second.send(here, f"{here}/buoc", step="look", look_read="true")
    assert "chưa ai xem lại" not in second.follow(looked).text()
