"""How a change of an item is made: read, apply, write, and again when somebody was faster.

What a transition made is one transaction: head, editions, audit and what residents read. Who was slower reads
and applies once more; what an officer had seen is then compared again, so that no words are lost and nothing
unseen is published.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Protocol

from loa.errors import Busy, InvalidInput, LoaError
from loa.foundation.statistics.model import Metric
from loa.foundation.statistics.store import StatisticsStore
from loa.platform.aws.dynamodb.tables import ConditionFailed
from loa.platform.aws.dynamodb.transactions import commit
from loa.publishing.library.projection.model import projected
from loa.publishing.library.projection.store import PublishedStore
from loa.publishing.library.rows.media_store import MediaStore
from loa.publishing.library.rows.store import LibraryStore
from loa.publishing.library.rows.task_store import LibraryTask, TaskKind, TaskStore
from loa.publishing.library.rules import texts
from loa.publishing.library.rules.findings import links_in
from loa.publishing.library.rules.model import Edition, EditionState
from loa.publishing.library.rules.plain import search_text
from loa.publishing.library.rules.spoken import is_spoken
from loa.publishing.library.transitions.work import Work

MAXIMUM_AT_ONCE: Final = 50
"""Items of which a step is asked for at once."""
_TRIES: Final = 6

type _Transition = Callable[[Work], Work]


class FileTexts(Protocol):
    """Knows the words of uploaded files."""

    def text_of(self, references: Iterable[str]) -> str:
        """The words of the files of those references, `file:…`."""


@dataclass(frozen=True, slots=True)
class BulkOutcome:
    """What became of one of many items; `refused`: why nothing was done, None: it was."""

    item_id: str
    refused: LoaError | None = None

    @property
    def reason(self) -> str:
        """Why nothing was done, field by field; empty: it was."""
        if self.refused is None:
            return ""
        fields = self.refused.fields.values() if isinstance(self.refused, InvalidInput) else ()
        return " ".join(dict.fromkeys(fields)) or self.refused.message or texts.NOT_YOURS


def one_by_one(item_ids: Iterable[str], take: Callable[[str], object]) -> list[BulkOutcome]:
    """Do the same with many items, each once and for itself: one that is refused is in nobody's way."""

    def one(item_id: str) -> BulkOutcome:
        try:
            take(item_id)
        except LoaError as refused:
            return BulkOutcome(item_id, refused)
        return BulkOutcome(item_id)

    return [one(item_id) for item_id in dict.fromkeys(item_ids)]


@dataclass(frozen=True, slots=True)
class ItemChanges:
    """Changes of items.

    Attributes:
        store: items and editions.
        published: what residents read.
        files: the words of uploaded files.
        clock: tells the present instant.
        statistics: gives the counters of units, when something is counted.
    """

    store: LibraryStore
    published: PublishedStore
    files: FileTexts
    clock: Callable[[], datetime]
    statistics: Callable[[], StatisticsStore]

    @property
    def tasks(self) -> TaskStore:
        """What is to be done about items with other people's servers."""
        return TaskStore(self.store.table)

    def begin(self, work: Work) -> Work:
        """Write a new item; the one of the first request, when this is its second."""
        try:
            commit(self.store.changes(None, work))
        except ConditionFailed:
            return self.store.work(work.item.item_id)
        return work

    def change(self, item_id: str, transition: _Transition) -> Work:
        """Read, apply, write; again when somebody was faster.

        Raises:
            Busy: somebody was faster each time.
        """
        for _ in range(_TRIES):
            before = self.store.work(item_id)
            after = transition(before)
            if after == before:
                return after
            writes = [*self.store.changes(before, after), *self._tasks(before, after)]
            if _appears(before, after):
                unit, published = after.item.unit_path, {Metric.LIBRARY_PUBLISHED: 1}
                writes += self.statistics().increments(unit, self.clock(), published)
            if after.item.shown_version != before.item.shown_version:
                writes += self._projection(after)
            try:
                commit(writes)
            except ConditionFailed:
                continue
            return after
        raise Busy(texts.CHANGED_MEANWHILE)

    def _projection(self, work: Work) -> list[Any]:
        """The writes that show the item as it is now."""
        live = work.live
        if live is None:
            return []
        references = [str(block["url"]) for block in live.content.blocks if block.get("type") == "file"]
        more = self.files.text_of(references) if references else ""
        return self.published.changes(
            self.published.get(work.item.item_id),
            projected(
                work.item, live, MediaStore(self.store.table).shapes(work.item.unit_path, live.content)
            ),
            text=search_text(live.content, more),
            now=self.clock(),
        )

    def _tasks(self, before: Work, after: Work) -> list[Any]:
        """The writes that ask for what an edition needs of other servers: once submitted, once it appears."""
        now, item_id = self.clock(), after.item.item_id
        live, draft = after.live, after.edition
        appears = _appears(before, after)
        tasks = []
        if live and appears and is_spoken(after.item.kind, live.content):
            tasks.append(LibraryTask(TaskKind.SPEAK, item_id, live.number, now))
        if live and appears and live.is_announced:
            tasks.append(LibraryTask(TaskKind.ANNOUNCE, item_id, live.number, now))
        if live and any(step.what == "publish_urgently" for step in after.steps):
            tasks.append(LibraryTask(TaskKind.URGENT, item_id, live.number, now))
        looked_at = (
            live if appears else draft if _is_submitted(draft) and not _is_submitted(before.edition) else None
        )
        if looked_at and links_in(looked_at.content):
            known = self.tasks.get(TaskKind.LINKS, item_id) or LibraryTask(TaskKind.LINKS, item_id, 0)
            tasks.append(replace(known, edition=looked_at.number, due_at=now, tries=0))
        return [self.tasks.asked(task) for task in tasks]


def _appears(before: Work, after: Work) -> bool:
    """Whether residents read an edition that they did not read before."""
    return after.live is not None and after.item.is_published and not _same(before.live, after.live)


def _same(before: Edition | None, after: Edition) -> bool:
    """Whether an edition was shown before: a withdrawn one that comes back was not."""
    return before is not None and before.number == after.number and before.state is after.state


def _is_submitted(edition: Edition | None) -> bool:
    return edition is not None and edition.state is EditionState.SUBMITTED
