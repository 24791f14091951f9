"""As much is left out as it takes, and a share is told by bounds where one of its parts is small."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.foundation.statistics.disclosure import FEWEST
from loa.reports.released.model import Share
from loa.reports.released.suppression import Part, possible, shares, shown


def order(name: str) -> str:
    """Not that of the alphabet, so that nothing leans on it."""
    return {"a": "3", "b": "1", "c": "2", "d": "0"}.get(name, name)


def test_only_as_much_is_left_out_as_it_takes() -> None:
    numbers = {"a": 40, "b": 30, "c": 3, "d": 60}
    assert shown(numbers, order).names == {"a", "b"}, "d is the first in the order, and enough"


parts = st.integers(FEWEST, 60).flatmap(
    lambda of: st.tuples(st.integers(0, of), st.just(of)).map(lambda pair: Part(*pair))
)


def small(of: int) -> st.SearchStrategy[Part]:
    """Parts of a number that is not shown."""
    return st.integers(0, of).map(lambda number: Part(number, of))


@given(st.lists(parts, min_size=1, max_size=6), st.integers(0, 9).flatmap(small))
def test_a_small_part_is_told_by_bounds_that_the_total_does_not_close(seen: list[Part], rest: Part) -> None:
    """The attacker knows every number that is shown, and all shares as they are printed."""
    told = shares(seen, rest)
    if told is None:
        return
    total = Part(sum(part.number for part in seen) + rest.number, sum(part.of for part in seen) + rest.of)
    low, high = possible(total.of, told.total, total.number) if told.total else (0, total.of)
    ranges = [possible(part.of, share, part.number) for part, share in zip(seen, told.each, strict=True)]
    for place, (part, share) in enumerate(zip(seen, told.each, strict=True)):
        assert ranges[place][0] <= part.number <= ranges[place][1]
        if share.low == share.high:
            assert min(part.number, part.of - part.number) >= FEWEST
            continue
        others = [each for number, each in enumerate(ranges) if number != place]
        least = max(ranges[place][0], low - sum(most for _, most in others) - rest.of)
        most = min(ranges[place][1], high - sum(fewest for fewest, _ in others))
        assert least < most, "who adds up would know it"


@pytest.mark.parametrize(
    ("part", "share"),
    [
        (Part(6, 6), Share(80, 100)),
        (Part(5, 10), Share(40, 80)),
        (Part(0, 7), Share(0, 40)),
        (Part(20, 20), Share(80, 100)),
        (Part(97, 100), Share(96, 100)),
        (Part(3, 100), Share(0, 5)),
        (Part(70, 100), Share(70, 70)),
    ],
)
def test_a_share_is_told_as_it_is_only_when_both_of_its_parts_may_be(part: Part, share: Share) -> None:
    told = shares([part, Part(9, 12), Part(5, 9)], Part(0, 0))
    assert told is not None
    assert told.each[0] == share


def test_where_everything_was_in_time_that_is_said_as_far_as_it_may_be() -> None:
    told = shares([Part(30, 30), Part(6, 6), Part(200, 200)], Part(3, 3))
    assert told is not None
    assert (told.each, told.total) == ([Share(86, 100), Share(80, 100), Share(98, 100)], Share(98, 100))
