"""What is counted, on which day, under which key."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.clock import VIETNAM, local_day
from loa.foundation.statistics.columns import COLUMNS, column_of, metric_of
from loa.foundation.statistics.disclosure import FEWEST, disclosed
from loa.foundation.statistics.model import Metric, months
from loa.foundation.statistics.store import StatisticsStore, day_key, gauge_key, parse_day_key
from loa.foundation.statistics.times import FIRST_ANSWER, LONGEST, SOLUTION
from loa.platform.aws.dynamodb.tables import Table

AT = datetime(2024, 10, 5, 3, tzinfo=UTC)
STORE = StatisticsStore(Table("Statistics"), lambda: AT)

paths = st.lists(st.text("0123456789", min_size=1, max_size=5), min_size=1, max_size=3).map(".".join)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2024, 10, 31, 16, 59, 59, tzinfo=UTC), date(2024, 10, 31)),
        (datetime(2024, 10, 31, 17, 0, 0, tzinfo=UTC), date(2024, 11, 1)),
        (datetime(2024, 12, 31, 17, 0, 0, tzinfo=UTC), date(2025, 1, 1)),
        (datetime(2024, 10, 31, 12, tzinfo=timezone(timedelta(hours=-8))), date(2024, 11, 1)),
    ],
)
def test_a_day_begins_at_midnight_in_vietnam(moment: datetime, day: date) -> None:
    assert local_day(moment) == day


def test_a_moment_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        local_day(datetime(2024, 10, 1))


@given(st.datetimes(timezones=st.just(UTC)).filter(lambda moment: 1 < moment.year < 9999))
def test_vietnam_is_seven_hours_ahead_the_whole_year(moment: datetime) -> None:
    assert local_day(moment) == (moment + timedelta(hours=7)).date()
    assert moment.astimezone(VIETNAM).utcoffset() == timedelta(hours=7)


def test_the_months_of_a_period_are_those_that_it_touches() -> None:
    assert list(months(date(2024, 10, 31), date(2025, 1, 1))) == ["2024-10", "2024-11", "2024-12", "2025-01"]
    assert list(months(date(2024, 2, 1), date(2024, 2, 29))) == ["2024-02"]


@given(first=st.dates(date(2020, 1, 1), date(2030, 1, 1)), days=st.integers(0, 400))
def test_every_day_lies_in_one_of_the_months(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    listed = list(months(first, last))
    touched = {f"{first + timedelta(days=day):%Y-%m}" for day in range(days + 1)}
    assert set(listed) == touched
    assert listed == sorted(listed)
    assert len(listed) == len(touched)


@given(path=paths, day=st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_keys_of_days_round_trip(path: str, day: date) -> None:
    assert parse_day_key(*day_key(path, day)) == (path, day)


def test_keys_look_as_documented() -> None:
    assert day_key("40.412.16681", date(2024, 10, 5)) == ("40#2024-10", "40.412.16681#05")
    assert gauge_key("40.412") == ("40#now", "40.412#")


def test_every_metric_has_a_label_and_a_column_of_its_own() -> None:
    assert all(metric.label for metric in Metric)
    assert COLUMNS.keys() == set(Metric)
    assert len(set(COLUMNS.values())) == len(Metric)
    assert not set(COLUMNS.values()) & {"partition", "sort"}


KEYS = sum(map(len, ("partition", "40#2024-10", "sort", "40.412.16681#05")))
UNITS, DAYS, PAGE = 482, 31, 1024 * 1024
CASES = {metric for metric in Metric if metric.value.startswith("cases_")}


def _weight(metrics: Iterable[Metric]) -> int:
    """DynamoDB: names and texts by their bytes, a number about one byte for two digits and one more."""
    return sum(len(column_of(metric)) + 3 for metric in metrics)


def test_a_province_with_everything_but_cases_on_every_day_of_a_month_is_two_pages_of_a_query() -> None:
    assert UNITS * DAYS * (KEYS + _weight(set(Metric) - CASES)) <= 2 * PAGE


def test_fifteen_thousand_cases_a_month_are_one_page_more() -> None:
    # Three times what the busiest hotline of a province had, each case counted with columns of
    # its own: received, answered, in time, two histograms, rated; every third overdue, reopened, not content.
    of_one = (
        _weight(
            [
                Metric.CASES_RECOMMENDATION,
                Metric.CASES_ANSWERED,
                Metric.CASES_IN_TIME,
                FIRST_ANSWER.bucket(timedelta(minutes=LONGEST)),
                SOLUTION.bucket(timedelta(minutes=LONGEST)),
                Metric.CASES_RATED,
                Metric.CASES_STARS,
            ]
        )
        + _weight([Metric.CASES_OVERDUE, Metric.CASES_REOPENED, Metric.CASES_UNSATISFIED]) // 3
    )
    ordinary = UNITS * DAYS * (KEYS + _weight(set(Metric) - CASES))
    assert ordinary + 15_000 * of_one <= 3 * PAGE


# Histograms


def _counted(minutes: Iterable[int]) -> Counter[Metric]:
    return Counter(SOLUTION.bucket(timedelta(minutes=took)) for took in minutes)


def test_without_cases_there_is_no_median() -> None:
    assert FIRST_ANSWER.quantile({}, 50) is None


def test_a_time_counts_at_least_a_minute_and_at_most_as_longer_than_the_longest() -> None:
    short, long = timedelta(minutes=-5), timedelta(minutes=LONGEST, seconds=1)
    assert FIRST_ANSWER.quantile({FIRST_ANSWER.bucket(short): 1}, 50) == 1
    assert FIRST_ANSWER.quantile({FIRST_ANSWER.bucket(long): 1}, 50) == LONGEST
    assert FIRST_ANSWER.quantile({SOLUTION.bucket(short): 1}, 50) is None, "another measure"


@given(st.lists(st.integers(1, LONGEST), min_size=1, max_size=200), st.sampled_from([50, 90, 99]))
def test_a_quantile_is_right_within_two_per_cent_and_exact_below_fifty_minutes(
    minutes: list[int], percent: int
) -> None:
    found = SOLUTION.quantile(_counted(minutes), percent)
    true = sorted(minutes)[-(-len(minutes) * percent // 100) - 1]
    assert found is not None
    assert abs(found - true) <= (0.02 * true if true >= 50 else 0)


@given(st.lists(st.integers(0, 40_000), max_size=50), st.lists(st.integers(0, 40_000), max_size=50))
def test_sums_of_histograms_are_histograms(one: list[int], other: list[int]) -> None:
    both = _counted(one) + _counted(other)
    assert SOLUTION.quantile(both, 50) == SOLUTION.quantile(_counted(one + other), 50)
    assert SOLUTION.total(both) == len(one) + len(other)


times = st.integers(0, 40_000).map(lambda minutes: SOLUTION.bucket(timedelta(minutes=minutes)))


@given(st.sampled_from(sorted(Metric)) | times)
def test_columns_round_trip(metric: Metric) -> None:
    assert metric_of(column_of(metric)) is metric
    assert Metric(metric.value) is metric


def test_an_increment_is_one_action_on_one_row() -> None:
    (action,) = STORE.increments("40.412", AT, {Metric.EVENTS: 1, Metric.MESSAGES_IN: 1, Metric.ARTICLES: 0})
    assert (action.partition, action.sort) == ("40#2024-10", "40.412#05")
    assert action.add == {"ev": 1, "in": 1}


def test_what_happened_in_a_month_that_is_over_goes_into_its_total_too() -> None:
    late = StatisticsStore(Table("Statistics"), lambda: AT + timedelta(days=40))
    corrected = [(AT - timedelta(days=1), {Metric.CONVERSATIONS_BEGUN: -1})]
    writes = late.increments("40.412", AT, {Metric.EVENTS: 1, Metric.CONVERSATIONS_BEGUN: 1}, corrected)
    assert {(write.partition, write.sort): dict(write.add) for write in writes} == {
        ("40#2024-10", "40.412#05"): {"ev": 1, "cb": 1},
        ("40#2024-10", "40.412#04"): {"cb": -1},
        ("40#months", "2024-10#40.412"): {"ev": 1, "touched": 1},
    }


@pytest.mark.parametrize("counts", [{}, {Metric.EVENTS: 0}, {Metric.EVENTS: 2, Metric.ARTICLES: -1}])
def test_counters_only_grow(counts: dict[Metric, int]) -> None:
    with pytest.raises(ValueError, match="upwards"):
        STORE.increments("40", AT, counts)


# Denunciations: no number from which somebody could be known

NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))


@pytest.mark.parametrize(
    ("by_month", "first", "last", "today", "told"),
    [
        ({"2026-11": 5}, *NOVEMBER, date(2026, 12, 1), 5),
        ({"2026-11": 4}, *NOVEMBER, date(2026, 12, 1), None),
        ({}, *NOVEMBER, date(2026, 12, 1), None),
        ({"2026-11": 9}, *NOVEMBER, date(2026, 11, 30), None),
        ({"2026-11": 9}, date(2026, 11, 2), date(2026, 11, 30), date(2026, 12, 1), None),
        ({"2026-11": 9}, date(2026, 11, 1), date(2026, 11, 29), date(2026, 12, 1), None),
        ({"2026-10": 7, "2026-11": 9}, date(2026, 10, 1), date(2026, 11, 30), date(2026, 12, 1), 16),
        ({"2026-10": 3, "2026-11": 9}, date(2026, 10, 1), date(2026, 11, 30), date(2026, 12, 1), None),
    ],
)
def test_denunciations_are_told_of_whole_months_that_are_over_and_had_several(
    by_month: dict[str, int], first: date, last: date, today: date, told: int | None
) -> None:
    assert disclosed(by_month, first, last, today) == told


@given(st.dictionaries(st.sampled_from(["2026-09", "2026-10", "2026-11"]), st.integers(0, 12)))
def test_no_two_reports_tell_a_month_that_neither_tells(by_month: dict[str, int]) -> None:
    starts = {9: date(2026, 9, 1), 10: date(2026, 10, 1), 11: date(2026, 11, 1)}
    ends = {9: date(2026, 9, 30), 10: date(2026, 10, 31), 11: date(2026, 11, 30)}
    told = {
        (a, b): disclosed(by_month, starts[a], ends[b], date(2026, 12, 5))
        for a in starts for b in ends if a <= b
    }  # fmt: skip
    for (first, last), number in told.items():
        if number is not None:
            assert all(by_month[f"2026-{month:02}"] >= FEWEST for month in range(first, last + 1))
