"""Rows of denunciations (table Confidential, under a key of its own).

    chat#BUNDLE      said#CHANCE    words from the chat, until they become a denunciation (`model.Sealed`)
    chat#BUNDLE      case           → the denunciation they became; expires
    sent#DIGEST      receipt        the answer to the same form sent again; expires
    tries#DIGEST     tries          how often a code was tried with a wrong word in an hour; expires
    hour#INSTANT     page           how many the page accepted (`flood`); expires
    link#DIGEST      link           of earlier releases: words waiting to become a denunciation
    case#ID          case           head: state, deadlines; no word of the denouncer
    case#ID          statement      the denouncer's words and identity
    case#ID          log#00000007   history, by version
    files#ID         sent#0007      files sent in the chat (`loa.casework.denunciations.files`)
    case#ID          look#AT#CHANCE who looked; written before anything was shown
    looks#PATH       look#AT#CHANCE who looked at a unit's list
    code#CODE        case           → id, digest of the secret word
    reminders#PATH   AT#CODE#LEVEL  reminders to a unit's investigators; expires
    idempotency#…    request        answers to officers' POSTs, for a day: heads only; expires

Index `by_unit` (KEYS_ONLY): unit path → RECEIVED_AT#ID.
Index `attention` (KEYS_ONLY): province → INSTANT#KEY, what the hourly sweep checks: open denunciations, and
words from the chat.

Rows of denunciations never expire and are never deleted (see the decision "denunciations apart").
"""

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from loa import clock
from loa.casework.cases.rows.rows import entry_of, entry_values
from loa.casework.cases.rules.model import CaseState, Entry
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
    day_start,
)
from loa.errors import Conflict, NotFound
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Put, Row, Table, Update, Write
from loa.platform.aws.dynamodb.transactions import commit, get_many

BY_UNIT: Final = "by_unit:listed_in:listed_order"
ATTENTION: Final = "attention:attention_in:attention_order"

_TEXTS: Final = (
    "reply", "reason", "legal_ground", "outside_body", "outside_reference", "about_path", "proposed_to",
    "proposed_by",
)  # fmt: skip
_INSTANTS: Final = (
    "accepted_at", "answer_by", "attention_at", "pass_on_by", "inform_by", "outside_at", "outside_by",
)  # fmt: skip
_WORDS: Final = ("what", "who", "where_when", "evidence", "name", "address", "contact", "first_words")
_HIGHEST: Final = "\U0010ffff"
_DAY_LENGTH: Final = 10
_TRIES_KEPT: Final = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class DenunciationPage:
    """A page of a unit's list, newest first, and where the next one begins."""

    heads: list[Denunciation]
    next_start: Row | None


def case_key(case_id: str) -> str:
    """Return the partition key of a denunciation."""
    return f"case#{case_id}"


def case_id_of(partition: str) -> str:
    """Return the id in a `case_key`.

    Raises:
        ValueError: not the key of a denunciation.
    """
    if not partition.startswith("case#"):
        raise ValueError(f"not the key of a denunciation: {partition!r}")
    return partition.removeprefix("case#")


def chat_key(bundle: str) -> str:
    """Return the partition key of chat words: a digest, so neither side can be derived from the other."""
    return f"chat#{hashlib.sha256(bundle.encode()).hexdigest()}"


def _tries_key(code: str, now: datetime) -> tuple[str, datetime]:
    hour = now.replace(minute=0, second=0, microsecond=0)
    return f"tries#{hashlib.sha256(f'{code} {hour}'.encode()).hexdigest()}", hour


def _instant(row: Row, name: str) -> datetime | None:
    return clock.from_text(row[name]) if name in row else None


