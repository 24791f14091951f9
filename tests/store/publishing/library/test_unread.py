"""Items that nobody has opened for two weeks after they appeared; a read is remembered wherever it goes."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from loa.clock import local_day
from loa.platform.aws.dynamodb.transactions import commit
from loa.publishing.library.editing.jobs import sweep_library
from loa.publishing.library.library_moves import LibraryMoves
from loa.publishing.library.rows.read_store import ReadStore, month_before
from loa.publishing.library.rules.kinds import ItemKind, Section
from loa.publishing.library.rules.model import WithdrawalKind, split_id
from tests.conftest import OpenTable
from tests.worlds.library import APPROVER, COMMUNE, EDITOR, OTHER, PROVINCE, LibraryWorld


@pytest.fixture
def world(open_table: OpenTable) -> LibraryWorld:
    return LibraryWorld(open_table)


def unread(world: LibraryWorld, unit: str = COMMUNE) -> list[str]:
    found = world.service.reader.worklist(replace(EDITOR, unit_path=unit)).unread
    return [item.item_id for item in found]


def read(world: LibraryWorld, *item_ids: str) -> None:
    commit(ReadStore(world.content).read(dict.fromkeys(item_ids, 1), local_day(world.now)))


def test_what_nobody_opened_for_two_weeks_is_told_until_somebody_does(world: LibraryWorld) -> None:
    lonely, known, gone = (world.publish(title) for title in ("Không ai mở", "Có người mở", "Đã gỡ"))
    world.publish("Trang khác", kind=ItemKind.LINK, section=Section.MEDIA)
    world.draft("Chưa đăng")
    read(world, known, known[:-1], "x")
    world.later(days=13)
    assert unread(world) == []
    world.later(days=1)
    late = world.publish("Mới đăng")
    world.service.withdraw(APPROVER, gone, WithdrawalKind.GONE, "Nhầm")
    assert unread(world) == [lonely]
    for _ in range(2):
        read(world, lonely)
    assert unread(world) == []
    world.later(days=14)
    assert unread(world) == [late]


def test_a_read_goes_with_its_item_to_another_unit(world: LibraryWorld) -> None:
    known, lonely = world.publish("Có người mở"), world.publish("Không ai mở")
    read(world, known)
    world.later(days=15)
    moves = LibraryMoves(world.store, world.published, lambda: world.now)
    for _ in range(2):
        moves.move_unit(COMMUNE, OTHER, enough=lambda: False)
    assert unread(world, OTHER) == [f"{OTHER}~{split_id(lonely)[1]}"]
    assert list(world.content.rows(COMMUNE, prefix="read#")) == []


def test_of_a_purged_item_only_the_audit_stays(world: LibraryWorld) -> None:
    item_id = world.publish("Bỏ hẳn")  # a task asks for its voice
    read(world, item_id)
    world.service.withdraw(APPROVER, item_id, WithdrawalKind.GONE, "Nhầm")
    world.service.put_in_bin(EDITOR, item_id)
    now = world.later(days=31)
    assert sweep_library(PROVINCE, library=world.service, now=now, enough=lambda: False).purged == 1
    left = {row["sort"].partition("#")[0] for row in world.content.rows(COMMUNE, consistent=True)}
    assert left == {"audit"}


def test_reads_of_an_item__are_counted_by_month__for_a_year__and_go_with_it(world: LibraryWorld) -> None:
    world.now = datetime(2026, 12, 30, 2, 0, tzinfo=UTC)
    item, other = world.publish("Lịch họp"), world.publish("Không ai mở")
    link = world.publish("Trang khác", kind=ItemKind.LINK, section=Section.MEDIA)
    store = ReadStore(world.content)

    def reads(item_id: str) -> list[tuple[str, int]]:
        return world.service.reader.reads(world.store.item(item_id))

    for number in (3, 34):
        commit(store.read({item: number, "x": 5}, local_day(world.now)))
    assert reads(item) == [("2026-12", 37)], "it was not there before"
    assert (reads(other), reads(link)) == ([("2026-12", 0)], [])
    world.later(days=3)
    commit(store.read({item: 2}, local_day(world.now)))
    assert reads(item) == [("2027-01", 2), ("2026-12", 37)]
    moves = LibraryMoves(world.store, world.published, lambda: world.now)
    moves.move_unit(COMMUNE, OTHER, enough=lambda: False)
    moved = f"{OTHER}~{split_id(item)[1]}"
    assert reads(moved) == [("2027-01", 2), ("2026-12", 37)]
    world.later(days=365)
    commit(store.read({moved: 1}, local_day(world.now)))
    assert store.months(moved) == {"2027-01": 2, "2028-01": 1}, "what is older than a year is gone"
    assert reads(world.draft().item.item_id) == [], "nobody can have read a draft"


@pytest.mark.parametrize(
    ("day", "back", "month"),
    [((2026, 12, 1), 0, "2026-12"), ((2026, 1, 31), 1, "2025-12"), ((2027, 1, 2), 13, "2025-12")],
)
def test_months_before(day: tuple[int, int, int], back: int, month: str) -> None:
    assert month_before(date(*day), back) == month
