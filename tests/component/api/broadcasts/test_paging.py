"""Pages of the officer API on moto and on Amazon's own engine, and cursors that somebody made up."""

from collections.abc import Iterator

import pytest
from moto import mock_aws

from loa import clock
from loa.publishing.broadcasts.rows.delivery_store import DeliveryStore
from loa.publishing.broadcasts.rules.delivery import Delivery, DeliveryState
from tests.component.conftest import officer_door
from tests.conftest import KEEP_SESSION, OpenTable
from tests.worlds.fakes import ARTICLE
from tests.worlds.province import CITY, EDITOR, PROVINCE, UNITS, VIEWER, WARD, WARD_EDITOR, Door, cursor

pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def officer(table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    with mock_aws(config=KEEP_SESSION):
        yield officer_door(table, monkeypatch)


def draft(officer: Door, title: str) -> str:
    article = officer.good(EDITOR, "POST", "/articles", ARTICLE | {"title": title})
    name: str = officer.good(EDITOR, "POST", "/broadcasts", {"article_id": article["article_id"]})[
        "broadcast_id"
    ]
    return name


def all_pages(officer: Door, route: str, limit: int, **query: str) -> list[list[str]]:
    """The titles or units of each page, until there is no next one."""
    pages: list[list[str]] = []
    following: dict[str, str] = {}
    while True:
        body = officer.good(VIEWER, "GET", route, limit=limit, **query, **following)
        pages.append([item.get("title") or item["unit"] for item in body["items"]])
        if body["next"] is None:
            return pages
        following = {"cursor": body["next"]}


def test_pages_together_are_the_whole_list_and_nothing_comes_twice(
    officer: Door, open_deliveries: str
) -> None:
    for number in range(4):
        draft(officer, f"Bài {number}")
    newest_first = ["Bài 3", "Bài 2", "Bài 1", "Bài 0", "Bài gốc"]
    for route in ("/articles", "/broadcasts"):
        pages = all_pages(officer, route, 2)
        assert [len(page) for page in pages[:2]] == [2, 2]
        assert [title for page in pages for title in page] == newest_first
    route = f"/broadcasts/{open_deliveries}/deliveries"
    in_order = sorted(unit.path for unit in UNITS)
    assert [path for page in all_pages(officer, route, 2) for path in page] == in_order
    within = all_pages(officer, route, 1, within=CITY)
    assert [path for page in within for path in page] == [path for path in in_order if CITY in path]
    sent = all_pages(officer, route, 2, state="sent")
    assert [path for page in sent for path in page] == [WARD]


@pytest.fixture
def open_deliveries(officer: Door, table: OpenTable) -> str:
    """A broadcast with a delivery for each unit; that of the ward is sent."""
    name = draft(officer, "Bài gốc")
    DeliveryStore(table("Broadcasts")).plan(
        Delivery(
            name,
            unit.path,
            unit.name,
            "1",
            DeliveryState.SENT if unit.path == WARD else DeliveryState.PENDING,
            clock.now(),
        )
        for unit in UNITS
    )
    return name


LONG = "article#" + "x" * 1100


def test_a_forged_cursor_is_refused_and_shows_nothing(officer: Door, open_deliveries: str) -> None:
    forged = {
        "/articles": [
            cursor(partition=PROVINCE),
            cursor(partition=PROVINCE, sort="article#1", more="x"),
            cursor(partition=PROVINCE, sort="article#1", unit_path="40", created_at="2"),
            cursor(partition=WARD, sort="article#1"),
            cursor(partition=PROVINCE, sort="unit#40#2024-09"),
            cursor(partition=PROVINCE, sort=1),
            cursor(partition=PROVINCE, sort=""),
            cursor(partition=PROVINCE, sort=LONG),
            cursor(partition=PROVINCE, sort="article#\ud800"),
            "none",
            "%%%",
            "ố",
            "[" * 2000,
        ],
        "/broadcasts": [
            cursor(unit_path=PROVINCE, created_at="2026"),
            cursor(unit_path=PROVINCE, created_at="2026", partition="", sort="meta"),
            cursor(unit_path=PROVINCE, created_at="2026", partition="x" * 2100, sort="meta"),
            cursor(unit_path=WARD, created_at="2026", partition="x", sort="meta"),
            cursor(partition=open_deliveries, sort="meta"),
        ],
        f"/broadcasts/{open_deliveries}/deliveries": [
            cursor(partition=open_deliveries, sort="meta"),
            cursor(partition="another", sort=f"delivery#{WARD}#"),
            cursor(partition=open_deliveries, sort="delivery#41#"),
        ],
    }
    for route, cursors in forged.items():
        for made_up in cursors:
            reply = officer.ask(VIEWER, "GET", route, cursor=made_up)
            assert (reply.status, set(reply.faults)) == (422, {"cursor"}), (route, made_up)


def test_a_cursor_of_another_unit_does_not_open_that_unit(officer: Door) -> None:
    for number in range(2):
        draft(officer, f"Bài {number}")
    of_the_province = officer.good(EDITOR, "GET", "/articles", limit=1)["next"]
    reply = officer.ask(WARD_EDITOR, "GET", "/articles", cursor=of_the_province)
    assert (reply.status, set(reply.faults)) == (422, {"cursor"})


@pytest.mark.parametrize("limit", ["0", "201", "-1", "x", "1.5"])
def test_a_page_has_one_to_two_hundred_rows(officer: Door, limit: str) -> None:
    reply = officer.ask(VIEWER, "GET", "/articles", limit=limit)
    assert (reply.status, set(reply.faults)) == (422, {"limit"})


def test_deliveries_are_asked_for_by_a_state_that_exists(officer: Door) -> None:
    name = draft(officer, "Bài")
    reply = officer.ask(VIEWER, "GET", f"/broadcasts/{name}/deliveries", state="lost")
    assert (reply.status, set(reply.faults)) == (422, {"state"})
