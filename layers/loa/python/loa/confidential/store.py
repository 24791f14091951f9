"""Rows of denunciations (table Confidential, under a key of its own).

    link#DIGEST      link           a link that was given out; the digest of its token, never the token
    case#ID          case           head: state, deadlines; no word of the denouncer
    case#ID          statement      what he says, and who he is
    case#ID          log#00000007   history, by version
    case#ID          look#AT#CHANCE who looked; written before anything was shown
    looks#PATH       look#AT#CHANCE who looked at the list of a unit
    code#CODE        case           → id, digest of the secret word
    reminders#PATH   AT#CODE#LEVEL  what the clock told the investigators of a unit; expires
    idempotency#…    request        answers to officers' POSTs, for a day: heads only; expires

Index `by_unit` (KEYS_ONLY): unit path → RECEIVED_AT#ID.
Index `attention` (KEYS_ONLY): province → INSTANT#KEY, what the daily round looks at: open denunciations, and
links that nobody has used.

Rows of denunciations never expire and are never deleted (see the decision "denunciations apart").
"""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from loa import moments
from loa.aws.tables import Action, Attr, ConditionFailed, Put, Row, Table, Update
from loa.aws.transactions import commit, get_many
from loa.cases.model import Entry, State
from loa.cases.rows import entry_of, entry_values
from loa.confidential import texts
from loa.confidential.model import (
    LINK_GRACE,
    LINK_KEPT,
    REMINDER_KEPT,
    Denunciation,
    Intake,
    Look,
    LookKind,
    Reminder,
    Statement,
)
from loa.errors import Conflict, NotFound

BY_UNIT: Final = "by_unit:listed_in:listed_order"
ATTENTION: Final = "attention:attention_in:attention_order"

_TEXTS: Final = ("reply", "reason", "legal_ground", "outside_body", "outside_reference")
_INSTANTS: Final = ("accepted_at", "answer_by", "attention_at")
_WORDS: Final = ("what", "who", "where_when", "evidence", "name", "address", "contact", "first_words")
_HIGHEST: Final = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Listed:
    """A piece of a unit's list, newest first, and where the next piece begins."""

    heads: list[Denunciation]
    next_start: Row | None


def case_key(case_id: str) -> str:
    """Partition key of everything about one denunciation."""
    return f"case#{case_id}"


def case_id_of(partition: str) -> str:
    """The way back from `case_key`.

    Raises:
        ValueError: it is not the key of a denunciation.
    """
    if not partition.startswith("case#"):
        raise ValueError(f"not the key of a denunciation: {partition!r}")
    return partition.removeprefix("case#")


def link_key(digest: str) -> str:
    """Partition key of a link."""
    return f"link#{digest}"


def _instant(row: Row, name: str) -> datetime | None:
    return moments.from_text(row[name]) if name in row else None


def head_row(head: Denunciation) -> Row:
    """The row of a head, with what the indexes need."""
    instants = {name: getattr(head, name) for name in _INSTANTS}
    looked_after = (
        {
            "attention_in": head.province,
            "attention_order": f"{moments.to_text(head.attention_at)}#{head.id}",
        }
        if head.attention_at
        else {}
    )
    return {
        "partition": case_key(head.id),
        "sort": "case",
        "code": head.code,
        "province": head.province,
        "unit_path": head.unit_path,
        "received_path": head.received_path,
        "state": head.state.value,
        "completed": head.completed,
        "anonymous": head.anonymous,
        "received_at": moments.to_text(head.received_at),
        "changed_at": moments.to_text(head.changed_at),
        "accept_by": moments.to_text(head.accept_by),
        "extended": head.extended,
        "reminded": head.reminded,
        "version": head.version,
        "listed_in": head.unit_path,
        "listed_order": f"{moments.to_text(head.received_at)}#{head.id}",
        **looked_after,
        **{name: moments.to_text(instant) for name, instant in instants.items() if instant},
        **{name: getattr(head, name) for name in _TEXTS if getattr(head, name)},
    }


def head_from(row: Row) -> Denunciation:
    """The head of a row."""
    return Denunciation(
        id=case_id_of(row["partition"]),
        code=row["code"],
        province=row["province"],
        unit_path=row["unit_path"],
        received_path=row["received_path"],
        state=State(row["state"]),
        completed=row["completed"],
        anonymous=row["anonymous"],
        received_at=moments.from_text(row["received_at"]),
        changed_at=moments.from_text(row["changed_at"]),
        accept_by=moments.from_text(row["accept_by"]),
        accepted_at=_instant(row, "accepted_at"),
        answer_by=_instant(row, "answer_by"),
        attention_at=_instant(row, "attention_at"),
        extended=row["extended"],
        reminded=row["reminded"],
        version=row["version"],
        **{name: row.get(name, "") for name in _TEXTS},
    )


