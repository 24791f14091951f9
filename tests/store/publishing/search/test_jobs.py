"""The index follows what is published: twice, late, out of order, by two at once, killed in the middle."""

import itertools
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from infra.units.load import read_units
from loa.errors import Busy, Conflict
from loa.foundation.units.store import UnitStore
from loa.platform.aws.blobs import Bucket
from loa.publishing.library.rules.model import WithdrawalKind
from loa.publishing.search import store
from loa.publishing.search.jobs import ATTEMPTS, Indexed, Indexer
from loa.publishing.search.model import SearchQuery, SearchRules
from loa.publishing.search.store import (
    KEY,
    LOOK_AGAIN_SECONDS,
    IndexFile,
    MissedSearches,
    NewestIndex,
    SearchRulesStore,
)
from tests.conftest import OpenTable
from tests.worlds.library import APPROVER, COMMUNE, NOW, LibraryWorld
from tests.worlds.quick_moto import make_bucket

OLD_WARD = "40.412.16663"
"""Phường Đông Vĩnh, which is part of the commune of the tests today."""


class SearchWorld(LibraryWorld):
    """A library, its index, and a reader whose clock a test moves."""

    def __init__(self, open_table: OpenTable) -> None:
        super().__init__(open_table)
        self.bucket = Bucket(make_bucket("loa-media"))
        self.units = UnitStore(open_table("Units"))
        self.units.save_all(unit for unit in read_units() if unit.path in {"40", COMMUNE, OLD_WARD})
        self.rules = SearchRulesStore(self.shown)
        self.seconds = 0.0
        self.reader = NewestIndex(self.bucket, lambda: self.seconds)

    def indexer(self, file: IndexFile | None = None) -> Indexer:
        day = self.now.date()
        return Indexer("40", day, file or IndexFile(self.bucket), self.published, self.rules, self.units)

    def titles_found(self, text: str) -> list[str]:
        """What residents find a quarter of a minute later."""
        self.seconds += LOOK_AGAIN_SECONDS + 1
        index = self.reader()
        assert index is not None
        page = index.search(SearchQuery(text), self.now)
        return [hit.title.text for hit in page.hits if page.exact]


@pytest.fixture
def world(open_table: OpenTable) -> SearchWorld:
    return SearchWorld(open_table)


def test_what_is_published_is_found_and_what_is_withdrawn_is_gone(world: SearchWorld) -> None:
    first = world.publish("Lịch tiếp xúc cử tri")
    assert world.indexer().apply([first]) == Indexed(1, anew=True)
    assert world.titles_found("cu tri") == ["Lịch tiếp xúc cử tri"]
    second = world.publish("Cử tri gửi kiến nghị")
    assert world.indexer().apply([second]) == Indexed(1)
    assert set(world.titles_found("cu tri")) == {"Lịch tiếp xúc cử tri", "Cử tri gửi kiến nghị"}
    world.service.withdraw(APPROVER, first, WithdrawalKind.GONE, "Đăng nhầm.")
    assert world.indexer().apply([first]) == Indexed(0, 1)
    assert world.titles_found("cu tri") == ["Cử tri gửi kiến nghị"]
    assert world.titles_found("lich tiep xuc") == []


def test_a_change_that_comes_twice_is_written_once(world: SearchWorld) -> None:
    item = world.publish("Tin một")
    world.indexer().apply([item, item])
    tag = world.bucket.fetch(KEY, Path("/dev/null"))
    assert world.indexer().apply([item]) == Indexed()
    assert world.bucket.fetch(KEY, Path("/dev/null")) == tag


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_order_of_changes_does_not_matter(world: SearchWorld, order: tuple[int, ...]) -> None:
    items = [world.publish(f"Tin số {number}") for number in range(3)]
    world.service.withdraw(APPROVER, items[1], WithdrawalKind.GONE, "Đăng nhầm.")
    for number in order:
        world.indexer().apply([items[number]])
    assert set(world.titles_found("tin so")) == {"Tin số 0", "Tin số 2"}


class Slow(IndexFile):
    """A file of which somebody else makes a newer one while this one is being changed."""

    def __init__(self, files: Bucket, meanwhile: Callable[[], object], times: int = 1) -> None:
        super().__init__(files)
        self.meanwhile, self.times = meanwhile, times

    def replace(self, path: Path, known_tag: str) -> None:
        if self.times:
            self.times -= 1
            self.meanwhile()
        super().replace(path, known_tag)


@pytest.mark.parametrize("first_of_all", [True, False])
def test_two_publications_at_once_are_both_found(world: SearchWorld, *, first_of_all: bool) -> None:
    if not first_of_all:
        world.indexer().apply([world.publish("Đã có")])
    one, other = world.publish("Tin thứ nhất"), world.publish("Tin thứ hai")
    slow = Slow(world.bucket, lambda: world.indexer().apply([other]))
    world.indexer(slow).apply([one])
    assert set(world.titles_found("tin thu")) == {"Tin thứ nhất", "Tin thứ hai"}


