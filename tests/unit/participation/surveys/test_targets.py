"""Where a survey was not heard enough, without a number of a few people."""

from hypothesis import given
from hypothesis import strategies as some

from loa.foundation.statistics.disclosure import FEWEST
from loa.participation.surveys.targets import coverage

PATHS = ("40.1", "40.2", "40.3")


@given(
    some.integers(1, 30),
    some.dictionaries(some.sampled_from((*PATHS, "40.9")), some.integers(0, 40)),
)
def test_each_commune__is_reached_or_missing__and_no_few_are_numbered(
    target: int, answered: dict[str, int]
) -> None:
    found = coverage(target, PATHS, answered)
    missing = {path for path, _ in found.missing}
    assert found.reached + len(found.missing) == len(PATHS)
    assert missing == {path for path in PATHS if answered.get(path, 0) < target}
    assert all(count is None or count == 0 or count >= FEWEST for _, count in found.missing)
