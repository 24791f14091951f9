"""The counters of broadcasts: exact under repetition and concurrency, on both engines."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loa.errors import Busy
from loa.platform.aws.dynamodb import transactions
from loa.platform.aws.dynamodb.tables import Row, Table
from loa.publishing.broadcasts.rows import quota_store
from loa.publishing.broadcasts.rows.quota_store import QuotaStore, quota_partition
from loa.publishing.broadcasts.rules.quota import Period
from tests.conftest import OpenTable
from tests.worlds.searching import examples

DAY, NEXT_DAY, NEXT_MONTH = date(2024, 10, 5), date(2024, 10, 6), date(2024, 11, 1)
PATHS = ("40.1", "40.2", "40.3")


@pytest.fixture
def rows(table: OpenTable) -> Table:
    return table("Broadcasts")


@pytest.fixture
def quotas(rows: Table) -> QuotaStore:
    return QuotaStore(rows)


def _used(quotas: QuotaStore, day: date = DAY, apart_from: str = "") -> dict[str, tuple[int, int]]:
    """Per path: how many on the day, and in its month."""
    found = quotas.used("40", day, apart_from=apart_from)
    return {path: (used.get(Period.DAY, 0), used.get(Period.MONTH, 0)) for path, used in found.items()}


def test_a_reservation_counts_for_the_day_and_for_the_month(quotas: QuotaStore) -> None:
    quotas.reserve("40", DAY, "b1", PATHS[:2])
    assert _used(quotas) == {"40.1": (1, 1), "40.2": (1, 1)}
    assert _used(quotas, NEXT_DAY) == {"40.1": (0, 1), "40.2": (0, 1)}
    assert _used(quotas, NEXT_MONTH) == {}
    assert quotas.used("38", DAY) == {}


def test_the_same_reservation_again_changes_nothing(quotas: QuotaStore, rows: Table) -> None:
    quotas.reserve("40", DAY, "b1", PATHS)
    before = list(rows.rows(quota_partition("40", "2024-10")))
    quotas.reserve("40", DAY, "b1", PATHS)
    quotas.reserve("40", DAY, "b1", PATHS[:1])
    assert list(rows.rows(quota_partition("40", "2024-10"))) == before
    assert _used(quotas) == dict.fromkeys(PATHS, (1, 1))


def test_a_broadcast_that_reserves_more_counts_what_is_new_only(quotas: QuotaStore) -> None:
    quotas.reserve("40", DAY, "b1", PATHS[:1])
    quotas.reserve("40", NEXT_DAY, "b1", PATHS[:2])
    assert _used(quotas) == {"40.1": (1, 1), "40.2": (0, 1)}
    assert _used(quotas, NEXT_DAY) == {"40.1": (1, 1), "40.2": (1, 1)}


def test_broadcasts_add_up(quotas: QuotaStore) -> None:
    quotas.reserve("40", DAY, "b1", PATHS[:2])
    quotas.reserve("40", DAY, "b2", PATHS[1:])
    assert _used(quotas) == {"40.1": (1, 1), "40.2": (2, 2), "40.3": (1, 1)}


def test_its_own_reservation_does_not_count_against_a_broadcast(quotas: QuotaStore) -> None:
    quotas.reserve("40", DAY, "b1", PATHS[:2])
    quotas.reserve("40", DAY, "b2", PATHS[1:2])
    assert _used(quotas, apart_from="b1") == {"40.1": (0, 0), "40.2": (1, 1)}
    assert _used(quotas, apart_from="b3") == {"40.1": (1, 1), "40.2": (2, 2)}


def test_what_is_given_back_counts_no_more_and_giving_back_again_changes_nothing(quotas: QuotaStore) -> None:
    quotas.reserve("40", DAY, "b1", PATHS)
    quotas.reserve("40", DAY, "b2", PATHS)
    for _ in range(2):
        quotas.give_back("40", DAY, "b1", PATHS[:2])
        assert _used(quotas) == {"40.1": (1, 1), "40.2": (1, 1), "40.3": (2, 2)}


def test_nobody_gives_back_what_they_have_not_reserved(quotas: QuotaStore) -> None:
    quotas.reserve("40", DAY, "b1", PATHS)
    quotas.give_back("40", DAY, "b2", PATHS)
    quotas.give_back("40", NEXT_MONTH, "b1", PATHS)
    assert _used(quotas) == dict.fromkeys(PATHS, (1, 1))


def test_of_two_planners_at_once_both_are_counted(
    quotas: QuotaStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second planner writes between the first one's reading and writing."""
    read, meddled = transactions.get_many, list[int]()

    def meddling(wanted: list[tuple[Table, str, str]]) -> list[Row | None]:
        found = read(wanted)
        if not meddled:
            meddled.append(1)
            quotas.reserve("40", DAY, "other", PATHS[1:])
        return found

    monkeypatch.setattr(quota_store, "get_many", meddling)
    quotas.reserve("40", DAY, "mine", PATHS[:2])
    assert _used(quotas) == {"40.1": (1, 1), "40.2": (2, 2), "40.3": (1, 1)}


