"""The search as people see it: what was found is marked, and can be narrowed down."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import pytest

from loa.foundation.units.store import UnitStore
from loa.publishing.library.rules.kinds import ItemKind, Section
from tests.conftest import OpenTable
from tests.pages.public_world import ADDRESS, COMMUNE, HOSTILE, PROVINCE, UNITS
from tests.pages.reading import Element, check
from tests.worlds.doors import Context, http_event, load
from tests.worlds.library import LibraryWorld
from tests.worlds.quick_moto import make_bucket

OTHER = "40.16681"


class SearchWorld:
    """The function `search` over an index of some items."""

    def __init__(self, open_table: OpenTable) -> None:
        self.library = LibraryWorld(open_table)
        self.missed = open_table("Published")
        self._indexer = load("search_index")
        self._search: Any = None

    def publish(self, title: str, unit: str = COMMUNE, **given: Any) -> str:
        """A published item, to be found after `open`."""
        return self.library.publish(title, unit=unit, **given)

    def open(self) -> None:
        """Make the index anew."""
        self._indexer.handler({"rebuild": True}, Context())
        self._search = load("search")

    def ask(self, **query: str) -> Mapping[str, Any]:
        """The answer to a browser."""
        answer: Mapping[str, Any] = self._search.handler(http_event("GET", "/tim", query=query), Context())
        return answer

    def page(self, **query: str) -> Element:
        """A page that was found."""
        answer = self.ask(**query)
        assert answer["statusCode"] == 200
        return check(answer["body"])


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> SearchWorld:
    make_bucket("loa-media")
    for name, value in {
        "PROVINCE_CODE": PROVINCE,
        "PUBLIC_URL": "https://loa.example.vn",
        "UNITS_AS_OF": "2026-11-30",
        "UNITS_TABLE": open_table("Units").name,
        "PUBLISHED_TABLE": open_table("Published").name,
        "MEDIA_BUCKET": "loa-media",
    }.items():
        monkeypatch.setenv(name, value)
    UnitStore(open_table("Units")).save_all(UNITS)
    return SearchWorld(open_table)


def found(tree: Element) -> list[str]:
    """The titles of what was found."""
    return [
        row.one("h2").text() for one in tree.all("ol") if "card" in one.get("class") for row in one.all("li")
    ]


def test_words_are_marked_and_the_search_can_be_narrowed(world: SearchWorld) -> None:
    own = world.publish("Lịch tiếp xúc cử tri")
    world.publish("Quy chế tiếp xúc cử tri", PROVINCE, kind=ItemKind.DOCUMENT, section=Section.GUIDANCE)
    world.publish("Tiếp xúc cử tri phường khác", OTHER)
    world.open()
    tree = world.page(q="tiep xuc cu tri", xa="17506")
    assert found(tree) == ["Lịch tiếp xúc cử tri", "Quy chế tiếp xúc cử tri"]
    assert "tiếp xúc cử tri" in [one.text() for one in tree.all("mark")]
    links = {one.text(): one.get("href") for one in tree.one("main").all("a")}
    assert links["Lịch tiếp xúc cử tri"] == f"/bai/{own}"
    assert tree.all("a")[1].get("href") == ADDRESS, "the pages of the commune, not of the province"
    for words, titles in {
        "Chỉ xã Yên Thành": ["Lịch tiếp xúc cử tri"],
        "Mọi xã, phường": [*found(tree), "Tiếp xúc cử tri phường khác"],
        "Văn bản, hướng dẫn": ["Quy chế tiếp xúc cử tri"],
    }.items():
        narrowed = world.page(**dict(parse_qsl(urlsplit(links[words]).query)))
        assert sorted(found(narrowed)) == sorted(titles), words
    assert found(world.page(q="tiep xuc cu tri", xa="17506", muc="huong-dan-nghiep-vu", nam="2026")) == [
        "Quy chế tiếp xúc cử tri"
    ]


def test_what_is_not_in_the_commune_is_offered_from_elsewhere(world: SearchWorld) -> None:
    world.publish("Sửa cầu treo bản Xiềng", OTHER)
    world.open()
    main = world.page(q="cầu treo", xa="17506").one("main")
    assert "Chưa tìm thấy “cầu treo”" in main.text()
    (offer,) = [link for link in main.all("a") if "xã, phường khác" in link.text()]
    assert "noi=tinh" in offer.get("href")
    assert not list(world.missed.rows("missed-searches#2026-11")), "it is there, though elsewhere"


def test_words_that_are_nowhere_are_counted_and_lead_to_a_question(world: SearchWorld) -> None:
    world.open()
    main = world.page(q="tàu vũ trụ", xa="17506").one("main")
    assert f"{ADDRESS}/phan-anh" in [link.get("href") for link in main.all("a")]
    boxes = {one.get("name"): one.get("value") for one in main.all("input")}
    assert boxes == {"xa": "17506", "q": "tàu vũ trụ"}


@pytest.mark.parametrize("words", ["", " ", "?!", "x" * 201])
def test_what_cannot_be_searched_is_said_at_the_box(world: SearchWorld, words: str) -> None:
    world.open()
    answer = world.ask(q=words)
    assert answer["statusCode"] == 422
    (box,) = [one for one in check(answer["body"]).all("input") if one.get("name") == "q"]
    assert box.get("aria-invalid") == "true"


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"q": "cử tri", "xa": "99999", "muc": "la-gi", "nam": "nay", "trang": "-1", "noi": "đâu"},
        {"q": "cử tri", "trang": "9" * 30, "nam": "９９９９"},
        {"q": HOSTILE[:190]},
    ],
)
def test_strange_addresses_are_read_as_far_as_they_make_sense(
    world: SearchWorld, query: dict[str, str]
) -> None:
    world.publish("Tiếp xúc cử tri")
    world.open()
    tree = world.page(**query)
    assert not [one for one in tree.all("script") if one.text()]
    part = world.ask(**query, part="1")["body"]
    assert not check(part, part=True).all("footer")


def test_before_the_first_publication_nothing_is_found(world: SearchWorld) -> None:
    world._search = load("search")
    assert "Chưa tìm thấy" in world.page(q=quote("họp")).one("main").text()
