"""Working days that the government exchanged for days of rest, with their sources.

Public bodies close on a working day between holidays and work on a Saturday instead. This is decided anew
each year, often late: what is decided after a release stands in the stored calendar until the next one.

What the table of holidays (`days.py`) holds without a source that was seen, and the stored calendar corrects:
* 24 November from 2026: Resolution 80-NQ/TW of 07/01/2026 wants it; the change of article 112 of the
  Labour Code that makes it law was not seen.
* All of 2027 and later: lists are announced one year at a time. The table follows the law's rule; on which
  side Tet and 2 September are lengthened is the library's guess.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True, slots=True)
class Swap:
    """A day off and the day on which it is made up.

    Attributes:
        off: closed, although its weekday is a working day.
        on: open, although its weekday is a day of rest; the hours are those of `off`.
        source: where it is written, and when that was checked.
        verified: whether an announcement was seen, be it in the press.
    """

    off: date
    on: date
    source: str
    verified: bool


SWAPS: Final[tuple[Swap, ...]] = (
    Swap(
        date(2024, 4, 29),
        date(2024, 5, 4),
        "2450/VPCP-KGVX of 2024, named by holidays 0.109 and the press; 11/2026",
        verified=True,
    ),
    Swap(
        date(2025, 5, 2),
        date(2025, 4, 26),
        "8726/VPCP-KGVX of 26/11/2024, 6150/TB-BLDTBXH, named by holidays 0.109 and the press; 11/2026",
        verified=True,
    ),
    Swap(
        date(2026, 1, 2),
        date(2026, 1, 10),
        "12729/VPCP-KGVX of 25/12/2025, quoted by the press; holidays 0.109 lacks it; 11/2026",
        verified=True,
    ),
    Swap(
        date(2026, 8, 31),
        date(2026, 8, 22),
        "holidays 0.109, which refers to thuvienphapluat.vn; the announcement itself not seen; 11/2026",
        verified=False,
    ),
)


def days_off(swaps: Iterable[Swap]) -> dict[date, Swap]:
    """The swaps by the day that they close."""
    return {swap.off: swap for swap in swaps}


def days_on(swaps: Iterable[Swap]) -> dict[date, Swap]:
    """The swaps by the day that they open."""
    return {swap.on: swap for swap in swaps}
