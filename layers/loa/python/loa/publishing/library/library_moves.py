"""The library of a unit goes to its successor: items with all editions, files, what is to be done about them.

The id of an item holds its unit, and links lead there. So an item is given a new id with the old identifier,
and what residents find at the old address leads to the new one, for good. Item by item:

1. its editions and their uses of files are written under the new id; nobody reads them yet;
2. one transaction removes the old head, writes the new one with what residents read of it, changes the card
   in every list, and leaves a note at the old path;
3. one transaction makes the old address lead on, and removes the note.

Stopped after the second, the note is found by the next round; until then the old address shows the item.
When no item is left at the old path, what belonged to them is removed there. The audit keeps its path.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from loa.foundation.units.moves import WILL_NOT_MOVE, Enough, UnitMoved, left_behind
from loa.platform.aws.dynamodb.tables import Attr, Delete, Put, Row, Table, Write
from loa.platform.aws.dynamodb.transactions import commit
from loa.publishing.library.importing.sources import SourceStore
from loa.publishing.library.projection.model import PublishedItem, projected
from loa.publishing.library.projection.store import PublishedStore
from loa.publishing.library.rows.media_store import file_from, media_row, use_writes
from loa.publishing.library.rows.store import (
    LibraryStore,
    audit_row,
    edition_row,
    head_key,
    head_row,
)
from loa.publishing.library.rows.task_store import TaskStore
from loa.publishing.library.rules import texts
from loa.publishing.library.rules.model import (
    ARTICLE,
    SEPARATOR,
    Edition,
    Item,
    LibraryContent,
    Step,
    Withdrawal,
    WithdrawalKind,
    item_id,
    split_id,
)

_NOTE: Final = "leaving#"
_EDITION: Final = "edition#"


@dataclass(frozen=True, slots=True)
class LibraryMoves:
    """What moves the library of a unit.

    Attributes:
        store: items and editions.
        published: what residents read.
        clock: tells the present instant.
    """

    store: LibraryStore
    published: PublishedStore
    clock: Callable[[], datetime]

    @property
    def _table(self) -> Table:
        return self.store.table

    def move_unit(self, old: str, new: str, *, enough: Enough) -> UnitMoved:
        """Move the library of a unit that has ended to the one that takes over; safe to repeat and to stop.

        Args:
            old: path of the unit; not of those below it.
            new: path of its successor.
            enough: as in `Enough`.
        """
        done, sources = UnitMoved(), SourceStore(self._table)
        for source in sources.of_unit(old):
            sources.give_to(source, new)
            done += UnitMoved(1)
        files = list(self._rows(old, "media#"))
        for row in files:
            self._given(_media_of(row, new))  # before an item uses it there
        for item in self.store.of_unit(old):
            if enough():
                return done + UnitMoved(complete=False)
            done += self._try(item.item_id, old, lambda item=item: self._move(item, new))  # type: ignore[misc]
        for row in self._rows(old, _NOTE):
            if enough():
                return done + UnitMoved(complete=False)
            done += self._try(row["sort"], old, lambda row=row: self._lead_on(row, new))  # type: ignore[misc]
        if done.complete and (files or next(self._rows(old, _EDITION), None)):
            self._clear(old, new)
        return done

    def _rows(self, path: str, prefix: str) -> Iterator[Row]:
        return self._table.rows(path, prefix=prefix, consistent=True)

    def _try(self, reference: str, old: str, work: Callable[[], None]) -> UnitMoved:
        try:
            work()
        except WILL_NOT_MOVE as failure:
            return left_behind("library", reference, old, failure)
        return UnitMoved(1)

    def _move(self, item: Item, new: str) -> None:
        """Write an item under its new id, and take the old head away."""
        now, table = self.clock(), self._table
        editions = [_renamed_edition(each, new) for each in self.store.editions(item.item_id)]
        used = [each for each in editions if each.number in {item.working, item.live}]
        after = _renamed_item(item, new)
        uses = [each for each in use_writes(table, after.item_id, (), used) if isinstance(each, Put)]
        for row in [*map(edition_row, editions), *(each.row for each in uses)]:
            table.put(row)
        step = Step("reorganised", "", now, note=item.item_id)
        writes: list[Write] = [
            Delete(table, *head_key(item.item_id), only_if=Attr("version").eq(item.version)),
            Put(table, head_row(after), new=True),
            Put(table, audit_row(after, step, 0)),
        ]
        live = next((each for each in editions if each.number == item.live), None)
        if live is not None and item.published_at is not None:
            text = self.published.text(item.item_id)
            shown = self.published.get(item.item_id)
            writes += self.published.changes(
                shown, projected(after, live, shown.shapes if shown else None), text=text, now=now
            )
            note = {"partition": item.unit_path, "sort": f"{_NOTE}{split_id(item.item_id)[1]}"}
            writes.append(Put(table, note))
        commit(writes)

    def _lead_on(self, note: Row, new: str) -> None:
        """Let the old address of an item lead to its new one."""
        identifier = note["sort"].removeprefix(_NOTE)
        before = self.published.get(item_id(note["partition"], identifier))
        writes: list[Write] = [Delete(self._table, note["partition"], note["sort"])]
        if before is not None:
            after = _leading_to(before, item_id(new, identifier), self.clock())
            without_cards = replace(before, withdrawal=after.withdrawal)
            writes += self.published.changes(without_cards, after, text="", now=self.clock())
        commit(writes)

    def _clear(self, old: str, new: str) -> None:
        """Remove what belonged to items that stand at the new path by now; tasks and voices go along."""
        tasks = TaskStore(self._table)
        for row in self._rows(old, "task#"):
            self._given(tasks.renamed(row, new), row)
        for prefix in ("voice#", "read#"):
            for row in self._rows(old, prefix):
                self._given({**row, "partition": new}, row)
        for row in self._rows(old, "media#"):
            self._given(_media_of(row, new), row)
        stands: dict[str, bool] = {}
        # Editions go last: as long as there are some, this is not done.
        for prefix, place in (("use#", 2), (_EDITION, 1)):
            for row in self._rows(old, prefix):
                identifier = row["sort"].split("#")[place]
                if identifier not in stands:
                    stands[identifier] = self._table.get(*head_key(item_id(new, identifier))) is not None
                if stands[identifier]:
                    self._table.delete(row["partition"], row["sort"])

    def _given(self, row: Row, old: Row | None = None) -> None:
        """Write a row at the new path, unless one stands there, and remove the old one."""
        if self._table.get(row["partition"], row["sort"]) is None:
            self._table.put(row)
        if old is not None:
            self._table.delete(old["partition"], old["sort"])


def _media_of(row: Row, new: str) -> Row:
    return media_row(replace(file_from(row), unit_path=new))


def _renamed(an_id: str, old: str, new: str) -> str:
    """Return the id of an item of the old unit as one of the new; any other id stays."""
    path, identifier = split_id(an_id)
    return item_id(new, identifier) if path == old else an_id


def _renamed_edition(edition: Edition, new: str) -> Edition:
    old = split_id(edition.item_id)[0]
    fields = dict(edition.content.fields)
    if parent := fields.get("parent"):
        fields["parent"] = _renamed(str(parent), old, new)
    content = replace(edition.content, fields=fields)
    return replace(edition, item_id=_renamed(edition.item_id, old, new), content=content)


def _renamed_item(item: Item, new: str) -> Item:
    old = item.unit_path
    places = tuple(
        place.replace(f"{ARTICLE}{old}{SEPARATOR}", f"{ARTICLE}{new}{SEPARATOR}", 1)
        for place in item.elsewhere
    )
    return replace(
        item,
        item_id=_renamed(item.item_id, old, new),
        unit_path=new,
        version=item.version + 1,
        elsewhere=places,
        lock=None,
    )


def _leading_to(before: PublishedItem, target: str, now: datetime) -> PublishedItem:
    """Return what residents find at the old address: that, and where, it went."""
    withdrawal = Withdrawal(WithdrawalKind.REDIRECT, texts.REORGANISED, now, target)
    return replace(
        before,
        version=before.version + 1,
        content=LibraryContent(title=""),
        change_note="",
        withdrawal=withdrawal,
    )
