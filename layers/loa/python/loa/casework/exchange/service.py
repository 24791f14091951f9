"""Cases as JSON for the national platform: export, and an idempotent import.

A document contains up to 100 cases:

    {"schema": "loa.cases", "version": 1, "cases": [
      {"id": "9f…", "system": "loa", "code": "MT-…", "unit": "40.16681", "received_unit": "40.16681",
       "kind": "report", "channel": "chat", "state": "answered", "received_at": "2026-11-21T03:00:00.000Z",
       "accept_by": …, "answer_by": …, "remote": false, "complex": false,
       "details": {"what", "where", "since", "whom", "hamlet"}, "reporter": {"name", "phone"},
       "answer": "", "refusal": {"reason", "legal_ground"}, "outside": {"body", "reference", "next_step"},
       "satisfaction": 0, "external_id": "", "revision": 7,
       "history": [{"revision", "at", "what", "by", "state", "unit", "text", "facts"}]}
    ]}

`id` identifies the case within its `system` permanently; `revision` grows with each change. A case from
another system is stored once, under its system and id. Importing it again changes nothing; a higher revision
supplements it: new history lines are added, and a newer state is reached by the moves that lead
there, with their guards and counters. Deadlines are ours, counted from the receipt date in the
document. Notifying reporters remains up to the receiving system: an import notifies nobody.

Everything is checked before anything is written; faults are located as in `cases.3.details.what`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from typing import Any, Final

from loa import clock
from loa.casework.cases.rows.rows import StoredCase
from loa.casework.cases.rules import texts
from loa.casework.cases.rules.checks import details_faults
from loa.casework.cases.rules.fields import MAXIMUM_LINE, MAXIMUM_SAID, MAXIMUM_TEXT, kept_fields
from loa.casework.cases.rules.model import (
    TRANSITIONS,
    Case,
    CaseKind,
    CaseState,
    Channel,
    Details,
    Entry,
    Move,
    Reporter,
)
from loa.casework.cases.rules.transitions import MoveFacts
from loa.casework.cases.work.changes import CaseChange, noted
from loa.casework.cases.work.opening import Draft, id_of
from loa.casework.cases.work.service import CaseService
from loa.errors import Conflict, InvalidInput
from loa.foundation.units.model import is_path, is_within
from loa.text.cleaning import clean

SCHEMA: Final = "loa.cases"
VERSION: Final = 1
SYSTEM: Final = "loa"
MAXIMUM_CASES: Final = 100
MAXIMUM_HISTORY: Final = 200
_MAXIMUM_ID: Final = 64
_EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
"""The earliest receipt: no system that we could take cases from is older."""
_FUTURE: Final = timedelta(minutes=5)
"""Tolerance for clock differences: a receipt may be this far ahead of our clock."""


@dataclass(frozen=True, slots=True)
class CaseImport:
    """The result of an import.

    Attributes:
        opened: ids of new cases.
        supplemented: ids of cases changed by a newer revision.
        unchanged: ids of cases that already existed.
        refused: error codes of refused cases, by place in the document (`cases.3`).
    """

    opened: tuple[str, ...] = ()
    supplemented: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)


# Export


def export(case_ids: Sequence[str], *, service: CaseService) -> dict[str, Any]:
    """Return the document of some cases with their whole history, without those that do not exist.

    Raises:
        InvalidInput: more than 100.
    """
    if len(case_ids) > MAXIMUM_CASES:
        raise InvalidInput(texts.CHECK_INPUT, fields={"cases": texts.too_many_cases(MAXIMUM_CASES)})
    found = [kept for case_id in case_ids if (kept := service.store.read(case_id))]
    return {
        "schema": SCHEMA,
        "version": VERSION,
        "cases": [exported(kept.case, kept.history) for kept in found],
    }


def exported(case: Case, history: Sequence[Entry]) -> dict[str, Any]:
    """Return a case in its document form."""
    details = case.details
    return {
        "id": case.id,
        "system": SYSTEM,
        "code": case.code,
        "unit": case.unit_path,
        "received_unit": case.received_path,
        "kind": case.kind.value,
        "channel": case.channel.value,
        "state": case.state.value,
        "received_at": clock.to_text(case.received_at),
        "accept_by": clock.to_text(case.accept_by),
        "answer_by": clock.to_text(case.answer_by),
        "remote": case.remote,
        "complex": case.complex,
        "details": {one.name: getattr(details, one.name) for one in kept_fields(Details)},
        "reporter": {"name": case.reporter.name, "phone": case.reporter.phone},
        "answer": case.answer,
        "refusal": {"reason": case.refusal_reason, "legal_ground": case.legal_ground},
        "outside": {
            "body": case.outside_body,
            "reference": case.outside_reference,
            "next_step": case.next_step,
        },
        "satisfaction": case.satisfaction,
        "external_id": case.external_id,
        "revision": case.version,
        "history": [
            {
                "revision": line.version,
                "at": clock.to_text(line.at),
                "what": line.what,
                "by": line.by,
                "state": line.state.value,
                "unit": line.unit_path,
                "text": line.text,
                # Ids of conversations and requests are private.
                "facts": {name: value for name, value in line.facts.items() if name != "origin"},
            }
            for line in history
        ],
    }


# Import


def import_cases(
    document: Any,
    *,
    province: str,
    scope: str,
    by: str,
    service: CaseService,
    enough: Callable[[], bool] = lambda: False,
) -> CaseImport:
    """Import the cases of a document. Idempotent; may be interrupted at any point.

    Args:
        document: as in the module docstring.
        province: the province whose cases we keep.
        scope: the unit of the importing officer: cases of other units are refused.
        by: the officer's id.
        service: the cases; the whole import uses one instant.
        enough: whether there is no time for another case; the remaining ones are refused, to be sent again.

    Raises:
        InvalidInput: malformed; `fields` lists every place. Nothing has been written.
    """
    now = service.now()
    service = service.at(now)
    checked = [_Arriving(row, f"cases.{place}") for place, row in enumerate(_rows(document))]
    faults: dict[str, str] = {}
    for one in checked:
        faults |= one.faults(province, scope, now)
    if not faults:
        there = {unit: service.unit_name(unit) for unit in {one.unit for one in checked}}
        faults = {f"{one.place}.unit": texts.NOT_YOUR_UNIT for one in checked if not there[one.unit]}
    if faults:
        raise InvalidInput(texts.CHECK_INPUT, fields=faults)
    done = _Done()
    taken = 0
    for one in takewhile(lambda _: not enough(), checked):
        taken += 1
        _import(one, done, province=province, scope=scope, by=by, service=service)
    done.refused |= dict.fromkeys((one.place for one in checked[taken:]), texts.NOT_IN_TIME)
    return CaseImport(tuple(done.opened), tuple(done.supplemented), tuple(done.unchanged), done.refused)


@dataclass(slots=True)
class _Done:
    """The progress of an import."""

    opened: list[str] = field(default_factory=list)
    supplemented: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)


def _import(
    one: "_Arriving", done: _Done, *, province: str, scope: str, by: str, service: CaseService
) -> None:
    """Import one case, and record the outcome in `done`."""
    known = service.store.read(one.case_id)
    # Ours are opened only here; a case's current unit decides who may change it. Both look the same.
    hidden = not is_within(known.case.unit_path, scope) if known else one.system == SYSTEM
    if hidden:
        done.refused[one.place] = texts.NOT_FOUND
        return
    is_new = known is None
    if known is None:
        received = service.at(one.received_at(service.now()))
        received.open(one.draft(province), idempotency_key=one.idempotency_key, by=by)
        known = service.load(one.case_id)
        done.opened.append(one.case_id)
    try:
        changed = _supplement(known, one, by=by, service=service)
    except (Conflict, InvalidInput) as error:
        done.refused[one.place] = error.message
        return
    if not is_new:
        (done.supplemented if changed else done.unchanged).append(one.case_id)


def _rows(document: Any) -> list[Any]:
    wrong = {"document": texts.NOT_OURS.format(schema=SCHEMA, version=VERSION)}
    if not isinstance(document, dict):
        raise InvalidInput(texts.CHECK_INPUT, fields=wrong)
    if document.get("schema") != SCHEMA or document.get("version") != VERSION:
        raise InvalidInput(texts.CHECK_INPUT, fields=wrong)
    rows = document.get("cases")
    if not isinstance(rows, list) or not rows or len(rows) > MAXIMUM_CASES:
        raise InvalidInput(texts.CHECK_INPUT, fields={"cases": texts.too_many_cases(MAXIMUM_CASES)})
    return rows


def _text(row: Any, *names: str) -> str:
    """Return a text within a row; empty if there is none."""
    for name in names:
        row = row.get(name) if isinstance(row, dict) else None
    return clean(row) if isinstance(row, str) else ""


@dataclass(frozen=True, slots=True)
class _Arriving:
    """A case in a document.

    Attributes:
        row: its JSON object.
        place: its place in the document, for faults.
    """

    row: Any = field(repr=False)
    place: str

    @property
    def system(self) -> str:
        return _text(self.row, "system")

    @property
    def unit(self) -> str:
        return _text(self.row, "unit")

    @property
    def idempotency_key(self) -> str:
        return f"import#{self.system}#{_text(self.row, 'id')}"

    @property
    def case_id(self) -> str:
        """Return the id under which we store it; our own cases keep theirs."""
        own = _text(self.row, "id")
        return own if self.system == SYSTEM else id_of(self.idempotency_key)

    @property
    def revision(self) -> int:
        revision = self.row.get("revision", 0)
        return revision if isinstance(revision, int) and not isinstance(revision, bool) else 0

    @property
    def history(self) -> list[Any]:
        found = self.row.get("history", [])
        return found if isinstance(found, list) else []

    @property
    def details(self) -> Details:
        said: dict[str, Any] = {
            one.name: _text(self.row, "details", one.name) for one in kept_fields(Details)
        }
        return Details(**said)

    def received_at(self, now: datetime) -> datetime:
        return min(now, _instant(self.row.get("received_at")) or now)

    def draft(self, province: str) -> Draft:
        return Draft(
            province=province,
            unit_path=self.unit,
            kind=CaseKind(_text(self.row, "kind")),
            channel=Channel.IMPORT,
            reporter=Reporter(
                name=_text(self.row, "reporter", "name"), phone=_text(self.row, "reporter", "phone")
            ),
            details=self.details,
            remote=self.row.get("remote") is True,
            complex=self.row.get("complex") is True,
            external_id=f"{self.system}:{_text(self.row, 'id')}",
            notify=False,
        )

    def faults(self, province: str, scope: str, now: datetime) -> dict[str, str]:
        """Return what is malformed, by place."""
        if not isinstance(self.row, dict):
            return {self.place: texts.MALFORMED}
        found: dict[str, str] = {}

        def need(name: str, fine: bool, words: str = texts.MALFORMED) -> None:  # noqa: FBT001 - one rule each
            if not fine:
                found[f"{self.place}.{name}"] = words

        unit = self.unit
        need("system", 0 < len(self.system) <= _MAXIMUM_ID and "#" not in self.system)
        need("id", 0 < len(_text(self.row, "id")) <= _MAXIMUM_ID and "#" not in _text(self.row, "id"))
        need("unit", is_path(unit) and (unit == scope or unit.startswith(f"{scope}.")), texts.NOT_YOUR_UNIT)
        need("unit", unit == province or unit.startswith(f"{province}."), texts.NOT_YOUR_UNIT)
        need("kind", _text(self.row, "kind") in set(CaseKind))
        need("kind", _text(self.row, "kind") != CaseKind.DENUNCIATION.value, texts.NOT_HERE)
        need("state", _text(self.row, "state") in set(CaseState))
        received = _instant(self.row.get("received_at"))
        need("received_at", received is not None and _EARLIEST <= received <= now + _FUTURE)
        need("revision", self.revision > 0)
        found |= {
            f"{self.place}.details.{name}": fault for name, fault in details_faults(self.details).items()
        }
        for name in ("name", "phone"):
            length = len(_text(self.row, "reporter", name))
            need(f"reporter.{name}", length <= MAXIMUM_LINE, texts.too_long(MAXIMUM_LINE))
        need(
            "history", isinstance(self.row.get("history", []), list) and len(self.history) <= MAXIMUM_HISTORY
        )
        for place, line in enumerate(self.history[:MAXIMUM_HISTORY]):
            fine = (
                isinstance(line, dict)
                and isinstance(line.get("revision"), int)
                and _instant(line.get("at")) is not None
                and 0 < len(_text(line, "what")) <= _MAXIMUM_ID
                and len(_text(line, "text")) <= MAXIMUM_SAID
            )
            need(f"history.{place}", fine)
        return found


def _instant(text: Any) -> datetime | None:
    try:
        return clock.from_text(text) if isinstance(text, str) else None
    except (ValueError, OverflowError):
        return None


def _supplement(known: StoredCase, one: _Arriving, *, by: str, service: CaseService) -> bool:
    """Bring a case to the revision of the document; return whether anything changed.

    Raises:
        Conflict: its state cannot be reached from the current one.
    """
    if one.system == SYSTEM:
        return False  # our own cases are changed only here
    if _seen(known.history) >= one.revision:
        return False
    seen = {line.facts.get("line", "") for line in known.history}
    for line in sorted(one.history, key=lambda line: line["revision"]):
        if str(line["revision"]) not in seen:
            known = _keep_line(known, line, by=by, service=service)
    _reach(known, one, by=by, service=service)
    return True


def _seen(history: Sequence[Entry]) -> int:
    """Return the last revision that was imported completely."""
    return max((int(line.facts["revision"]) for line in history if "revision" in line.facts), default=0)


def _keep_line(known: StoredCase, line: Mapping[str, Any], *, by: str, service: CaseService) -> StoredCase:
    """Store a line of the other system's history as one of ours."""
    facts = {
        "line": str(line["revision"]),
        "their_at": _text(line, "at"),
        "their_what": _text(line, "what")[:_MAXIMUM_ID],
        "their_by": _text(line, "by")[:_MAXIMUM_ID],
        "their_state": _text(line, "state")[:_MAXIMUM_ID],
    }
    return service.change(
        known,
        lambda stored, now: CaseChange(
            noted(stored.case, "imported", by, now, text=_text(line, "text"), facts=facts)
        ),
        idempotency_key=f"import-line-{line['revision']}",
    )


