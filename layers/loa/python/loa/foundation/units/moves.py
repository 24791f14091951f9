"""What every package says that moves what it keeps from the path of a unit to that of its successor."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from loa.errors import Busy, Conflict, LoaError, NotFound

type Enough = Callable[[], bool]
"""Whether the time is up; asked before each piece of work."""

WILL_NOT_MOVE: Final[tuple[type[Exception], ...]] = (LoaError, KeyError, ValueError, TypeError)
"""What a thing raises that cannot be moved: what AWS or a rule refuses, or a row that cannot be read."""


class LeftReason(StrEnum):
    """Why something could not be moved."""

    CHANGED = "changed"
    """Somebody changed it at the same moment, or it stands where it cannot be moved."""
    GONE = "gone"
    """A list names it, and it is not there."""
    BUSY = "busy"
    REFUSED = "refused"
    """Its rows do not fit the rules, or AWS took them for wrong: somebody has to look."""


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """Something that could not be moved in one pass.

    Attributes:
        what: such as `case`, `officer`, `library`, `broadcast`.
        reference: its id.
        path: where it stands.
        reason: why.
    """

    what: str
    reference: str
    path: str
    reason: LeftReason


@dataclass(frozen=True, slots=True)
class UnitMoved:
    """What one call moved.

    Attributes:
        rows: how many things.
        complete: nothing is left at the old path, as far as could be seen.
        left: what could not be moved; then it is not complete.
    """

    rows: int = 0
    complete: bool = True
    left: tuple[LeftBehind, ...] = ()

    def __add__(self, other: "UnitMoved") -> "UnitMoved":
        return UnitMoved(self.rows + other.rows, self.complete and other.complete, (*self.left, *other.left))


def left_behind(what: str, reference: str, path: str, failure: Exception | None = None) -> UnitMoved:
    """Return that one thing could not be moved; without a failure, somebody was faster."""
    return UnitMoved(complete=False, left=(LeftBehind(what, reference, path, reason_of(failure)),))


def reason_of(failure: Exception | None) -> LeftReason:
    """Return why something could not be moved."""
    if failure is None or isinstance(failure, Conflict):
        return LeftReason.CHANGED
    if isinstance(failure, NotFound):
        return LeftReason.GONE
    if isinstance(failure, Busy):
        return LeftReason.BUSY
    return LeftReason.REFUSED
