"""The search as residents reach it, and the indexer as the stream starts it."""

from typing import Any

import boto3
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from infra.units.load import read_units
from loa.errors import Busy
from loa.foundation.units.store import UnitStore
from loa.platform.aws.dynamodb.tables import Row, Table
from loa.publishing.library.rules.kinds import ItemKind, Section
from loa.publishing.library.rules.model import WithdrawalKind
from loa.publishing.search.store import LOOK_AGAIN_SECONDS, MissedSearches
from tests.conftest import OpenTable
from tests.worlds.doors import Context, http_event, load
from tests.worlds.library import APPROVER, COMMUNE, LibraryWorld
from tests.worlds.province import PROVINCE, Door, Reply, door
from tests.worlds.quick_moto import make_bucket
from tests.worlds.searching import examples

NAMES = {"Tỉnh Nghệ An", "Phường Thành Vinh", "Phường Vinh Phú", "Phường Hà Huy Tập", "Xã Đồng Văn"} | {
    unit.name for unit in read_units() if unit.valid_from is None and len(unit.code) == 3
}
UNITS = [unit for unit in read_units() if unit.name in NAMES]
"""The province, three wards of today with the past ones of some names."""


@pytest.fixture
def library(open_table: OpenTable) -> LibraryWorld:
    return LibraryWorld(open_table)


