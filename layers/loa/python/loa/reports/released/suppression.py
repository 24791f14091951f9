"""What of the numbers of a month may be seen. Pure: the standard library, and shapes.

Whose number stands there follows from the rule for all tables (`statistics.disclosure`). Shares are told by
bounds where one of their parts is small.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from loa.foundation.statistics.disclosure import FEWEST, SLACK, set_aside
from loa.reports.released.model import Share

_LARGE: Final = 4 * FEWEST
"""From here a share is told as it is when both of its parts may be shown, else by a bound."""
_BANDS: Final = ((0, 40), (40, 80), (80, 100))
"""Per cent, the end left out but for 100: each holds at least two numbers of any five and more."""
_WHOLE: Final = 100


@dataclass(frozen=True, slots=True)
class Shown:
    """What of some numbers may be seen.

    Attributes:
        names: whose number.
        total: whether their sum may be seen.
    """

    names: frozenset[str]
    total: bool


def shown(numbers: Mapping[str, int], order: Callable[[str], str]) -> Shown:
    """Return whose numbers may be seen, so that nobody finds another one by subtracting from the total.

    Args:
        numbers: of people, by name, none negative.
        order: by what names are taken to be left out with the small ones; it must not depend on numbers.
    """
    small = {name: (number,) for name, number in numbers.items() if number < FEWEST}
    others = [(name, (numbers[name],)) for name in sorted(numbers.keys() - small, key=order)]
    hidden = set_aside(small, others)
    if hidden is not None:
        return Shown(frozenset(numbers.keys() - hidden), total=bool(numbers))
    total = sum(numbers.values())
    could_be_otherwise = len(numbers) > 1 and total < len(numbers) * SLACK
    return Shown(frozenset(), total >= FEWEST and could_be_otherwise)


@dataclass(frozen=True, slots=True)
class Part:
    """Some of a number: how many of how many."""

    number: int
    of: int


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares that may be told together.

    Attributes:
        each: in the order of the parts.
        total: of all, those that are not shown included; None: too few.
    """

    each: list[Share]
    total: Share | None


def shares(parts: Sequence[Part], rest: Part) -> Shares | None:
    """Return parts as shares, so that neither one nor what is left of it can be counted out when it is small.

    Args:
        parts: of numbers that are shown; in this order more is left in the dark if it must be.
        rest: the part of all that is not shown.

    Returns:
        None: nothing can be told, for who adds up would know it.
    """
    total = Part(sum(part.number for part in parts) + rest.number, sum(part.of for part in parts) + rest.of)
    whole = _share(total) if total.of >= FEWEST else None
    known = possible(total.of, whole, total.number) if whole else (0, total.of)
    told = [_share(part) for part in parts]
    exact = [place for place, part in enumerate(parts) if _is_exact(part)]
    while not _are_open(parts, told, rest, known):
        if not exact:
            return None
        place = exact.pop(0)
        told[place] = _band(parts[place])
    return Shares(told, whole)


def _is_exact(part: Part) -> bool:
    return part.of >= _LARGE and min(part.number, part.of - part.number) >= FEWEST


def _share(part: Part) -> Share:
    if _is_exact(part):
        percent = (2 * _WHOLE * part.number + part.of) // (2 * part.of)
        return Share(percent, percent)
    if part.of >= _LARGE and part.of - part.number < FEWEST:
        return Share(_WHOLE * (part.of - SLACK) // part.of, _WHOLE)
    if part.of >= _LARGE and part.number < FEWEST:
        return Share(0, -(-_WHOLE * FEWEST // part.of))
    return _band(part)


def _band(part: Part) -> Share:
    return Share(*next(band for band in reversed(_BANDS) if _WHOLE * part.number >= band[0] * part.of))


def _are_open(parts: Sequence[Part], told: Sequence[Share], rest: Part, known: tuple[int, int]) -> bool:
    """Whether each part that is not told exactly could be another number, for whoever reads the total."""
    ranges = [possible(part.of, share, part.number) for part, share in zip(parts, told, strict=True)]
    low, high = sum(low for low, _ in ranges), sum(high for _, high in ranges)
    for first, last in ranges:
        least = max(first, known[0] - (high - last) - rest.of)
        most = min(last, known[1] - (low - first))
        if first < last and least >= most:
            return False
    return True


def possible(of: int, share: Share, number: int) -> tuple[int, int]:
    """Return the least and the most that a part can be, as who reads its share knows."""
    if share.low == share.high:
        return number, number
    least = -(-share.low * of // _WHOLE)
    most = of if share.high == _WHOLE else -(-share.high * of // _WHOLE) - 1
    return least, most
