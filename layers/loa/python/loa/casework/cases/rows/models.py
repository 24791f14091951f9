"""What is read from rows of cases: a case with its history, lines of lists, reminders, pending messages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from loa.casework.cases.rules.model import (
    Case,
    CaseKind,
    CaseState,
    Details,
    Entry,
    Reporter,
)
from loa.casework.cases.rules.reminders import ACCEPTANCE
from loa.platform.aws.dynamodb.tables import Row
from loa.text.beginnings import beginning

TITLE_LENGTH: Final = 80
"""How many characters of the matter lists show."""


@dataclass(frozen=True, slots=True)
class StoredCase:
    """A case as stored.

    Attributes:
        case: the case with all its words.
        said: the version of the history line that holds each of its words.
        history: its lines, oldest first; empty if they were not requested.
    """

    case: Case
    said: Mapping[str, int] = field(default_factory=dict)
    history: tuple[Entry, ...] = ()

    def line_under(self, idempotency_key: str) -> Entry | None:
        """Return the line of the change requested under a key; None: it was not made yet."""
        if not idempotency_key:
            return None
        return next((line for line in self.history if line.facts.get("origin") == idempotency_key), None)

    @property
    def standing_release(self) -> Entry | None:
        """Return the line of the current release; None: the case is not public."""
        if not self.case.released:
            return None
        return next(
            line
            for line in reversed(self.history)
            if line.what == "released" or (line.what == "reorganised" and "paths" in line.facts)
        )


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """A case in a list: the data from one Query.

    Attributes:
        title: the beginning of the matter; personal data.
        due: deadline for accepting it while undecided, else for the answer.
    """

    id: str
    code: str
    kind: CaseKind
    state: CaseState
    unit_path: str
    owner: str
    priority: int
    title: str = field(repr=False)
    received_at: datetime
    accept_by: datetime
    answer_by: datetime
    due: datetime


@dataclass(frozen=True, slots=True)
class CasePage:
    """A page of a list, and where the next one starts (None at the end)."""

    items: tuple[CaseSummary, ...]
    next_start: Row | None


@dataclass(frozen=True, slots=True)
class DueItem:
    """An item due for the sweep: a case, or (with a version) a message not every reporter has yet."""

    case_id: str
    at: datetime
    notification: int = 0


@dataclass(frozen=True, slots=True)
class Member:
    """A case that is part of another one, and its reporter."""

    case_id: str
    code: str
    reporter: Reporter


@dataclass(frozen=True, slots=True)
class PendingNotification:
    """A message to many reporters, sent after the transaction that decided it.

    Attributes:
        case_id, version: what it is about.
        text: its text; each reporter sees the code of their own case in it.
        up_to: the last member who has received it, in order of ids; empty: nobody has.
    """

    case_id: str
    version: int
    text: str = field(repr=False)
    up_to: str = ""


@dataclass(frozen=True, slots=True)
class CaseReminder:
    """A reminder to a unit.

    Attributes:
        path: the unit.
        at: when.
        key: unique per case and share.
        case_id, code: the case.
        share: the share of its time that had passed, in per cent (plus `ACCEPTANCE` for the acceptance);
            0: about an outside body.
        due: its deadline.
        audience: `owner`, `head` or `above`.
    """

    path: str
    at: datetime
    key: str
    case_id: str
    code: str
    share: int
    due: datetime
    audience: str

    @property
    def about(self) -> Literal["acceptance", "answer", "outside"]:
        """Return the subject of the reminder."""
        return "acceptance" if self.share >= ACCEPTANCE else "answer" if self.share else "outside"

    @property
    def percent(self) -> int:
        """Return the share of the subject's time that had passed, in per cent."""
        return self.share % ACCEPTANCE


def due_of(case: Case) -> datetime:
    """Return the deadline of the next step."""
    return due_at(case.state, case.accept_by, case.answer_by)


def due_at(state: CaseState, accept_by: datetime, answer_by: datetime) -> datetime:
    """Return the deadline of the next step in a state."""
    return min(accept_by, answer_by) if state.is_undecided else answer_by


def title_of(details: Details) -> str:
    """Return the beginning of the matter on one line, after the hamlet if known.

    The indexes hold this line, and no other field of the matter.
    """
    return beginning(f"{details.hamlet}: {details.what}".removeprefix(": "), TITLE_LENGTH)
