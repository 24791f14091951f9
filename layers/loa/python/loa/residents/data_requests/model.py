"""A request of a resident about their data, its states and its deadline. Pure rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from loa.errors import Conflict
from loa.foundation.working_time.model import WorkingCalendar
from loa.personal_data import Erased, Person, Retained
from loa.residents.data_requests import texts

ANSWER_DAYS: Final = 2
"""Working days within which a request is answered (Decree 356/2025; read second-hand)."""

GRACE: Final = timedelta(hours=7)
"""So much working time a resident may still change their mind, and officers notice a mistake: a wish of
Friday evening is not acted on before Monday afternoon."""

RECORD_KEPT: Final = timedelta(days=5 * 365)
"""So long the record of a request stays, to show that it was answered."""


class RequestKind(StrEnum):
    """What the resident wants."""

    SEE = "see"
    CORRECT = "correct"
    ERASE = "erase"


class RequestCause(StrEnum):
    """Where the request comes from."""

    OFFICER = "officer"
    CHAT = "chat"
    MINI_APP = "mini_app"
    PAGE = "page"
    WITHDRAWAL = "withdrawal"


class RequestState(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    """An officer has to answer it."""
    WAITING = "waiting"
    """The erasure begins at `next_at`."""
    RUNNING = "running"
    RETAINED = "retained"
    """All is erased but what the law keeps; it goes on at `next_at`."""
    DONE = "done"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """The state as officers read it."""
        return texts.STATES[self.value]

    @property
    def is_answered(self) -> bool:
        """Whether the resident's request has been met as far as it can be."""
        return self in {RequestState.RETAINED, RequestState.DONE, RequestState.CANCELLED}


_ALLOWED: Final[Mapping[RequestState, frozenset[RequestState]]] = {
    RequestState.OPEN: frozenset({RequestState.DONE, RequestState.CANCELLED}),
    RequestState.WAITING: frozenset({RequestState.RUNNING, RequestState.CANCELLED}),
    RequestState.RUNNING: frozenset({RequestState.RUNNING, RequestState.RETAINED, RequestState.DONE}),
    RequestState.RETAINED: frozenset({RequestState.RETAINED, RequestState.RUNNING, RequestState.DONE}),
    RequestState.DONE: frozenset(),
    RequestState.CANCELLED: frozenset(),
}
"""From where a request goes where."""


@dataclass(frozen=True, slots=True)
class DataRequest:
    """A request.

    Attributes:
        id: the same origin always has the same one.
        kind, cause, state: see there.
        person: whose data.
        unit_path: the unit of the account.
        by, by_name: the officer who wrote it down; empty: the resident.
        confirmed_by, confirmed_by_name: the second officer, without whom an erasure that the first wrote
            down does not begin.
        requested_at: when the resident asked.
        due: until when it is answered.
        next_at: when the erasure does its next step; None: never.
        rows, files: what was erased so far.
        kept: what stayed, as of the last step.
        done_at: when it was answered.
        version: grows with each write.
        takes_part_as: the name, made of a secret, under which they take part, while a campaign that is open
            keeps it: once the profile is gone nothing else leads there.
    """

    id: str
    kind: RequestKind
    cause: RequestCause
    state: RequestState
    person: Person
    unit_path: str
    requested_at: datetime
    due: datetime
    by: str = ""
    by_name: str = ""
    confirmed_by: str = ""
    confirmed_by_name: str = ""
    next_at: datetime | None = None
    rows: int = 0
    files: int = 0
    kept: tuple[Retained, ...] = ()
    done_at: datetime | None = None
    version: int = 1
    takes_part_as: str = field(default="", repr=False)

    @property
    def needs_confirmation(self) -> bool:
        """Whether it waits for a second officer: what is erased by mistake does not come back."""
        return self.state is RequestState.WAITING and self.next_at is None

    def is_overdue(self, now: datetime) -> bool:
        """Whether it should have been answered by now."""
        return not self.state.is_answered and self.due <= now


def begins_at(requested_at: datetime, calendar: WorkingCalendar) -> datetime:
    """When an erasure begins at the earliest."""
    return calendar.add_working_time(requested_at, GRACE)


def due_of(requested_at: datetime, calendar: WorkingCalendar) -> datetime:
    """Until when a request is answered."""
    return calendar.add_working_days(requested_at, ANSWER_DAYS)


def check_turn(before: RequestState, after: RequestState) -> None:
    """Go on only where a request may go from one state to the other.

    Raises:
        Conflict: it may not.
    """
    if after not in _ALLOWED[before]:
        raise Conflict(texts.NOT_NOW.format(state=before.label))


def after_step(done: Erased, now: datetime) -> tuple[RequestState, datetime | None]:
    """Where an erasure stands after a step, and when it goes on."""
    if not done.complete:
        return RequestState.RUNNING, now
    waits = [kept for kept in done.kept if kept.what in _GOES_LATER]
    if not waits:
        return RequestState.DONE, None
    return RequestState.RETAINED, min(kept.until or now + _LOOK_AGAIN for kept in waits)


_GOES_LATER: Final = frozenset({"case", "participation"})
_LOOK_AGAIN: Final = timedelta(days=30)
"""When a case that was open is looked at again."""
