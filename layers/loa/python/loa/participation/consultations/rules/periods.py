"""For how long opinions on a draft must be asked for: a dated rule, which a lawyer has to read."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from loa.dated_rules import RuleOfLaw, load, nearest
from loa.participation.consultations.rules import texts


@dataclass(frozen=True, slots=True)
class PeriodRule(RuleOfLaw):
    """How many days a draft is open for opinions, from a day on.

    Attributes:
        since: first day on which it holds.
        days: at least so many.
        article: where it stands.
    """

    since: date
    days: int
    article: str


RULES: Final = (
    PeriodRule(date(2025, 4, 1), 20, texts.PERIOD_ARTICLE, source="press; the article itself was not seen"),
)


def read_period_rules(text: str) -> tuple[PeriodRule, ...]:
    """Return the rules in a stored text; empty: those of the code. Raises as `load` does."""
    return load(text, PeriodRule, RULES)


def warning(rules: tuple[PeriodRule, ...], opens: datetime, closes: datetime) -> str:
    """Return what officers are told about the length of a consultation; empty: a verified rule is kept."""
    rule = nearest(rules, opens.date())
    days = (closes - opens).days
    if days >= rule.days and rule.verified:
        return ""
    said = texts.PERIOD_SHORT if days < rule.days else texts.PERIOD_KEPT
    words = said.format(days=days, least=rule.days, article=rule.article)
    return words if rule.verified else f"{words} {texts.PERIOD_UNVERIFIED}"
