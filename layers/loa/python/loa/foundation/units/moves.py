"""What every package says that moves what it keeps from the path of a unit to that of its successor."""

from collections.abc import Callable
from dataclasses import dataclass

type Enough = Callable[[], bool]
"""Whether the time is up; asked before each piece of work."""


@dataclass(frozen=True, slots=True)
class UnitMoved:
    """What one call moved.

    Attributes:
        rows: how many things.
        complete: nothing is left at the old path, as far as could be seen.
    """

    rows: int = 0
    complete: bool = True

    def __add__(self, other: "UnitMoved") -> "UnitMoved":
        return UnitMoved(self.rows + other.rows, self.complete and other.complete)
