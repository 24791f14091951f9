"""Items that others have written: a sheet at the console, news of another site; read, and gone again."""

import re
from typing import Final

import requests

from loa.foundation.officers.model import Role
from loa.platform.documents.sheet_writing import write_sheet
from loa.publishing.library.importing.sheet import COLUMNS
from loa.publishing.library.rules import texts
from tests.e2e.console import Desk
from tests.e2e.test_console_library import LIST, led, public
from tests.e2e.town import Town
from tests.e2e.waiting import wait_until

HOST: Final = "tin.mttq-nghe-an.example.vn"
INDEXED_SECONDS: Final = 120
"""Until the search has followed what was published; the promise of a minute is for a machine of its own."""


def sheet(*rows: dict[str, str]) -> dict[str, tuple[str, bytes, str]]:
    """A file as the form sends it."""
    cells = [[row.get(name, "") for name in COLUMNS] for row in rows]
    content = write_sheet("Bài", tuple(COLUMNS.values()), cells, {})
    return {
        "sheet": ("bai.xlsx", content, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    }


def row(reference: str, title: str, kind: str = texts.KINDS["article"]) -> dict[str, str]:
    section = texts.SECTIONS["local_news"]
    body = "## Nội dung\nBà con góp ý."
    return {"reference": reference, "kind": kind, "section": section, "title": title, "body": body}


def found(town: Town, words: str, unit: str) -> set[str]:
    answer = requests.get(f"{town.stack.api_url}/search", params={"text": words, "unit": unit}, timeout=60)
    assert answer.status_code == 200, answer.text
    return {hit["id"] for hit in answer.json()["items"]}


def wait_for_search(town: Town, words: str, unit: str, wanted: set[str]) -> None:
    wait_until(lambda: found(town, words, unit) == wanted, "the search has followed", INDEXED_SECONDS)


def test_a_sheet_makes_drafts_once_and_what_came_of_it_is_read_and_gone_everywhere(town: Town) -> None:
    unit = town.unit()
    lan, hoa = Desk(town, unit, Role.EDITOR), Desk(town, unit, Role.APPROVER)
    title = f"Khánh thành nhà văn hóa bản {unit[-5:]}"
    wrong = lan.post(
        f"{LIST}/nhap", f"{LIST}/nhap", {}, sheet(row("1", title), row("2", "Họp dân", "Truyện"))
    )
    assert wrong.status_code == 422
    assert "Dòng 3" in wrong.text
    assert town.api("editor", "GET", f"/library/items?unit={unit}")["items"] == []
    for _ in range(2):
        led(lan.post(f"{LIST}/nhap", f"{LIST}/nhap", {}, sheet(row("1", title), row("2", "Họp dân xóm 7"))))
    items = town.api("editor", "GET", f"/library/items?unit={unit}")["items"]
    (item,) = [one["item_id"] for one in items if one["title"] == title]
    assert len(items) == 2
    page, step = f"{LIST}/{item}", f"{LIST}/{item}/buoc"
    led(lan.post(page, step, {"step": "submit"}))
    led(hoa.post(page, step, {"step": "approve_now", "approve_now_read": "true"}))
    assert public(town, f"/bai/{item}").status_code == 200
    wait_for_search(town, "khanh thanh nha van hoa", unit, {item})
    assert item in public(town, f"/read/items?unit={unit}&section=local_news").text
    taken = {"step": "withdraw", "withdraw_kind": "gone", "withdraw_reason": "Đăng nhầm"}
    led(hoa.post(page, step, taken))
    assert public(town, f"/bai/{item}").status_code == 410
    for path in (f"/read/items?unit={unit}&section=local_news", f"/read/home?unit={unit}"):
        assert item not in public(town, path).text
    wait_for_search(town, "khanh thanh nha van hoa", unit, set())


def feed(*titles: str) -> bytes:
    items = "".join(
        f"<item><title>{title}</title><link>https://{HOST}/{number}</link><guid>{number}</guid>"
        "<description>Sáng nay, &lt;b&gt;bà con&lt;/b&gt; họp.</description></item>"
        for number, title in enumerate(titles)
    )
    return f'<rss version="2.0"><channel><title>Tin</title>{items}</channel></rss>'.encode()


def test_news_of_an_approved_site_become_drafts_once(town: Town) -> None:
    unit = town.unit()
    lan = Desk(town, unit, Role.EDITOR)
    source = {"url": f"https://{HOST}/{unit}/rss", "name": "Trang tin Mặt trận", "section": "local_news"}
    refused = lan.post(f"{LIST}/nguon", f"{LIST}/nguon", source)
    assert refused.status_code == 422
    assert HOST in refused.text
    town.api("administrator", "POST", "/library/hosts", {"host": HOST, "owner": "Mặt trận tỉnh"})
    led(lan.post(f"{LIST}/nguon", f"{LIST}/nguon", source))
    double = f"{town.stack.zalo_url}/_sites/{HOST}/{unit}/rss"
    requests.put(double, data=feed("Họp mặt", "Ngày hội đại đoàn kết"), timeout=10).raise_for_status()
    (news,) = {town.invoke("LibraryOutside", {})["news"].get("taken", 0)}
    assert news == 2
    assert town.invoke("LibraryOutside", {})["news"].get("taken", 0) == 0
    drafts = town.api("editor", "GET", f"/library/items?unit={unit}")["items"]
    assert {one["title"] for one in drafts} == {"Họp mặt", "Ngày hội đại đoàn kết"}
    shown = lan.get(f"{LIST}/nguon").text
    assert "Trang tin Mặt trận" in shown
    assert re.search(r"\b2\b", shown)
