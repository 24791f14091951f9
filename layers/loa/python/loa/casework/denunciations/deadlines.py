"""Until when a denunciation must be accepted and settled, and when somebody is reminded. Pure rules.

The numbers are data with their source and the day they begin to hold. `verified` says whether the article was
read, verbatim, in a source other than our memory; what was not is to be checked by the client's lawyer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from loa.casework.denunciations import texts
from loa.casework.denunciations.model import Denunciation, day_start
from loa.clock import VIETNAM, local_day
from loa.dated_rules import load, nearest
from loa.foundation.working_time.model import WorkingCalendar

_SHARES: Final = (0.5, 0.8, 1.0)
_OVERDUE_EVERY: Final = timedelta(days=7)
ALL_OF_IT: Final = 2
"""The level of reminders at which the time is over."""


@dataclass(frozen=True, slots=True)
class DenunciationRule:
    """What the law allows, from a day on.

    Attributes:
        since: first day; the rule holds for what is received, or accepted, from then on.
        accept_working_days: to check and accept or refuse.
        settle_days: from acceptance to the conclusion.
        extension_days: by which the time may be extended, each time.
        extensions: how often at most, for a particularly complex matter.
        accept_source, settle_source: the articles, as an investigator reads them.
        accept_verified, settle_verified: whether they were read.
        complex_extensions: how often at most, for a complex matter.
        pass_on_working_days: to pass on what others have to decide, and to tell the denouncer (article 24.2).
        inform_working_days: to tell both sides that it was accepted (article 29.3).
        outside_days: within which a body that it was passed on to answers who passed it on (article 26.2).

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
        # three collections besides (luatsubaoho.com, luatdongduong.com.vn, luatvietthai.com.vn). Nobody has
        # put their name to it, so it is not verified.
        accept_verified=False,
        settle_verified=False,
    ),
)


def read_denunciation_rules(text: str) -> tuple[DenunciationRule, ...]:
    """The rules in a text (`loa.dated_rules`); empty: `RULES`.

    Raises:
        ValueError: another form.
    """
    return load(text, DenunciationRule, RULES)


def rule_on(rules: Iterable[DenunciationRule], day: date) -> DenunciationRule:
    """The rule that holds on a day; before the first one: the first one."""
    return nearest(rules, day)


def pass_on_by(received_at: date, rules: Iterable[DenunciationRule], calendar: WorkingCalendar) -> datetime:
    """The end of the last working day on which what others have to decide is passed on in time."""
    rule = rule_on(rules, received_at)
    return calendar.add_working_days(day_start(received_at), rule.pass_on_working_days)


def inform_by(
    accepted_at: datetime, rules: Iterable[DenunciationRule], calendar: WorkingCalendar
) -> datetime:
    """The end of the last working day on which both sides are told in time that it was accepted."""
    rule = rule_on(rules, local_day(accepted_at))
    return calendar.add_working_days(accepted_at, rule.inform_working_days)


def outside_by(handed_at: datetime, rules: Iterable[DenunciationRule], calendar: WorkingCalendar) -> datetime:
    """The end of the last day on which the body that it was passed on to answers in time."""
    rule = rule_on(rules, local_day(handed_at))
    return _end_of(local_day(handed_at) + timedelta(days=rule.outside_days), calendar)


def accept_by(received_at: date, rules: Iterable[DenunciationRule], calendar: WorkingCalendar) -> datetime:
    """The end of the last working day on which it can be accepted or refused in time."""
    rule = rule_on(rules, received_at)
    return calendar.add_working_days(day_start(received_at), rule.accept_working_days)


def answer_by(
    accepted_at: datetime, rules: Iterable[DenunciationRule], calendar: WorkingCalendar
) -> datetime:
    """The end of the last day on which it is settled in time."""
    rule = rule_on(rules, local_day(accepted_at))
    return _end_of(local_day(accepted_at) + timedelta(days=rule.settle_days), calendar)


def extended(due: datetime, days: int, calendar: WorkingCalendar) -> datetime:
    """A deadline so many days later; never earlier than it was."""
    return max(due, _end_of(local_day(due - timedelta(seconds=1)) + timedelta(days=days), calendar))


def _end_of(day: date, calendar: WorkingCalendar) -> datetime:
    """Midnight after a day or, where that is off, after the next working day (Civil Code, article 148.5)."""
    last = calendar.next_working_day(day)
    return datetime.combine(last + timedelta(days=1), time(), VIETNAM).astimezone(UTC)


def reminder_at(start: datetime, due: datetime, level: int, *, sooner: datetime | None = None) -> datetime:
    """When the reminder of a level is due: half of the time, four fifths, all of it, and each week after.

    Args:
        start: when the deadline began.
        due: when it ends.
        level: of the reminder.
        sooner: an earlier deadline beside it, of which the first two reminders are: what others have to
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
    """The rules that set its two deadlines: to accept it, and to settle it."""
    known = tuple(rules)
    return (
        rule_on(known, head.received_at),
        rule_on(known, local_day(head.accepted_at) if head.accepted_at else head.received_at),
    )


def started(head: Denunciation) -> datetime:
    """When the deadline that runs began."""
    if head.state.is_paused and head.outside_at:
        return head.outside_at
    return day_start(head.received_at) if head.undecided or head.accepted_at is None else head.accepted_at


def sooner(head: Denunciation) -> datetime | None:
    """The deadline to pass it on, as long as nobody has decided on it."""
    return head.pass_on_by if head.undecided else None


def next_attention(head: Denunciation) -> datetime | None:
    """When the clock looks at it next; None: no deadline runs."""
    return _reminder_at(head, head.due, head.reminded) if head.due else None


def level_now(head: Denunciation, now: datetime) -> int | None:
    """The highest reminder that is due and has not gone out; None: none is."""
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
