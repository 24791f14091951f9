"""On which day each account sends, when a broadcast is spread over several days. Pure rules."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

LONGEST_DAYS: Final = 31
"""However slow the pace, a broadcast begins at its last account within a month: later it is no news."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How slowly an officer wants a broadcast to go; whichever takes longer counts.

    Attributes:
        days: over so many days; 0: no wish.
        per_day: through so many accounts a day at most; 0: no wish.
    """

    days: int = 0
    per_day: int = 0

    def lasts(self, accounts: int) -> int:
        """Over how many days so many accounts are spread."""
        by_accounts = -(-accounts // self.per_day) if self.per_day else 1
        return min(LONGEST_DAYS, max(1, self.days, by_accounts))

    @property
    def is_given(self) -> bool:
        """Whether there is any wish."""
        return bool(self.days or self.per_day)


def spread(earliest: Sequence[int], pace: Pace) -> list[int]:
    """For each account the day on which it sends: 0 is the first.

    The accounts are spread evenly, in their order; an account never sends before its own earliest day, and
    then takes a place that is free from that day on. Without a pace each sends on its earliest day.

    Args:
        earliest: for each account, in tree order, the first day that has quota for it.
        pace: the officer's wish.
    """
    if not pace.is_given:
        return list(earliest)
    days = pace.lasts(len(earliest))
    fewest, more = divmod(len(earliest), days)
    most = fewest + bool(more)
    taken: Counter[int] = Counter()
    chosen: list[int] = []
    for first in earliest:
        day = first
        while taken[day] >= (fewest + (day < more) if day < days else most):
            day += 1
        taken[day] += 1
        chosen.append(day)
    return chosen
