"""Counters in their table."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from loa.foundation.statistics.model import Metric
from loa.foundation.statistics.store import StatisticsStore
from loa.platform.aws.dynamodb.tables import ConditionFailed, Put, Table
from loa.platform.aws.dynamodb.transactions import commit

VINH, WARD = "40.412", "40.412.16681"
LAST_MINUTE = datetime(2024, 10, 31, 16, 59, tzinfo=UTC)
MIDNIGHT = datetime(2024, 10, 31, 17, 0, tzinfo=UTC)
type OpenTable = Callable[[str], Table]


@pytest.fixture
def store(table: OpenTable) -> StatisticsStore:
    return StatisticsStore(table("Statistics"))


def october(store: StatisticsStore, root: str = "40") -> dict[str, dict[Metric, int]]:
    return {
        path: dict(sums) for path, sums in store.activity(root, date(2024, 10, 1), date(2024, 10, 31)).items()
    }


def test_a_fact_and_its_count_are_one_even_when_the_event_comes_twice(
    table: OpenTable, store: StatisticsStore
) -> None:
    def happen() -> None:
        fact = Put(table("Inbox"), {"partition": "event-1", "sort": "seen"}, new=True)
        count = store.increments(WARD, LAST_MINUTE, {Metric.EVENTS: 1, Metric.FOLLOWERS_GAINED: 1})
        commit([fact, *count, store.follower_change(WARD, 1)])

    happen()
    with pytest.raises(ConditionFailed):
        happen()
    assert october(store) == {WARD: {Metric.EVENTS: 1, Metric.FOLLOWERS_GAINED: 1}}
    assert store.followers("40") == {WARD: 1}


def test_days_are_those_of_vietnam(store: StatisticsStore) -> None:
    commit(store.increments(WARD, LAST_MINUTE, {Metric.MESSAGES_IN: 2}))
    commit(store.increments(WARD, MIDNIGHT, {Metric.MESSAGES_IN: 5}))
    assert october(store) == {WARD: {Metric.MESSAGES_IN: 2}}
    day = date(2024, 11, 1)
    assert store.activity("40", day, day) == {WARD: {Metric.MESSAGES_IN: 5}}
    assert store.activity("40", date(2024, 10, 31), day) == {WARD: {Metric.MESSAGES_IN: 7}}


def test_a_period_ends_on_its_last_day_inside_a_month(store: StatisticsStore) -> None:
    for day in (9, 10, 20, 21):
        commit(store.increments(WARD, datetime(2024, 10, day, 5, tzinfo=UTC), {Metric.EVENTS: day}))
    assert store.activity("40", date(2024, 10, 10), date(2024, 10, 20)) == {WARD: {Metric.EVENTS: 30}}


def test_every_metric_comes_back_as_it_was_added(store: StatisticsStore) -> None:
    numbers = {metric: place for place, metric in enumerate(Metric, 1)}
    commit(store.increments(VINH, LAST_MINUTE, numbers))
    commit(store.increments(VINH, LAST_MINUTE, numbers))
    assert october(store) == {VINH: {metric: 2 * number for metric, number in numbers.items()}}


def test_a_subtree_ends_where_its_codes_end(store: StatisticsStore) -> None:
    for path in ("40", VINH, WARD, "40.4120", "40.413", "41"):
        commit([*store.increments(path, LAST_MINUTE, {Metric.EVENTS: 1}), store.follower_change(path, 1)])
    assert october(store, VINH).keys() == store.followers(VINH).keys() == {VINH, WARD}
    assert october(store, "40").keys() == {"40", VINH, WARD, "40.4120", "40.413"}
    assert october(store, WARD).keys() == {WARD}


def test_followers_are_what_zalo_said_and_what_changed_since(store: StatisticsStore) -> None:
    commit([store.follower_change(VINH, 1)])
    commit([store.follower_base(VINH, 1200)])
    commit([store.follower_base(VINH, 1200)])
    assert store.followers(VINH) == {VINH: 1200}
    for delta in (1, 1, -1):
        commit([store.follower_change(VINH, delta)])
    assert store.followers(VINH) == {VINH: 1201}


def test_followers_of_an_account_that_was_never_connected_are_not_negative(store: StatisticsStore) -> None:
    commit([store.follower_change(VINH, -1)])
    assert store.followers(VINH) == {VINH: 0}


def test_nothing_counted_is_nothing(store: StatisticsStore) -> None:
    assert october(store) == {}
    assert store.followers("40") == {}
