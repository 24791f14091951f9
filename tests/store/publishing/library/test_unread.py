"""Items that nobody has opened for two weeks after they appeared; a read is remembered wherever it goes."""

from dataclasses import replace

import pytest

from loa.clock import local_day
from loa.platform.aws.dynamodb.transactions import commit
from loa.publishing.library.editing.jobs import sweep_library
from loa.publishing.library.library_moves import LibraryMoves
from loa.publishing.library.rows.read_store import ReadStore
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
    commit(ReadStore(world.content).read(item_ids, local_day(world.now)))


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