def _reach(known: StoredCase, one: _Arriving, *, by: str, service: CaseService) -> None:
    """Move a case to the state in the document, and record that the revision is imported.

    Raises:
        Conflict: it cannot be reached.
    """
    wanted = CaseState(_text(one.row, "state"))
    state = known.case.state
    for step in path_to(state, wanted):
        facts = _facts_of(step, one)

        def decide(
            stored: StoredCase, now: datetime, step: Move = step, facts: MoveFacts = facts
        ) -> CaseChange:
            return replace(service.moving(stored, step, facts, by=by, now=now), words="")

        # A shortest path contains each state once.
        known = service.change(known, decide, idempotency_key=f"import-step-{one.revision}-{state}")
        state = TRANSITIONS[step][state]
    revision = {"revision": str(one.revision), "system": one.system}
    service.change(
        known,
        lambda stored, now: CaseChange(noted(stored.case, "imported", by, now, facts=revision)),
        idempotency_key=f"import-revision-{one.revision}",
    )


_BY_IMPORT: Final = tuple(step for step in Move if step not in {Move.TRANSFER, Move.MERGE, Move.UNMERGE})
"""Moves an import may make: those that need no second unit or case of ours."""
_REACHED_AS: Final[Mapping[CaseState, CaseState]] = {
    CaseState.TRANSFERRED: CaseState.RECEIVED,
    CaseState.MERGED: CaseState.CLOSED,
}
"""States that only make sense within one system, and their equivalents in another."""


