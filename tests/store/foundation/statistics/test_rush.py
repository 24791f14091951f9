"""A rush at one unit: its counters spread over rows, and nothing is lost or counted twice."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest

from infra.local.bench.conflicts import Conflicts, as_on_aws
from loa.errors import Busy
from loa.foundation.statistics.model import Metric
from loa.foundation.statistics.store import SHARDS, StatisticsStore
from loa.platform.aws.dynamodb.tables import ConditionFailed, Put, Table
from loa.platform.aws.dynamodb.transactions import commit
from tests.conftest import ON_THE_REAL_ENGINE, OpenTable

UNIT = "40.412.16681"
AT = datetime(2024, 10, 5, 3, tzinfo=UTC)
DAY = date(2024, 10, 5)


@pytest.fixture
def conflicts(table: OpenTable) -> Iterator[Conflicts]:
    table("Statistics")
    with as_on_aws() as found:
        yield found


def counted(store: StatisticsStore) -> dict[str, dict[Metric, int]]:
    return {path: dict(sums) for path, sums in store.activity("40", DAY, DAY).items()}


def rows(table: Table) -> list[str]:
    return [row["sort"] for row in table.rows("40#2024-10")]


@ON_THE_REAL_ENGINE
def test_a_rush_is_counted_once_each_and_nothing_waits_for_the_queue(
    table: OpenTable, conflicts: Conflicts
) -> None:
    store, facts, own = StatisticsStore(table("Statistics"), lambda: AT), table("Inbox"), threading.local()

    def happen(number: int) -> bool:
        worker = vars(own).setdefault(
            "store", StatisticsStore(table("Statistics"), lambda: AT)
        )  # as each process has
        fact = Put(facts, {"partition": f"event-{number}", "sort": "seen"}, new=True)
        try:
            commit([fact, *worker.increments(UNIT, AT, {Metric.EVENTS: 1, Metric.MESSAGES_IN: 1})])
        except ConditionFailed:
            return True  # it had been counted
        except Busy:
            return False
        return True

    with ThreadPoolExecutor(10) as pool:
        done = list(pool.map(happen, [number for number in range(150) for _ in range(2)]))
    assert done.count(False) == 0
    assert conflicts.cancelled > 0
    assert counted(store) == {UNIT: {Metric.EVENTS: 150, Metric.MESSAGES_IN: 150}}
    assert 1 < len(rows(table("Statistics"))) <= SHARDS + 1


@ON_THE_REAL_ENGINE
def test_a_single_coincidence_leaves_one_row_a_day(table: OpenTable, conflicts: Conflicts) -> None:
    store = StatisticsStore(table("Statistics"), lambda: AT)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: commit(store.increments(UNIT, AT, {Metric.EVENTS: 1})), range(2)))
    del conflicts
    commit(store.increments(UNIT, AT, {Metric.EVENTS: 1}))
    assert counted(store) == {UNIT: {Metric.EVENTS: 3}}


def test_rows_of_before_and_corrections_are_part_of_the_sum(table: OpenTable) -> None:
    store, plain = StatisticsStore(table("Statistics"), lambda: AT), table("Statistics")
    plain.put({"partition": "40#2024-10", "sort": f"{UNIT}#05", "ev": 4, "ans": 1})
    plain.put({"partition": "40#2024-10", "sort": f"{UNIT}#05#16", "ev": 3, "ans": 2})
    commit(store.changes(UNIT, [(AT, {Metric.CASES_ANSWERED: -2})]))
    assert counted(store) == {UNIT: {Metric.EVENTS: 7, Metric.CASES_ANSWERED: 1}}
