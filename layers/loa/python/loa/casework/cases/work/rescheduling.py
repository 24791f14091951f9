"""Recalculation of open cases' deadlines when the working calendar changes.

A holiday, or a swap of working days, is often announced when cases are already under way. The sweep stores
the fingerprint of the calendar it has applied (partition `calendar#PROVINCE`); a different one starts a pass
over the open cases of the province. A second pass an hour later finds cases opened meanwhile by a process
that still had the old calendar. A deadline only ever moves later: if a day off is cancelled, the date given
to the resident stays.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from loa import clock
from loa.casework.cases.rows.models import StoredCase
from loa.casework.cases.rules import texts
from loa.casework.cases.rules.deadlines import extended, plan, rule_of
from loa.casework.cases.rules.model import Case, Entry, Move, Pause
from loa.casework.cases.rules.reminders import next_attention
from loa.casework.cases.rules.transitions import CLOCK, Rules, was_decided
from loa.casework.cases.work.changes import CaseChange, noted
from loa.casework.cases.work.notifications import day_text
from loa.casework.cases.work.service import CaseService
from loa.errors import name_of, place_of
from loa.platform.aws.dynamodb.tables import Row

PASSES: Final = 2
AGAIN_AFTER: Final = timedelta(hours=1)
"""Longer than a process with the old calendar lives."""

_AT_ONCE: Final = 100
_SORT: Final = "applied"


@dataclass(frozen=True, slots=True)
class Rescheduled:
    """The result of one call.

    Attributes:
        moved: cases whose deadlines moved.
        failed: cases that could not be processed: id, kind of error, place; no personal words.
    """

    moved: int = 0
    failed: tuple[tuple[str, str, tuple[str, ...]], ...] = ()


def recalculated(case: Case, history: Iterable[Entry], rules: Rules) -> tuple[datetime, datetime]:
    """Return an open case's deadlines under this calendar; never earlier than the current ones."""
    start = case.clock_since or case.received_at
    planned = _deadlines(case, start, rules)
    answer_by = _after(planned[1], case, start, rules, answer=True)
    accept_from = _accepted_anew(history, start)
    accept_by = _deadlines(case, accept_from, rules)[0] if accept_from else planned[0]
    accept_by = _after(accept_by, case, accept_from or start, rules, answer=False)
    answer_by = max(case.answer_by, answer_by)
    return min(max(case.accept_by, accept_by), answer_by), answer_by


def follow_calendar(
    province: str, *, service: CaseService, enough: Callable[[], bool] = lambda: False
) -> Rescheduled:
    """Reschedule the open cases of a province if the calendar has changed.

    Idempotent; may be interrupted at any point.

    Args:
        province: whose cases.
        service: the cases.
        enough: whether the time is up; checked before each page. The next call continues there.
    """
    now = service.now()
    service = service.at(now)
    row = _state(province, service)
    if row["passes"] >= PASSES or (row["passes"] and now < clock.from_text(row["again_at"])):
        return Rescheduled()
    done = Rescheduled()
    start = row.get("start")
    while not enough():
        ids, start = service.store.open_ids(province, limit=_AT_ONCE, start=start)
        for case_id in ids:
            done = _with(done, case_id, service)
        if start is None:
            again_at = clock.to_text(now + AGAIN_AFTER)
            service.store.table.put(_key(province) | _applied(row, row["passes"] + 1, again_at))
            return done
        service.store.table.put(
            _key(province) | _applied(row, row["passes"], row["again_at"]) | {"start": start}
        )
    return done


def _state(province: str, service: CaseService) -> Row:
    """Return how far the current calendar has been applied."""
    key = _key(province)
    kept = service.store.table.get(key["partition"], key["sort"])
    if kept and kept["fingerprint"] == service.calendar.fingerprint:
        return kept
    return {"fingerprint": service.calendar.fingerprint, "passes": 0, "again_at": ""}


def _key(province: str) -> Row:
    return {"partition": f"calendar#{province}", "sort": _SORT}


def _applied(row: Row, passes: int, again_at: str) -> Row:
    return {"fingerprint": row["fingerprint"], "passes": passes, "again_at": again_at}


def _with(done: Rescheduled, case_id: str, service: CaseService) -> Rescheduled:
    """Process one more case; an error in it must not stop the others."""
    moved = False

    def decide(kept: StoredCase, now: datetime) -> CaseChange | None:
        nonlocal moved
        wanted = _rescheduling(kept, service, now)
        moved = wanted is not None
        return wanted

    try:
        service.change(case_id, decide)
    except Exception as error:  # noqa: BLE001 - as above
        return replace(done, failed=(*done.failed, (case_id, name_of(error), tuple(place_of(error)))))
    return replace(done, moved=done.moved + int(moved))


def _rescheduling(kept: StoredCase, service: CaseService, now: datetime) -> CaseChange | None:
    """Return the case with later deadlines; None: it keeps its deadlines."""
    case = kept.case
    if not case.state.is_open:
        return None
    accept_by, answer_by = recalculated(case, kept.history, service.days)
    if (accept_by, answer_by) == (case.accept_by, case.answer_by):
        return None
    after = replace(case, accept_by=accept_by, answer_by=answer_by)
    if not case.state.is_paused:
        after = replace(after, attention_at=next_attention(after, service.calendar))
    facts = {
        "accept_by": clock.to_text(accept_by),
        "accept_by_before": clock.to_text(case.accept_by),
        "answer_by": clock.to_text(answer_by),
        "answer_by_before": clock.to_text(case.answer_by),
    }
    new_day = day_text(answer_by) != day_text(case.answer_by)
    told = new_day and not case.state.is_paused  # the new date is given when the case resumes after the pause
    who, day = service.who(case), day_text(answer_by)
    words = texts.rescheduled(case.kind.value, case.code, who, day) if told else ""
    return CaseChange(noted(after, "rescheduled", CLOCK, now, facts=facts), words)


def _deadlines(case: Case, start: datetime, rules: Rules) -> tuple[datetime, datetime]:
    planned = plan(
        case.kind,
        start,
        remote=case.remote,
        complex=case.complex,
        rules=rules.deadlines,
        calendar=rules.calendar,
    )
    return planned.accept_by, planned.answer_by


def _after(due: datetime, case: Case, start: datetime, rules: Rules, *, answer: bool) -> datetime:
    """Return a deadline after the pauses that have ended since its period began."""
    rule = rule_of(case, rules.deadlines)
    counting = rule.counting if answer else rule.accept_counting
    for pause in _ended_since(case.pauses, start):
        due = extended(due, pause, rules.calendar, counting)
    return due


def _ended_since(pauses: Iterable[Pause], start: datetime) -> list[Pause]:
    return [pause for pause in pauses if pause.until is not None and pause.since >= start]


def _accepted_anew(history: Iterable[Entry], start: datetime) -> datetime | None:
    """Return the restart of the acceptance period: after a transfer, or a late supplement."""
    lines = [line for line in history if line.at >= start]
    for place in reversed(range(len(lines))):
        line = lines[place]
        if line.what == Move.TRANSFER.value:
            return line.at
        if line.what == Move.SUPPLY.value and was_decided(lines[:place]):
            return line.at
    return None
