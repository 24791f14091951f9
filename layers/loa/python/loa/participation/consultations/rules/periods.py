"""For how long opinions on a draft must be asked for, and until when they are answered: dated rules.

A lawyer has to read them.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
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


@dataclass(frozen=True, slots=True)
class AnswerRule(RuleOfLaw):
    """Within how many days the drafting body answers, from a day on.

    Attributes:
        since: first day on which it holds.
        days: counted from the day on which it received the opinions.
        article: where it stands.
    """

    since: date
    days: int
    article: str

    def due_on(self, day: date) -> date:
        """Return the last day of an answer to what was received on a day."""
        return day + timedelta(days=self.days)


ANSWER_RULES: Final = (
    AnswerRule(date(2025, 4, 1), 30, texts.ANSWER_ARTICLE, source="our assumption; no article was seen"),
)


def read_answer_rules(text: str) -> tuple[AnswerRule, ...]:
    """Return the rules in a stored text; empty: those of the code. Raises as `load` does."""
    return load(text, AnswerRule, ANSWER_RULES)


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