def statement_row(case_id: str, statement: Statement) -> Row:
    """The row of what a denouncer says."""
    return {
        "partition": case_key(case_id),
        "sort": "statement",
        "may_contact": statement.may_contact,
        **{name: getattr(statement, name) for name in _WORDS if getattr(statement, name)},
    }


def statement_from(row: Row) -> Statement:
    """The statement of a row."""
    return Statement(may_contact=row["may_contact"], **{name: row.get(name, "") for name in _WORDS})


def entry_row(entry: Entry) -> Row:
    """The row of a line of history."""
    return {
        "partition": case_key(entry.case_id),
        "sort": f"log#{entry.version:08d}",
        **entry_values(entry),
    }


def entry_from(row: Row) -> Entry:
    """The line of history of a row."""
    return entry_of(row, case_id_of(row["partition"]), int(row["sort"].removeprefix("log#")))


def intake_row(intake: Intake) -> Row:
    """The row of a link that was just given out."""
    # Words wait until somebody takes them over; a link without any is simply forgotten.
    over = intake.valid_until + LINK_GRACE
    waiting = (
        {
            "words": intake.words,
            "attention_in": intake.province,
            "attention_order": f"{moments.to_text(over)}#{intake.digest}",
        }
        if intake.words
        else {"expires_at": moments.epoch_seconds(over + LINK_KEPT)}
    )
    return {
        "partition": link_key(intake.digest),
        "sort": "link",
        "province": intake.province,
        "unit_path": intake.unit_path,
        "source": intake.source,
        "created_at": moments.to_text(intake.created_at),
        "valid_until": moments.to_text(intake.valid_until),
        **waiting,
    }


def intake_from(row: Row) -> Intake:
    """The link of a row."""
    return Intake(
        digest=row["partition"].removeprefix("link#"),
        province=row["province"],
        unit_path=row["unit_path"],
        words=row.get("words", ""),
        source=row["source"],
        created_at=moments.from_text(row["created_at"]),
        valid_until=moments.from_text(row["valid_until"]),
        case_id=row.get("case_id", ""),
        code=row.get("code", ""),
        fingerprint=row.get("fingerprint", ""),
    )


def reminder_from(row: Row) -> Reminder:
    """The reminder of a row."""
    return Reminder(
        unit_path=row["partition"].removeprefix("reminders#"),
        at=moments.from_text(row["at"]),
        code=row["code"],
        held_by=row["held_by"],
        due=moments.from_text(row["due"]),
        level=row["level"],
    )


def _look_from(row: Row, place: str) -> Look:
    return Look(
        place=place,
        at=moments.from_text(row["at"]),
        kind=LookKind(row["kind"]),
        officer_id=row["officer_id"],
        officer_name=row["officer_name"],
        unit_path=row["unit_path"],
        request_id=row.get("request_id", ""),
    )


