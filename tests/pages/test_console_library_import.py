"""Items that come from elsewhere, in the console: a sheet, and what other sites publish."""

import io
import json
from collections.abc import Sequence
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from loa.foundation.officers.model import Role
from tests.conftest import OpenTable
from tests.worlds.console import OfficerBrowser, bytes_of, filled_in
from tests.worlds.console_library import COMMUNE, LIST, ConsoleLibrary, console_library

HEAD = ("Mã gốc", "Loại bài", "Mục", "Tiêu đề", "Nội dung", "Địa điểm")
NOTICES = "Thông báo, lịch tiếp xúc cử tri"
GOOD = ("1", "Bài viết", NOTICES, "=HYPERLINK(1)", "Kính mời bà con.\n## Lịch\n- Xóm 1", None)


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ConsoleLibrary:
    return console_library(open_table, monkeypatch)


@pytest.fixture
def lan(world: ConsoleLibrary) -> OfficerBrowser:
    return world.sign_in("Nguyễn Thị Lan")


def sheet(*rows: Sequence[Any]) -> bytes:
    book, output = Workbook(), io.BytesIO()
    assert book.active
    for row in (HEAD, *rows):
        book.active.append(list(row))
    for cell in (cell for row in book.active.iter_rows() for cell in row if cell.value):
        cell.data_type = "s"  # what begins with = is text, too
    book.save(output)
    return output.getvalue()


def send(who: OfficerBrowser, content: bytes) -> dict[str, Any]:
    (form,) = (each for each in who.page(f"{LIST}/nhap").all("form") if each.get("action") == f"{LIST}/nhap")
    fields = {name: values[0] for name, values in filled_in(form).items()}
    return who.post_files(f"{LIST}/nhap", fields, {"sheet": content})


def test_a_sheet_becomes_drafts_once(world: ConsoleLibrary, lan: OfficerBrowser) -> None:
    content = sheet(GOOD, ("2", "Bài viết", NOTICES, "Tin hai", "Chữ", None))
    for _ in range(2):
        assert send(lan, content)["statusCode"] == 303
    items = world.library.service.store.of_unit(COMMUNE)
    assert sorted(item.title for item in items) == ["=HYPERLINK(1)", "Tin hai"]
    assert not any(item.is_published for item in items)
    assert "Tin hai" in lan.page(f"{LIST}?muc=cua-toi").text()


def test_one_wrong_row_keeps_all_out_and_is_named(world: ConsoleLibrary, lan: OfficerBrowser) -> None:
    answer = send(lan, sheet(GOOD, ("2", "Bài viết", "Chính trị, kinh tế, xã hội của tỉnh", "Tin", "", None)))
    assert answer["statusCode"] == 422
    assert "Dòng 3: Mục này do cấp tỉnh đăng" in answer["body"]
    assert world.library.service.store.of_unit(COMMUNE) == []


@pytest.mark.parametrize("content", [b"", b"PK nothing", b"M\xc3\xa3;Lo\xe1\xba\xa1i"])
def test_what_is_no_sheet_is_refused(lan: OfficerBrowser, content: bytes) -> None:
    assert send(lan, content)["statusCode"] == 422


def test_the_units_items_come_back_as_a_sheet(world: ConsoleLibrary, lan: OfficerBrowser) -> None:
    send(lan, sheet(GOOD))
    answer = world.sign_in("Người xem", Role.VIEWER).ask(f"{LIST}/xuat")
    rows = list(load_workbook(io.BytesIO(bytes_of(answer)))["Nội dung"].iter_rows(values_only=True))
    assert len(rows) == 2
    given = dict(zip(rows[0], rows[1], strict=True))
    assert given["Tiêu đề"] == "=HYPERLINK(1)"
    assert given["Nội dung"] == GOOD[4]
    # The sheet that was given can be sent again: what it names is there already.
    assert send(lan, bytes_of(answer))["statusCode"] == 303
    assert len(world.library.service.store.of_unit(COMMUNE)) == 1


def test_the_units_items_come_in_one_piece_for_programs(
    world: ConsoleLibrary, lan: OfficerBrowser, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(lan, sheet(GOOD, ("2", "Bài viết", NOTICES, "Tin hai", "Chữ", None)))
    viewer = world.sign_in("Người xem", Role.VIEWER)
    answer = viewer.ask(f"{LIST}/xuat?dang=json")
    assert answer["headers"]["content-disposition"].endswith('"noi-dung.json"')
    given = json.loads(bytes_of(answer))
    assert given["unit"] == COMMUNE
    assert {work["draft"]["content"]["title"] for work in given["items"]} == {"=HYPERLINK(1)", "Tin hai"}
    assert {work["item"]["item_id"].partition("~")[0] for work in given["items"]} == {COMMUNE}
    monkeypatch.setattr("library_api.pages.importing.LARGEST_PACKED", 100)
    assert viewer.ask(f"{LIST}/xuat?dang=json")["statusCode"] == 413


def test_news_is_taken_from_an_approved_site(world: ConsoleLibrary, lan: OfficerBrowser) -> None:
    page = f"{LIST}/nguon"
    refused = lan.send(page, page, url="https://mttq.vn/rss", name="Mặt trận", section="local_news")
    assert refused["statusCode"] == 422
    assert "mttq.vn chưa được phép" in refused["body"]
    boss = world.sign_in("Quản trị", Role.ADMINISTRATOR, unit="40")
    boss.send(f"{LIST}/trang-web", f"{LIST}/trang-web", host="mttq.vn", owner="Mặt trận")
    added = lan.send(page, page, url="https://mttq.vn/rss", name="Mặt trận", section="local_news")
    shown = lan.follow(added)
    assert "Chưa hỏi lần nào" in shown.text()
    removed = lan.send(shown, f"{page}/bo")
    assert "Đơn vị chưa lấy tin từ trang nào" in lan.follow(removed).text()
