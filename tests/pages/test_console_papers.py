"""Papers that officers take from the console: the script of the loudspeaker, posters of accounts."""

import pytest

from loa import clock
from loa.foundation.accounts.model import Account, AccountState
from loa.foundation.accounts.store import account_row
from loa.foundation.officers.model import Role
from loa.foundation.units.store import UnitStore
from tests.conftest import OpenTable
from tests.pages.browsing import OpenPhone, signed_in, wrong_on_a_phone
from tests.pages.public_world import UNITS
from tests.worlds.console import ConsoleWorld, OfficerBrowser, bytes_of, set_console_environment
from tests.worlds.doors import load
from tests.worlds.library import COMMUNE, OTHER, LibraryWorld
from tests.worlds.papers import have_papers

ITEMS = "/console/noi-dung"
POSTERS = f"/console/tai-khoan/{COMMUNE}/ap-phich"


@pytest.fixture
def lan(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> OfficerBrowser:
    """An editor of a commune with an account, at the function `documents`."""
    set_console_environment(open_table, monkeypatch)
    monkeypatch.setenv("PUBLIC_URL", "http://loa.test")
    monkeypatch.setenv("CONTENT_TABLE", open_table("Content").name)
    monkeypatch.setenv("ZALO_MINI_APP_ID", "")
    UnitStore(open_table("Units")).save_all(UNITS)
    now = clock.now()
    open_table("Units").put(
        account_row(Account("40", COMMUNE, "1", "Mặt trận", 4, AccountState.CONNECTED, now, now, now))
    )
    world = ConsoleWorld(open_table)
    return world.sign_in(world.officer("lan", COMMUNE, Role.EDITOR), load("documents").handler)


def test_the_script_of_an_item__is_read_on_its_page__and_printed(
    lan: OfficerBrowser, open_table: OpenTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    have_papers(monkeypatch)
    library = LibraryWorld(open_table)
    draft, live = library.draft("Chưa duyệt").item.item_id, library.publish("Lịch họp tháng 12")
    page = lan.page(f"{ITEMS}/{live}/loa")
    assert "Lịch họp tháng 12." in page.text()
    assert "chừng " in page.text()
    assert "chưa được duyệt" not in page.text()
    assert "chưa được duyệt" in lan.page(f"{ITEMS}/{draft}/loa").text()
    (paper,) = [link.get("href") for link in page.all("a") if link.get("href").endswith("/loa/in")]
    answer = lan.ask(paper)
    assert (answer["statusCode"], answer["headers"]["content-type"]) == (200, "application/pdf")
    assert bytes_of(answer).startswith(b"%PDF-")
    foreign = library.draft("Của xã khác", unit=OTHER).item.item_id
    assert [lan.ask(f"{ITEMS}/{foreign}/loa{way}")["statusCode"] for way in ("", "/in")] == [404, 404]


def test_posters__are_of_accounts_of_the_own_unit(
    lan: OfficerBrowser, monkeypatch: pytest.MonkeyPatch
) -> None:
    have_papers(monkeypatch)
    for paper in ("a4", "a5"):
        assert bytes_of(lan.ask(f"{POSTERS}?paper={paper}")).startswith(b"%PDF-")
    assert lan.ask(f"{POSTERS}?paper=a3")["statusCode"] == 422
    assert lan.ask(POSTERS.replace(COMMUNE, OTHER))["statusCode"] == 404
    assert lan.ask(POSTERS.replace(COMMUNE, "40"))["statusCode"] == 404


@pytest.mark.enable_socket
def test_the_script__is_right_on_a_phone(
    lan: OfficerBrowser, open_table: OpenTable, open_phone: OpenPhone
) -> None:
    live = LibraryWorld(open_table).publish("Lịch họp tháng 12")
    phone = signed_in(lan._handler, lan, open_phone)
    assert wrong_on_a_phone(phone, [f"{ITEMS}/{live}/loa"]) == {}
