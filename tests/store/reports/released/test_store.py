"""Released figures: frozen once, one row a read, taken back at once."""

from datetime import UTC, datetime

import pytest

from loa.platform.aws.dynamodb.tables import ConditionFailed, Table
from loa.reports.released.model import ReleasedFigures, ReleasedNumbers, ReleasedUnit, Share
from loa.reports.released.store import ReleasedStore
from tests.conftest import OpenTable

NUMBERS = ReleasedNumbers(40, Share(80, 100), 6, 12, 46)


def figures(month: str, answered: int = 40) -> ReleasedFigures:
    unit = ReleasedUnit("40.17506", "Xã Yên Thành", NUMBERS)
    total = ReleasedNumbers(answered, Share(92, 92), 6)
    return ReleasedFigures(month, datetime(2026, 11, 2, tzinfo=UTC), total, (unit,), 130)


@pytest.fixture
def published(open_table: OpenTable) -> Table:
    return open_table("Published")


def test_the_newest_month_is_shown_first_and_the_one_before_when_it_is_taken_back(published: Table) -> None:
    store = ReleasedStore(published)
    assert store.newest("40") == (None, [])
    store.release("40", figures("2026-10"))
    store.release("40", figures("2026-09"))
    assert store.newest("40") == (figures("2026-10"), ["2026-10", "2026-09"])
    assert store.of_month("40", "2026-09") == figures("2026-09")
    store.take_back("40", "2026-10")
    assert store.newest("40") == (figures("2026-09"), ["2026-09"])
    assert store.of_month("40", "2026-10") is None
    store.take_back("40", "2026-09")
    assert store.newest("40") == (None, [])


def test_figures_released_again_are_those_of_the_first_time(published: Table) -> None:
    """The difference between two countings would tell who came in between."""
    store = ReleasedStore(published)
    store.release("40", figures("2026-10", 40))
    store.take_back("40", "2026-10")
    store.release("40", figures("2026-10", 41))
    assert store.newest("40")[0] == figures("2026-10", 40)
    assert store.of_month("40", "2026-10") == figures("2026-10", 40)


def test_a_month_that_was_never_released_cannot_be_taken_back(published: Table) -> None:
    with pytest.raises(ConditionFailed):
        ReleasedStore(published).take_back("40", "2026-10")
