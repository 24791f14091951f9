"""Rows of cases (table Cases).

    case#ID           case                  the head: everything small; rewritten by each change
    case#ID           details               the matter in the reporter's words, their name and telephone
    case#ID           log#00000007          a line of the history, by the version of the case after it; in the
                                            index `attention` by when it was written
    case#ID           reporter#MEMBER       the reporter of a case that is part of this one
    case#ID           telling#00000007      a message not yet sent to every reporter; deleted afterwards
    case#ID           access                how its reporter comes to it (`dialogue.petitions.store`)
    code#CODE         case                  leads to the id
    resident#OA#USER  CREATED#ID            the cases of a conversation
    published#PATH    ANSWERED_AT#PUBLIC    the public form (`loa.casework.cases.rows.public_list`)
    reminders#PATH    INSTANT#KEY           reminders to a unit; expire

The head stays below one kilobyte, so that a change of state costs two write units for it: long words (answer,
reason, question) are in the history line that brought them, and the head names its version.

A case moves between units, so its key is its id; its place in the tree is in the sort keys of the
indexes: `worklist` (only while it is open: unit, priority, deadline), `owned` (the same for one officer),
`listing` (unit, day of receipt) and `attention` (when the sweep next looks at it). A head and its history
take one Query.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from loa import clock
from loa.casework.cases.rows.keys import (
    DETAILS,
    case_key,
    listed_order,
    log_key,
    open_order,
    parse_case_key,
    parse_listed_order,
    parse_log_key,
    parse_open_order,
    reminders_partition,
    written_partition,
)
from loa.casework.cases.rows.models import CaseReminder, CaseSummary, StoredCase, due_at, due_of, title_of
from loa.casework.cases.rules.fields import FieldKind, kept_fields
from loa.casework.cases.rules.model import (
    Case,
    CaseKind,
    CaseState,
    Channel,
    Counted,
    Details,
    Entry,
    Pause,
    Reporter,
)
from loa.foundation.units.model import province_of
from loa.platform.aws.dynamodb.tables import Row

REMINDERS_KEPT: Final = timedelta(days=90)


_HEAD: Final = kept_fields(Case, FieldKind.TEXT, FieldKind.NUMBER, FieldKind.FLAG, FieldKind.INSTANT)
_SAID: Final = kept_fields(Case, FieldKind.SAID)
_DETAILS: Final = kept_fields(Details)


def head_row(kept: StoredCase) -> Row:
    """Return the row of a head."""
    case = kept.case
    partition, sort = case_key(case.id)
    reporter = case.reporter
    return {
        "partition": partition,
        "sort": sort,
        "code": case.code,
        "province": case.province,
        "unit_path": case.unit_path,
        "kind": case.kind.value,
        "channel": case.channel.value,
        "state": case.state.value,
        "received_at": clock.to_text(case.received_at),
        "changed_at": clock.to_text(case.changed_at),
        "accept_by": clock.to_text(case.accept_by),
        "answer_by": clock.to_text(case.answer_by),
        "version": case.version,
        "words": title_of(case.details),
        "listed_in": case.province,
        "listed_order": listed_order(case.unit_path, case.received_at, case.id),
        **({"received_path": case.received_path} if case.received_path != case.unit_path else {}),
        **(
            {"reporter": [reporter.oa_id, reporter.user_id, reporter.account_path]}
            if reporter.user_id
            else {}
        ),
        **{one.name: one.written(value) for one in _HEAD if (value := getattr(case, one.name))},
        **({"pauses": [_pause_text(pause) for pause in case.pauses]} if case.pauses else {}),
        **({"reminded": list(case.reminded)} if case.reminded else {}),
        **({"counted": _counted_row(case.counted)} if case.counted else {}),
        **(
            {"said": said}
            if (said := {one.name: kept.said[one.name] for one in _SAID if one.name in kept.said})
            else {}
        ),
        **(_open_index(case) if case.state.is_open else {}),
        **(_attention_index(case) if case.attention_at else {}),
    }


def _open_index(case: Case) -> Row:
    order = open_order(case.unit_path, case.priority, due_of(case), case.id)
    return {"open_in": case.province, "open_order": order}


def _attention_index(case: Case) -> Row:
    assert case.attention_at  # noqa: S101 # nosec B101 - checked before
    return {
        "attention_in": case.province,
        "attention_order": f"{clock.to_text(case.attention_at)}#{case.id}",
    }


def _pause_text(pause: Pause) -> str:
    return f"{clock.to_text(pause.since)} {clock.to_text(pause.until) if pause.until else ''}".strip()


def _pause_from(text: str) -> Pause:
    since, _, until = text.partition(" ")
    return Pause(clock.from_text(since), clock.from_text(until) if until else None)


def _counted_row(counted: Counted) -> Row:
    return {"path": counted.path, "at": clock.to_text(counted.at), "numbers": dict(counted.numbers)}


def _counted_from(row: Row) -> Counted:
    return Counted(row["path"], clock.from_text(row["at"]), tuple(sorted(row["numbers"].items())))


def details_row(case: Case) -> Row:
    """Return the row of the matter and the reporter's data."""
    details, reporter = case.details, case.reporter
    words = {one.name: getattr(details, one.name) for one in _DETAILS} | {
        "attachments": list(details.attachments),
        "name": reporter.name,
        "phone": reporter.phone,
    }
    return {
        "partition": case_key(case.id)[0],
        "sort": DETAILS,
        "what": details.what,
        **{name: value for name, value in words.items() if value},
    }