def test_the_same_planner_started_twice_at_once_counts_once(
    quotas: QuotaStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, meddled = transactions.get_many, list[int]()

    def meddling(wanted: list[tuple[Table, str, str]]) -> list[Row | None]:
        found = read(wanted)
        if not meddled:
            meddled.append(1)
            quotas.reserve("40", DAY, "mine", PATHS)
        return found

    monkeypatch.setattr(quota_store, "get_many", meddling)
    quotas.reserve("40", DAY, "mine", PATHS)
    assert _used(quotas) == dict.fromkeys(PATHS, (1, 1))


def test_a_planner_that_is_always_too_slow_says_so_and_leaves_nothing_behind(
    quotas: QuotaStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, others = transactions.get_many, iter(range(100))

    def meddling(wanted: list[tuple[Table, str, str]]) -> list[Row | None]:
        found = read(wanted)
        with monkeypatch.context() as honest:
            honest.setattr(quota_store, "get_many", read)
            quotas.reserve("40", DAY, f"other-{next(others)}", PATHS[:1])
        return found

    with monkeypatch.context() as dishonest:
        dishonest.setattr(quota_store, "get_many", meddling)
        with pytest.raises(Busy):
            quotas.reserve("40", DAY, "slow", PATHS[1:])
    assert set(_used(quotas)) == {"40.1"}


_PROVINCES = count()
_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["reserve", "give_back"]),
        st.sampled_from([DAY, NEXT_DAY, NEXT_MONTH]),
        st.sampled_from(["b1", "b2", "b3"]),
        st.sets(st.sampled_from(PATHS)),
    ),
    max_size=12,
)


@settings(max_examples=examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_STEPS)
def test_the_sums_are_always_those_of_the_reservations(
    rows: Table, steps: list[tuple[str, date, str, Iterable[str]]]
) -> None:
    """Each example has a province of its own, so that it begins with nothing."""
    quotas, name = QuotaStore(rows), f"province-{next(_PROVINCES)}"
    reserved: dict[str, dict[str, set[str]]] = {}
    for word, day, broadcast_id, paths in steps:
        getattr(quotas, word)(name, day, broadcast_id, paths)
        for period in Period:
            mine = reserved.setdefault(period.label(day), {}).setdefault(broadcast_id, set())
            if word == "reserve":
                mine |= set(paths)
            else:
                mine -= set(paths)
    for label, expected in reserved.items():
        stored = {row["sort"]: row for row in rows.rows(quota_partition(name, label), consistent=True)}
        sums = stored.pop("used", {}).get("paths", {})
        assert {key: set(row["paths"]) for key, row in stored.items() if row["paths"]} == {
            key: paths for key, paths in expected.items() if paths
        }
        assert sums == Counter(path for paths in expected.values() for path in paths)
