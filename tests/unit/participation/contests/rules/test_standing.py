"""The second ranking of units: by average, of those from which enough people took part."""

from hypothesis import given
from hypothesis import strategies as some

from loa.participation.contests.rules.standing import FEWEST_FOR_AVERAGE, averages, carried


def test_units__stand_by_their_average__and_few_people_are_none() -> None:
    persons = {"40.1": 50, "40.2": 1_000, "40.3": 49}
    scores = {"40.1": 50 * 15, "40.2": 12_345, "40.3": 49 * 15}
    found = [(each.unit_path, each.hundredths) for each in averages(persons, scores)]
    assert found == [("40.1", 1_500), ("40.2", 1_234)]


@given(
    scores=some.lists(some.integers(0, 15), min_size=FEWEST_FOR_AVERAGE, max_size=80),
    cut=some.integers(1, 79),
)
def test_units_that_merge__have_one_average_of_all_their_people(scores: list[int], cut: int) -> None:
    parts = {"40.1.1": scores[:cut], "40.1.2": scores[cut:]}
    heirs = dict.fromkeys(parts, "40.1")
    persons = carried({path: len(part) for path, part in parts.items()}, heirs)
    (found,) = averages(persons, carried({path: sum(part) for path, part in parts.items()}, heirs))
    assert (found.persons, found.hundredths) == (len(scores), sum(scores) * 100 // len(scores))
