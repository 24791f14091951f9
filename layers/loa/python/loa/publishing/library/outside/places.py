"""Each place knows of the others: the broadcasts that an item became, and the item that a broadcast is from.

A broadcast names its item (`Broadcast.item`), in the transaction that takes over its words. An item remembers
by itself (`Item.elsewhere`) only what was drafted for its followers when an edition appeared.
"""

from collections.abc import Iterable
from typing import Final

from loa.errors import NotFound
from loa.foundation.officers.model import Officer, Permission, allowed
from loa.publishing.broadcasts.access import is_allowed
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules.model import Broadcast
from loa.publishing.library.outside import texts
from loa.publishing.library.rows.store import LibraryStore
from loa.publishing.library.rows.task_store import TaskKind, TaskStore
from loa.publishing.library.rules.model import BROADCAST, Item, split_id
from loa.publishing.library.transitions.work import Work

_SHOWN: Final = 30


def broadcasts_of(officer: Officer, item: Item, broadcasts: BroadcastStore) -> list[Broadcast]:
    """The newest broadcasts with the words of an item, as far as the officer may see them, newest first."""

    def sees(path: str) -> bool:
        return allowed(officer, Permission.READ_BROADCASTS, path)

    names = [row["broadcast_id"] for row in broadcasts.made_from(item.item_id) if sees(row["unit_path"])]
    # Those that were drafted before broadcasts named their item.
    drafted = _drafted(item) if sees(item.unit_path) else []
    found = broadcasts.get_all(list(dict.fromkeys([*names[:_SHOWN], *drafted[-_SHOWN:]])))
    shown = [
        one
        for one in found
        if (
            split_id(one.item)[1] == split_id(item.item_id)[1]
            or (not one.item and one.broadcast_id in drafted)
        )
        and is_allowed(officer, Permission.READ_BROADCASTS, one)
    ]
    return sorted(shown, key=lambda one: one.created_at, reverse=True)


def _drafted(item: Item) -> list[str]:
    return [place.removeprefix(BROADCAST) for place in item.elsewhere if place.startswith(BROADCAST)]


def other_places(work: Work, shown: Iterable[Broadcast], tasks: TaskStore) -> list[str]:
    """Where else an item is, or will be, in words: beside the broadcasts that are shown."""
    item, live, edition = work.item, work.live, work.edition
    listed = {one.broadcast_id for one in shown}
    found = [texts.BROADCAST_DRAFTED for name in _drafted(item) if name not in listed]
    found += [texts.ARTICLE_MADE for place in item.elsewhere if not place.startswith(BROADCAST)]
    task = tasks.get(TaskKind.ANNOUNCE, item.item_id) if live else None
    if task and task.due_at:
        found.append(texts.BROADCAST_COMING)
    if edition and edition.is_announced:
        found.append(texts.BROADCAST_WISHED)
    return found


def item_of(broadcast: Broadcast, library: LibraryStore) -> Item | None:
    """The item whose words a broadcast took over; None: of none, or it is there no more."""
    try:
        return library.item(broadcast.item) if broadcast.item else None
    except NotFound:
        return None
