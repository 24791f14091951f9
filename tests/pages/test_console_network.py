"""The network: people entered from a sheet, linked by a code, and who is missing by name."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from loa import clock
from loa.foundation.network.service import link_person
from loa.foundation.officers.model import Role
from loa.foundation.units.store import UnitStore
from loa.residents.followers.store import follower_key
from tests.conftest import OpenTable
from tests.pages.public_world import UNITS
from tests.pages.reading import check
from tests.worlds.console import ConsoleWorld, OfficerBrowser, body_of, set_console_environment
from tests.worlds.doors import load
from tests.worlds.people_pool import FakeUserPool

AREA, COMMUNE, OTHER = "/console/can-bo/mang-luoi", "40.17506", "40.17329"
OA, ZALO = "3000000000000000001", "2512523625400000001"


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ConsoleWorld:
    set_console_environment(open_table, monkeypatch)
    monkeypatch.setenv("STATISTICS_TABLE", open_table("Statistics").name)
    monkeypatch.setenv("AUDIENCE_TABLE", open_table("Audience").name)
    monkeypatch.setenv("USER_POOL_ID", "pool")
    UnitStore(open_table("Units")).save_all(UNITS)
    return ConsoleWorld(open_table)


@pytest.fixture
def people(world: ConsoleWorld, monkeypatch: pytest.MonkeyPatch) -> Any:
    module = load("people")
    monkeypatch.setattr("people_pages.dependencies.UserPool", lambda _: FakeUserPool())
    return module


def chief_of(world: ConsoleWorld, people: Any, unit: str, name: str) -> OfficerBrowser:
    officer = world.officer(name, unit, Role.ADMINISTRATOR, name="Nguyễn Thị Quản")
    return world.sign_in(officer, people.handler, factor=True)


def sheet(*rows: tuple[str, ...]) -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in (("Họ và tên", "Loại", "Đơn vị", "Khối, xóm"), *rows):
        page.append(row)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def test_the_network_is_entered_linked_and_who_is_missing_is_named(
    world: ConsoleWorld, people: Any, open_table: OpenTable
) -> None:
    chief = chief_of(world, people, "40", "chief")
    page = chief.page(f"{AREA}/nhap")
    bad = "Lê Văn Hai\tthủ quỹ\t40.17506\tXóm 2\n\tTrưởng ban\t40.17506\tXóm 3"
    refused = check(body_of(chief.send(page, f"{AREA}/nhap", rows=bad)))
    assert "Dòng 1: “thủ quỹ” chưa rõ" in refused.text()
    assert "Dòng 2: Thiếu họ tên." in refused.text()
    assert "Lê Văn Hai" in refused.text(), "nothing that was typed is lost"
    good = (
        f"Lê Văn Hai\tTrưởng ban công tác\t{COMMUNE}\tXóm 2\n"
        f"Trần Thị Ba\ttrưởng ban\t{COMMUNE}\tXóm 3\nPhan Văn Tư\tCán bộ chuyên trách\t{OTHER}\t"
    )
    for _ in range(2):
        shown = chief.follow(chief.send(chief.page(f"{AREA}/nhap"), f"{AREA}/nhap", rows=good))
    assert "Trưởng ban công tác Mặt trận" in shown.text()
    page = chief.page(AREA)
    for name in ("Lê Văn Hai", "Trần Thị Ba", "Phan Văn Tư"):
        assert name in page.text()
    values = {str(each.get("value")) for each in page.all("input") if each.get("name") == "ai"}
    assert len(values) == 3, "entered twice, there once"

    below = chief_of(world, people, COMMUNE, "below")
    own = below.page(AREA)
    assert "Phan Văn Tư" not in own.text(), "of another unit"
    mine = sorted(str(each.get("value")) for each in own.all("input") if each.get("name") == "ai")
    theirs = (values - set(mine)).pop()
    told = check(body_of(below.send(own, f"{AREA}/nhac", ai=[*mine, theirs])))
    assert "Phan Văn Tư" not in told.text()
    codes = re.findall(r"CB ([A-Z]{8})", told.text())
    assert len(codes) == 2

    registry, now = world.officers, clock.now()
    place: Any = {"account_path": COMMUNE, "registry": registry, "now": now}
    assert link_person(codes[0], OA, ZALO, **place | {"account_path": OTHER}) is None, (
        "another unit's account"
    )
    first = link_person(codes[0].lower(), OA, ZALO, **place)
    assert link_person(codes[0], OA, ZALO, **place) is not None, "again changes nothing"
    assert link_person(codes[0], OA, "another", **place) is None, "used"
    assert first is not None
    listed = below.page(AREA).text()
    assert "Đang tương tác 1 trên 2 người (50,0%); đã kết nối Zalo: 1." in " ".join(listed.split())
    assert first.name not in listed

    store = people.network.network().store
    long_ago = now - timedelta(days=40)
    row = next(each for each in store.within(COMMUNE) if each.id == first.id)
    partition, sort = "network#40", f"{COMMUNE}#{row.id}"
    store.table.update(partition, sort, set={"linked_at": clock.to_text(long_ago)})
    assert "lâu chưa tương tác" in below.page(AREA).text()
    follower, key = follower_key(OA, ZALO)
    open_table("Audience").put(
        {"partition": follower, "sort": key, "interacted_at": clock.to_text(now - timedelta(days=2))}
    )
    assert "lâu chưa tương tác" not in below.page(AREA).text(), "they wrote the day before yesterday"


def test_a_sheet_is_read_as_pasted_rows_are(world: ConsoleWorld, people: Any) -> None:
    chief = chief_of(world, people, COMMUNE, "chief")
    content = sheet(("Lê Văn Hai", "trưởng ban", "", "Xóm 2"), ("Lê Văn Hai", "Trưởng ban", "", "xóm 2"))
    controls = chief.page(f"{AREA}/nhap").all("input")
    token = next(str(each.get("value")) for each in controls if each.get("name") == "csrf")
    hidden = {"csrf": token, "khoa": "key-12345678", "rows": ""}
    answer = check(body_of(chief.post_files(f"{AREA}/nhap", hidden, {"sheet": content})))
    assert "Dòng 3: Trùng với một dòng ở trên" in answer.text()
