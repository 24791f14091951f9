"""Each place knows of the others: the broadcasts that an item became, and the item that a broadcast is from.

A broadcast names its item (`Broadcast.item`), in the transaction that takes over its words. An item remembers
by itself (`Item.elsewhere`) only what was drafted for its followers when an edition appeared.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from loa.errors import NotFound
from loa.foundation.officers.model import Officer, Permission, allowed
from loa.publishing.broadcasts.access import is_allowed
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules.correction import ArticleStanding, carried_edition
from loa.publishing.broadcasts.rules.model import Broadcast, BroadcastState
from loa.publishing.library.outside import texts
from loa.publishing.library.rows.store import LibraryStore
from loa.publishing.library.rows.task_store import TaskKind, TaskStore
from loa.publishing.library.rules.model import BROADCAST, Edition, Item, WithdrawalKind, split_id
from loa.publishing.library.transitions.work import Work

_SHOWN: Final = 30
_ENDED: Final = {BroadcastState.FINISHED, BroadcastState.CANCELLED}


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


def source_of(broadcast: Broadcast, library: LibraryStore) -> Work | None:
    """The item whose words a broadcast took over, as it is now; None: of none, or it is there no more."""
    try:
        return library.work(broadcast.item) if broadcast.item else None
    except NotFound:
        return None


def standing(broadcast: Broadcast, work: Work) -> ArticleStanding:
    """How the words of a broadcast stand to those that residents read of its item now.

    What has only expired was right while it was shown: nobody has to do anything about its articles.
    """
    item, live = work.item, work.live
    if item.withdrawal and item.withdrawal.kind is not WithdrawalKind.EXPIRED:
        return ArticleStanding.WITHDRAWN
    if not item.is_published or live is None or not _is_newer(live, broadcast):
        return ArticleStanding.CURRENT
    return ArticleStanding.UNSEEN if item.urgent_by else ArticleStanding.OLD


def _is_newer(live: Edition, broadcast: Broadcast) -> bool:
    """Whether an edition came after the one that a broadcast's articles carry, or are to carry."""
    carried = carried_edition(broadcast.edition, broadcast.correction)
    if carried:
        return live.number > carried
    # Broadcasts did not always name the edition: then the instant tells.
    shown = live.last("publish") or live.last("publish_urgently")
    return shown is not None and shown.at > broadcast.created_at


@dataclass(frozen=True, slots=True)
class ArticlesElsewhere:
    """What is to be done about the articles that a broadcast has put on accounts.

    Attributes:
        words: what is wrong with them.
        act, address: what the officer can do, and where; empty: nothing.
    """

    words: str
    act: str = ""
    address: str = ""


def to_do_elsewhere(officer: Officer, broadcast: Broadcast, work: Work) -> ArticlesElsewhere | None:
    """What is to be done about the articles of a broadcast with the words of an item; None: nothing."""
    if not broadcast.planned or broadcast.removal:
        return None
    stands = standing(broadcast, work)
    if stands is ArticleStanding.CURRENT:
        return None
    words, act, page = texts.ELSEWHERE[stands.value]
    may = is_allowed(officer, Permission.CANCEL_BROADCAST, broadcast) and broadcast.state in _ENDED
    if not act or not may:
        return ArticlesElsewhere(words)
    return ArticlesElsewhere(words, act, f"/console/truyen-thong/{broadcast.broadcast_id}{page}")
