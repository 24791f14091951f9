"""How many broadcasts an account may still send, and what that means for a plan. Pure rules.

What Zalo allows state agencies is published nowhere, and what it allows others
has changed every year. So rules are dated data with their source; the last one in force for a kind of
account and a period counts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from loa.clock import day_start, local_day
from loa.dated_rules import in_force, load

GOVERNMENT: Final = 4
"""Zalo's type of a state agency's account."""


class Period(StrEnum):
    """For how long a limit counts."""

    DAY = "day"
    MONTH = "month"

    def label(self, day: date) -> str:
        """The name of the period that holds a day: `2026-11-21` or `2026-11`."""
        return day.isoformat() if self is Period.DAY else f"{day:%Y-%m}"

    def resets_after(self, instant: datetime) -> datetime:
        """When the next period begins (a follower's cap on day 1 of the month, in Vietnam)."""
        day = local_day(instant)
        following = day + timedelta(days=1)
        if self is Period.MONTH:
            following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        return day_start(following)


@dataclass(frozen=True, slots=True)
class QuotaRule:
    """How many broadcasts an account of a kind may send in a period.

    Attributes:
        oa_type: Zalo's type of account; 0: every type without a rule of its own.
        period: day or month.
        limit: how many; None: as many as wanted.
        reserve: how many of them are kept for emergencies.
        since: first day on which the rule holds.
        source: where it is written, and when that was checked.

    Raises:
        ValueError: a negative limit or reserve.
    """

    oa_type: int
    period: Period
    limit: int | None
    reserve: int
    since: date
    source: str

    def __post_init__(self) -> None:
        if self.reserve < 0 or (self.limit is not None and self.limit < 0):
            raise ValueError("neither a limit nor a reserve is below zero")


_UNPUBLISHED: Final = "not published, 11/2026"

RULES: Final[tuple[QuotaRule, ...]] = (
    QuotaRule(GOVERNMENT, Period.DAY, None, 0, date(2024, 1, 1), _UNPUBLISHED),
    QuotaRule(GOVERNMENT, Period.MONTH, None, 0, date(2024, 1, 1), _UNPUBLISHED),
    QuotaRule(
        0,
        Period.DAY,
        1,
        0,
        date(2022, 6, 22),
        "docs.zaloplatforms.com/docs/OA: 1 a day for each follower, 11/2026",
    ),
    QuotaRule(
        0,
        Period.MONTH,
        4,
        1,
        date(2022, 6, 22),
        "docs.zaloplatforms.com/docs/OA: 4 a month for each follower (advanced package), 11/2026",
    ),
)
"""What is known today. Stored rules (`quotas`) replace it without a new release."""


def read_quota_rules(text: str) -> tuple[QuotaRule, ...]:
    """The rules in a text (`loa.dated_rules`); empty: `RULES`. A row may leave out `reserve`: none.

    Raises:
        ValueError: another form.
    """
    return load(text, QuotaRule, RULES, complete=lambda values: {"reserve": 0} | values)


def rule_for(rules: Iterable[QuotaRule], oa_type: int, period: Period, day: date) -> QuotaRule | None:
    """The rule that holds for a kind of account on a day; its own before the general one."""
    known = [rule for rule in rules if rule.period is period]
    return in_force((rule for rule in known if rule.oa_type == oa_type), day) or in_force(
        (rule for rule in known if rule.oa_type == 0), day
    )


@dataclass(frozen=True, slots=True)
class RemainingQuota:
    """What an account may still send.

    Attributes:
        left: how many broadcasts; None: no limit.
        limit: of the tightest rule; None: no limit.
        used: of the tightest rule.
        resets_at: when there will be more; None where there is no limit.
    """

    left: int | None
    limit: int | None = None
    used: int = 0
    resets_at: datetime | None = None


def room(
    rules: Sequence[QuotaRule],
    oa_type: int,
    used: Mapping[Period, int],
    *,
    emergency: bool,
    at: datetime,
) -> RemainingQuota:
    """What an account may still send, by the tightest of its rules.

    Args:
        rules: all rules.
        oa_type: Zalo's type of the account.
        used: broadcasts that count already, per period.
        emergency: whether the reserve may be used.
        at: the instant for which it is asked.
    """
    tightest = RemainingQuota(None)
    for period in Period:
        rule = rule_for(rules, oa_type, period, local_day(at))
        if rule is None or rule.limit is None:
            continue
        spent = used.get(period, 0)
        left = max(0, rule.limit - (0 if emergency else rule.reserve) - spent)
        if tightest.left is None or left <= tightest.left:
            tightest = RemainingQuota(left, rule.limit, spent, period.resets_after(at))
    return tightest


class QuotaWarning(StrEnum):
    """What an officer is told before sending."""

    MOSTLY_USED = "mostly_used"
    """With this broadcast 80 % of the limit is used."""
    USED_UP = "used_up"
    """With this broadcast the limit is used up."""


def warning_for(remaining: RemainingQuota) -> QuotaWarning | None:
    """The warning that one more broadcast brings: at 80 % and at 100 % of the limit."""
    if remaining.limit is None or remaining.limit == 0:
        return None
    after = remaining.used + 1
    if after >= remaining.limit:
        return QuotaWarning.USED_UP
    return QuotaWarning.MOSTLY_USED if after * 10 >= remaining.limit * 8 else None
