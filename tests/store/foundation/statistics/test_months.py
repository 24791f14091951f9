"""Months that are over: their totals are the sums of their days, whatever comes late."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from loa.foundation.statistics.jobs import ClosedMonths, close_months
from loa.foundation.statistics.model import Metric
from loa.foundation.statistics.months import MonthTotals
from loa.foundation.statistics.store import StatisticsStore
from loa.platform.aws.dynamodb.tables import ConditionFailed, Put, Table
from loa.platform.aws.dynamodb.transactions import commit

VINH, WARD, OTHER = "40.412", "40.412.16681", "40.413"
YEAR = (date(2024, 1, 1), date(2024, 12, 31))
NOW = datetime(2024, 12, 20, 5, tzinfo=UTC)
METRICS = (Metric.MESSAGES_IN, Metric.CONVERSATIONS_BEGUN, Metric("cases_first_42"))
type OpenTable = Callable[[str], Table]
type Fact = tuple[str, str, datetime, Metric]


class Counted(Table):
    """A table that counts its Queries."""

    queries = 0

    def page(self, *arguments: Any, **named: Any) -> Any:
        type(self).queries += named.get("start") is None
        return super().page(*arguments, **named)


def history(number: int, seed: int) -> list[Fact]:
    """Facts of a year, each with a name of its own."""
    dice = random.Random(seed)
    start = datetime(2023, 12, 31, 17, tzinfo=UTC)
    return [
        (
            f"fact-{seed}-{one}",
            dice.choice(["40", VINH, WARD, OTHER]),
            start + timedelta(minutes=dice.randrange(350 * 1440)),
            dice.choice(METRICS),
        )
        for one in range(number)
    ]


class World:
    """A year of counting, told by facts that come in any order and more than once."""

    def __init__(self, table: OpenTable) -> None:
        self.facts = table("Inbox")
        self.table = table("Statistics")
        self.now = datetime(2024, 1, 1, tzinfo=UTC)
        self.statistics = StatisticsStore(self.table, lambda: self.now)
        self.months = MonthTotals(self.table)
        self.truth: dict[str, Counter[Metric]] = {}

    def happens(self, fact: Fact) -> None:
        name, path, at, metric = fact
        self.now = max(self.now, at)
        mark = Put(self.facts, {"partition": name, "sort": "seen"}, new=True)
        try:
            commit([mark, *self.statistics.increments(path, at, {metric: 1})])
        except ConditionFailed:
            return
        self.truth.setdefault(path, Counter())[metric] += 1

    def close(self) -> int:
        last = (self.now + timedelta(hours=7)).month
        return sum(self.months.close("40", f"2024-{month:02}") for month in range(1, last))


@pytest.fixture
def world(table: OpenTable) -> World:
    return World(table)


def test_facts_in_any_order_and_twice_come_to_the_same_before_and_after_closing(world: World) -> None:
    facts = history(120, seed=3)
    for fact in facts[:60]:
        world.happens(fact)
    world.close()
    again = [*facts, *facts]
    random.Random(7).shuffle(again)
    world.now = NOW
    for fact in again:
        world.happens(fact)
        if fact is again[100]:
            world.close()
    before = world.statistics.activity("40", *YEAR)
    world.close()
    assert world.close() == 0, "what is closed stays as it is"
    assert world.statistics.activity("40", *YEAR) == before == world.truth
    assert sum(sum(sums.values()) for sums in before.values()) == len(facts), "each once"


def test_any_period_and_subtree_is_three_queries_and_the_sum_of_its_days(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for fact in history(80, seed=5):
        world.happens(fact)
    world.now = NOW
    world.close()
    reader = StatisticsStore(Counted(world.table.name), lambda: NOW)
    dice = random.Random(11)
    for _ in range(12):
        first = YEAR[0] + timedelta(days=dice.randrange(300))
        last = min(YEAR[1], first + timedelta(days=dice.randrange(366)))
        Counted.queries = 0
        found = reader.activity(VINH, first, last)
        assert Counted.queries <= 3
        by_days: dict[str, Counter[Metric]] = {}
        day = first
        while day <= last:
            month_end = (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
            until = min(month_end, last)
            for path, sums in reader.activity(VINH, day, until).items():
                by_days.setdefault(path, Counter()).update(sums)
            day = until + timedelta(days=1)
        assert found == by_days
    whole = reader.activity("40", *YEAR)
    assert {path: sums for path, sums in whole.items() if path.startswith(VINH)} == reader.activity(
        VINH, *YEAR
    )


def test_what_is_added_while_a_month_is_closed_is_not_lost(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    fact: Fact = ("one", WARD, datetime(2024, 3, 5, 5, tzinfo=UTC), Metric.MESSAGES_IN)
    world.happens(fact)
    world.now = NOW
    late = iter([("two", *fact[1:]), ("three", *fact[1:])])
    setting = MonthTotals._set

    def meanwhile(self: MonthTotals, *arguments: Any) -> bool:
        for again in [next(late, None)]:
            if again:
                world.happens(again)
        return setting(self, *arguments)

    monkeypatch.setattr(MonthTotals, "_set", meanwhile)
    world.months.close("40", "2024-03")
    assert world.statistics.activity("40", *YEAR) == {WARD: {Metric.MESSAGES_IN: 3}}
    assert [piece.active_days for piece in world.statistics.by_month("40", *YEAR)] == [1]


def test_a_wrong_total_is_found_and_mended(world: World) -> None:
    world.happens(("one", WARD, datetime(2024, 3, 5, 5, tzinfo=UTC), Metric.MESSAGES_IN))
    world.now = NOW
    world.close()
    world.table.update("40#months", f"2024-03#{WARD}", add={"in": 5})
    assert world.months.close("40", "2024-03") == 1
    assert world.statistics.activity("40", *YEAR) == {WARD: {Metric.MESSAGES_IN: 1}}


def test_the_night_closes_what_is_over_and_finds_what_drifts(world: World) -> None:
    for fact in history(30, seed=9):
        world.happens(fact)
    night = datetime(2024, 12, 19, 18, 30, tzinfo=UTC)
    assert close_months("40", totals=world.months, now=night - timedelta(hours=1)) == ClosedMonths()
    first = close_months("40", totals=world.months, now=night)
    assert (first.closed, first.drift) == (13, 0), "a year, and what was before the first fact"
    assert close_months("40", totals=world.months, now=night) == ClosedMonths()
    world.table.update("40#months", f"2024-11#{WARD}", add={"in": 5})
    assert close_months("40", totals=world.months, now=night) == ClosedMonths(0, 1)
    assert close_months("40", totals=world.months, now=night) == ClosedMonths()
