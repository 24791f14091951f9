"""The effects of a move on a case: state, pauses, deadlines, counters. Pure rules; time is an argument.

Pauses begin with RETURN and HAND_OUTSIDE and end with the next move; both deadlines then move by the pause's
length (`deadlines.resumed`). A case that is reopened or unmerged gets a new full period. After a
transfer, or after information that was requested late, the acceptance period starts again, but never goes
beyond the answer's deadline.

At any time, every received case is exactly one of: open, counted as answered, or counted as ended without an
answer. `Case.counted` records how it was counted, and reopening subtracts
that from the sums again.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from loa.casework.cases.rules import texts
from loa.casework.cases.rules.checks import MoveFacts
from loa.casework.cases.rules.deadlines import DeadlineRule, PlannedDeadlines, plan, resumed
from loa.casework.cases.rules.model import Case, CaseKind, CaseState, Counted, Entry, Move, Pause, after
from loa.casework.cases.rules.periods import terms_on
from loa.casework.cases.rules.reminders import ACCEPTANCE, next_attention
from loa.clock import local_day
from loa.errors import Conflict
from loa.foundation.statistics.model import Counts, Metric
from loa.foundation.statistics.times import FIRST_ANSWER, SOLUTION, minutes
from loa.foundation.working_time.model import WorkingCalendar

RESIDENT: Final = "resident"
CLOCK: Final = "clock"

OUTSIDE_DAYS: Final = 15
"""Working days after which a unit is reminded, repeatedly, of a case with an outside body."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules that dates are calculated with."""

    calendar: WorkingCalendar
    deadlines: tuple[DeadlineRule, ...]


type CountedEvent = tuple[str, datetime, Counts]
"""The unit, the instant, and what is added (or subtracted)."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A case after a move.

    Attributes:
        case: the case; its version has grown by one.
        entry: the line of its history.
        said: names of the case's words stored in this line.
        counted: what is counted.
    """

    case: Case
    entry: Entry
    said: tuple[str, ...] = ()
    counted: tuple[CountedEvent, ...] = ()


def allow(case: Case, step: Move, by: str, now: datetime) -> None:
    """Check that this person may make that move now.

    Raises:
        Conflict: not now, or only the resident can do it.
    """
    after(case.state, step)
    told = bool(case.reporter.user_id)
    if by not in {RESIDENT, CLOCK} and told:
        early = step is Move.CLOSE and case.state in {CaseState.ANSWERED, CaseState.RETURNED}
        if step is Move.CONFIRM or early:
            raise Conflict(texts.RESIDENT_DECIDES)
    if step is Move.REOPEN and now > reopen_until(case):
        raise Conflict(texts.TOO_LATE)


def reopen_until(case: Case) -> datetime:
    """Return until when a case can be reopened."""
    ended = case.counted.at if case.counted else case.changed_at
    return ended + terms_on(local_day(ended)).reopen


def supply_until(at: datetime) -> datetime:
    """Return until when a resident asked at that instant can answer."""
    return at + terms_on(local_day(at)).supply


def received(kind: CaseKind) -> Metric:
    """Return the counter of received cases."""
    return Metric(f"cases_{kind.value}")


def moved(
    case: Case,
    step: Move,
    facts: MoveFacts,
    *,
    by: str,
    now: datetime,
    rules: Rules,
    history: Sequence[Entry] = (),
    more: Mapping[str, str] | None = None,
) -> Moved:
    """Return the case after a move that is known to be allowed (`check`, `allow`).

    Args:
        case: the case before it.
        step: the move.
        facts: its details.
        by: who makes it.
        now: the instant.
        rules: for calculating dates.
        history: its lines so far.
        more: further facts for the line.

    Raises:
        Conflict: not possible from its state.
    """
    state = after(case.state, step)
    following = replace(case, state=state, changed_at=now, version=case.version + 1)
    if case.state.is_paused:
        following = _resumed(following, now, rules)
    if state.is_paused:
        following = replace(following, pauses=(*following.pauses, Pause(now)))
    following, said, words = _STEPS.get(step, _nothing)(following, facts, now, rules)
    if step is Move.SUPPLY and was_decided(history):
        following = _accept_anew(following, now, rules)
    counted: list[CountedEvent] = []
    if step in {Move.REOPEN, Move.UNMERGE}:
        following, counted = _taken_back(following, case, step, now)
    elif case.state.is_open and not state.is_open:
        following, counted = _ended(following, case, step, now, rules)
    following = replace(following, attention_at=attention_after(following, now, rules.calendar))
    entry = Entry(
        case_id=case.id,
        version=following.version,
        at=now,
        what=step.value,
        by=by,
        state=state,
        unit_path=following.unit_path,
        text=words,
        facts=facts_of(facts) | dict(more or {}),
    )
    return Moved(following, entry, said, tuple(counted))


