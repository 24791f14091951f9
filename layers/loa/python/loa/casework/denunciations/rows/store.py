"""The table of denunciations; its rows: `rows.rows`."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from loa import clock
from loa.casework.cases.rules.model import Entry
from loa.casework.denunciations import texts
from loa.casework.denunciations.model import (
    RECEIPT_KEPT,
    REMINDER_KEPT,
    SEALED_KEPT,
    TRIES_AN_HOUR,
    AccessEntry,
    AccessKind,
    Denunciation,
    DenunciationReminder,
    Receipt,
    Sealed,
    SealedKind,
    Statement,
)
from loa.casework.denunciations.rows.rows import (
    ATTENTION,
    BY_UNIT,
    case_key,
    entry_from,
    entry_row,
    head_from,
    head_row,
    look_from,
    reminder_from,
    sealed_row,
    statement_from,
    statement_row,
    tries_key,
)
from loa.errors import Conflict, NotFound
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Put, Row, Table, Update, Write
from loa.platform.aws.dynamodb.transactions import commit, get_many

_HIGHEST: Final = "\U0010ffff"
_TRIES_KEPT: Final = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class DenunciationPage:
    """A page of a unit's list, newest first, and where the next one begins."""

    heads: list[Denunciation]
    next_start: Row | None


class DenunciationStore:
    """The Confidential table."""

    def __init__(self, table: Table) -> None:
        self.table = table

    # Words from the chat

    def sealing(self, sealed: Sealed) -> Write:
        """Return the write that seals words. The only write open to another function: a Put, of a new row."""
        return Put(self.table, sealed_row(sealed), new=True)

    def waiting(self, partition: str) -> list[Row]:
        """Return a bundle's rows with waiting words, unordered; for `sealed_from`."""
        rows = self.table.rows(partition, prefix="said#", consistent=True)
        return [row for row in rows if "attention_in" in row]

    def became(self, partition: str) -> str:
        """Return the denunciation that a bundle's earlier words became; empty: none."""
        row = self.table.get(partition, "case")
        return str(row["id"]) if row else ""

    def is_cancelled(self, partition: str) -> bool:
        """Tell whether the bundle is cancelled."""
        rows = self.table.rows(partition, prefix="said#", consistent=True)
        return any(row["kind"] == SealedKind.CANCELLED.value for row in rows)

    def emptying(self, row: Row, at: datetime) -> Write:
        """Return the write that removes the words from a row."""
        return Update(
            self.table,
            row["partition"],
            row["sort"],
            set={"expires_at": clock.epoch_seconds(at + SEALED_KEPT)},
            remove=("words", "files", "order", "attention_in", "attention_order"),
            only_if=Attr("attention_in").exists(),
        )

    def becoming(self, partition: str, case_id: str, at: datetime) -> Write:
        """Return the write that records which denunciation a bundle became; late words go there too."""
        row = {
            "partition": partition,
            "sort": "case",
            "id": case_id,
            "expires_at": clock.epoch_seconds(at + SEALED_KEPT),
        }
        return Put(self.table, row, new=True)

    def supplementing(self, case_id: str, before: Statement, words: str) -> Write:
        """Return the write that adds words to earlier ones; it fails if others were added meanwhile."""
        was = Attr("first_words").eq(before.first_words) if before.first_words else Attr("partition").exists()
        return Update(self.table, case_key(case_id), "statement", set={"first_words": words}, only_if=was)

    def old_words(self, partition: str) -> Row | None:
        """Return the row of an unused link from an earlier release, with its words."""
        row = self.table.get(partition, "link")
        return row if row and row.get("words") and "attention_in" in row else None

    def emptying_link(self, row: Row, case_id: str, at: datetime) -> Write:
        """Return the write that removes the words from such a link."""
        return Update(
            self.table,
            row["partition"],
            row["sort"],
            set={"case_id": case_id, "expires_at": clock.epoch_seconds(at + SEALED_KEPT)},
            remove=("words", "source", "attention_in", "attention_order"),
            only_if=Attr("partition").exists() & Attr("case_id").not_exists(),
        )

    # The page

    def receipt(self, digest: str) -> tuple[str, date] | None:
        """Return code and day of an earlier submission of the same form with the same words."""
        row = self.table.get(f"sent#{digest}", "receipt")
        return (row["code"], date.fromisoformat(row["received_at"])) if row else None

    def handing_out(self, digest: str, receipt: Receipt) -> Write:
        """Return the write of a receipt; it fails if already issued. The secret word is not stored."""
        row = {
            "partition": f"sent#{digest}",
            "sort": "receipt",
            "code": receipt.code,
            "received_at": receipt.received_at.isoformat(),
            "expires_at": clock.epoch_seconds(clock.day_start(receipt.received_at) + RECEIPT_KEPT),
        }
        return Put(self.table, row, new=True)

    def may_try(self, code: str, now: datetime) -> bool:
        """Count an attempt to guess a code's word, known or not; False: too many this hour.

        Each code has its own counter: attempts on one do not block requests for others.
        """
        partition, hour = tries_key(code, now)
        try:
            self.table.update(
                partition,
                "tries",
                set={"expires_at": clock.epoch_seconds(hour + _TRIES_KEPT)},
                add={"tries": 1},
                only_if=Attr("tries").not_exists() | Attr("tries").lt(TRIES_AN_HOUR),
            )
        except ConditionFailed:
            return False
        return True

    def was_right(self, code: str, now: datetime) -> None:
        """Undo the count of an attempt with the right word."""
        self.table.update(tries_key(code, now)[0], "tries", add={"tries": -1})

    # Denunciations

    def opening(
        self, head: Denunciation, statement: Statement, entry: Entry, word_digest: str
    ) -> list[Write]:
        """Return the writes of a new denunciation; the first fails if the code is taken."""
        code = {"partition": f"code#{head.code}", "sort": "case", "id": head.id, "word_digest": word_digest}
        return [
            Put(self.table, code, new=True),
            Put(self.table, head_row(head), new=True),
            Put(self.table, statement_row(head.id, statement), new=True),
            Put(self.table, entry_row(entry), new=True),
        ]

    def head(self, case_id: str) -> Denunciation | None:
        """Return the head of a denunciation."""
        row = self.table.get(case_key(case_id), "case")
        return head_from(row) if row else None

    def statement(self, case_id: str) -> Statement:
        """Return the statement. Log the access first.

        Raises:
            NotFound: it does not exist.
        """
        row = self.table.get(case_key(case_id), "statement")
        if row is None:
            raise NotFound
        return statement_from(row)

    def history(self, case_id: str) -> list[Entry]:
        """Return the history, oldest first."""
        rows = self.table.rows(case_key(case_id), prefix="log#", consistent=True)
        return [entry_from(row) for row in rows]

    def by_code(self, code: str) -> tuple[str, str] | None:
        """Return id and secret word digest of a code."""
        row = self.table.get(f"code#{code}", "case") if code else None
        return (row["id"], row["word_digest"]) if row else None

    def listed(self, unit_path: str, *, limit: int, start: Row | None) -> DenunciationPage:
        """List the heads held by a unit, newest first."""
        page = self.table.page(unit_path, index=BY_UNIT, limit=limit, newest_first=True, start=start)
        wanted = [(self.table, row["partition"], "case") for row in page.rows]
        heads: list[Denunciation] = []
        for first in range(0, len(wanted), 100):
            found = get_many(wanted[first : first + 100])
            # The index lags behind: a denunciation transferred meanwhile no longer belongs to this unit.
            heads += [head_from(row) for row in found if row and row["unit_path"] == unit_path]
        return DenunciationPage(heads, page.next_start)

    def change(self, head: Denunciation, entry: Entry, more: Sequence[Write] = ()) -> None:
        """Write the next version of a head, its history entry and related rows in one transaction.

        Raises:
            Conflict: a concurrent change won.
        """
        actions: list[Write] = [
            Put(self.table, head_row(head), only_if=Attr("version").eq(head.version - 1)),
            Put(self.table, entry_row(entry), new=True),
            *more,
        ]
        try:
            commit(actions)
        except ConditionFailed as failure:
            raise Conflict(texts.CHANGED_MEANWHILE) from failure

    # Access log

    def write_look(self, look: AccessEntry) -> None:
        """Log an access, before anything is shown to the officer."""
        partition = f"looks#{look.place}" if look.kind is AccessKind.LIST else case_key(look.place)
        at = clock.to_text(look.at)
        row = {
            "partition": partition,
            "sort": f"look#{at}#{secrets.token_hex(6)}",
            "at": at,
            "kind": look.kind.value,
            "officer_id": look.officer_id,
            "officer_name": look.officer_name,
            "unit_path": look.unit_path,
            "request_id": look.request_id,
        }
        self.table.put(row, new=True)

    def looks(self, case_id: str, *, limit: int, start: Row | None) -> tuple[list[AccessEntry], Row | None]:
        """List who looked at a denunciation, newest first."""
        page = self.table.page(
            case_key(case_id), prefix="look#", limit=limit, newest_first=True, start=start, consistent=True
        )
        return [look_from(row, case_id) for row in page.rows], page.next_start

    def list_looks(self, unit_path: str) -> Iterator[AccessEntry]:
        """List who looked at a unit's list, newest first."""
        for row in self.table.rows(f"looks#{unit_path}", prefix="look#", newest_first=True, consistent=True):
            yield look_from(row, unit_path)

    # The sweep

    def due(self, province: str, now: datetime) -> Iterator[str]:
        """List the partition keys due for the hourly sweep, earliest first; read each again before acting."""
        between = ("0", f"{clock.to_text(now)}#{_HIGHEST}")
        for row in self.table.rows(province, between=between, index=ATTENTION):
            yield row["partition"]

    def reminding(self, reminder: DenunciationReminder) -> Write:
        """Return the write that reminds a unit's investigators. Idempotent."""
        at = clock.to_text(reminder.at)
        row: dict[str, Any] = {
            "partition": f"reminders#{reminder.unit_path}",
            "sort": f"{at}#{reminder.code}#{reminder.level}",
            "at": at,
            "code": reminder.code,
            "held_by": reminder.held_by,
            "due": clock.to_text(reminder.due),
            "level": reminder.level,
            "expires_at": clock.epoch_seconds(reminder.at + REMINDER_KEPT),
        }
        return Put(self.table, row)

    def reminders(self, unit_path: str, *, limit: int) -> list[DenunciationReminder]:
        """List the reminders of a unit's investigators, newest first."""
        page = self.table.page(f"reminders#{unit_path}", limit=limit, newest_first=True, consistent=True)
        return [reminder_from(row) for row in page.rows]
