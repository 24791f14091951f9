"""Which numbers of people may be told. Pure.

A number below `FEWEST` points at them. Leaving it out is not enough: who knows the total subtracts. So others
are set aside with it, in an order that knows no number, as many as it takes for each of them to have been
something else (`infra/decisions`, released figures). Public figures leave out what is set aside; tables of
surveys add it up.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from loa.foundation.statistics.model import months

FEWEST: Final = 5
"""A number of people below it is not told."""
SLACK: Final = FEWEST - 1
"""How far the sum of what is set aside lies above the least that it can be: every small number fits."""


def blind_order(salt: str) -> Callable[[str], str]:
    """By what names are taken to be set aside: it tells nothing of their numbers."""
    return lambda name: hashlib.sha256(f"{salt} {name}".encode()).hexdigest()


def set_aside[Name](
    small: Mapping[Name, Sequence[int]], others: Iterable[tuple[Name, Sequence[int]]]
) -> frozenset[Name] | None:
    """Return the names that are not told apart, so that nobody finds one of them by subtracting.

    Args:
        small: what may not be told: for each name its numbers of people, in the same columns.
        others: what may be told by itself, in the order in which it is set aside too.

    Returns:
        None: it takes all of them, and even that does not hide a small number.
    """
    if not small:
        return frozenset()
    aside = set(small)
    sums = [sum(column) for column in zip(*small.values(), strict=True)]
    slack = list(sums)
    for name, numbers in others:
        aside.add(name)
        sums = [column + number for column, number in zip(sums, numbers, strict=True)]
        slack = [free + max(0, number - FEWEST) for free, number in zip(slack, numbers, strict=True)]
        if all(free >= SLACK or not column for free, column in zip(slack, sums, strict=True)):
            return frozenset(aside)
    return None


def disclosed(by_month: Mapping[str, int], first: date, last: date, today: date) -> int | None:
    """How many denunciations a period brought, for a whole province; None: that is not told.

    Told are whole months that are over, when each of them had at least `FEWEST`: else the difference of two
    reports would tell what neither of them tells.
    """
    wanted = list(months(first, last))
    is_whole = first.day == 1 and (last + timedelta(days=1)).day == 1
    if not is_whole or last >= today.replace(day=1):
        return None
    numbers = [by_month.get(month, 0) for month in wanted]
    return sum(numbers) if min(numbers) >= FEWEST else None