def facts_of(facts: MoveFacts) -> dict[str, str]:
    """Return the facts for a line of the history; words are kept as its text."""
    kept = {
        name: getattr(facts, name)
        for name in ("legal_ground", "to_path", "body", "reference", "next_step", "into")
        if getattr(facts, name)
    }
    return kept | ({"attachments": "\n".join(facts.attachments)} if facts.attachments else {})


def attention_after(case: Case, now: datetime, calendar: WorkingCalendar) -> datetime | None:
    """Return when the sweep next looks at a case; None: never."""
    match case.state:
        case CaseState.RETURNED:
            return supply_until(case.pauses[-1].since)
        case CaseState.OUTSIDE:
            return calendar.add_working_days(now, OUTSIDE_DAYS)
        case CaseState.ANSWERED | CaseState.CONFIRMED:
            return calendar.add_working_days(case.changed_at, terms_on(local_day(case.changed_at)).close_days)
        case CaseState.REFUSED:
            return case.changed_at + terms_on(local_day(case.changed_at)).reopen
        case _:
            return next_attention(case, calendar)


def working_time(case: Case, until: datetime, calendar: WorkingCalendar) -> timedelta:
    """Return the office time a case has taken since its receipt, without pauses."""
    start = case.received_at
    whole = calendar.working_time(start, until)
    paused = (
        calendar.working_time(max(pause.since, start), min(pause.until or until, until))
        for pause in case.pauses
    )
    return max(timedelta(0), whole - sum(paused, timedelta(0)))


def counter_sums(counted: Iterable[CountedEvent]) -> dict[str, list[tuple[datetime, Counts]]]:
    """Merge counts by unit: DynamoDB accepts a row once per transaction."""
    sums: dict[str, list[tuple[datetime, Counts]]] = {}
    for path, at, counts in counted:
        sums.setdefault(path, []).append((at, counts))
    return sums


def standing_changes(before: Case | None, after: Case | None) -> dict[str, Counter[str]]:
    """Return by unit how the numbers of cases by kind and state change (`Gauges.cases`)."""
    changed: dict[str, Counter[str]] = {}
    for case, number in ((before, -1), (after, 1)):
        if case:
            changed.setdefault(case.unit_path, Counter())[f"{case.kind.value}.{case.state.value}"] += number
    return changed


def _resumed(case: Case, now: datetime, rules: Rules) -> Case:
    """Return the case after a pause: both deadlines move by its length."""
    lasting = case.pauses[-1]
    pause = replace(lasting, until=max(now, lasting.since))
    case = replace(case, pauses=(*case.pauses[:-1], pause))
    accept_by, answer_by = resumed(case, pause, rules=rules.deadlines, calendar=rules.calendar)
    return replace(case, accept_by=accept_by, answer_by=answer_by)


def was_decided(history: Sequence[Entry]) -> bool:
    """Tell whether the case had been accepted before the resident was asked."""
    states = [line.state for line in history]
    before = [
        states[place - 1] for place, line in enumerate(history) if place and line.what == Move.RETURN.value
    ]
    return bool(before) and not before[-1].is_undecided


def _planned(case: Case, now: datetime, rules: Rules) -> PlannedDeadlines:
    """Return the deadlines of a case that starts now."""
    return plan(
        case.kind,
        now,
        remote=case.remote,
        complex=case.complex,
        rules=rules.deadlines,
        calendar=rules.calendar,
    )


def _accept_anew(case: Case, now: datetime, rules: Rules) -> Case:
    """Restart the days of acceptance for a new decision, within the deadline of the answer."""
    planned = _planned(case, now, rules)
    return replace(
        case,
        accept_by=min(planned.accept_by, case.answer_by),
        reminded=tuple(share for share in case.reminded if share < ACCEPTANCE),
    )


def _planned_anew(case: Case, now: datetime, rules: Rules) -> Case:
    """Restart the whole period."""
    planned = _planned(case, now, rules)
    return replace(
        case, accept_by=planned.accept_by, answer_by=planned.answer_by, clock_since=now, reminded=()
    )


type Transition = Callable[[Case, MoveFacts, datetime, Rules], tuple[Case, tuple[str, ...], str]]
"""The case, the names of its words that this line brings, and the line's text."""


