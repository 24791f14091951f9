"""What the province looks at afterwards: approvals given without looking, and those of one person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from loa import clock
from loa.errors import InvalidInput
from loa.foundation.units.model import is_within
from loa.platform.aws.dynamodb.tables import Row
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules import texts

QUICK: Final = timedelta(seconds=30)
"""Nobody reads an article in less."""

_WEEK: Final = timedelta(days=7)
_YEARS: Final = range(2020, 2100)


class Remark(StrEnum):
    """Why an approval is worth a look."""

    EMERGENCY = "emergency"
    """One person let it pass."""
    SOON_AFTER_SUBMISSION = "soon_after_submission"
    SOON_AFTER_OPENING = "soon_after_opening"
    NEVER_OPENED = "never_opened"


@dataclass(frozen=True, slots=True)
class GivenApproval:
    """An approval as it was given.

    Attributes:
        broadcast_id, unit_path, title: of what, and who sends it.
        officer: who approved.
        at: when.
        why: the reason of an emergency; empty in ordinary times.
        submitted_at: when approval was asked for; None: it was not.
        opened_at: when the approver first opened the version that they approved; None: never.
    """

    broadcast_id: str
    unit_path: str
    title: str
    officer: str
    at: datetime
    why: str
    submitted_at: datetime | None
    opened_at: datetime | None

    @classmethod
    def of(cls, row: Row) -> "GivenApproval":
        """From its row."""
        submitted_at, opened_at = (
            clock.from_text(row[name]) if name in row else None for name in ("submitted_at", "opened_at")
        )
        return cls(
            broadcast_id=row["broadcast_id"],
            unit_path=row["from_unit"],
            title=row["title"],
            officer=row["officer"],
            at=clock.from_text(row["sort"].partition("#")[0]),
            why=row["why"],
            submitted_at=submitted_at,
            opened_at=opened_at,
        )

    @property
    def seconds_after_submission(self) -> int | None:
        """How long it had been submitted."""
        return round((self.at - self.submitted_at).total_seconds()) if self.submitted_at else None

    @property
    def seconds_after_opening(self) -> int | None:
        """How long the approver had had it open."""
        return round((self.at - self.opened_at).total_seconds()) if self.opened_at else None

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """Why it is worth a look; empty where it is not."""
        found = [Remark.EMERGENCY] if self.why else []
        if self.submitted_at and self.at - self.submitted_at < QUICK:
            found.append(Remark.SOON_AFTER_SUBMISSION)
        if self.opened_at is None:
            found.append(Remark.NEVER_OPENED)
        elif self.at - self.opened_at < QUICK:
            found.append(Remark.SOON_AFTER_OPENING)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Week:
    """The approvals of a week in a subtree.

    Attributes:
        first, last: Monday and Sunday.
        approvals: how many were given.
        remarkable: those that are worth a look, oldest first.
    """

    first: date
    last: date
    approvals: int
    remarkable: tuple[GivenApproval, ...]

    @classmethod
    def of(cls, first: date, given: Iterable[GivenApproval]) -> "Week":
        """From the approvals that were given."""
        everything = list(given)
        remarkable = tuple(approval for approval in everything if approval.remarks)
        return cls(first, first + _WEEK - timedelta(days=1), len(everything), remarkable)


def week(day: date, *, province: str, below: str, broadcasts: BroadcastStore) -> Week:
    """The approvals of the week that holds a day in Vietnam, in a subtree; one Query.

    Raises:
        InvalidInput: a day of another century.
    """
    if day.year not in _YEARS:
        raise InvalidInput(texts.NO_SUCH_WEEK, fields={"week": texts.NO_SUCH_WEEK})
    first = day - timedelta(days=day.weekday())
    begins = clock.day_start(first)
    rows = broadcasts.approvals(province, begins, begins + _WEEK)
    given = (GivenApproval.of(row) for row in rows)
    return Week.of(first, (approval for approval in given if is_within(approval.unit_path, below)))
