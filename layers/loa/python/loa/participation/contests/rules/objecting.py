"""For how long residents may object to questions of a round: a dated rule, which a lawyer has to read."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from loa.clock import local_day
from loa.dated_rules import RuleOfLaw, load, nearest
from loa.participation.contests.rules import texts
from loa.participation.contests.rules.model import SETTLED, ContestRound


@dataclass(frozen=True, slots=True)
class ObjectionRule(RuleOfLaw):
    """For how long one may object, in rounds that end from a day on.

    Attributes:
        since: first day on which it holds.
        days: so many after the end of the round.
        article: where it stands.
    """

    since: date
    days: int
    article: str

    def __post_init__(self) -> None:
        if not 1 <= self.days <= _LONGEST:
            raise ValueError("days are from 1 to 365")


_LONGEST: Final = 365
RULES: Final = (
    ObjectionRule(
        date(2025, 1, 1),
        7,
        texts.OBJECTION_ARTICLE,
        source="a default: no law about contests was found that says it",
    ),
)


def read_objection_rules(text: str) -> tuple[ObjectionRule, ...]:
    """Return the rules in a stored text; empty: those of the code. Raises as `load` does."""
    return load(text, ObjectionRule, RULES)


def objection_rule(rules: tuple[ObjectionRule, ...], current: ContestRound) -> ObjectionRule:
    """Return the rule for a round: that of the day on which it ends."""
    return nearest(rules, local_day(current.closes))


def takes_objections(rules: tuple[ObjectionRule, ...], current: ContestRound, now: datetime) -> bool:
    """Whether somebody may object to a question of a round."""
    over = current.closes + SETTLED
    return bool(current.seal) and over <= now < over + timedelta(days=objection_rule(rules, current).days)


def objection_words(rules: tuple[ObjectionRule, ...], current: ContestRound) -> str:
    """Return what officers are told about the time for objections."""
    rule = objection_rule(rules, current)
    words = texts.OBJECTION_DAYS.format(days=rule.days, article=rule.article)
    return words if rule.verified else f"{words} {texts.OBJECTION_UNVERIFIED}"
