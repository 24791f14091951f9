"""Followers are told of an edition: a draft of a broadcast is made, once, for somebody to submit.

The task is written by the transaction that shows the edition; the draft's id follows from item and edition.
So a round that comes twice, late, or stops anywhere makes one draft. Nothing is sent by it.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from loa.errors import Busy, NotFound
from loa.foundation.units.model import is_lowest, province_of
from loa.ids import derived_id
from loa.publishing.articles.markup import clean_article
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules.model import Broadcast, BroadcastContent, BroadcastState
from loa.publishing.broadcasts.rules.targets import Target
from loa.publishing.library.editing.changes import ItemChanges
from loa.publishing.library.outside.elsewhere import article_content
from loa.publishing.library.rows.task_store import LibraryTask, TaskKind
from loa.publishing.library.rules.model import BROADCAST, Edition, Item, Reach, split_id
from loa.publishing.library.transitions.items import shown_elsewhere


def place_of(item_id: str, number: int) -> str:
    """What an item remembers of the broadcast that tells of one of its editions."""
    return f"{BROADCAST}{derived_id(f'library {split_id(item_id)[1]} {number}')}"


@dataclass(frozen=True, slots=True)
class ItemAnnouncer:
    """Makes the drafts.

    Attributes:
        changes: of items.
        broadcasts: where drafts are written.
        public_url: where files of ours are.
    """

    changes: ItemChanges
    broadcasts: BroadcastStore
    public_url: str

    def announce_due(self, province: str, now: datetime, enough: Callable[[], bool]) -> Counter[str]:
        """Make the drafts whose task is due; counts `drafted`, `needless`, `failed`."""
        counts: Counter[str] = Counter()
        for task in self.changes.tasks.taken(TaskKind.ANNOUNCE, province, now, enough):
            try:
                counts["drafted" if self._announce(task, now) else "needless"] += 1
            except Busy:  # it was put off, and comes again
                counts["failed"] += 1
                continue
            self.changes.tasks.finish(task)
        return counts

    def _announce(self, task: LibraryTask, now: datetime) -> bool:
        """Make the draft and remember it; False: residents read nothing of it any more."""
        try:
            work = self.changes.store.work(task.item_id)
        except NotFound:
            return False
        if work.live is None or not work.item.is_published:
            return False
        place = place_of(task.item_id, task.edition)
        draft = self._draft(place.removeprefix(BROADCAST), work.item, work.live, now)
        self.broadcasts.create_once(draft)
        self.changes.change(task.item_id, lambda found: shown_elsewhere(found, place, by="", now=now))
        return True

    def _draft(self, name: str, item: Item, live: Edition, now: datetime) -> Broadcast:
        """The draft: in the words that residents read now, by who submitted them."""
        article = clean_article(article_content(live.content, self.public_url))
        below = item.placement.reach is not Reach.UNIT and not is_lowest(item.unit_path)
        target = Target(item.unit_path, units=() if below else (item.unit_path,))
        step = live.last("submit") or live.last("publish_urgently")
        author = (step.by if step else "") or item.created_by
        return Broadcast(
            broadcast_id=name,
            province=province_of(item.unit_path),
            unit_path=item.unit_path,
            content=BroadcastContent(article, target),
            state=BroadcastState.DRAFT,
            author=author,
            created_at=now,
            contributors=live.contributors | {author},
            item=item.item_id,
            edition=live.number,
        )
