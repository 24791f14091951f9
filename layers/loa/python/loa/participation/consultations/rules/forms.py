"""In which outline a consultation is reported: a dated rule, which a lawyer has to read."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from loa.dated_rules import load, nearest
from loa.participation.consultations.rules import texts


@dataclass(frozen=True, slots=True)
class FormRule:
    """The outline of a report.

    Attributes:
        since: first day on which it holds.
        article: the paper that asks for it.
        source: by which it was known.
        verified: whether somebody has read the paper itself.
        read_on, read_by: when, and who.
    """

    since: date
    article: str
    source: str
    verified: bool = False
    read_on: date | None = None
    read_by: str = ""


RULES: Final = (
    FormRule(
        date(2025, 5, 6),
        texts.FORM_ARTICLE,
        "trangtinphapluat.com, moj.gov.vn ItemID=4967: heads I and II; the rest is our reading",
    ),
)


def read_form_rules(text: str) -> tuple[FormRule, ...]:
    """Return the rules in a stored text; empty: those of the code. Raises as `load` does."""
    return load(text, FormRule, RULES)


def form_warning(rules: tuple[FormRule, ...], day: date) -> str:
    """Return what officers are told about the outline of a report; empty: nothing."""
    rule = nearest(rules, day)
    return "" if rule.verified else texts.FORM_UNVERIFIED.format(article=rule.article)
