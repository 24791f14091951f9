"""Reads are counted in batches, each once, by unit and day, and nothing is kept of who reads."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest

from loa.clock import local_day
from loa.errors import Busy
from loa.foundation.statistics.model import Metric
from loa.foundation.statistics.reads import (
    HANDED_OVER_EVERY,
    PAGES_TOLD_EVERY,
    ReadTally,
    count_reads,
    is_person,
    reads_partition,
)
from loa.foundation.statistics.store import StatisticsStore
from loa.platform.aws.dynamodb.tables import Put, Write
from tests.conftest import OpenTable

NOW = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)
UNITS = [f"40.{10000 + number}" for number in range(45)]


def test_the_first_is_handed_over_at_once__and_a_crowd_in_one_batch_each_five_minutes(
    table: OpenTable,
) -> None:
    clock, statistics = Ticks(0.0), StatisticsStore(table("Statistics"), lambda: NOW)
    tally = ReadTally(statistics.table, "40", clock)
    tally.add(UNITS[0], NOW)
    assert len(batches(statistics)) == 1, "who reads alone is not forgotten"
    for unit in UNITS * 20:
        tally.add(unit, NOW)
    assert len(batches(statistics)) == 1, "a write is not paid for each read"
    clock.at = HANDED_OVER_EVERY
    tally.add(UNITS[0], NOW)
    assert len(batches(statistics)) == 3, "a transaction has room for forty units"
    assert {name for row in batches(statistics) for name in row} == {"partition", "sort", "units"}
    stops = iter([True, False])
    assert count_reads("40", statistics=statistics, may_go_on=lambda: next(stops)) == 1
    assert count_reads("40", statistics=statistics, may_go_on=lambda: True) == 2
    assert count_reads("40", statistics=statistics, may_go_on=lambda: True) == 0
    today = local_day(NOW)
    counted = statistics.activity("40", today, today)
    assert counted[UNITS[0]][Metric.PUBLIC_READS] == 22
    assert {counts[Metric.PUBLIC_READS] for path, counts in counted.items() if path != UNITS[0]} == {20}
    (piece,) = statistics.by_month(UNITS[1], today, today)
    assert piece.active_days == 0, "who is read is not therefore active"


def test_a_page_is_told_of_at_once__then_every_quarter_of_an_hour__and_counted_with_its_batch(
    table: OpenTable,
) -> None:
    clock, statistics = Ticks(0.0), StatisticsStore(table("Statistics"), lambda: NOW)
    tally = ReadTally(statistics.table, "40", clock)
    pages = [f"40~{number:022d}" for number in range(30)]
    for page in [*pages, *pages]:
        tally.add("40", NOW, page)
    clock.at = HANDED_OVER_EVERY
    tally.add("40", NOW, pages[0])
    told = [page for row in batches(statistics) for page in row.get("pages", ())]  # type: ignore[attr-defined]
    assert sorted(told) == pages
    clock.at *= 2
    tally.add("40", NOW, pages[0])
    assert [row.get("pages") for row in batches(statistics)].count(None) == 1, "again, and nothing to tell"
    clock.at = HANDED_OVER_EVERY + PAGES_TOLD_EVERY
    tally.add("40", NOW, pages[0])
    asked: Counter[str] = Counter()

    def remembered(some: Mapping[str, int], day: date) -> list[Write]:
        asked.update(some)
        assert day == local_day(NOW)
        return [Put(statistics.table, {"partition": "test", "sort": page}) for page in some]

    for _ in range(2):
        count_reads("40", statistics=statistics, may_go_on=lambda: True, pages_read=remembered)
    assert (sorted(asked), len(list(statistics.table.rows("test")))) == (pages, 30)
    assert asked == Counter([*pages, *pages, *pages[:1] * 3]), "each read once, whenever it was told"


def test_a_batch_of_a_process_that_named_its_pages_only__is_one_read_each(table: OpenTable) -> None:
    statistics = StatisticsStore(table("Statistics"), lambda: NOW)
    row = {
        "partition": reads_partition("40"),
        "sort": "2026-12-01#1",
        "units": {"40": 3},
        "pages": ["a", "b"],
    }
    statistics.table.put(row)
    asked: Counter[str] = Counter()

    def remembered(some: Mapping[str, int], _day: date) -> list[Write]:
        asked.update(some)
        return []

    assert count_reads("40", statistics=statistics, may_go_on=lambda: True, pages_read=remembered) == 1
    assert asked == {"a": 1, "b": 1}


def test_what_could_not_be_handed_over_stays_and_no_page_fails(
    table: OpenTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, statistics = Ticks(0.0), StatisticsStore(table("Statistics"))
    tally = ReadTally(statistics.table, "40", clock)
    with monkeypatch.context() as patched:
        patched.setattr(statistics.table, "put", busy)
        tally.add("40", NOW)
    clock.at = HANDED_OVER_EVERY
    tally.add("40", NOW)
    assert [row["units"] for row in batches(statistics)] == [{"40": 2}]


@pytest.mark.parametrize(
    ("user_agent", "person"),
    [
        ("Mozilla/5.0 (Linux; Android 13; SM-A135F) AppleWebKit/537.36 Chrome/120 Zalo/23", True),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Zalo iOS/510", True),
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", False),
        ("facebookexternalhit/1.1", False),
        ("Mozilla/5.0 (compatible; coccocbot-web/1.0)", False),
        ("python-requests/2.32", False),
        ("curl/8.4", False),
        ("", False),
    ],
)  # fmt: skip
def test_programs_that_read_by_themselves_are_not_people(user_agent: str, *, person: bool) -> None:
    assert is_person(user_agent) is person


class Ticks:
    """A clock that a test sets."""

    def __init__(self, at: float) -> None:
        self.at = at

    def __call__(self) -> float:
        return self.at


def batches(statistics: StatisticsStore) -> list[dict[str, object]]:
    return list(statistics.table.rows(reads_partition("40")))


def busy(*_: object, **__: object) -> None:
    raise Busy
