"""One rule, two publications: who knows the rule and reads what is told finds no small number."""

from collections.abc import Callable, Mapping
from itertools import product
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.foundation.statistics.disclosure import FEWEST, blind_order
from loa.participation.surveys.suppression import REST, UnitAnswers, safe_table
from loa.reports.released.suppression import shown

NAMES = "abcdefghijkl"
LIMIT = 13
"""What is tried is below it, and so is what may have been instead, by a small number more."""


class Told(NamedTuple):
    """What a reader gets: numbers by name, and what they add up to with those that are not told."""

    numbers: tuple[tuple[str, int], ...]
    total: int | None


def released(numbers: Mapping[str, int]) -> Told:
    """Cases answered by unit, as everybody may see them."""
    told = shown(numbers, blind_order("2026-10"))
    total = sum(numbers.values()) if told.total else None
    return Told(tuple((name, numbers[name]) for name in sorted(told.names)), total)


def communes(numbers: Mapping[str, int]) -> Told:
    """Who answered a survey, by commune; one nobody answered in is not in the table."""
    answers = {name: UnitAnswers(number, (number,)) for name, number in numbers.items()}
    table = safe_table(answers, is_exclusive=True)
    if table is None:
        return Told((), None)
    return Told(
        tuple((name, row[0]) for name, row in sorted(table.by_unit.items()) if name != REST), table.answered
    )


def options(numbers: Mapping[str, int]) -> Told:
    """What was chosen in a survey; an option nobody chose is in the table."""
    chosen = tuple(numbers[name] for name in sorted(numbers))
    table = safe_table({"40.1": UnitAnswers(sum(chosen), chosen)}, is_exclusive=True)
    if table is None:
        return Told((), None)
    columns = zip(table.options, table.total, strict=True)
    return Told(
        tuple((NAMES[places[0]], number) for places, number in columns if len(places) == 1), table.answered
    )


PUBLICATIONS = [(released, range(FEWEST)), (communes, range(1, FEWEST)), (options, range(1, FEWEST))]
"""Each with what counts as small: of a survey it is known whom it asked, so that nobody stands out by 0."""


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize(("publish", "small"), PUBLICATIONS)
def test_whoever_knows_the_total_and_the_rule_cannot_tell_what_was_set_aside(
    publish: Callable[[Mapping[str, int]], Told], small: range, count: int
) -> None:
    """All tables of up to three names: those that look alike differ in every small number."""
    alike: dict[Told, list[tuple[int, ...]]] = {}
    for values in product(range(LIMIT + FEWEST), repeat=count):
        told = publish(dict(zip(NAMES, values, strict=False)))
        alike.setdefault(told, []).append(values)
    for told, tables in alike.items():
        if told == Told((), None) or max(tables[0]) >= LIMIT:
            continue  # nothing at all is told; or those that look like it were not all tried
        for place, name in enumerate(NAMES[:count]):
            found = {values[place] for values in tables}
            assert len(found) > 1 or found.isdisjoint(small), (tables[0], name)


@pytest.mark.parametrize(("publish", "small"), PUBLICATIONS)
@given(values=st.lists(st.integers(0, 40), min_size=1, max_size=12))
def test_nothing_small_is_told_and_what_is_set_aside_is_never_alone(
    publish: Callable[[Mapping[str, int]], Told], small: range, values: list[int]
) -> None:
    numbers = dict(zip(NAMES, values, strict=False))
    told = publish(numbers)
    assert all(number not in small for _, number in told.numbers)
    hidden = [numbers[name] for name in numbers.keys() - dict(told.numbers).keys() if numbers[name]]
    if told.total is not None and any(0 < number < FEWEST for number in hidden):
        assert len(hidden) > 1
        assert told.total - sum(dict(told.numbers).values()) >= FEWEST
