"""Articles on accounts that are written again, because their item says something else by now. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from loa.publishing.broadcasts.rules.delivery import Correcting, Delivery

GIVEN_UP_AFTER: Final = timedelta(days=2)
"""What Zalo has put off for so long counts as failed: an officer decides whether to try again."""


class ArticleStanding(StrEnum):
    """How the words of a broadcast stand to those that residents read of its item now."""

    CURRENT = "current"
    OLD = "old"
    """The item has a newer edition."""
    UNSEEN = "unseen"
    """It has one that one person published alone: a second person has to look at it first."""
    WITHDRAWN = "withdrawn"
    """Officers have taken the item down."""


@dataclass(frozen=True, slots=True)
class Correction:
    """That an officer has the articles written again.

    Attributes:
        officer: who.
        at: when; again when they ask once more.
        edition: number of the edition of the item whose words they get.
    """

    officer: str
    at: datetime
    edition: int


def carried_edition(edition: int, correction: Correction | None) -> int:
    """Number of the edition that a broadcast's articles carry, or are to carry; 0: not known."""
    return correction.edition if correction else edition


def can_be_corrected(row: Delivery) -> bool:
    """Whether there is an article on the account that may be written again: nobody is at work on it."""
    return row.has_article and row.removing is None and not row.state.is_open


def is_due(row: Delivery, edition: int) -> bool:
    """Whether nobody has asked yet for a delivery's article to carry that edition, and it does not."""
    return can_be_corrected(row) and max(row.corrected, row.correcting_to) < edition


def is_pending(row: Delivery) -> bool:
    """Whether a delivery's article waits to be written again."""
    return row.correcting is Correcting.PENDING and can_be_corrected(row)


def correction_progress(rows: Iterable[Delivery], edition: int) -> dict[str, int]:
    """How many articles carry an edition, still wait for it, and could not be written again."""
    counts = {"corrected": 0, "pending": 0, "failed": 0}
    for row in filter(can_be_corrected, rows):
        if row.correcting is Correcting.FAILED:
            counts["failed"] += 1
        elif row.corrected >= edition:
            counts["corrected"] += 1
        else:
            counts["pending"] += 1
    return counts
