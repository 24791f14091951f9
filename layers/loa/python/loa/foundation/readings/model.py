"""Who read what about residents. Pure rules."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from loa.foundation.officers.model import Officer, Permission, require
from loa.foundation.units.model import is_within, province_of

KEPT: Final = timedelta(days=365)
"""How long a record of a reading stays."""

WINDOW: Final = timedelta(minutes=15)
"""Within it the same officer's readings of the same thing are one record."""


class ReadKind(StrEnum):
    """What was read."""

    CONVERSATION = "conversation"
    CASE = "case"
    FILES = "files"
    EXPORT = "export"
    SHEET = "sheet"
    PERSON = "person"
    """All that is kept about a resident, on a request."""
    CLAIMS = "claims"
    """How the winners of a contest can be reached."""
    RECORDINGS = "recordings"
    """What somebody spoke about a draft."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading.

    Attributes:
        at: when.
        officer_id, officer_name, officer_path: who, and for which unit they work.
        what: what was read.
        reference: which one: a conversation's ids, a case's id, a unit and a period.
        unit_path: the unit that it belongs to.
    """

    at: datetime
    officer_id: str
    officer_name: str = field(repr=False)
    officer_path: str
    what: ReadKind
    reference: str
    unit_path: str


def window_of(at: datetime) -> datetime:
    """The beginning of the window in which an instant lies."""
    seconds = int(WINDOW.total_seconds())
    return at - timedelta(seconds=at.timestamp() % seconds)


def may_see(officer: Officer, unit: str) -> str:
    """The unit whose readings an officer asks for, if they may: those of units below their own.

    The province has no unit above it: its administrators see its own, too.

    Raises:
        NotFound: it lies outside their scope.
        NotAllowed: they are no administrator.
    """
    require(officer, Permission.READ_READINGS, unit)
    return unit


def is_shown(officer: Officer, reading_path: str) -> bool:
    """Whether a reading by an officer of that unit is shown to them: only by the unit above."""
    above = is_within(reading_path, officer.unit_path) and reading_path != officer.unit_path
    return above or officer.unit_path == province_of(officer.unit_path)