def head_row(head: Denunciation) -> Row:
    """Return the row of a head, with its index attributes."""
    instants = {name: getattr(head, name) for name in _INSTANTS}
    looked_after = (
        {
            "attention_in": head.province,
            "attention_order": f"{clock.to_text(head.attention_at)}#{head.id}",
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
        "received_at": head.received_at.isoformat(),
        "changed_at": clock.to_text(head.changed_at),
        "accept_by": clock.to_text(head.accept_by),
        "extended": head.extended,
        "reminded": head.reminded,
        "version": head.version,
        "listed_in": head.unit_path,
        "listed_order": f"{clock.to_text(day_start(head.received_at))}#{head.id}",
        **({"particularly_complex": True} if head.particularly_complex else {}),
        **looked_after,
        **{name: clock.to_text(instant) for name, instant in instants.items() if instant},
        **{name: getattr(head, name) for name in _TEXTS if getattr(head, name)},
    }


def head_from(row: Row) -> Denunciation:
    """Return the head in a row."""
    texts_of: dict[str, Any] = {name: row.get(name, "") for name in _TEXTS}
    instants: dict[str, Any] = {name: _instant(row, name) for name in _INSTANTS}
    return Denunciation(
        id=case_id_of(row["partition"]),
        code=row["code"],
        province=row["province"],
        unit_path=row["unit_path"],
        received_path=row["received_path"],
        state=CaseState(row["state"]),
        completed=row["completed"],
        anonymous=row["anonymous"],
        received_at=_day(row["received_at"]),
        changed_at=clock.from_text(row["changed_at"]),
        accept_by=clock.from_text(row["accept_by"]),
        particularly_complex=row.get("particularly_complex", False),
        extended=row["extended"],
        reminded=row["reminded"],
        version=row["version"],
        **instants,
        **texts_of,
    )


def _day(text: str) -> date:
    """Return a day; for rows of earlier releases, which hold an instant, its day in Vietnam."""
    return date.fromisoformat(text) if len(text) == _DAY_LENGTH else clock.local_day(clock.from_text(text))


def statement_row(case_id: str, statement: Statement) -> Row:
    """Return the row of a statement."""
    return {
        "partition": case_key(case_id),
        "sort": "statement",
        "may_contact": statement.may_contact,
        **{name: getattr(statement, name) for name in _WORDS if getattr(statement, name)},
    }


def statement_from(row: Row) -> Statement:
    """Return the statement in a row."""
    return Statement(may_contact=row["may_contact"], **{name: row.get(name, "") for name in _WORDS})


def entry_row(entry: Entry) -> Row:
    """Return the row of a history entry."""
    return {
        "partition": case_key(entry.case_id),
        "sort": f"log#{entry.version:08d}",
        **entry_values(entry),
    }


def entry_from(row: Row) -> Entry:
    """Return the history entry in a row."""
    return entry_of(row, case_id_of(row["partition"]), int(row["sort"].removeprefix("log#")))


def sealed_row(sealed: Sealed) -> Row:
    """Return the row of words from the chat."""
    return {
        "partition": chat_key(sealed.bundle),
        "sort": f"said#{sealed.name}",
        "kind": sealed.kind.value,
        "province": sealed.province,
        "about_path": sealed.about_path,
        "day": sealed.day.isoformat(),
        "order": sealed.order,
        **({"words": sealed.words} if sealed.words else {}),
        **({"files": [dict(one) for one in sealed.files]} if sealed.files else {}),
        "attention_in": sealed.province,
        "attention_order": f"{clock.to_text(sealed.due)}#{sealed.name}",
    }


def sealed_from(row: Row) -> Sealed:
    """Return the words in a row; `bundle` is the digest in its key, as the random value is unknown."""
    return Sealed(
        bundle=row["partition"].removeprefix("chat#"),
        name=row["sort"].removeprefix("said#"),
        kind=SealedKind(row["kind"]),
        province=row["province"],
        about_path=row["about_path"],
        day=date.fromisoformat(row["day"]),
        order=row["order"],
        words=row.get("words", ""),
        due=clock.from_text(row["attention_order"].partition("#")[0]),
        files=tuple(row.get("files", ())),
    )


def reminder_from(row: Row) -> DenunciationReminder:
    """Return the reminder in a row."""
    return DenunciationReminder(
        unit_path=row["partition"].removeprefix("reminders#"),
        at=clock.from_text(row["at"]),
        code=row["code"],
        held_by=row["held_by"],
        due=clock.from_text(row["due"]),
        level=row["level"],
    )


def _look_from(row: Row, place: str) -> AccessEntry:
    return AccessEntry(
        place=place,
        at=clock.from_text(row["at"]),
        kind=AccessKind(row["kind"]),
        officer_id=row["officer_id"],
        officer_name=row["officer_name"],
        unit_path=row["unit_path"],
        request_id=row.get("request_id", ""),
    )


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
            "expires_at": clock.epoch_seconds(day_start(receipt.received_at) + RECEIPT_KEPT),
        }
        return Put(self.table, row, new=True)

    def may_try(self, code: str, now: datetime) -> bool:
        """Count an attempt to guess a code's word, known or not; False: too many this hour.

        Each code has its own counter: attempts on one do not block requests for others.
        """
        partition, hour = _tries_key(code, now)
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
        self.table.update(_tries_key(code, now)[0], "tries", add={"tries": -1})

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
        return [_look_from(row, case_id) for row in page.rows], page.next_start

    def list_looks(self, unit_path: str) -> Iterator[AccessEntry]:
        """List who looked at a unit's list, newest first."""
        for row in self.table.rows(f"looks#{unit_path}", prefix="look#", newest_first=True, consistent=True):
            yield _look_from(row, unit_path)

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
