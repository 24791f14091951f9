"""In which outline a consultation is reported: a dated rule, which a lawyer has to read."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from loa.dated_rules import RuleOfLaw, load, nearest
from loa.participation.consultations.rules import texts


@dataclass(frozen=True, slots=True)
class FormRule(RuleOfLaw):
    """The outline of a report.

    Attributes:
        since: first day on which it holds.
        article: the paper that asks for it.
    """

    since: date
    article: str


RULES: Final = (
    FormRule(
        date(2025, 5, 6),
        texts.FORM_ARTICLE,
        source="trangtinphapluat.com, moj.gov.vn ItemID=4967: heads I and II; the rest is our reading",
    ),
)


def read_form_rules(text: str) -> tuple[FormRule, ...]:
    """Return the rules in a stored text; empty: those of the code. Raises as `load` does."""
    return load(text, FormRule, RULES)


def form_warning(rules: tuple[FormRule, ...], day: date) -> str:
    """Return what officers are told about the outline of a report; empty: nothing."""
    rule = nearest(rules, day)
    return "" if rule.verified else texts.FORM_UNVERIFIED.format(article=rule.article)
