"""Periods of a case beside its deadlines, as dated rules.

How long it can be reopened, stays open after its answer and waits for the resident; how long it names its
reporter: afterwards it stays, without a person.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from loa.casework.cases.rules import texts
from loa.casework.cases.rules.model import Case, CaseKind
from loa.clock import local_day
from loa.dated_rules import RuleOfLaw


@dataclass(frozen=True, slots=True)
class RetentionRule(RuleOfLaw):
    """How long cases of a kind are kept with names and words.

    Attributes:
        kind: the kind; None: every kind without a rule of its own.
        years: after the end of the case.
        since: first day on which the rule holds, for cases that end from then on.
    """

    kind: CaseKind | None
    years: int
    since: date


RETENTION: Final = (
    RetentionRule(None, 5, date(2024, 1, 1), source=texts.RETENTION_UNCONFIRMED),
    RetentionRule(CaseKind.COMPLAINT, 15, date(2024, 1, 1), source=texts.RETENTION_UNCONFIRMED),
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


@dataclass(frozen=True, slots=True)
class Terms:
    """Periods not set by any law.

    Attributes:
        reopen: how long after its end a case can be reopened.
        close_days: working days after which an answered case is closed if the resident does not react.
        supply: how long a resident has to supply requested information.
        since: first day on which they apply.
        source: who set them, and when that was checked.
    """

    reopen: timedelta
    close_days: int
    supply: timedelta
    since: date
    source: str


TERMS: Final[tuple[Terms, ...]] = (
    Terms(
        reopen=timedelta(days=30),
        close_days=7,
        supply=timedelta(days=30),
        since=date(2024, 1, 1),
        source="ours until the client says; 11/2026, unverified",
    ),
)


def terms_on(day: date) -> Terms:
    """Return the terms that apply on a day; before all of them, the first."""
    return max(
        (terms for terms in TERMS if terms.since <= day), key=lambda terms: terms.since, default=TERMS[0]
    )