def _nothing(
    case: Case, facts: MoveFacts, _now: datetime, _rules: Rules
) -> tuple[Case, tuple[str, ...], str]:
    return case, (), facts.text


def _return(case: Case, facts: MoveFacts, _now: datetime, _rules: Rules) -> tuple[Case, tuple[str, ...], str]:
    return replace(case, asked_for=facts.asked_for), ("asked_for",), facts.asked_for


def _transfer(case: Case, facts: MoveFacts, now: datetime, rules: Rules) -> tuple[Case, tuple[str, ...], str]:
    there = replace(case, unit_path=facts.to_path, owner="", next_step=facts.next_step)
    return _accept_anew(there, now, rules), (), facts.text


def _outside(
    case: Case, facts: MoveFacts, _now: datetime, _rules: Rules
) -> tuple[Case, tuple[str, ...], str]:
    there = replace(
        case,
        outside_body=facts.body,
        outside_reference=facts.reference,
        next_step=facts.next_step,
    )
    return there, (), facts.text


def _refuse(case: Case, facts: MoveFacts, _now: datetime, _rules: Rules) -> tuple[Case, tuple[str, ...], str]:
    refused = replace(case, refusal_reason=facts.reason, legal_ground=facts.legal_ground)
    return refused, ("refusal_reason",), facts.reason


def _answer(case: Case, facts: MoveFacts, now: datetime, _rules: Rules) -> tuple[Case, tuple[str, ...], str]:
    answered = replace(
        case, answer=facts.text, solved_at=now, satisfaction=0, satisfaction_word="", next_step=""
    )
    return answered, ("answer",), facts.text


def _reopen(case: Case, facts: MoveFacts, now: datetime, rules: Rules) -> tuple[Case, tuple[str, ...], str]:
    again = replace(
        case, priority=1, reopened=case.reopened + 1, answer="", refusal_reason="", legal_ground=""
    )
    return _planned_anew(again, now, rules), (), facts.text


def _unmerge(case: Case, facts: MoveFacts, now: datetime, rules: Rules) -> tuple[Case, tuple[str, ...], str]:
    return _planned_anew(replace(case, joined_to=""), now, rules), (), facts.text


def _merge(case: Case, facts: MoveFacts, _now: datetime, _rules: Rules) -> tuple[Case, tuple[str, ...], str]:
    return replace(case, joined_to=facts.into), (), facts.text


_STEPS: Final[Mapping[Move, Transition]] = {
    Move.RETURN: _return,
    Move.TRANSFER: _transfer,
    Move.HAND_OUTSIDE: _outside,
    Move.REFUSE: _refuse,
    Move.ANSWER: _answer,
    Move.REOPEN: _reopen,
    Move.MERGE: _merge,
    Move.UNMERGE: _unmerge,
}


def _ended(
    case: Case, before: Case, step: Move, now: datetime, rules: Rules
) -> tuple[Case, list[CountedEvent]]:
    """Return the case as ended: how that counts, and when it was first answered."""
    numbers: dict[Metric, int] = {}
    if step is Move.ANSWER:
        numbers[Metric.CASES_ANSWERED] = 1
        numbers[SOLUTION.bucket(working_time(case, now, rules.calendar))] = 1
        if now <= case.answer_by:
            numbers[Metric.CASES_IN_TIME] = 1
    else:
        numbers[Metric.CASES_ENDED] = 1
    kept = tuple(sorted((metric.value, number) for metric, number in numbers.items()))
    case = replace(case, counted=Counted(case.unit_path, now, kept), priority=before.priority)
    counted: list[CountedEvent] = [(case.unit_path, now, numbers)]
    if case.first_answer_at is None and step in {Move.ANSWER, Move.REFUSE}:
        took = minutes(working_time(case, now, rules.calendar))
        case = replace(case, first_answer_at=now, first_answer_took=took)
        counted.append((case.unit_path, now, {FIRST_ANSWER.bucket(timedelta(minutes=took)): 1}))
    return case, counted


def _taken_back(case: Case, before: Case, step: Move, now: datetime) -> tuple[Case, list[CountedEvent]]:
    """Return the case as open again: the count of its end is reversed."""
    counted: list[CountedEvent] = []
    if before.counted:
        numbers = {Metric(name): -number for name, number in before.counted.numbers}
        counted.append((before.counted.path, before.counted.at, numbers))
    if step is Move.REOPEN:
        counted.append((case.unit_path, now, {Metric.CASES_REOPENED: 1}))
    return replace(case, counted=None, solved_at=None), counted
