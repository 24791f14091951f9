"""How a change of an item is made: read, apply, write, and again when somebody was faster.

What a transition made is one transaction: head, editions, audit and what residents read. Who was slower reads
and applies once more; what an officer had seen is then compared again, so that no words are lost and nothing
unseen is published.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from loa.errors import Busy
from loa.platform.aws.dynamodb.tables import ConditionFailed
from loa.platform.aws.dynamodb.transactions import commit
from loa.publishing.library.projection.model import projected
from loa.publishing.library.projection.store import PublishedStore
from loa.publishing.library.rows.store import LibraryStore
from loa.publishing.library.rules import texts
from loa.publishing.library.rules.plain import search_text
from loa.publishing.library.transitions.work import Work

_TRIES: Final = 6

type _Transition = Callable[[Work], Work]


class FileTexts(Protocol):
    """Knows the words of uploaded files."""

    def text_of(self, references: Iterable[str]) -> str:
        """The words of the files of those references, `file:…`."""


@dataclass(frozen=True, slots=True)
class ItemChanges:
    """Changes of items.

    Attributes:
        store: items and editions.
        published: what residents read.
        files: the words of uploaded files.
        clock: tells the present instant.
    """

    store: LibraryStore
    published: PublishedStore
    files: FileTexts
    clock: Callable[[], datetime]

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
            writes = self.store.changes(before, after)
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
            projected(work.item, live),
            text=search_text(live.content, more),
            now=self.clock(),
        )
