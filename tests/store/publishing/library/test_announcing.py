"""An edition that followers are to be told of becomes one draft of a broadcast, whatever happens."""

from datetime import timedelta
from typing import Any

import pytest

from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules.model import Broadcast, BroadcastState
from loa.publishing.library.outside.announcing import ItemAnnouncer, place_of
from loa.publishing.library.rules.model import Change, WithdrawalKind
from tests.conftest import OpenTable
from tests.worlds.fakes import Killed
from tests.worlds.library import APPROVER, COMMUNE, EDITOR, PROVINCE, LibraryWorld


class DyingStore(BroadcastStore):
    """Writes the draft; then the process ends."""

    def create_once(self, broadcast: Broadcast) -> None:
        super().create_once(broadcast)
        raise Killed


@pytest.fixture
def world(open_table: OpenTable) -> LibraryWorld:
    return LibraryWorld(open_table)


@pytest.fixture
def drafts(open_table: OpenTable) -> BroadcastStore:
    return BroadcastStore(open_table("Broadcasts"))


def round_of(world: LibraryWorld, store: BroadcastStore) -> dict[str, int]:
    announcer = ItemAnnouncer(world.another(), store, "https://loa.test")
    return dict(announcer.announce_due(PROVINCE, world.now, lambda: False))


def shown(world: LibraryWorld, item_id: str = "", title: str = "Đổi giờ họp", **more: Any) -> str:
    """Publish an edition of an item, a new one unless named."""
    work = world.service.open_draft(EDITOR, item_id) if item_id else world.draft("Họp xóm", unit=COMMUNE)
    item_id = work.item.item_id
    work = world.saved(work, title, **{"change_note": "Đổi giờ", "notify": True, **more})
    work = world.service.submit(EDITOR, item_id, work.draft().revision)
    world.service.approve(APPROVER, item_id, work.draft().revision)
    world.service.publish(APPROVER, item_id)
    return item_id


def names(world: LibraryWorld, item_id: str) -> list[str]:
    places = world.store.item(item_id).elsewhere
    return [place.removeprefix("broadcast:") for place in places]


def test_a_draft_is_made_once__waits_for_approval__and_the_item_says_where(
    world: LibraryWorld, drafts: BroadcastStore, open_table: OpenTable
) -> None:
    item_id = shown(world)
    with pytest.raises(Killed):
        round_of(world, DyingStore(open_table("Broadcasts")))
    assert names(world, item_id) == []
    world.later(minutes=20)
    assert round_of(world, drafts) == {"drafted": 1}
    world.later(days=1)
    assert round_of(world, drafts) == {}
    (name,) = names(world, item_id)
    assert place_of(item_id, 1) == f"broadcast:{name}"
    draft = drafts.get(name)
    assert (draft.state, draft.approval, draft.send_at) == (BroadcastState.DRAFT, None, None)
    assert draft.content.article["title"] == "Đổi giờ họp"
    assert draft.item == item_id
    assert [row["broadcast_id"] for row in drafts.made_from(item_id)] == [name]
    assert draft.content.target.units == (COMMUNE,)
    assert (draft.author, draft.contributors) == (EDITOR.id, frozenset({EDITOR.id}))


def test_two_editions_before_the_round__tell_the_newer_words_once(
    world: LibraryWorld, drafts: BroadcastStore
) -> None:
    item_id = shown(world, title="Họp lúc 8 giờ")
    shown(world, item_id, "Họp lúc 9 giờ")
    assert round_of(world, drafts) == {"drafted": 1}
    (name,) = names(world, item_id)
    assert drafts.get(name).content.article["title"] == "Họp lúc 9 giờ"
    shown(world, item_id, "Họp lúc 10 giờ")
    assert round_of(world, drafts) == {"drafted": 1}
    assert len(set(names(world, item_id))) == 2


@pytest.mark.parametrize("more", [{"notify": False}, {"change": Change.MINOR}])
def test_of_a_small_change_or_without_the_wish__nobody_is_told(
    world: LibraryWorld, drafts: BroadcastStore, more: dict[str, Any]
) -> None:
    shown(world, **more)
    assert round_of(world, drafts) == {}


def test_what_was_taken_down_before_the_round__is_not_told_of(
    world: LibraryWorld, drafts: BroadcastStore
) -> None:
    item_id = shown(world)
    world.service.withdraw(APPROVER, item_id, WithdrawalKind.GONE, "Đã hoãn")
    world.now += timedelta(minutes=1)
    assert round_of(world, drafts) == {"needless": 1}
    assert names(world, item_id) == []
