"""Rows of items and editions (table Content; partition: the unit's path).

    library#IDENT               the item's head, small: lists of officers read nothing else
    edition#IDENT#0001          one edition, with its content
    audit#INSTANT#IDENT#…       what was done, newest last

Heads stand in two sparse indexes: `by_state` (what waits, by subtree), `by_due` (what a schedule has to do).
A change of an item is one transaction: head, editions, audit, and what residents read.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from loa import clock
from loa.errors import Busy, NotFound
from loa.foundation.units.model import province_of, subtree_range
from loa.platform.aws.dynamodb.tables import Attr, Delete, Page, Put, Row, Table, Write
from loa.platform.aws.dynamodb.transactions import commit, get_many
from loa.publishing.library.rows.codec import from_map, to_map
from loa.publishing.library.rows.media_store import use_writes
from loa.publishing.library.rows.read_store import ReadStore
from loa.publishing.library.rows.task_store import TaskStore
from loa.publishing.library.rules import texts
from loa.publishing.library.rules.model import (
    Edition,
    EditionState,
    Item,
    Step,
    item_id,
    split_id,
)
from loa.publishing.library.transitions.items import BIN_FOR
from loa.publishing.library.transitions.work import Work

_HEAD: Final = "library#"
_EDITION: Final = "edition#"
_AUDIT: Final = "audit#"
AUDIT_SPAN: Final = (_AUDIT, f"{_AUDIT}~")
"""The first and the last key that a line of an audit may have."""
BY_STATE: Final = "by_state:state_key:state_order"
BY_DUE: Final = "by_due:due_key:due_at"
_URGENT: Final = "urgent"
_IN_LISTS: Final = frozenset({EditionState.SUBMITTED, EditionState.APPROVED, EditionState.SCHEDULED})


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """A line of a unit's audit.

    Attributes:
        item_id: what it was done to.
        title: as it was then.
        step: what was done.
    """

    item_id: str
    title: str
    step: Step


def head_key(an_item_id: str) -> tuple[str, str]:
    """Partition and sort key of an item's head.

    Raises:
        NotFound: it is no id of an item.
    """
    path, identifier = split_id(an_item_id)
    if not path:
        raise NotFound(texts.NOT_FOUND)
    return path, f"{_HEAD}{identifier}"


def edition_key(an_item_id: str, number: int) -> tuple[str, str]:
    """Partition and sort key of an edition."""
    path, identifier = split_id(an_item_id)
    return path, f"{_EDITION}{identifier}#{number:04d}"


def due_at(item: Item) -> datetime | None:
    """When a schedule has to look at the item next: to publish, expire, unpin or purge it."""
    if item.binned_at is not None:
        return item.binned_at + BIN_FOR
    ends = (item.placement.expires_at, item.placement.pinned_until) if item.is_published else ()
    return min((instant for instant in (item.scheduled_for, *ends) if instant), default=None)


def head_row(item: Item) -> Row:
    """The row of an item's head."""
    partition, sort = head_key(item.item_id)
    province = province_of(item.unit_path)
    row: Row = {"partition": partition, "sort": sort, "item": to_map(item), "version": item.version}
    waits = item.working_state if item.working_state in _IN_LISTS else _URGENT if item.urgent_by else None
    if waits and item.binned_at is None:
        row["state_key"] = f"{province}#{waits}"
        row["state_order"] = f"{item.unit_path}#{clock.to_text(item.updated_at)}#{sort}"
    if due := due_at(item):
        row["due_key"] = province
        row["due_at"] = f"{clock.to_text(due)}#{item.item_id}"
    return row


def item_from(row: Row) -> Item:
    """The item of a head's row."""
    return from_map(Item, row["item"])


def edition_row(edition: Edition) -> Row:
    """The row of an edition."""
    partition, sort = edition_key(edition.item_id, edition.number)
    return {"partition": partition, "sort": sort, **to_map(edition)}


def edition_from(row: Row) -> Edition:
    """The edition of a row."""
    return from_map(Edition, row)


def audit_row(item: Item, step: Step, number: int) -> Row:
    """The row of something that was done; the item's version makes it unique."""
    identifier = split_id(item.item_id)[1]
    sort = f"{_AUDIT}{clock.to_text(step.at)}#{identifier}#{item.version:06d}.{number}"
    return {"partition": item.unit_path, "sort": sort, "title": item.title, **to_map(step)}


def audit_from(row: Row) -> AuditEntry:
    """The line of the audit of a row."""
    identifier = row["sort"].split("#")[2]
    return AuditEntry(item_id(row["partition"], identifier), row.get("title", ""), from_map(Step, row))


