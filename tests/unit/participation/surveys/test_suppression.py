"""Whoever adds and subtracts what is published finds no number from 1 to 4."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from loa.foundation.statistics.disclosure import FEWEST
from loa.participation.surveys.suppression import SafeTable, UnitAnswers, safe_table

OPTIONS = 4


@st.composite
def answers(draw: st.DrawFn, *, exclusive: bool) -> dict[str, UnitAnswers]:
    """Answers of up to six communes, many of them few."""
    found = {}
    for number in range(draw(st.integers(1, 6))):
        if exclusive:
            chosen = tuple(draw(st.integers(0, 12)) for _ in range(OPTIONS))
            found[f"40.{number}"] = UnitAnswers(sum(chosen), chosen)
        else:
            persons = draw(st.integers(0, 30))
            chosen = tuple(draw(st.integers(0, persons)) for _ in range(OPTIONS))
            found[f"40.{number}"] = UnitAnswers(persons, chosen)
    return found


def attacked(table: SafeTable) -> set[int]:
    """Everything that follows for a column: sums of communes, and what the whole leaves of them."""
    found = set()
    for column, whole in enumerate(table.total):
        parts = [numbers[column] for numbers in table.by_unit.values()]
        for size in range(len(parts) + 1):
            for some in combinations(parts, size):
                found |= {sum(some), whole - sum(some)}
    return found


@given(answers(exclusive=True))
def test_one_choice__after_every_subtraction__nobody_is_found(given_by: dict[str, UnitAnswers]) -> None:
    table = safe_table(given_by, is_exclusive=True)
    if table is None:
        assert sum(each.persons for each in given_by.values()) < FEWEST
        return
    assert not attacked(table) & set(range(1, FEWEST))
    assert sum(table.total) == table.answered == sum(each.persons for each in given_by.values())


@given(answers(exclusive=False))
def test_several_choices__neither_who_chose_nor_who_did_not__is_found(
    given_by: dict[str, UnitAnswers],
) -> None:
    table = safe_table(given_by, is_exclusive=False)
    if table is None:
        return
    small = set(range(1, FEWEST))
    assert not attacked(table) & small
    assert not {table.answered - number for number in table.total} & small
