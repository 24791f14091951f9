"""Cases for the national platform: export, and an idempotent import (the document: `document`).

A case from another system is stored once, under its system and id. Importing it again changes nothing; a
higher revision supplements it: new history lines are added, and a newer state is reached by the moves that
lead there, with their guards and counters. Deadlines are ours, counted from the receipt date in the
document. Notifying reporters remains up to the receiving system: an import notifies nobody.

Everything is checked before anything is written.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import takewhile
from typing import Any, Final

from loa.casework.cases.rows.models import StoredCase
from loa.casework.cases.rules import texts
from loa.casework.cases.rules.checks import MoveFacts
from loa.casework.cases.rules.model import (
    TRANSITIONS,
    CaseState,
    Entry,
    Move,
)
from loa.casework.cases.work.changes import CaseChange, noted
from loa.casework.cases.work.service import CaseService
from loa.casework.exchange.document import (
    MAXIMUM_CASES,
    MAXIMUM_ID,
    SCHEMA,
    SYSTEM,
    VERSION,
    ArrivingCase,
    exported,
    facts_of,
    rows_of,
    text_in,
)
from loa.errors import Conflict, InvalidInput
from loa.foundation.units.model import is_within


@dataclass(frozen=True, slots=True)
class CaseImport:
    """The result of an import.

    Attributes:
        opened: ids of new cases, brought as far as the document says.
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
    checked = [ArrivingCase(row, f"cases.{place}") for place, row in enumerate(rows_of(document))]
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
    one: ArrivingCase, done: _Done, *, province: str, scope: str, by: str, service: CaseService
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
    try:
        changed = _supplement(known, one, by=by, service=service)
    except (Conflict, InvalidInput) as error:
        done.refused[one.place] = error.message
        return
    if is_new:
        done.opened.append(one.case_id)
    else:
        (done.supplemented if changed else done.unchanged).append(one.case_id)


def _supplement(known: StoredCase, one: ArrivingCase, *, by: str, service: CaseService) -> bool:
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
        "their_at": text_in(line, "at"),
        "their_what": text_in(line, "what")[:MAXIMUM_ID],
        "their_by": text_in(line, "by")[:MAXIMUM_ID],
        "their_state": text_in(line, "state")[:MAXIMUM_ID],
    }
    return service.change(
        known,
        lambda stored, now: CaseChange(
            noted(stored.case, "imported", by, now, text=text_in(line, "text"), facts=facts)
        ),
        idempotency_key=f"import-line-{line['revision']}",
    )


def _reach(known: StoredCase, one: ArrivingCase, *, by: str, service: CaseService) -> None:
    """Move a case to the state in the document, and record that the revision is imported.

    Raises:
        Conflict: it cannot be reached.
    """
    wanted = CaseState(text_in(one.row, "state"))
    state = known.case.state
    for step in path_to(state, wanted):
        facts = facts_of(step, one)

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
