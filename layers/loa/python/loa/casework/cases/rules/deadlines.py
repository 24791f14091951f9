"""Deadlines for accepting and answering a case. Pure rules; reminders before them: `reminders`.

A pause ends with `resumed`. A reopened case gets a new plan; the caller that reopens it also sets
`clock_since`.

Periods follow the Civil Code 2015: the day of receipt does not count (article 147.2), a period of days ends
with its last day (148.6) or, if that is a day off, with the next working day (148.5). A period of
working days ends with the office hours of its last day. The same applies after a pause.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Final

from loa.casework.cases.rules import texts
from loa.casework.cases.rules.model import Case, CaseKind, Pause
from loa.clock import VIETNAM, local_day
from loa.dated_rules import RuleOfLaw, Values, in_force, load, nearest
from loa.foundation.working_time.model import NO_TIME, ONE_DAY, WorkingCalendar

LONGEST_DAYS: Final = 730
"""The upper limit: a rule that gives more time is a typing error."""

_LAST: Final = time(23, 59, 59, 999_000)


class DayCount(StrEnum):
    """The days that count."""

    WORKING = "working"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class DeadlineRule(RuleOfLaw):
    """The time a unit has for cases of a kind.

    Attributes:
        kind: the kind of case; None: every kind without its own rule.
        accept: days for accepting, returning, transferring or refusing.
        answer: days for the answer, counted from receipt like `accept`.
        complex_answer: the same for complex matters.
        remote_answer: the same in remote areas.
        remote_complex_answer: the same for complex matters in remote areas.
        counting: which days count.
        accept_counting: which days count for the acceptance.
        since: first day on which the rule applies, for cases received from then on.
        until: last day on which it applies; None: no known end.

    Raises:
        ValueError: a period of less than a day, or of more than two years.
    """

    kind: CaseKind | None
    accept: int
    answer: int
    complex_answer: int
    remote_answer: int
    remote_complex_answer: int
    counting: DayCount
    accept_counting: DayCount
    since: date
    until: date | None = None

    def __post_init__(self) -> None:
        periods = (
            self.accept,
            self.answer,
            self.complex_answer,
            self.remote_answer,
            self.remote_complex_answer,
        )
        if not all(1 <= days <= LONGEST_DAYS for days in periods):
            raise ValueError(f"a period has between 1 and {LONGEST_DAYS} days")

    def answer_days(self, *, remote: bool, complex: bool) -> int:  # noqa: A002 - the law's term
        """Return the days for the answer to an ordinary, complex or remote case."""
        if remote:
            return self.remote_complex_answer if complex else self.remote_answer
        return self.complex_answer if complex else self.answer


RULES: Final[tuple[DeadlineRule, ...]] = (
    DeadlineRule(
        kind=None,
        accept=1,
        answer=5,
        complex_answer=10,
        remote_answer=5,
        remote_complex_answer=10,
        counting=DayCount.WORKING,
        accept_counting=DayCount.WORKING,
        since=date(2024, 1, 1),
        source=texts.NO_RULE_FOUND,  # ours until the province decides
    ),
    DeadlineRule(
        kind=CaseKind.COMPLAINT,
        accept=10,
        answer=30,
        complex_answer=45,
        remote_answer=45,
        remote_complex_answer=60,
        counting=DayCount.CALENDAR,
        accept_counting=DayCount.CALENDAR,
        since=date(2012, 7, 1),
        until=date(2026, 6, 30),
        source=texts.LAW_ON_COMPLAINTS,
    ),
    DeadlineRule(
        kind=CaseKind.COMPLAINT,
        accept=7,
        answer=10,
        complex_answer=10,
        remote_answer=10,
        remote_complex_answer=10,
        counting=DayCount.WORKING,
        accept_counting=DayCount.WORKING,
        since=date(2026, 7, 1),
        source=texts.COMPLAINTS_GUIDED,
    ),
)
"""What is known today from copies of the laws; nobody has signed off on it, so none is verified.

Stored rules (`deadlines`) replace it without a new release and name who read them (`read_by`, `read_on`).

