"""A bulletin that comes out every week at the same hour: when its issues are due. Pure rules."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from loa.clock import VIETNAM, local_day, to_text
from loa.ids import derived_id
from loa.publishing.broadcasts.rules.model import Broadcast, BroadcastContent, BroadcastState

LEAD: Final = timedelta(days=3)
"""How long before an issue is due its draft is made: time to bring its words up to date and approve them."""

WEEK: Final = timedelta(days=7)
MAXIMUM_SKIPPED: Final = 52


class SeriesState(StrEnum):
    """Whether a series goes on."""

    ACTIVE = "active"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    """For good."""


@dataclass(frozen=True, slots=True)
class Series:
    """A weekly bulletin. Each issue is a broadcast of its own, whose words are approved like any other's.

    Attributes:
        series_id: our identifier.
        province: code of the province.
        unit_path: the unit that sends it.
        content: whom it is for, and the words of the first issue.
        weekday: 1 is Monday, 7 is Sunday.
        at: the hour in Vietnam.
        author: id of the officer who wrote the first issue; the drafts are theirs.
        made_at: when it was begun.
        contributors: ids of all who had a hand in the words of the first issue.
        until: the last day on which an issue may come out; None: no end.
        skipped: days on which none comes out.
        localise_hours: units may add words of their own until so many hours before; 0: they may not.
        state: see `SeriesState`.
        last_issue: the broadcast of the issue that was drafted last; empty before the first.
        last_due: when that issue is due.
        called_off: how many issues were called off after their drafts had been made.
        version: grows with every change; guards against lost updates.
    """

    series_id: str
    province: str
    unit_path: str
    content: BroadcastContent
    weekday: int
    at: time
    author: str
    made_at: datetime
    contributors: frozenset[str] = frozenset()
    until: date | None = None
    skipped: tuple[date, ...] = ()
    localise_hours: int = 0
    state: SeriesState = SeriesState.ACTIVE
    last_issue: str = ""
    last_due: datetime | None = None
    called_off: int = 0
    version: int = 1

    def next_issue(self, now: datetime) -> datetime | None:
        """When the next issue is due, after this instant; None when there is none any more."""
        if self.state is not SeriesState.ACTIVE:
            return None
        day = local_day(now)
        day += timedelta(days=(self.weekday - day.isoweekday()) % 7)
        due = datetime.combine(day, self.at, VIETNAM)
        if due <= now:
            due += WEEK
        while due.date() in self.skipped:
            due += WEEK
        return None if self.until and due.date() > self.until else due

    def has_issue(self, due: datetime) -> bool:
        """Whether an issue comes out at exactly this instant."""
        return self.next_issue(due - timedelta(microseconds=1)) == due

    def draft_for(self, now: datetime) -> datetime | None:
        """The issue whose draft is to be made now; None when it is too early, or it has been made."""
        due = self.next_issue(now)
        return due if due and due - LEAD <= now and not self.has_draft(due) else None

    def has_draft(self, due: datetime) -> bool:
        """Whether the draft of the issue of this instant has been made, and not called off since."""
        return self.last_issue == self.issue_id(due)

    def calls_off(self, after: "Series", now: datetime) -> bool:
        """Whether the issue that was drafted last was to come, and comes out no more after a change."""
        due = self.last_due
        return due is not None and due > now and self.has_issue(due) and not after.has_issue(due)

    def issue_id(self, due: datetime) -> str:
        """The identifier of an issue: always the same one, until one is called off.

        What is called off stays so: a week that is brought back gets a draft of its own.
        """
        again = f":{self.called_off}" if self.called_off else ""
        return derived_id(f"{self.series_id}:{to_text(due)}{again}")

    def issue(self, due: datetime, before: Broadcast | None, now: datetime) -> Broadcast:
        """The draft of an issue: the words of the one before, for somebody to bring up to date.

        Args:
            due: when it would go out.
            before: the issue that was drafted last; None for the first.
            now: the present instant.
        """
        until = due - timedelta(hours=self.localise_hours) if self.localise_hours else None
        words = before.content if before else self.content
        return Broadcast(
            broadcast_id=self.issue_id(due),
            province=self.province,
            unit_path=self.unit_path,
            content=replace(self.content, article=words.article, localise_until=until),
            state=BroadcastState.DRAFT,
            author=self.author,
            created_at=now,
            contributors=self.contributors | {self.author} | (before.contributors if before else frozenset()),
            approved_content=before.approved_content if before else None,
            suggested_at=due,
        )
