"""Counters made good from the facts, while facts keep coming."""

from collections import Counter
from datetime import date, timedelta

import pytest

from infra.recount.facts import is_recounted
from infra.recount.service import Difference, Recount
from loa.casework.cases.rules.model import CaseKind, Move
from loa.clock import local_day
from loa.errors import Busy, InvalidInput
from loa.foundation.statistics.model import Metric
from loa.foundation.statistics.store import day_key
from loa.platform.aws.dynamodb.tables import ConditionFailed
from tests.conftest import OpenTable
from tests.worlds.store.case_world import OTHER, PROVINCE, WARD, World


@pytest.fixture
def world(table: OpenTable) -> World:
    """A case that was answered, one that is open, and one at another ward; the clock is a month later."""
    world = World(table)
    done = world.open()
    world.move(done.id, Move.ACCEPT)
    world.move(done.id, Move.ANSWER)
    world.open()
    world.open(path=OTHER, kind=CaseKind.QUESTION)
    world.clock.now += timedelta(days=40)
    return world


def recount_of(world: World, pause: object = None) -> Recount:
    waits = pause if callable(pause) else lambda _: None
    return Recount(world.statistics, world.desk.store, lambda: world.now, waits)


def period(world: World) -> tuple[date, date]:
    return local_day(world.now) - timedelta(days=60), local_day(world.now) - timedelta(days=1)


def test_what_was_counted_in_the_transaction_of_the_fact_is_what_the_facts_say(world: World) -> None:
    assert recount_of(world).differences(PROVINCE, *period(world)) == []


def test_what_differs_is_named_and_made_good_in_day_and_month_and_nothing_else_changes(world: World) -> None:
    first, last = period(world)
    day = local_day(world.now) - timedelta(days=40)
    world.statistics.totals.close(PROVINCE, f"{day:%Y-%m}")
    before = world.counts()
    table = world.statistics._table
    table.update(*day_key(WARD, day), add={"rep": -1, "tim": 3, "in": 7})
    recount = recount_of(world)
    found = recount.differences(PROVINCE, first, last)
    assert found == [
        Difference(WARD, day, Metric.CASES_IN_TIME, 4, 1),
        Difference(WARD, day, Metric.CASES_REPORT, 1, 2),
    ]
    assert recount.differences(OTHER, first, last) == []
    recount.write(found)
    assert recount.differences(PROVINCE, first, last) == []
    assert world.counts() == before + Counter({Metric.MESSAGES_IN: 7}), "what has no facts here stays"
    with pytest.raises(ConditionFailed):
        recount.write(found)
    closed = world.statistics.totals.closed(PROVINCE, f"{day:%Y-%m}", f"{day:%Y-%m}")[f"{day:%Y-%m}"]
    (ward,) = [piece for piece in closed if piece.path == WARD]
    assert ward.counts[Metric.CASES_IN_TIME] == before[Metric.CASES_IN_TIME] == 1
    assert ward.counts[Metric.MESSAGES_IN] == 7


def test_a_case_that_comes_while_facts_are_read_is_neither_lost_nor_counted_twice(world: World) -> None:
    first, last = period(world)
    day = local_day(world.now) - timedelta(days=40)
    world.statistics._table.update(*day_key(WARD, day), add={"rep": 5})
    came: list[str] = []

    def meanwhile(_seconds: float) -> None:
        if not came:  # one entered late, by its day of receipt, between the two looks at the counters
            now, world.clock.now = world.now, world.now - timedelta(days=40)
            came.append(world.open().id)
            world.clock.now = now

    recount = recount_of(world, meanwhile)
    found = recount.differences(PROVINCE, first, last)
    assert found == [Difference(WARD, day, Metric.CASES_REPORT, 8, 3)]
    recount.write(found)
    assert recount_of(world).differences(PROVINCE, first, last) == []


def test_days_that_are_still_being_counted_are_left_alone(world: World) -> None:
    today = local_day(world.now)
    with pytest.raises(InvalidInput):
        recount_of(world).differences(PROVINCE, today, today + timedelta(days=1))
    day = today - timedelta(days=40)

    def restless(_seconds: float) -> None:
        world.statistics._table.update(*day_key(WARD, day), add={"rep": 1})

    with pytest.raises(Busy):
        recount_of(world, restless).differences(PROVINCE, *period(world))


def test_only_what_the_cases_say_is_recounted() -> None:
    assert is_recounted(Metric.CASES_ANSWERED)
    assert is_recounted(Metric("cases_solved_42"))
    assert not is_recounted(Metric.MESSAGES_IN)
    assert not is_recounted(Metric.CASES_DENUNCIATION)
    assert not is_recounted(Metric("cases_first_42"))