def path_to(start: CaseState, end: CaseState) -> tuple[Move, ...]:
    """Return the shortest sequence of moves from one state to another.

    Raises:
        Conflict: there is none.
    """
    end = _REACHED_AS.get(end, end)
    ways: dict[CaseState, tuple[Move, ...]] = {start: ()}
    waiting = [start]
    while waiting:
        state = waiting.pop(0)
        if state is end:
            return ways[state]
        for step in _BY_IMPORT:
            following = TRANSITIONS[step].get(state)
            if following and following not in ways:
                ways[following] = (*ways[state], step)
                waiting.append(following)
    raise Conflict(texts.CANNOT_REACH)


def _facts_of(step: Move, one: _Arriving) -> MoveFacts:
    """Return the facts of a move, as far as the document contains them."""
    unknown = texts.ELSEWHERE
    return MoveFacts(
        text=(_text(one.row, "answer") or unknown)[:MAXIMUM_TEXT] if step is Move.ANSWER else "",
        reason=(_text(one.row, "refusal", "reason") or unknown)[:MAXIMUM_TEXT],
        legal_ground=(_text(one.row, "refusal", "legal_ground") or unknown)[:MAXIMUM_LINE],
        body=_text(one.row, "outside", "body")[:MAXIMUM_LINE],
        reference=_text(one.row, "outside", "reference")[:MAXIMUM_LINE],
        next_step=_text(one.row, "outside", "next_step")[:MAXIMUM_LINE],
        asked_for=unknown,
    )
