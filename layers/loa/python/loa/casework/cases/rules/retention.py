"""How long a case names its reporter: dated rules. Afterwards it stays, without a person."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from loa.casework.cases.rules import texts
from loa.casework.cases.rules.model import Case, CaseKind
from loa.clock import local_day


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """How long cases of a kind are kept with names and words.

    Attributes:
        kind: the kind; None: every kind without a rule of its own.
        years: after the end of the case.
        since: first day on which the rule holds, for cases that end from then on.
        source: where it is written; officers read it.
        verified: whether its text was read.
    """

    kind: CaseKind | None
    years: int
    since: date
    source: str
    verified: bool = False


RETENTION: Final = (
    RetentionRule(None, 5, date(2024, 1, 1), texts.RETENTION_UNCONFIRMED),
    RetentionRule(CaseKind.COMPLAINT, 15, date(2024, 1, 1), texts.RETENTION_UNCONFIRMED),
)
"""Ours until the province confirms: the rules on archives of the Front were not found."""


def retention_of(kind: CaseKind, day: date) -> RetentionRule:
    """The rule for a case that ends on a day: its kind's own before the general one, the latest first."""
    fitting = [rule for rule in RETENTION if rule.kind in {kind, None}]
    return max(fitting, key=lambda rule: (rule.since <= day, rule.kind is not None, rule.since))


def kept_until(case: Case) -> datetime | None:
    """Until when a case names its reporter; None: it is open, its time has not begun."""
    if case.state.is_open:
        return None
    ended = case.counted.at if case.counted else case.changed_at
    years = retention_of(case.kind, local_day(ended)).years
    day = min(ended.day, 28)  # every month has them
    return ended.replace(year=ended.year + years, day=day)
