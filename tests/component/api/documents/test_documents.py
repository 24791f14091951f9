"""What officers print: a poster for each account, the script of the loudspeaker."""

import base64
import zlib
from datetime import UTC, datetime
from typing import Any

import pytest

from infra.units.load import read_units
from loa.foundation.accounts.model import Account, AccountState
from loa.foundation.accounts.store import account_row
from loa.foundation.units.store import UnitStore
from loa.platform.documents.typesetting import typeset
from loa.publishing.printing.posters import Paper, PosterUnit, posters
from tests.conftest import OpenTable
from tests.worlds.doors import Context, http_event, load
from tests.worlds.library import COMMUNE, LibraryWorld
from tests.worlds.papers import have_papers
from tests.worlds.province import EDITOR, PROVINCE, VIEWER, Door, Person, door

START = datetime(2026, 11, 2, tzinfo=UTC)
OTHER = "40.16690"
COMMUNE_EDITOR = Person("editor-2", COMMUNE, "editor")
OTHER_EDITOR = Person("editor-3", OTHER, "editor")
HOSTILE = '#panic("x") $ \\ @lab <b> "; #read("/etc/passwd") *_`'


@pytest.fixture(autouse=True)
def _papers(monkeypatch: pytest.MonkeyPatch) -> None:
    have_papers(monkeypatch)


@pytest.fixture
def printing(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Door:
    for name, value in {
        "PROVINCE_CODE": PROVINCE,
        "PUBLIC_URL": "https://loa.example.vn",
        "UNITS_AS_OF": "2026-11-30",
        "UNITS_TABLE": open_table("Units").name,
        "CONTENT_TABLE": open_table("Content").name,
        "INBOX_TABLE": open_table("Inbox").name,
        "PRIVACY_TABLE": open_table("Privacy").name,
        "SESSIONS_TABLE": open_table("Sessions").name,
        "ZALO_MINI_APP_ID": "",
    }.items():
        monkeypatch.setenv(name, value)
    units = [
        unit for unit in read_units() if unit.path in {PROVINCE, COMMUNE, OTHER} and unit.valid_to is None
    ]
    UnitStore(open_table("Units")).save_all(units)
    for path, oa_id, pending in ((PROVINCE, "1", False), (COMMUNE, "2", False), (OTHER, "3", True)):
        account = Account(
            PROVINCE,
            path,
            oa_id,
            "Mặt trận",
            4,
            AccountState.CONNECTED,
            START,
            START,
            START,
            is_pending=pending,
        )
        open_table("Units").put(account_row(account))
    return door("documents", load("documents"))


def pages_in(pdf: bytes) -> int:
    """How many pages a PDF has: its page objects, most of which are in compressed streams."""
    assert pdf.startswith(b"%PDF-")
    plain = pdf
    for piece in pdf.split(b"stream\n")[1:]:
        try:
            plain += zlib.decompressobj().decompress(piece)
        except zlib.error:
            continue
    return plain.count(b"/Type/Page\n") + plain.count(b"/Type/Page/") + plain.count(b"/Type/Page>")


def printed(printing: Door, who: Person, path: str, **query: str) -> bytes:
    """The PDF that somebody gets."""
    event = http_event("GET", path, query=query or None, claims=who.claims)
    answer = printing.module.handler(event, Context())
    assert answer["statusCode"] == 200, answer["body"]
    assert answer["headers"]["Content-Type"] == "application/pdf"
    assert answer["headers"]["cache-control"] == "no-store"
    return base64.b64decode(answer["body"])


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("name", ["xã Yên Thành", "phường Trường Vinh và các xã vùng Nam Đàn", HOSTILE])
def test_a_poster_is_one_page_whatever_the_name(paper: Paper, name: str) -> None:
    unit = PosterUnit(
        name, "https://zalo.me/4207849230913", "", "https://loa.example.vn/d/17506-xa-yen-thanh"
    )
    assert pages_in(posters([unit], paper)) == 1
    assert pages_in(posters([unit] * 3, paper)) == 3


def test_posters_show_confirmed_accounts_of_the_subtree_one_a_page(printing: Door) -> None:
    assert pages_in(printed(printing, VIEWER, "/posters", below="true")) == 2, "the third is not confirmed"
    assert pages_in(printed(printing, VIEWER, "/posters", unit=COMMUNE, paper="a5")) == 1
    assert printing.ask(VIEWER, "GET", "/posters", unit=OTHER).status == 404


def test_an_officer_prints_within_their_own_unit(printing: Door) -> None:
    for unit in (PROVINCE, OTHER):
        assert printing.ask(COMMUNE_EDITOR, "GET", "/posters", unit=unit).status == 404
    assert printing.ask(None, "GET", "/posters").status == 401
    assert set(printing.ask(VIEWER, "GET", "/posters", paper="a3").faults) == {"paper"}


def test_the_script_of_the_loudspeaker_says_whether_it_may_be_read(
    printing: Door, open_table: OpenTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = LibraryWorld(open_table)
    set_with: list[dict[str, Any]] = []

    def watched(name: str, values: dict[str, Any]) -> bytes:
        set_with.append(values)
        return typeset(name, values)

    monkeypatch.setattr("loa.publishing.printing.loudspeaker.typeset", watched)
    draft = library.draft("Chưa duyệt").item.item_id
    published = library.publish("Đã đăng")
    for item_id in (draft, published):
        assert pages_in(printed(printing, EDITOR, f"/library/items/{item_id}/loudspeaker.pdf")) == 1
    assert [(values["title"], values["draft"]) for values in set_with] == [
        ("Chưa duyệt", True),
        ("Đã đăng", False),
    ]
    assert set_with[1]["unit"].endswith("phường Thành Vinh")
    assert printing.ask(OTHER_EDITOR, "GET", f"/library/items/{draft}/loudspeaker.pdf").status == 404


def test_what_somebody_wrote_is_never_source(printing: Door, open_table: OpenTable) -> None:
    library = LibraryWorld(open_table)
    item_id = library.publish(HOSTILE)
    assert pages_in(printed(printing, EDITOR, f"/library/items/{item_id}/loudspeaker.pdf")) == 1
