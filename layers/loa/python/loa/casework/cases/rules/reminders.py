"""Reminders of a case's deadlines, and the share of its time that has passed. Pure rules.

Reminders are numbers, as kept in `Case.reminded`. Of the answer: 50, 80 and 100 per cent of the time, then
120, 140 … for each further five working days overdue. Of the acceptance, while nobody has
decided on the case: 80 and 100 (`ACCEPTANCE` + per cent). If several come due at once because the
clock was paused, all are recorded, and only the last of each sort is worth a message.

While a pause lasts (`Pause.until` is None, a state that `is_paused`) nothing is due. Who reopens a case
empties `reminded`, so that its percentages restart; who gives a transferred case a new `accept_by` removes
the reminders from `ACCEPTANCE` on. Percentages are of the time in which offices are open, so that a
reminder at 50 or 80 per cent comes within office hours.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import count
from typing import Final

from loa.casework.cases.rules.model import Case, Pause
from loa.foundation.working_time.model import NO_TIME, WorkingCalendar

PERCENTAGES: Final = (50, 80)
"""The shares of the time at which the unit is reminded of the answer."""
OVERDUE: Final = 100
OVERDUE_STEP: Final = 20
OVERDUE_DAYS: Final = 5
"""Each further five working days overdue add a step: 120, 140 …"""
ACCEPTANCE: Final = 100_000
"""Added to percentages for the acceptance; those of the answer would reach it only after a century."""

_MILLISECOND: Final = timedelta(milliseconds=1)


def share(
    start: datetime,
    due: datetime,
    pauses: Iterable[Pause],
    now: datetime,
    calendar: WorkingCalendar,
) -> int:
    """Return the used share of the time, in per cent of the open office hours, without pauses.

    Args:
        start: receipt, or reopening.
        due: the deadline; it already includes ended pauses.
        pauses: all pauses of the case. During an ongoing one no time is used.
        now: the instant asked for.
        calendar: office hours.

    Returns:
        0 to 99 before the deadline, 100 and more from then on.
    """
    pauses = list(pauses)
    lasting = next((pause.since for pause in pauses if pause.until is None), None)
    at = now if lasting is None else min(now, lasting)
    paused = sum((_paused(pause, start, at, calendar) for pause in pauses), NO_TIME)
    left_out = sum((_paused(pause, start, due, calendar) for pause in pauses if pause.until), NO_TIME)
    used = max(NO_TIME, calendar.working_time(start, at) - paused)
    whole = calendar.working_time(start, due) - left_out
    percentage = used * 100 // whole if whole > NO_TIME else 0
    return max(OVERDUE, percentage) if at >= due else min(OVERDUE - 1, percentage)


def _paused(pause: Pause, start: datetime, end: datetime, calendar: WorkingCalendar) -> timedelta:
    """Return how much working time of a period a pause takes."""
    until = end if pause.until is None else min(pause.until, end)
    return calendar.working_time(max(pause.since, start), until)


def to_remind(case: Case, now: datetime, calendar: WorkingCalendar) -> tuple[int, ...]:
    """List the reminders that are due and not sent, in order of time; none while nothing is awaited."""
    found = []
    for at, reminder in _reminders(case, calendar):
        if at > now:
            break
        found.append(reminder)
    return tuple(found)


def next_attention(case: Case, calendar: WorkingCalendar) -> datetime | None:
    """Return when the next reminder is due, possibly in the past; None while the unit has nothing to do."""
    return next((at for at, _ in _reminders(case, calendar)), None)


def _reminders(case: Case, calendar: WorkingCalendar) -> Iterator[tuple[datetime, int]]:
    """Yield reminders not yet sent, by time, without end: an overdue case is never forgotten."""
    if not case.state.is_open or case.state.is_paused:
        return
    coming = sorted(_before_overdue(case, calendar))
    for overdue in _overdue(case.answer_by, calendar):
        while coming and coming[0] <= overdue:
            yield from _not_sent(case, coming.pop(0))
        yield from _not_sent(case, overdue)


def _not_sent(case: Case, reminder: tuple[datetime, int]) -> Iterator[tuple[datetime, int]]:
    if reminder[1] not in case.reminded:
        yield reminder


def _before_overdue(case: Case, calendar: WorkingCalendar) -> Iterator[tuple[datetime, int]]:
    """Yield the answer's reminders before its deadline, and those of a pending acceptance."""
    start = case.clock_since or case.received_at
    for percentage in PERCENTAGES:
        yield _at_share(start, case.answer_by, case.pauses, percentage, calendar), percentage
    if case.state.is_undecided:
        last = PERCENTAGES[-1]
        yield _at_share(start, case.accept_by, case.pauses, last, calendar), ACCEPTANCE + last
        yield _within_hours(case.accept_by, calendar), ACCEPTANCE + OVERDUE


def _overdue(due: datetime, calendar: WorkingCalendar) -> Iterator[tuple[datetime, int]]:
    """Yield the deadline and each further five working days."""
    for percentage in count(OVERDUE, OVERDUE_STEP):
        yield _within_hours(due, calendar), percentage
        due = calendar.add_working_days(due, OVERDUE_DAYS)


def _within_hours(due: datetime, calendar: WorkingCalendar) -> datetime:
    """Return the deadline if the office is open until then, else its next opening: nobody is woken."""
    return due if calendar.is_open(due - _MILLISECOND) else calendar.next_opening(due)


def _at_share(
    start: datetime, due: datetime, pauses: Iterable[Pause], percentage: int, calendar: WorkingCalendar
) -> datetime:
    """Return when `share` reaches a percentage below 100, to the millisecond."""
    ended = sorted((pause for pause in pauses if pause.until), key=lambda pause: pause.since)
    left_out = sum((_paused(pause, start, due, calendar) for pause in ended), NO_TIME)
    whole = max(NO_TIME, calendar.working_time(start, due) - left_out)
    needed = -(-whole * percentage // (_MILLISECOND * 100)) * _MILLISECOND
    at = calendar.add_working_time(start, needed)
    for pause in ended:
        if pause.since < at:
            at = calendar.add_working_time(at, _paused(pause, start, due, calendar))
    return at
