"""Large files of the library on the deployed stack: past the API, inspected; or refused with a sentence."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Final

import requests

from loa.foundation.officers.model import Role
from tests.component.api.media.test_files import PDF
from tests.e2e.console import Desk
from tests.e2e.test_console_library import LIST, led
from tests.e2e.town import Town
from tests.e2e.waiting import wait_until

_FORM: Final = re.compile(
    r'<form class="gap" method="post" action="([^"]+)" enctype="multipart/form-data">(.*?)</form>', re.DOTALL
)
_FIELD: Final = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
LARGE: Final = 9 * 1024 * 1024


def large(content: bytes, size: int) -> bytes:
    """A PDF made larger by what no reader looks at."""
    return content.replace(b"trailer", b"%" + b"x" * (size - len(content)) + b"\ntrailer")


def form_for(desk: Desk, title: str) -> tuple[str, str, Mapping[str, str]]:
    """Name a file: where its page is, where its form goes, and the form's fields."""
    page = led(desk.post(f"{LIST}/tep/lon", f"{LIST}/tep/lon", {"title": title}))
    found = _FORM.search(desk.get(page).text)
    assert found
    return page, unescape(found[1]), {name: unescape(value) for name, value in _FIELD.findall(found[2])}


def sent(desk: Desk, title: str, content: bytes) -> requests.Response:
    """Send a file as a browser does; the bucket's answer."""
    _, address, fields = form_for(desk, title)
    files = {"file": ("tep.pdf", content, "application/pdf")}
    return requests.post(address, data=fields, files=files, allow_redirects=False, timeout=120)


def looked_at(desk: Desk, answer: requests.Response) -> str:
    """Follow the bucket's answer until somebody has looked at the file; the page."""
    assert answer.status_code == 303, answer.text[:2_000]
    path = "/console/" + answer.headers["location"].partition("/console/")[2]
    found: list[str] = []

    def is_over() -> bool:
        page = desk.get(path)
        assert page.status_code == 200, page.text[-2_000:]
        found[:] = [page.text]
        return "Máy đang kiểm tra tệp" not in page.text

    wait_until(is_over, "somebody looks at the file")
    return found[0]


def test_a_file_of_nine_megabytes__arrives_past_the_api__and_only_then_is_one(town: Town) -> None:
    desk = Desk(town, town.unit(), Role.EDITOR)
    title = "Nghị quyết Đại hội Mặt trận"
    kept = looked_at(desk, sent(desk, title, large(PDF, LARGE)))
    assert "Đã nhận tệp" in kept
    shelf = desk.get(f"{LIST}/tep?loai=tai-lieu").text
    assert title in shelf
    assert "9,4" in shelf, "its size"


def test_a_file_that_runs_something__is_refused__and_nothing_of_it_is_kept(town: Town) -> None:
    desk = Desk(town, town.unit(), Role.EDITOR)
    script = PDF.replace(b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /JavaScript /JS (x) >>")
    refused = looked_at(desk, sent(desk, "Có mã", large(script, LARGE)))
    assert "Chưa nhận được tệp" in refused
    assert "Có mã" not in desk.get(f"{LIST}/tep?loai=tai-lieu").text


def test_the_bucket__takes_neither_more_than_was_agreed__nor_under_another_name(town: Town) -> None:
    desk = Desk(town, town.unit(), Role.EDITOR)
    too_much = sent(desk, "Quá lớn", large(PDF, 25 * 1024 * 1024 + 1))
    assert (too_much.status_code, "EntityTooLarge" in too_much.text) == (400, True)
    page, address, fields = form_for(desk, "Chỗ khác")
    elsewhere = {**fields, "key": f"files/{'a' * 64}.pdf"}
    stolen = requests.post(address, data=elsewhere, files={"file": ("a.pdf", PDF)}, timeout=60)
    assert stolen.status_code == 403
    assert "Tải lên" in desk.get(page).text, "the form can be sent again"