@pytest.fixture
def index(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The indexer, with the units of all periods."""
    for name, value in {
        "PROVINCE_CODE": PROVINCE,
        "PUBLIC_URL": "https://loa.example.vn",
        "UNITS_AS_OF": "2026-11-30",
        "UNITS_TABLE": open_table("Units").name,
        "PUBLISHED_TABLE": open_table("Published").name,
        "MEDIA_BUCKET": make_bucket("loa-media"),
    }.items():
        monkeypatch.setenv(name, value)
    UnitStore(open_table("Units")).save_all(UNITS)
    return load("search_index")


@pytest.fixture
def search(index: Any, monkeypatch: pytest.MonkeyPatch) -> Door:
    """The search; each question finds the newest file."""
    made = door("search", load("search"))
    clock = iter(range(0, 10_000_000, int(LOOK_AGAIN_SECONDS) * 2))
    monkeypatch.setattr(made.module.root().index, "_clock", lambda: next(clock))
    return made


def record(partition: str, sort: str) -> dict[str, Any]:
    """A record of the stream, which holds keys only."""
    return {
        "eventName": "MODIFY",
        "dynamodb": {"Keys": {"partition": {"S": partition}, "sort": {"S": sort}}},
    }


def changes(library: LibraryWorld, unit: str = COMMUNE) -> dict[str, Any]:
    """Everything of a unit as one batch of the stream."""
    rows: list[Row] = list(library.shown.rows(unit))
    return {"Records": [record(row["partition"], row["sort"]) for row in rows]}


def ask(search: Door, text: str, **query: Any) -> Reply:
    return search.ask(None, "GET", "/search", text=text, **query)


def titles(reply: Reply) -> list[str]:
    return ["".join(part["text"] for part in item["title"]) for item in reply.body["items"]]


def test_from_publication_to_search_and_back(index: Any, library: LibraryWorld, search: Door) -> None:
    item = library.publish("Lịch tiếp xúc cử tri tháng 12")
    assert index.handler(changes(library), Context())["put"] == 1
    reply = ask(search, "tiep xuc cu tri")
    (found,) = reply.body["items"]
    assert found["id"] == item
    assert found["unit"] == COMMUNE
    assert found["unit_name"] == "Phường Thành Vinh"
    assert (found["section"], found["section_text"]) == ("local_news", "Tin địa phương")
    assert [part["text"] for part in found["title"] if part["hit"]] == ["tiếp xúc cử tri"]
    assert (reply.body["total"], reply.body["exact"], reply.body["next_page"]) == (1, True, None)
    assert reply.headers["Cache-Control"] == "public, max-age=20"
    event = http_event(
        "GET",
        "/search",
        query={"text": "tiep xuc cu tri"},
        headers={"if-none-match": reply.headers["ETag"]},
    )
    assert search.module.handler(event, Context())["statusCode"] == 304
    library.service.withdraw(APPROVER, item, WithdrawalKind.GONE, "Đăng nhầm.")
    index.handler(changes(library), Context())
    assert titles(ask(search, "tiep xuc cu tri")) == []


def test_filters_and_pages(index: Any, library: LibraryWorld, search: Door) -> None:
    for number in range(12):
        library.publish(f"Tin phòng cháy số {number}")
    document = library.publish("Hướng dẫn phòng cháy", kind=ItemKind.DOCUMENT, section=Section.GUIDANCE)
    index.handler(changes(library), Context())
    first = ask(search, "phòng cháy")
    assert (len(titles(first)), first.body["total"], first.body["next_page"]) == (10, 13, 2)
    second = ask(search, "phòng cháy", page=2)
    assert len({*titles(first), *titles(second)}) == 13
    assert second.body["next_page"] is None
    (guidance,) = ask(search, "phong chay", section="guidance", year=2026).body["items"]
    assert guidance["id"] == document
    assert guidance["number"] == "12/HD-MTTQ-BTT"
    assert titles(ask(search, "phong chay", unit="40.16690")) == []
    assert len(titles(ask(search, "phong chay", unit=COMMUNE))) == 10


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"text": "  "}, "text"),
        ({"text": "?!"}, "text"),
        ({"text": "x" * 201}, "text"),
        ({"text": "x", "unit": "40.."}, "unit"),
        ({"text": "x", "section": "nhà"}, "section"),
        ({"text": "x", "year": "nay"}, "year"),
        ({"text": "x", "page": "6"}, "page"),
        ({}, "text"),
    ],
)
def test_bad_input_is_a_clear_problem(index: Any, search: Door, query: dict[str, Any], field: str) -> None:
    index.handler({"rebuild": True}, Context())
    reply = search.ask(None, "GET", "/search", **query)
    assert reply.status == 422
    assert set(reply.faults) == {field}
    assert reply.faults[field]


def test_before_the_first_publication_nothing_is_found(search: Door) -> None:
    assert ask(search, "tin").body == {"items": [], "total": 0, "exact": True, "next_page": None}
    assert search.ask(None, "GET", "/find-unit", text="vinh").body == {"items": []}


TYPED = st.text(min_size=1, max_size=60) | st.sampled_from(
    ('" OR "', "a AND", "NEAR(a b)", "title:x", "a*", "^a", "'; DROP TABLE items;--", "\x00", "{a}", "-a")
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(60))
@given(TYPED)
def test_whatever_is_typed_is_answered(index: Any, library: LibraryWorld, search: Door, text: str) -> None:
    if not library.shown_rows(COMMUNE):
        library.publish('Tin "OR" drop table')
        index.handler(changes(library), Context())
    assert ask(search, text).status in {200, 422}


def test_words_that_found_nothing_are_counted_without_whoever_typed_them(
    index: Any, library: LibraryWorld, search: Door, logged: Any
) -> None:
    library.publish("Tin một")
    index.handler(changes(library), Context())
    for text in (
        "Thẻ căn cước MARKED",
        "the can cuoc marked",
        "thẻ Căn cước marked",
        "0912 345 678 MARKED",
        "tin một",
    ):
        ask(search, text)
    ask(search, "giấy khai sinh", unit=COMMUNE)
    ask(search, "giấy khai sinh", page=2)
    missed = MissedSearches(Table("Published")).of_month(search.module.clock.now())
    assert [(one.words, one.count) for one in missed] == [("the can cuoc marked", 3)]
    assert "marked" not in logged().lower()


def test_a_search_does_not_fail_because_it_cannot_be_counted(
    index: Any, search: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.handler({"rebuild": True}, Context())

    def busy(*_: Any, **__: Any) -> None:
        raise Busy

    monkeypatch.setattr(Table, "update", busy)
    assert ask(search, "không có").body["items"] == []


@pytest.mark.parametrize(
    ("text", "name", "present"),
    [
        ("Hà Huy Tập", "Phường Hà Huy Tập", ["Phường Vinh Phú"]),
        ("ha huy tap", "Phường Hà Huy Tập", ["Phường Vinh Phú"]),
        ("thanh vinh", "Phường Thành Vinh", ["Phường Thành Vinh"]),
    ],
)
def test_units_are_found_by_present_and_past_names(
    index: Any, search: Door, text: str, name: str, present: list[str]
) -> None:
    index.handler({"rebuild": True}, Context())
    (first, *_) = search.ask(None, "GET", "/find-unit", text=text).body["items"]
    assert first["name"] == name
    assert [unit["name"] for unit in first["present"]] == present
    assert first["former"] == (present != [name])


def test_namesakes_are_told_apart(index: Any, search: Door) -> None:
    index.handler({"rebuild": True}, Context())
    found = search.ask(None, "GET", "/find-unit", text="dong van").body["items"]
    labels = [unit["label"] for unit in found if unit["name"] == "Xã Đồng Văn"]
    assert len(labels) == len(set(labels)) > 1


def test_rows_that_are_no_items_change_nothing(index: Any) -> None:
    index.handler({"rebuild": True}, Context())
    batch = {"Records": [record("40", "home"), record("40", "weather"), record("40", "list#notices#1#x")]}
    assert index.handler(batch, Context()) == {"put": 0, "removed": 0, "anew": False}
    gone = {"Records": [record("40", f"item#{0:022x}")]}
    assert index.handler(gone, Context()) == {"put": 0, "removed": 0, "anew": False}


def test_the_file_is_written_once_for_a_batch(index: Any, library: LibraryWorld) -> None:
    for number in range(3):
        library.publish(f"Tin {number}")
    index.handler(changes(library), Context())
    (file,) = boto3.client("s3").list_objects_v2(Bucket="loa-media")["Contents"]
    index.handler(changes(library), Context())
    (same,) = boto3.client("s3").list_objects_v2(Bucket="loa-media")["Contents"]
    assert (file["ETag"], file["LastModified"]) == (same["ETag"], same["LastModified"])
