"""A broadcast names the item that it is from, and the item finds its broadcasts, wherever both go."""

from dataclasses import replace

import pytest

from loa.foundation.officers.model import Officer, Role
from loa.publishing.broadcasts.drafts.broadcast_moves import move_unit
from loa.publishing.broadcasts.rows.broadcast_rows import broadcast_from, broadcast_row
from loa.publishing.broadcasts.rows.series_store import SeriesStore
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules.correction import ArticleStanding, Correction
from loa.publishing.broadcasts.rules.model import Broadcast, BroadcastContent, BroadcastState
from loa.publishing.broadcasts.rules.targets import Target
from loa.publishing.library.library_moves import LibraryMoves
from loa.publishing.library.outside.places import broadcasts_of, source_of, standing
from loa.publishing.library.rules.model import WithdrawalKind, split_id
from tests.conftest import OpenTable
from tests.worlds.library import APPROVER, COMMUNE, EDITOR, OTHER, PROVINCE, LibraryWorld

NEIGHBOUR = Officer("neighbour", "Hồ Văn Sơn", OTHER, frozenset({Role.EDITOR}))
ABOVE = Officer("above", "Lê Thị Thu", PROVINCE, frozenset({Role.EDITOR}))
"""Sees what is still aimed at a unit that has ended, too."""


@pytest.fixture
def world(open_table: OpenTable) -> LibraryWorld:
    return LibraryWorld(open_table)


@pytest.fixture
def drafts(open_table: OpenTable) -> BroadcastStore:
    return BroadcastStore(open_table("Broadcasts"))


def draft(world: LibraryWorld, item: str, unit: str = COMMUNE, name: str = "1") -> Broadcast:
    article = {"title": "Lịch họp", "author": "", "description": "", "cover_url": "", "blocks": []}
    content = BroadcastContent(article, Target(unit))
    return Broadcast(
        f"{name:0>22}", PROVINCE, unit, content, BroadcastState.DRAFT, EDITOR.id, world.now, item=item
    )


def seen(world: LibraryWorld, drafts: BroadcastStore, item_id: str, officer: Officer = EDITOR) -> list[str]:
    return [one.broadcast_id for one in broadcasts_of(officer, world.store.item(item_id), drafts)]


def test_broadcasts_of_an_item__are_listed_once__to_whom_may_see_them(
    world: LibraryWorld, drafts: BroadcastStore
) -> None:
    item_id = world.publish(unit=PROVINCE)
    own, begun = draft(world, item_id), draft(world, "", OTHER, "2")
    for _ in range(2):
        drafts.create_once(own)
        drafts.create_once(begun)
    assert seen(world, drafts, item_id) == [own.broadcast_id]
    taken = drafts.replace(begun, replace(begun, item=item_id))
    assert set(seen(world, drafts, item_id)) == {own.broadcast_id, begun.broadcast_id}
    assert seen(world, drafts, item_id, NEIGHBOUR) == [begun.broadcast_id]
    assert drafts.get(begun.broadcast_id).item == item_id
    drafts.replace(taken, replace(taken, item=""))  # a notice took the place of its words
    assert seen(world, drafts, item_id) == [own.broadcast_id]


def test_a_row_from_before__names_no_item(world: LibraryWorld) -> None:
    row = broadcast_row(draft(world, ""))
    assert "item" not in row
    assert broadcast_from(row).item == ""


@pytest.mark.parametrize("broadcasts_first", [True, False])
def test_they_find_each_other__after_a_reorganisation(
    world: LibraryWorld, drafts: BroadcastStore, *, broadcasts_first: bool
) -> None:
    item_id = world.publish(unit=COMMUNE)
    drafts.create(draft(world, item_id))
    library = LibraryMoves(world.store, world.published, lambda: world.now)
    series = SeriesStore(drafts.table)
    for first in (broadcasts_first, not broadcasts_first):
        if first:
            move_unit(PROVINCE, COMMUNE, OTHER, broadcasts=drafts, series=series)
        else:
            library.move_unit(COMMUNE, OTHER, enough=lambda: False)
    moved = f"{OTHER}~{split_id(item_id)[1]}"
    (name,) = seen(world, drafts, moved, ABOVE)
    found = source_of(drafts.get(name), world.store)
    assert found
    assert found.item.item_id == moved
    assert source_of(replace(drafts.get(name), item=item_id), world.store) is None


def test_a_broadcast__stands_behind_its_item__from_the_next_edition_on(
    world: LibraryWorld, drafts: BroadcastStore
) -> None:
    item_id = world.publish(unit=COMMUNE)
    world.later(hours=1)
    named, unnamed = replace(draft(world, item_id), edition=1), draft(world, item_id, name="2")

    def stand(broadcast: Broadcast) -> ArticleStanding:
        return standing(broadcast, world.store.work(item_id))

    assert [stand(named), stand(unnamed)] == [ArticleStanding.CURRENT] * 2
    world.later(hours=1)
    world.corrected(item_id, "Lịch họp sửa")
    assert [stand(named), stand(unnamed)] == [ArticleStanding.OLD] * 2, "by its number, or by the instant"
    corrected = replace(named, correction=Correction("officer", world.now, 2))
    assert stand(corrected) is ArticleStanding.CURRENT
    saved = world.saved(world.service.open_draft(EDITOR, item_id), "Lịch họp nữa")
    world.service.publish_urgently(APPROVER, item_id, saved.draft().revision, "Lũ về.")
    assert stand(corrected) is ArticleStanding.UNSEEN
    world.service.withdraw(APPROVER, item_id, WithdrawalKind.GONE, "Sai ngày.")
    assert stand(corrected) is ArticleStanding.WITHDRAWN
