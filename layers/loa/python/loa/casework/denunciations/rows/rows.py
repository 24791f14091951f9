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
    files#ID         sent#0007      files sent in the chat (`loa.casework.denunciations.work.files`)
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
from datetime import date, datetime
from typing import Any, Final

from loa import clock
from loa.casework.cases.rows.rows import entry_of, entry_values
from loa.casework.cases.rules.model import CaseState, Entry
from loa.casework.denunciations.model import (
    AccessEntry,
    AccessKind,
    Denunciation,
    DenunciationReminder,
    Sealed,
    SealedKind,
    Statement,
)
from loa.platform.aws.dynamodb.tables import Row

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
_DAY_LENGTH: Final = 10


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


def tries_key(code: str, now: datetime) -> tuple[str, datetime]:
    """Return the partition that counts wrong words for a code in an hour, and when the hour began."""
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
        "listed_order": f"{clock.to_text(clock.day_start(head.received_at))}#{head.id}",
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


def look_from(row: Row, place: str) -> AccessEntry:
    """Return the record in a row of who looked at a place."""
    return AccessEntry(
        place=place,
        at=clock.from_text(row["at"]),
        kind=AccessKind(row["kind"]),
        officer_id=row["officer_id"],
        officer_name=row["officer_name"],
        unit_path=row["unit_path"],
        request_id=row.get("request_id", ""),
    )