class LibraryStore:
    """Items and editions, in the Content table."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def item(self, an_item_id: str) -> Item:
        """The item.

        Raises:
            NotFound: there is none.
        """
        row = self.table.get(*head_key(an_item_id))
        if row is None:
            raise NotFound(texts.NOT_FOUND)
        return item_from(row)

    def work(self, an_item_id: str) -> Work:
        """The item with its edition in work and its live one.

        Raises:
            NotFound: there is none.
        """
        item = self.item(an_item_id)
        numbers = [number for number in (item.working, item.live) if number]
        rows = (
            get_many([(self.table, *edition_key(an_item_id, number)) for number in numbers])
            if numbers
            else []
        )
        found = {row["number"]: edition_from(row) for row in rows if row}
        if len(found) < len(set(numbers)):
            raise Busy("an edition was given up between two reads")
        return Work(item, found.get(item.working), found.get(item.live))

    def edition(self, an_item_id: str, number: int) -> Edition:
        """One edition.

        Raises:
            NotFound: there is none of that number.
        """
        row = self.table.get(*edition_key(an_item_id, number))
        if row is None:
            raise NotFound(texts.NOT_FOUND)
        return edition_from(row)

    def editions(self, an_item_id: str) -> list[Edition]:
        """All editions, newest first."""
        path, identifier = split_id(an_item_id)
        rows = self.table.rows(path, prefix=f"{_EDITION}{identifier}#", newest_first=True, consistent=True)
        return [edition_from(row) for row in rows]

    def of_unit(self, unit_path: str) -> list[Item]:
        """A unit's items, newest first, the bin included; one Query for each thousand or so."""
        rows = self.table.rows(unit_path, prefix=_HEAD, newest_first=True)
        return [item_from(row) for row in rows]

    def waiting(self, root: str, state: EditionState) -> list[Item]:
        """The items of a subtree whose edition in work is in that state."""
        return self._by_state(root, state)

    def urgent(self, root: str) -> list[Item]:
        """The items of a subtree that one person published and nobody else has looked at.

        One whose next edition waits for an approver or for its hour stands among `waiting` until that is out.
        """
        return self._by_state(root, _URGENT)

    def _by_state(self, root: str, state: str) -> list[Item]:
        rows = self.table.rows(f"{province_of(root)}#{state}", between=subtree_range(root), index=BY_STATE)
        return [item_from(row) for row in rows]

    def due(self, province: str, until: datetime) -> list[str]:
        """The ids of items that a schedule has to look at, most overdue first."""
        rows = self.table.rows(province, between=("0", f"{clock.to_text(until)}~"), index=BY_DUE)
        return [row["due_at"].partition("#")[2] for row in rows]

    def audit(
        self,
        unit_path: str,
        *,
        limit: int,
        start: Row | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> Page:
        """What was done in a unit from an instant until another, newest first; rows for `audit_from`."""
        first = clock.to_text(since) if since else ""
        last = clock.to_text(until) if until else "~"
        between = (f"{_AUDIT}{first}", f"{_AUDIT}{last}")
        return self.table.page(unit_path, between=between, limit=limit, newest_first=True, start=start)

    def changes(self, before: Work | None, after: Work) -> list[Write]:
        """The writes that lead from one state to the next; the first one is the head's, with its condition.

        Args:
            before: as it was read; None: the item is new.
            after: as a transition left it.
        """
        item = after.item
        if before is None:
            head = Put(self.table, head_row(item), new=True)
        else:
            head = Put(self.table, head_row(item), only_if=Attr("version").eq(before.item.version))
        old = [edition for edition in (before.edition, before.live) if edition] if before else []
        new = [edition for edition in (after.edition, after.live, after.retired) if edition]
        kept = {edition.number for edition in new}
        writes: list[Write] = [Put(self.table, edition_row(edition)) for edition in new if edition not in old]
        gone = [edition.number for edition in old if edition.number not in kept]
        writes += [Delete(self.table, *edition_key(item.item_id, number)) for number in gone]
        audit = [Put(self.table, audit_row(item, step, number)) for number, step in enumerate(after.steps)]
        in_use = [edition for edition in (after.edition, after.live) if edition]
        return [head, *writes, *use_writes(self.table, item.item_id, old, in_use), *audit]

    def purge(self, item: Item) -> None:
        """Remove an item for good; its head goes last, so that a purge that was stopped is found again.

        What residents find at its address, if it was published once, stays: it says why it is gone.
        """
        used = [
            edition for edition in self.editions(item.item_id) if edition.number in {item.working, item.live}
        ]
        if unused := use_writes(self.table, item.item_id, used, ()):
            commit(unused)
        for number in range(1, item.editions + 1):
            self.table.delete(*edition_key(item.item_id, number))
        TaskStore(self.table).forget(item.item_id)
        ReadStore(self.table).forget(item.item_id)
        self.table.delete(*head_key(item.item_id))
