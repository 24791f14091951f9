"""What is still to be done about items with other people's servers (table Content, the unit's partition).

    task#KIND#IDENT     `due_key` is `KIND#PROVINCE`, `due_at` is `INSTANT#ITEM_ID` (index by_due)
    voice#DIGEST        the spoken version of a text, so that the same words are spoken once

An item has one row for each kind: a later publication takes its place. Who takes a task puts it off first, so
that one which kills the process comes again, later each time, and is given up after `TRIES`. Such a one
stays, not due, so that somebody can be told.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from loa import clock
from loa.foundation.units.model import province_of
from loa.platform.aws.dynamodb.tables import Attr, Condition, ConditionFailed, Delete, Put, Row, Table
from loa.platform.aws.dynamodb.transactions import commit
from loa.publishing.library.rows.codec import from_map, to_map
from loa.publishing.library.rules.findings import LEADS_NOWHERE
from loa.publishing.library.rules.model import Audio, item_id, split_id

TRIES: Final = 12
STUCK_AFTER: Final = 3
"""Tries in vain, more than an hour: then officers read of it."""
FIRST_PAUSE: Final = timedelta(minutes=10)
LONGEST_PAUSE: Final = timedelta(days=1)
"""Between two tries: 10, 20, 40 minutes … a day; a week in all."""

BY_DUE: Final = "by_due:due_key:due_at"
_TASK: Final = "task#"
_VOICE: Final = "voice#"
_HIGHEST: Final = "~"


class TaskKind(StrEnum):
    """What is to be done."""

    SPEAK = "speak"
    """Have the live edition spoken."""
    LINKS = "links"
    """See whether the addresses in an item lead anywhere."""
    ANNOUNCE = "announce"
    """Make the draft of a broadcast that tells followers of it."""
    URGENT = "urgent"
    """Tell a second person that somebody published it alone."""


@dataclass(frozen=True, slots=True)
class LibraryTask:
    """One thing that is to be done about an item.

    Attributes:
        kind: what.
        item_id: about which item.
        edition: which edition it was asked for.
        due_at: when it is tried next; None: not by itself.
        tries: how often it has been tried in vain.
        failures: of `LINKS`: addresses that lead nowhere, with how often in a row they were tried.
        checked_at: of `LINKS`: when they were tried last.
        trouble: of `SPEAK`: the code of what went wrong the last time.
    """

    kind: TaskKind
    item_id: str
    edition: int
    due_at: datetime | None = None
    tries: int = 0
    failures: Mapping[str, int] = field(default_factory=dict)
    checked_at: datetime | None = None
    trouble: str = ""

    @property
    def is_stuck(self) -> bool:
        """Whether it has failed so often that somebody should know, or was given up."""
        return self.due_at is None or (bool(self.trouble) and self.tries >= STUCK_AFTER)

    @property
    def dead_links(self) -> frozenset[str]:
        """The addresses that lead nowhere."""
        return frozenset(url for url, number in self.failures.items() if number >= LEADS_NOWHERE)


class TaskStore:
    """Tasks and spoken versions, in the Content table."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def asked(self, task: LibraryTask) -> Put:
        """The write that asks for a task, in the place of an earlier one of the item."""
        return Put(self.table, self._row(task))

    def due(self, kind: TaskKind, province: str, now: datetime) -> Iterator[str]:
        """The ids of items with a task of that kind that is due, most overdue first."""
        between = ("0", f"{clock.to_text(now)}{_HIGHEST}")
        for row in self.table.rows(f"{kind}#{province}", between=between, index=BY_DUE):
            yield row["due_at"].partition("#")[2]

    def get(self, kind: TaskKind, an_item_id: str) -> LibraryTask | None:
        """The task; None: there is none."""
        row = self.table.get(*_key(kind, an_item_id))
        return _task(row) if row else None

    def of_unit(self, kind: TaskKind, unit_path: str) -> dict[str, LibraryTask]:
        """A unit's tasks of that kind, by item."""
        rows = self.table.rows(unit_path, prefix=f"{_TASK}{kind}#")
        return {task.item_id: task for task in map(_task, rows)}

    def take(self, kind: TaskKind, an_item_id: str, now: datetime) -> LibraryTask | None:
        """A task that is due, put off by a pause before anything is tried.

        Returns:
            None: it is done, another process has it, or it was given up now; then it stays, not due.
        """
        task = self.get(kind, an_item_id)
        if task is None or task.due_at is None or task.due_at > now:
            return None
        if task.tries >= TRIES:
            self.settle(task, replace(task, due_at=None))
            return None
        pause = min(FIRST_PAUSE * 2**task.tries, LONGEST_PAUSE)
        taken = replace(task, tries=task.tries + 1, due_at=now + pause)
        return taken if self.settle(task, taken) else None

    def taken(
        self, kind: TaskKind, province: str, now: datetime, enough: Callable[[], bool]
    ) -> Iterator[LibraryTask]:
        """Take the tasks of that kind that are due, most overdue first, until it is enough."""
        for an_item_id in self.due(kind, province, now):
            if enough():
                return
            if task := self.take(kind, an_item_id, now):
                yield task

    def settle(self, task: LibraryTask, following: LibraryTask) -> bool:
        """Write what became of a task; False: a newer one, or another process, has its place."""
        try:
            self.table.put(self._row(following), only_if=_unchanged(task))
        except ConditionFailed:
            return False
        return True

    def finish(self, task: LibraryTask) -> None:
        """Remove a task; a newer one in its place stays."""
        try:
            commit([Delete(self.table, *_key(task.kind, task.item_id), only_if=_unchanged(task))])
        except ConditionFailed:
            return

    def forget(self, an_item_id: str) -> None:
        """Remove every task of an item that is there no more."""
        for kind in TaskKind:
            self.table.delete(*_key(kind, an_item_id))

    def renamed(self, row: Row, unit_path: str) -> Row:
        """The row of a task as it stands when its item has gone to another unit."""
        task = _task(row)
        return self._row(replace(task, item_id=item_id(unit_path, split_id(task.item_id)[1])))

    def voice(self, unit_path: str, digest: str) -> Audio | None:
        """The spoken version of a text; None: it was not spoken yet."""
        row = self.table.get(unit_path, f"{_VOICE}{digest}")
        return from_map(Audio, row) if row else None

    def keep_voice(self, unit_path: str, audio: Audio) -> None:
        """Remember the spoken version of a text."""
        row = {"partition": unit_path, "sort": f"{_VOICE}{audio.made_from}", **to_map(audio)}
        self.table.put(row)

    def _row(self, task: LibraryTask) -> Row:
        partition, sort = _key(task.kind, task.item_id)
        row: Row = {"partition": partition, "sort": sort, "task": to_map(task)}
        row |= {"edition": task.edition, "tries": task.tries}
        if task.due_at:
            row["due_key"] = f"{task.kind}#{province_of(partition)}"
            row["due_at"] = f"{clock.to_text(task.due_at)}#{task.item_id}"
        return row


def _key(kind: TaskKind, an_item_id: str) -> tuple[str, str]:
    path, identifier = split_id(an_item_id)
    return path, f"{_TASK}{kind}#{identifier}"


def _task(row: Row) -> LibraryTask:
    return from_map(LibraryTask, row["task"])


def _unchanged(task: LibraryTask) -> Condition:
    return Attr("edition").eq(task.edition) & Attr("tries").eq(task.tries)