The Front does not settle complaints: it studies them and guides people to the body that does, or passes
them on (Law on Complaints, article 66.1). Its own deadlines are therefore those for receiving a petition:
7 working days to decide on it (Decree 124/2020, article 16.1, as changed by Decree 155/2026) and 10 to report
the outcome (Law on Citizen Reception, article 28.1). The 30 to 60 days of article 28 bind the settling body;
while it has the case, the clock is paused and the unit is reminded to ask. Until June 2026 they were
counted here.
Denunciations have their own rules in the package `denunciations`.
"""


def read_deadline_rules(text: str) -> tuple[DeadlineRule, ...]:
    """Return the rules in a text (`loa.dated_rules`), or `RULES` if it is empty.

    A row may leave out `kind` (every kind without its own rule), `complex_answer` and `remote_answer`
    (as `answer`), `remote_complex_answer` (the longer of those two), `counting` (`working`) and
    `accept_counting` (as `counting`).

    Raises:
        ValueError: wrong format, or no general rule for every kind.
    """
    rules = load(text, DeadlineRule, RULES, complete=_complete)
    if not any(rule.kind is None for rule in rules):
        raise ValueError("one rule has to hold for every kind without its own")
    return rules


def _complete(values: Values) -> Values:
    counting = values.get("counting", DayCount.WORKING)
    whole = {"kind": None, "counting": counting, "accept_counting": counting} | values
    if "answer" in values:
        answer = values["answer"]
        whole = {"complex_answer": answer, "remote_answer": answer} | whole
        longest = max(whole["complex_answer"], whole["remote_answer"])
        whole = {"remote_complex_answer": longest} | whole
    return whole


def rule_for(rules: Iterable[DeadlineRule], kind: CaseKind, day: date) -> DeadlineRule:
    """Return the rule for a case received on a day: its kind's own before the general one, newest first.

    A day before or after all rules gets the nearest one: a case is never without a deadline.

    Raises:
        ValueError: there is no rule for that kind at all.
    """
    known = tuple(rules)
    own = [rule for rule in known if rule.kind is kind]
    general = [rule for rule in known if rule.kind is None]
    if not own and not general:
        raise ValueError(f"no rule for {kind}")
    return in_force(own, day) or in_force(general, day) or nearest(own or general, day)


@dataclass(frozen=True, slots=True)
class PlannedDeadlines:
    """The deadlines of a case, and the rule that sets them."""

    accept_by: datetime
    answer_by: datetime
    rule: DeadlineRule


def plan(
    kind: CaseKind,
    received_at: datetime,
    *,
    remote: bool,
    complex: bool,  # noqa: A002 - the law's term
    rules: Iterable[DeadlineRule],
    calendar: WorkingCalendar,
) -> PlannedDeadlines:
    """Return the deadlines of a case received, or reopened, at an instant.

    Raises:
        ValueError: there is no rule for that kind; the instant has no time zone.
    """
    rule = rule_for(rules, kind, local_day(received_at))
    days = rule.answer_days(remote=remote, complex=complex)
    accept_by = _end(received_at, rule.accept, rule.accept_counting, calendar)
    answer_by = _end(received_at, days, rule.counting, calendar)
    return PlannedDeadlines(min(accept_by, answer_by), answer_by, rule)


def _end(start: datetime, days: int, counting: DayCount, calendar: WorkingCalendar) -> datetime:
    if counting is DayCount.WORKING:
        return calendar.add_working_days(start, days)
    return _end_of_day(local_day(start) + days * ONE_DAY, calendar)


def _end_of_day(day: date, calendar: WorkingCalendar) -> datetime:
    """Return the last instant of a day or, if it is a day off, of the next working day."""
    return datetime.combine(calendar.next_working_day(day), _LAST, VIETNAM).astimezone(UTC)


def extended(due: datetime, pause: Pause, calendar: WorkingCalendar, counting: DayCount) -> datetime:
    """Return a deadline after a pause: later by at least its length, at the end of a day.

    The length is in working time or calendar time, as the days count. Residents see a date, so that whole day
    counts: a deadline in working days ends with the office hours, one in calendar days with the day, and
    neither on a day off. A pause of zero length in that counting moves nothing.

    Raises:
        ValueError: the pause has not ended.
    """
    if pause.until is None:
        raise ValueError("a pause that lasts has no length")
    if counting is DayCount.CALENDAR:
        length = max(NO_TIME, pause.until - pause.since)
        return _end_of_day(local_day(due + length), calendar) if length else due.astimezone(UTC)
    worked = calendar.working_time(pause.since, pause.until)
    return (
        calendar.closing(local_day(calendar.add_working_time(due, worked))) if worked else due.astimezone(UTC)
    )


def rule_of(case: Case, rules: Iterable[DeadlineRule]) -> DeadlineRule:
    """Return the rule that sets the deadlines of a case."""
    return rule_for(rules, case.kind, local_day(case.clock_since or case.received_at))


def resumed(
    case: Case, pause: Pause, *, rules: Iterable[DeadlineRule], calendar: WorkingCalendar
) -> tuple[datetime, datetime]:
    """Return when a case must be accepted and answered after a pause that has just ended.

    Raises:
        ValueError: the pause has not ended.
    """
    rule = rule_of(case, rules)
    answer_by = extended(case.answer_by, pause, calendar, rule.counting)
    return min(extended(case.accept_by, pause, calendar, rule.accept_counting), answer_by), answer_by
