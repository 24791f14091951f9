"""Deadlines for accepting and settling denunciations, and the reminders before them. Pure rules.

The numbers are data with their source and first day of validity. `verified` says whether the article was
read verbatim in a source other than our memory; the client's lawyer must check the rest.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from loa.casework.denunciations import texts
from loa.casework.denunciations.model import Denunciation
from loa.clock import day_start, local_day
from loa.dated_rules import load, nearest
from loa.foundation.working_time.model import WorkingCalendar

_SHARES: Final = (0.5, 0.8, 1.0)
_OVERDUE_EVERY: Final = timedelta(days=7)
ALL_OF_IT: Final = 2
"""The reminder level at which the time is up."""


@dataclass(frozen=True, slots=True)
class DenunciationRule:
    """The legal deadlines from a given day on.

    Attributes:
        since: first day; the rule applies to denunciations received, or accepted, from then on.
        accept_working_days: to check and accept or refuse.
        settle_days: from acceptance to the conclusion.
        extension_days: length of each extension.
        extensions: maximum number of extensions for a particularly complex matter.
        accept_source, settle_source: the articles, as shown to investigators.
        accept_verified, settle_verified: whether they were read.
        complex_extensions: maximum number of extensions for a complex matter.
        pass_on_working_days: to pass on what others must decide, and notify the denouncer (article 24.2).
        inform_working_days: to notify both sides of the acceptance (article 29.3).
        outside_days: for the body it was passed on to, to answer the unit that passed it on (article 26.2).

    Raises:
        ValueError: a deadline of less than a day, or an extension that shortens it.
    """

    since: date
    accept_working_days: int
    settle_days: int
    extension_days: int
    extensions: int
    accept_source: str
    settle_source: str
    accept_verified: bool
    settle_verified: bool
    complex_extensions: int = 1
    pass_on_working_days: int = 5
    inform_working_days: int = 5
    outside_days: int = 20

    def __post_init__(self) -> None:
        if min(self.accept_working_days, self.settle_days) < 1:
            raise ValueError("a deadline is at least a day away")
        if min(self.extension_days, self.extensions) < 0:
            raise ValueError("an extension does not shorten a deadline")


RULES: Final[tuple[DenunciationRule, ...]] = (
    DenunciationRule(
        since=date(2019, 1, 1),
        accept_working_days=7,
        settle_days=30,
        extension_days=30,
        extensions=2,
        accept_source=texts.LAW.format(article=24),
        settle_source=texts.LAW.format(article=30),
        # Articles 22 to 26, 29 and 30 were read in a stored copy of the law in November 2026; article 30 in
        # three other collections (luatsubaoho.com, luatdongduong.com.vn, luatvietthai.com.vn). Nobody has
        # signed off on it, so it is not verified.
        accept_verified=False,
        settle_verified=False,
    ),
)


def read_denunciation_rules(text: str) -> tuple[DenunciationRule, ...]:
    """Return the rules in a text (`loa.dated_rules`), or `RULES` if it is empty.

    Raises:
        ValueError: the format is wrong.
    """
    return load(text, DenunciationRule, RULES)


def rule_on(rules: Iterable[DenunciationRule], day: date) -> DenunciationRule:
    """Return the rule that applies on a day; before the first rule, the first."""
    return nearest(rules, day)


def pass_on_by(received_at: date, rules: Iterable[DenunciationRule], calendar: WorkingCalendar) -> datetime:
    """Return the end of the last working day for passing on what others must decide."""
    rule = rule_on(rules, received_at)
    return calendar.add_working_days(day_start(received_at), rule.pass_on_working_days)


def inform_by(
    accepted_at: datetime, rules: Iterable[DenunciationRule], calendar: WorkingCalendar
) -> datetime:
    """Return the end of the last working day for notifying both sides of the acceptance."""
    rule = rule_on(rules, local_day(accepted_at))
    return calendar.add_working_days(accepted_at, rule.inform_working_days)


def outside_by(handed_at: datetime, rules: Iterable[DenunciationRule], calendar: WorkingCalendar) -> datetime:
    """Return the end of the last day for the answer of the body it was passed on to."""
    rule = rule_on(rules, local_day(handed_at))
    return _end_of(local_day(handed_at) + timedelta(days=rule.outside_days), calendar)


def accept_by(received_at: date, rules: Iterable[DenunciationRule], calendar: WorkingCalendar) -> datetime:
    """Return the end of the last working day for accepting or refusing."""
    rule = rule_on(rules, received_at)
    return calendar.add_working_days(day_start(received_at), rule.accept_working_days)


def answer_by(
    accepted_at: datetime, rules: Iterable[DenunciationRule], calendar: WorkingCalendar
) -> datetime:
    """Return the end of the last day for settling."""
    rule = rule_on(rules, local_day(accepted_at))
    return _end_of(local_day(accepted_at) + timedelta(days=rule.settle_days), calendar)


def extended(due: datetime, days: int, calendar: WorkingCalendar) -> datetime:
    """Return a deadline moved by a number of days; never earlier than it was."""
    return max(due, _end_of(local_day(due - timedelta(seconds=1)) + timedelta(days=days), calendar))


def _end_of(day: date, calendar: WorkingCalendar) -> datetime:
    """Return midnight after a day or, if it is off, the next working day (Civil Code, article 148.5)."""
    last = calendar.next_working_day(day)
    return day_start(last + timedelta(days=1))


def reminder_at(start: datetime, due: datetime, level: int, *, sooner: datetime | None = None) -> datetime:
    """Return when a reminder is due: half of the time, four fifths, all of it, then weekly.

    Args:
        start: when the deadline began.
        due: when it ends.
        level: the reminder's level.
        sooner: an earlier deadline that the first two reminders are about: what others must
            decide is passed on before the rest is accepted.
    """
    if level < ALL_OF_IT:
        return start + ((sooner or due) - start) * _SHARES[level]
    if level < len(_SHARES):
        return due
    return due + _OVERDUE_EVERY * (level - ALL_OF_IT)


def rules_of(
    head: Denunciation, rules: Iterable[DenunciationRule]
) -> tuple[DenunciationRule, DenunciationRule]:
    """Return the rules that set its two deadlines: acceptance and settlement."""
    known = tuple(rules)
    return (
        rule_on(known, head.received_at),
        rule_on(known, local_day(head.accepted_at) if head.accepted_at else head.received_at),
    )


def started(head: Denunciation) -> datetime:
    """Return when the current deadline began."""
    if head.state.is_paused and head.outside_at:
        return head.outside_at
    return day_start(head.received_at) if head.undecided or head.accepted_at is None else head.accepted_at


def sooner(head: Denunciation) -> datetime | None:
    """Return the deadline for passing it on, while it is undecided."""
    return head.pass_on_by if head.undecided else None


def next_attention(head: Denunciation) -> datetime | None:
    """Return when the sweep next looks at it; None: no deadline is running."""
    return _reminder_at(head, head.due, head.reminded) if head.due else None


def level_now(head: Denunciation, now: datetime) -> int | None:
    """Return the highest reminder that is due and not sent; None: there is none."""
    if head.due is None:
        return None
    level = None
    upcoming = head.reminded
    while _reminder_at(head, head.due, upcoming) <= now:
        level = upcoming
        upcoming += 1
    return level


def _reminder_at(head: Denunciation, due: datetime, level: int) -> datetime:
    return reminder_at(started(head), due, level, sooner=sooner(head))