def case_from(head: Row, details: Row | None, said: Mapping[str, str]) -> Case:
    """Return the case in its rows.

    Args:
        head: its head.
        details: the row of the matter.
        said: the words the head points to, by name.
    """
    more = details or {}
    values: dict[str, Any] = {
        **{one.name: one.read(head) for one in _HEAD},
        **{one.name: one.read(said) for one in _SAID},
    }
    matter = {one.name: one.read(more) for one in _DETAILS}
    matter["what"] = matter["what"] or head["words"]
    oa_id, user_id, account_path = head.get("reporter", ("", "", ""))
    return Case(
        id=parse_case_key(head["partition"]),
        code=head["code"],
        province=head["province"],
        unit_path=head["unit_path"],
        received_path=head.get("received_path") or head["unit_path"],
        kind=CaseKind(head["kind"]),
        channel=Channel(head["channel"]),
        state=CaseState(head["state"]),
        reporter=Reporter(oa_id, user_id, account_path, more.get("name", ""), more.get("phone", "")),
        details=Details(**matter, attachments=tuple(more.get("attachments", ()))),
        received_at=clock.from_text(head["received_at"]),
        changed_at=clock.from_text(head["changed_at"]),
        accept_by=clock.from_text(head["accept_by"]),
        answer_by=clock.from_text(head["answer_by"]),
        pauses=tuple(_pause_from(text) for text in head.get("pauses", ())),
        reminded=tuple(head.get("reminded", ())),
        counted=_counted_from(head["counted"]) if "counted" in head else None,
        version=head["version"],
        **values,
    )


def entry_values(entry: Entry) -> Row:
    """Return the row values of a history line, without its keys."""
    return {
        "at": clock.to_text(entry.at),
        "what": entry.what,
        "by": entry.by,
        "state": entry.state.value,
        "unit_path": entry.unit_path,
        **({"text": entry.text} if entry.text else {}),
        **({"facts": dict(entry.facts)} if entry.facts else {}),
    }


def entry_of(row: Row, case_id: str, version: int) -> Entry:
    """Return the history line from its row values."""
    return Entry(
        case_id=case_id,
        version=version,
        at=clock.from_text(row["at"]),
        what=row["what"],
        by=row["by"],
        state=CaseState(row["state"]),
        unit_path=row["unit_path"],
        text=row.get("text", ""),
        facts=row.get("facts", {}),
    )


def entry_row(entry: Entry) -> Row:
    """Return the row of a history line."""
    partition, sort = log_key(entry.case_id, entry.version)
    return {
        "partition": partition,
        "sort": sort,
        "attention_in": written_partition(province_of(entry.unit_path)),
        "attention_order": f"{clock.to_text(entry.at)}#{entry.case_id}",
        **entry_values(entry),
    }


def entry_from(row: Row) -> Entry:
    """Return the history line in a row."""
    case_id, version = parse_log_key(row["partition"], row["sort"])
    return entry_of(row, case_id, version)


def listed_from(row: Row) -> CaseSummary:
    """Return a list line from an index row."""
    path, received_at, case_id = (
        parse_listed_order(row["listed_order"]) if "listed_order" in row else ("", None, "")
    )
    if "open_order" in row:
        path, _, _, case_id = parse_open_order(row["open_order"])
    state = CaseState(row["state"])
    accept_by, answer_by = clock.from_text(row["accept_by"]), clock.from_text(row["answer_by"])
    return CaseSummary(
        id=case_id,
        code=row["code"],
        kind=CaseKind(row["kind"]),
        state=state,
        unit_path=path,
        owner=row.get("owner", ""),
        priority=row.get("priority", 0),
        title=row["words"],
        received_at=received_at or clock.from_text(row["received_at"]),
        accept_by=accept_by,
        answer_by=answer_by,
        due=due_at(state, accept_by, answer_by),
    )


def reminder_row(reminder: CaseReminder) -> Row:
    """Return the row of a reminder; it expires by itself."""
    return {
        "partition": reminders_partition(reminder.path),
        "sort": f"{clock.to_text(reminder.at)}#{reminder.key}",
        "case_id": reminder.case_id,
        "code": reminder.code,
        "share": reminder.share,
        "due": clock.to_text(reminder.due),
        "audience": reminder.audience,
        "expires_at": clock.epoch_seconds(reminder.at + REMINDERS_KEPT),
    }


def reminder_from(row: Row) -> CaseReminder:
    """Return the reminder in a row."""
    instant, _, key = row["sort"].partition("#")
    return CaseReminder(
        path=row["partition"].removeprefix("reminders#"),
        at=clock.from_text(instant),
        key=key,
        case_id=row["case_id"],
        code=row["code"],
        share=row["share"],
        due=clock.from_text(row["due"]),
        audience=row["audience"],
    )
