"""Tables that give nobody away: no number from 1 to 4 stands in them or follows by subtraction. Pure.

Options that few chose are put together with others; so are communes in which few chose something
(`statistics.disclosure`). What is left is a partition: every number that adding or subtracting gives is again
a sum of its parts, and each part is 0 or at least 5. Officers know the answers that they typed in from
paper: each part with such answers has at least 5 others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from loa.foundation.statistics.disclosure import FEWEST, blind_order, set_aside

REST: Final = ""
"""Stands for the communes that were put together."""


@dataclass(frozen=True, slots=True)
class SafeTable:
    """What is published of a question.

    Attributes:
        answered: how many answered.
        options: the places of the options that each column counts; more than one were put together.
        total: a number for each column.
        by_unit: the same for communes; `REST` stands for those that were put together.
    """

    answered: int
    options: tuple[tuple[int, ...], ...]
    total: tuple[int, ...]
    by_unit: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class UnitAnswers:
    """How the persons of a commune answered a question.

    Attributes:
        persons: how many answered.
        chosen: how many chose each option.
        paper: how many of them came on paper, at most.
    """

    persons: int
    chosen: tuple[int, ...]
    paper: int = 0

    def __add__(self, other: "UnitAnswers") -> "UnitAnswers":
        both = zip(self.chosen, other.chosen, strict=True)
        chosen = tuple(one + two for one, two in both)
        return UnitAnswers(self.persons + other.persons, chosen, self.paper + other.paper)

    @property
    def online(self) -> int:
        """Return how many did not come on paper, at least."""
        return self.persons - self.paper

    @property
    def hides_online(self) -> bool:
        """Whether nobody finds who is left when the answers on paper are taken away."""
        return not self.paper or self.online >= FEWEST


def safe_table(answers: Mapping[str, UnitAnswers], *, is_exclusive: bool) -> SafeTable | None:
    """Return what may be published of a question; None: too few have answered.

    Args:
        answers: by commune, or `REST` for several; all with the same options.
        is_exclusive: whether everybody chose exactly one option.
    """
    present = {unit: each for unit, each in answers.items() if each.persons}
    if not present:
        return None
    whole = _sum(list(present.values()))
    if whole.persons < FEWEST or not whole.hides_online:
        return None
    columns = _columns(whole, is_exclusive=is_exclusive)
    merged = {unit: _merged(each, columns) for unit, each in present.items()}
    return SafeTable(
        answered=whole.persons,
        options=columns,
        total=_merged(whole, columns).chosen,
        by_unit={unit: each.chosen for unit, each in _grouped(merged, is_exclusive=is_exclusive).items()},
    )


def _numbers(answers: UnitAnswers, *, is_exclusive: bool) -> list[int]:
    """Every number of people that follows from a row."""
    numbers = [answers.persons, answers.online, *answers.chosen]
    if not is_exclusive:  # how many did not choose follows too
        numbers += [answers.persons - chosen for chosen in answers.chosen]
    return numbers


def _is_safe(answers: UnitAnswers, *, is_exclusive: bool) -> bool:
    numbers = _numbers(answers, is_exclusive=is_exclusive)
    return answers.hides_online and not any(0 < number < FEWEST for number in numbers)


def _columns(whole: UnitAnswers, *, is_exclusive: bool) -> tuple[tuple[int, ...], ...]:
    places = range(len(whole.chosen))
    if not is_exclusive:
        return tuple(
            (place,)
            for place in places
            if _is_safe(UnitAnswers(whole.persons, (whole.chosen[place],)), is_exclusive=False)
        )
    few = {place: (whole.chosen[place],) for place in places if 0 < whole.chosen[place] < FEWEST}
    others = [(place, (whole.chosen[place],)) for place in places if place not in few and whole.chosen[place]]
    aside = set_aside(few, others)
    if aside is None:
        aside = frozenset(place for place in places if whole.chosen[place])
    return tuple(
        sorted(
            [(place,) for place in places if place not in aside] + ([tuple(sorted(aside))] if aside else [])
        )
    )


def _merged(answers: UnitAnswers, columns: Sequence[Sequence[int]]) -> UnitAnswers:
    chosen = tuple(sum(answers.chosen[place] for place in column) for column in columns)
    return replace(answers, chosen=chosen)


def _grouped(answers: Mapping[str, UnitAnswers], *, is_exclusive: bool) -> dict[str, UnitAnswers]:
    """Communes that are safe by themselves, and the rest together; only the whole where that is not safe."""
    few = {unit for unit, each in answers.items() if not _is_safe(each, is_exclusive=is_exclusive)}
    order = blind_order("")
    others = sorted(answers.keys() - few, key=lambda unit: (unit != REST, order(unit)))
    aside = set_aside(
        {unit: _numbers(answers[unit], is_exclusive=is_exclusive) for unit in few},
        [(unit, _numbers(answers[unit], is_exclusive=is_exclusive)) for unit in others],
    )
    rest = [each for unit, each in answers.items() if aside is None or unit in aside]
    own = {unit: each for unit, each in answers.items() if aside is not None and unit not in aside}
    return {**own, **({REST: _sum(rest)} if rest else {})}


def _sum(answers: Sequence[UnitAnswers]) -> UnitAnswers:
    whole = answers[0]
    for each in answers[1:]:
        whole += each
    return whole