class Denunciations:
    """The Confidential table."""

    def __init__(self, table: Table) -> None:
        self.table = table

    # Links

    def inviting(self, intake: Intake) -> Action:
        """The write that gives a link out. The only one that another function may do: a Put, of a new row."""
        return Put(self.table, intake_row(intake), new=True)

    def intake(self, digest: str) -> Intake | None:
        """A link that was given out."""
        row = self.table.get(link_key(digest), "link")
        return intake_from(row) if row else None

    def using(self, intake: Intake, case_id: str, code: str, fingerprint: str, at: datetime) -> Action:
        """The write that uses a link up; its words go to the denunciation in the same transaction."""
        return Update(
            self.table,
            link_key(intake.digest),
            "link",
            set={
                "case_id": case_id,
                "code": code,
                "fingerprint": fingerprint,
                "expires_at": moments.epoch_seconds(at + LINK_KEPT),
            },
            remove=("words", "attention_in", "attention_order"),
            only_if=Attr("partition").exists() & Attr("case_id").not_exists(),
        )

    # Denunciations

    def opening(
        self, head: Denunciation, statement: Statement, entry: Entry, word_digest: str
    ) -> list[Action]:
        """The writes of a new denunciation; the first fails when the code is taken."""
        code = {"partition": f"code#{head.code}", "sort": "case", "id": head.id, "word_digest": word_digest}
        return [
            Put(self.table, code, new=True),
            Put(self.table, head_row(head), new=True),
            Put(self.table, statement_row(head.id, statement), new=True),
            Put(self.table, entry_row(entry), new=True),
        ]

    def head(self, case_id: str) -> Denunciation | None:
        """The head of a denunciation."""
        row = self.table.get(case_key(case_id), "case")
        return head_from(row) if row else None

    def statement(self, case_id: str) -> Statement:
        """What the denouncer says. Write down that somebody looks before.

        Raises:
            NotFound: there is none.
        """
        row = self.table.get(case_key(case_id), "statement")
        if row is None:
            raise NotFound
        return statement_from(row)

    def history(self, case_id: str) -> list[Entry]:
        """All that happened, oldest first."""
        rows = self.table.rows(case_key(case_id), prefix="log#", consistent=True)
        return [entry_from(row) for row in rows]

    def by_code(self, code: str) -> tuple[str, str] | None:
        """Id and digest of the secret word of a code."""
        row = self.table.get(f"code#{code}", "case") if code else None
        return (row["id"], row["word_digest"]) if row else None

    def listed(self, unit_path: str, *, limit: int, start: Row | None) -> Listed:
        """The heads that a unit holds, newest first."""
        page = self.table.page(unit_path, index=BY_UNIT, limit=limit, newest_first=True, start=start)
        wanted = [(self.table, row["partition"], "case") for row in page.rows]
        heads: list[Denunciation] = []
        for first in range(0, len(wanted), 100):
            found = get_many(wanted[first : first + 100])
            # The index lags behind: what was handed over meanwhile is not this unit's any more.
            heads += [head_from(row) for row in found if row and row["unit_path"] == unit_path]
        return Listed(heads, page.next_start)

    def change(self, head: Denunciation, entry: Entry, more: Sequence[Action] = ()) -> None:
        """Write a head in its next version, with its line of history and what belongs to it, as one.

        Raises:
            Conflict: somebody was faster.
        """
        actions: list[Action] = [
            Put(self.table, head_row(head), only_if=Attr("version").eq(head.version - 1)),
            Put(self.table, entry_row(entry), new=True),
            *more,
        ]
        try:
            commit(actions)
        except ConditionFailed as failure:
            raise Conflict(texts.CHANGED_MEANWHILE) from failure

    # Looks

    def write_look(self, look: Look) -> None:
        """Write down that somebody looks; before he is shown anything."""
        partition = f"looks#{look.place}" if look.kind is LookKind.LIST else case_key(look.place)
        at = moments.to_text(look.at)
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

    def looks(self, case_id: str, *, limit: int, start: Row | None) -> tuple[list[Look], Row | None]:
        """Who looked at a denunciation, newest first."""
        page = self.table.page(
            case_key(case_id), prefix="look#", limit=limit, newest_first=True, start=start, consistent=True
        )
        return [_look_from(row, case_id) for row in page.rows], page.next_start

    def list_looks(self, unit_path: str) -> Iterator[Look]:
        """Who looked at the list of a unit, newest first."""
        for row in self.table.rows(f"looks#{unit_path}", prefix="look#", newest_first=True, consistent=True):
            yield _look_from(row, unit_path)

    # The clock

    def due(self, province: str, now: datetime) -> Iterator[str]:
        """Partition keys of what the daily round looks at, earliest first; read each again before acting."""
        between = ("0", f"{moments.to_text(now)}#{_HIGHEST}")
        for row in self.table.rows(province, between=between, index=ATTENTION):
            yield row["partition"]

    def reminding(self, reminder: Reminder) -> Action:
        """The write that reminds the investigators of a unit; twice is the same."""
        at = moments.to_text(reminder.at)
        row: dict[str, Any] = {
            "partition": f"reminders#{reminder.unit_path}",
            "sort": f"{at}#{reminder.code}#{reminder.level}",
            "at": at,
            "code": reminder.code,
            "held_by": reminder.held_by,
            "due": moments.to_text(reminder.due),
            "level": reminder.level,
            "expires_at": moments.epoch_seconds(reminder.at + REMINDER_KEPT),
        }
        return Put(self.table, row)

    def reminders(self, unit_path: str, *, limit: int) -> list[Reminder]:
        """What the clock told the investigators of a unit, newest first."""
        page = self.table.page(f"reminders#{unit_path}", limit=limit, newest_first=True, consistent=True)
        return [reminder_from(row) for row in page.rows]