def test_a_rebuild_beside_a_publication_loses_nothing(world: SearchWorld) -> None:
    first = world.publish("Tin thứ nhất")
    world.indexer().apply([first])
    slow = Slow(world.bucket, lambda: world.indexer().apply([world.publish("Tin thứ hai")]))
    world.indexer(slow).rebuild()
    assert set(world.titles_found("tin thu")) == {"Tin thứ nhất", "Tin thứ hai"}


def test_who_is_always_slower_gives_up_and_is_called_again(world: SearchWorld) -> None:
    slow = Slow(world.bucket, lambda: world.indexer().apply([world.publish("Tin")]), times=ATTEMPTS + 1)
    with pytest.raises(Busy):
        world.indexer(slow).rebuild()


def test_a_process_that_dies_leaves_the_file_as_it_was(world: SearchWorld) -> None:
    item = world.publish("Tin thứ nhất")
    world.indexer().apply([item])

    def die() -> None:
        raise KeyboardInterrupt

    later = world.publish("Tin thứ hai")
    with pytest.raises(KeyboardInterrupt):
        world.indexer(Slow(world.bucket, die)).apply([later])
    assert world.titles_found("tin thu") == ["Tin thứ nhất"]
    world.indexer().apply([later])
    assert len(world.titles_found("tin thu")) == 2


def test_a_rebuild_is_what_the_changes_made(world: SearchWorld) -> None:
    items = [world.publish(f"Tin số {number}") for number in range(4)]
    world.service.withdraw(APPROVER, items[0], WithdrawalKind.GONE, "Đăng nhầm.")
    world.indexer().apply(items)
    before = world.titles_found("tin so")
    assert world.indexer().rebuild() == Indexed(3, anew=True)
    assert world.titles_found("tin so") == before


def test_a_unit_is_found_by_its_old_name(world: SearchWorld) -> None:
    world.indexer().apply([world.publish("Tin của phường", unit=COMMUNE)])
    assert world.titles_found("phuong dong vinh") == ["Tin của phường"]


def test_the_reader_asks_for_a_newer_file_every_quarter_of_a_minute(world: SearchWorld) -> None:
    assert world.reader() is None
    world.indexer().rebuild()
    world.seconds += LOOK_AGAIN_SECONDS + 1
    first = world.reader()
    world.indexer().apply([world.publish("Tin")])
    world.seconds += LOOK_AGAIN_SECONDS - 1
    assert world.reader() is first
    world.seconds += 2
    assert world.reader() is not first
    assert world.reader() is world.reader()


def test_the_reader_serves_what_it_has_while_s3_does_not_answer(
    world: SearchWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.indexer().rebuild()
    index = world.reader()

    def busy(*_: object, **__: object) -> None:
        raise Busy

    monkeypatch.setattr(Bucket, "fetch", busy)
    world.seconds += 100
    assert world.reader() is index
    with pytest.raises(Busy):
        NewestIndex(world.bucket)()


def test_rules_take_effect_and_two_who_set_them_are_told(world: SearchWorld) -> None:
    item = world.publish("Hội nghị người lao động")
    world.indexer().apply([item])
    world.rules.save(SearchRules((("người lao động", "công nhân"),), version=1))
    world.indexer().apply([])
    assert world.titles_found("cong nhan") == ["Hội nghị người lao động"]
    with pytest.raises(Conflict):
        world.rules.save(SearchRules(version=1))
    world.rules.save(SearchRules(version=2))
    world.indexer().apply([])
    assert world.titles_found("cong nhan") == []


def test_missed_searches_are_counted_by_month_and_shown_from_the_third(table: OpenTable) -> None:
    missed = MissedSearches(table("Published"))
    for words in ["the can cuoc"] * 4 + ["so do"] * 3 + ["nguyen van a"] * 2:
        missed.count(words, NOW)
    missed.count("nam sau", NOW + timedelta(days=31))
    assert [(one.words, one.count) for one in missed.of_month(NOW)] == [("the can cuoc", 4), ("so do", 3)]


def test_no_more_missed_searches_are_counted_than_an_hour_takes(
    table: OpenTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MOST_AN_HOUR", 4)
    missed = MissedSearches(table("Published"))
    for number in range(4):
        missed.count(f"tu {number}", NOW)
    for _ in range(3):
        missed.count("so do", NOW)
    assert missed.of_month(NOW) == []
    for _ in range(3):
        missed.count("so do", NOW + timedelta(hours=1))
    assert [(one.words, one.count) for one in missed.of_month(NOW)] == [("so do", 3)]


def test_rules_come_back(table: OpenTable) -> None:
    store = SearchRulesStore(table("Published"))
    assert store.read() == SearchRules()
    rules = SearchRules((("a", "b"),), version=1)
    store.save(rules)
    assert store.read() == rules
    with pytest.raises(Conflict):
        store.save(rules)
