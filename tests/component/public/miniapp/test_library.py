"""The library as residents' programs read it: published rows only, one Query, cheap to ask for again."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
import vobject  # type: ignore[import-untyped]  # ships no types

from loa import clock
from loa.platform.aws.dynamodb.tables import Table
from loa.publishing.library.rules.kinds import ItemKind, Section
from loa.publishing.library.rules.model import Placement, Reach, WithdrawalKind
from tests.conftest import OpenTable
from tests.worlds.doors import Context, http_event, load
from tests.worlds.library import APPROVER, COMMUNE, OTHER, PROVINCE, LibraryWorld
from tests.worlds.province import Door, Reply, door

URL = "https://loa.example.vn"


@pytest.fixture
def library(open_table: OpenTable) -> LibraryWorld:
    return LibraryWorld(open_table)


@pytest.fixture
def reader(library: LibraryWorld, open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Door:
    monkeypatch.setattr(clock, "now", lambda: library.now)
    for name, value in {
        "CASES_TABLE": open_table("Cases").name,
        "PUBLISHED_TABLE": library.shown.name,
        "PROVINCE_CODE": PROVINCE,
        "MEDIA_BUCKET": "loa-media",
        "PUBLIC_URL": URL,
    }.items():
        monkeypatch.setenv(name, value)
    return door("miniapp", load("miniapp"))


def get(reader: Door, path: str, **query: Any) -> Any:
    reply: Reply = reader.ask(None, "GET", path, **query)
    assert reply.status == 200, reply.body
    return reply.body


def titles(body: Any) -> list[str]:
    return [item["title"] for item in body["items"]]


def test_home__of_a_commune__shows_its_own_and_the_provinces(reader: Door, library: LibraryWorld) -> None:
    library.publish("Họp xóm", unit=COMMUNE)
    library.publish("Tin tỉnh", unit=PROVINCE)
    library.publish("Tin xã khác", unit=OTHER)
    home = get(reader, "/read/home", unit=COMMUNE)
    (news,) = home["sections"]
    assert news["section"] == "local_news"
    assert news["label"]
    assert [card["title"] for card in news["items"]] == ["Họp xóm", "Tin tỉnh"]


def test_items__come_in_pages__newest_first_each_once(reader: Door, library: LibraryWorld) -> None:
    for number in range(7):
        library.publish(f"Tin {number}", unit=COMMUNE)
        library.later(minutes=1)
    page = get(reader, "/read/items", unit=COMMUNE, section="local_news", limit=3)
    seen = titles(page)
    while page["next"]:
        page = get(reader, "/read/items", unit=COMMUNE, section="local_news", limit=3, cursor=page["next"])
        seen += titles(page)
    assert seen == [f"Tin {number}" for number in reversed(range(7))]
    assert page["above"] == PROVINCE


def test_item__taken_down__leaves_lists_at_once_and_says_why(reader: Door, library: LibraryWorld) -> None:
    item_id = library.publish("Sẽ rút", unit=COMMUNE)
    shown = get(reader, f"/read/items/{quote(item_id)}")
    assert (shown["title"], shown["edition"], shown["withdrawal"]) == ("Sẽ rút", 1, None)
    library.service.withdraw(APPROVER, item_id, WithdrawalKind.NOTICE, "Số liệu chưa đúng")
    assert titles(get(reader, "/read/items", unit=COMMUNE, section="local_news")) == []
    assert get(reader, f"/read/items/{quote(item_id)}")["withdrawal"]["reason"] == "Số liệu chưa đúng"


def test_item__gone__is_404_with_the_reason(reader: Door, library: LibraryWorld) -> None:
    item_id = library.publish("Sẽ gỡ", unit=COMMUNE)
    library.service.withdraw(APPROVER, item_id, WithdrawalKind.GONE, "Đăng nhầm")
    reply = reader.ask(None, "GET", f"/read/items/{quote(item_id)}")
    assert reply.status == 404
    assert "Đăng nhầm" in reply.body["detail"]
    for unknown in ("40~" + "0" * 22, "x", "40.16681", "..~.."):
        assert reader.ask(None, "GET", f"/read/items/{quote(unknown)}").status == 404


def test_documents__are_found__by_effect_and_year(reader: Door, library: LibraryWorld) -> None:
    for number, effect in enumerate(("in_force", "expired")):
        library.publish(
            f"Hướng dẫn {number}",
            unit=PROVINCE,
            kind=ItemKind.DOCUMENT,
            section=Section.GUIDANCE,
            fields={"effect": effect, "issued_on": f"202{number + 5}-03-01"},
        )
    assert titles(get(reader, "/read/documents", effect="in_force")) == ["Hướng dẫn 0"]
    assert titles(get(reader, "/read/documents", year="2026")) == ["Hướng dẫn 1"]
    assert titles(get(reader, "/read/documents", effect="in_force", year="2026")) == []
    assert reader.ask(None, "GET", "/read/documents", year="26").status == 422


def test_handbook__is_a_tree__in_the_order_of_officers(reader: Door, library: LibraryWorld) -> None:
    page: dict[str, Any] = {"unit": PROVINCE, "kind": ItemKind.PAGE, "section": Section.HANDBOOK}
    chapter = library.publish("Chương 1", order=1, **page)
    library.publish("Bài 2", order=2, fields={"parent": chapter}, **page)
    library.publish("Bài 1", order=1, fields={"parent": chapter}, **page)
    (top,) = get(reader, "/read/handbook")["pages"]
    assert (top["title"], [below["title"] for below in top["below"]]) == ("Chương 1", ["Bài 1", "Bài 2"])


def test_calendar__as_icalendar__is_read_by_another_library(reader: Door, library: LibraryWorld) -> None:
    library.publish(
        "Tiếp xúc cử tri; xã, phường",
        unit=COMMUNE,
        kind=ItemKind.EVENT,
        section=Section.NOTICES,
        fields={
            "occasions": [
                {"starts_at": "2026-12-05T01:00:00Z", "ends_at": "2026-12-05T04:00:00Z"},
                {"starts_at": "2026-12-06T01:00:00Z", "ends_at": "2026-12-06T04:00:00Z"},
            ]
        },
    )
    event = http_event("GET", "/read/calendar.ics", query={"unit": COMMUNE})
    answer = reader.module.handler(event, Context())
    assert answer["headers"]["Content-Type"].startswith("text/calendar")
    calendar = vobject.readOne(answer["body"])
    first, second = calendar.vevent_list
    assert first.summary.value == "Tiếp xúc cử tri; xã, phường"
    assert first.dtstart.value == datetime(2026, 12, 5, 1, tzinfo=UTC)
    assert first.uid.value != second.uid.value
    assert [card["title"] for card in get(reader, "/read/calendar", unit=COMMUNE)["items"]] == [
        first.summary.value
    ]
    library.later(days=30)
    assert get(reader, "/read/calendar", unit=COMMUNE)["items"] == []


def test_lists__each__are_one_query(
    reader: Door, library: LibraryWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        library.publish(f"Tin {number}", unit=COMMUNE, reach=Reach.UPWARD)
    asked: list[str] = []
    for name in ("get", "page", "rows"):
        original = getattr(Table, name)

        def counted(
            self: Table, *given: Any, _original: Any = original, _name: str = name, **more: Any
        ) -> Any:
            asked.append(_name)
            return _original(self, *given, **more)

        monkeypatch.setattr(Table, name, counted)
    for path, query, reads in (
        ("/read/items", {"section": "local_news"}, ["page"]),
        ("/read/documents", {}, ["page"]),
        ("/read/handbook", {}, ["page"]),
        ("/read/calendar", {}, ["page"]),
        ("/read/sections", {}, []),
        ("/read/home", {}, []),
    ):
        asked.clear()
        get(reader, path, **query)
        assert asked == reads, path


def test_answers__asked_for_again__have_no_body(reader: Door, library: LibraryWorld) -> None:
    library.publish("Tin", unit=PROVINCE)
    event = http_event("GET", "/read/home")
    first = reader.module.handler(event, Context())
    event["headers"]["if-none-match"] = first["headers"]["ETag"]
    again = reader.module.handler(event, Context())
    assert (again["statusCode"], again["body"]) == (304, "")
    assert len(json.dumps(first["body"]).encode()) < 30_000
    assert first["headers"]["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize(
    "query",
    [
        {"unit": "../.."},
        {"unit": "40#list"},
        {"cursor": "e30"},
        {"section": "secret"},
        {"limit": "0"},
        {"limit": "51"},
    ],
)
def test_lists__asked_for_with_tricks__are_refused(reader: Door, query: dict[str, Any]) -> None:
    reply = reader.ask(None, "GET", "/read/items", **({"section": "local_news"} | query))
    assert reply.status in {404, 422}
    assert reply.body["title"]


def test_cursor__of_another_unit__is_refused(reader: Door, library: LibraryWorld) -> None:
    for number in range(3):
        library.publish(f"Tin {number}", unit=COMMUNE)
    page = get(reader, "/read/items", unit=COMMUNE, section="local_news", limit=1)
    reply = reader.ask(None, "GET", "/read/items", unit=OTHER, section="local_news", cursor=page["next"])
    assert reply.status == 422


def test_item__past_its_end__is_not_there_before_the_clock_comes(reader: Door, library: LibraryWorld) -> None:
    item_id = library.publish("Sắp hết hạn", unit=COMMUNE)
    ending = Placement(Section.LOCAL_NEWS, expires_at=library.now + timedelta(days=1))
    library.service.place(APPROVER, item_id, ending)
    library.later(days=2)
    reply = reader.ask(None, "GET", f"/read/items/{quote(item_id)}")
    assert reply.status == 404
    assert "Sắp hết hạn" not in str(reply.body)


def test_handbook__too_deep_or_in_a_circle__loses_no_page(reader: Door, library: LibraryWorld) -> None:
    page: dict[str, Any] = {"unit": PROVINCE, "kind": ItemKind.PAGE, "section": Section.HANDBOOK}
    above: dict[str, Any] = {}
    for number in range(8):
        above = {"parent": library.publish(f"Trang {number}", order=number, fields=above, **page)}
    seen, level = [], get(reader, "/read/handbook")["pages"]
    while level:
        seen.append([below["title"] for below in level])
        level = level[0]["below"]
    assert seen == [[f"Trang {n}"] for n in range(4)] + [[f"Trang {n}" for n in range(4, 8)]]
    first, last = library.published.page(PROVINCE, "handbook", limit=9).rows[::7]
    first["card"]["fields"] = {"parent": last["card"]["item_id"]}
    library.shown.put(first)
    level = get(reader, "/read/handbook")["pages"]
    assert [below["title"] for below in level] == ["Trang 0"]
