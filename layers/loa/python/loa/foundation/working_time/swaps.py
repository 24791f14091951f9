"""Working days that the government exchanged for days of rest, with their sources.

Public bodies close on a working day between holidays and work on a Saturday instead. This is decided anew
each year, often late: what is decided after a release stands in the stored calendar until the next one.

What the table of holidays (`days.py`) holds without a source that was seen, and the stored calendar corrects:
* 24 November from 2026: Resolution 28/2026/QH16, article 2, in force since 01/07/2026, as quoted by
  xaydungchinhsach.chinhphu.vn and baochinhphu.vn; its own text was not read.
* The day in lieu when 24 November falls on a weekend (2029, 2030, 2035): doubtful. Article 111.3 of the
  Labour Code gives such days for the holidays of article 112.1, and 24 November is not among them.
* All of 2027 and later: lists are announced one year at a time. The table follows the law's rule; on which
  side Tet (2027: 4 to 10 February, as likely 5 to 9 with the 10th and 11th in lieu) and 2 September are
  lengthened is the library's guess. `loa.foundation.working_time.checks` reminds of them.
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
        "9441/TB-BNV of 16/10/2025, quoted by several newspapers and holidays 0.109; 11/2026",
        verified=True,
    ),
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A swap that was proposed and of which no decision is known: it is not applied.

    Attributes:
        off, on: as for a swap.
        since: from when on somebody has to ask.
        source: who proposed it.
    """

    off: date
    on: date
    since: date
    source: str


PROPOSED: Final[tuple[Proposal, ...]] = (
    Proposal(
        date(2026, 11, 23),
        date(2026, 11, 28),
        date(2026, 9, 26),
        "09/2026",
    ),
)


def days_off(swaps: Iterable[Swap]) -> dict[date, Swap]:
    """The swaps by the day that they close."""
    return {swap.off: swap for swap in swaps}


def days_on(swaps: Iterable[Swap]) -> dict[date, Swap]:
    """The swaps by the day that they open."""
    return {swap.on: swap for swap in swaps}
