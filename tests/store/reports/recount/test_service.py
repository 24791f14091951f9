"""Counters made good from the facts, while facts keep coming."""

import random
from collections import Counter
from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest

from loa.casework.cases.rules.model import CaseKind, Move
from loa.casework.cases.rules.transitions import RESIDENT
from loa.clock import local_day
from loa.errors import Busy, InvalidInput
from loa.foundation.statistics.model import Metric
from loa.foundation.statistics.store import StatisticsStore, day_key
from loa.foundation.units.model import Unit, UnitKind
from loa.foundation.units.store import UnitStore
from loa.platform.aws.dynamodb.tables import ConditionFailed
from loa.reports.recount.facts import NOT_REBUILT, is_rebuilt
from loa.reports.recount.service import CounterDifference
from tests.conftest import OpenTable
from tests.worlds.fakes import Killed
from tests.worlds.fakes_inbox import Resident
from tests.worlds.recounts import drift, recount
from tests.worlds.store.case_world import OFFICER, OTHER, PROVINCE, WARD, World

INTAKE = ("gửi phản ánh", "1", "Đèn đường hỏng", "Xóm 5", "2 tuần nay", "xong", "Điện lực", "1")
DECISION = Path("infra/decisions/2026-12-01-counters-are-rebuilt-from-facts.md")


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


def period(world: World) -> tuple[date, date]:
    return local_day(world.now) - timedelta(days=60), local_day(world.now) - timedelta(days=1)


def test_what_was_counted_in_the_transaction_of_the_fact_is_what_the_facts_say(
    world: World, table: OpenTable
) -> None:
    assert recount(table, world.now).differences(PROVINCE, *period(world)) == []


def test_what_differs_is_named_and_made_good_in_day_and_month_and_nothing_else_changes(
    world: World, table: OpenTable
) -> None:
    first, last = period(world)
    day = local_day(world.now) - timedelta(days=40)
    world.statistics.totals.close(PROVINCE, f"{day:%Y-%m}")
    before = world.counts()
    world.statistics.table.update(*day_key(WARD, day), add={"rep": -1, "tim": 3, "in": 7})
    again = recount(table, world.now)
    found = again.differences(PROVINCE, first, last)
    assert found == [
        CounterDifference(WARD, day, Metric.CASES_IN_TIME, 4, 1),
        CounterDifference(WARD, day, Metric.CASES_REPORT, 1, 2),
    ]
    assert again.differences(OTHER, first, last) == []
    again.write(found)
    assert again.differences(PROVINCE, first, last) == []
    assert world.counts() == before + Counter({Metric.MESSAGES_IN: 7}), "what has no facts here stays"
    with pytest.raises(ConditionFailed):
        again.write(found)
    closed = world.statistics.totals.closed(PROVINCE, f"{day:%Y-%m}", f"{day:%Y-%m}")[f"{day:%Y-%m}"]
    (ward,) = [piece for piece in closed if piece.path == WARD]
    assert ward.counts[Metric.CASES_IN_TIME] == before[Metric.CASES_IN_TIME] == 1
    assert ward.counts[Metric.MESSAGES_IN] == 7


def test_a_case_that_is_refused_again_at_the_same_instant_was_first_answered_once(table: OpenTable) -> None:
    world = World(table)
    case = world.open()
    for move, by in ((Move.REFUSE, OFFICER), (Move.REOPEN, RESIDENT), (Move.REFUSE, OFFICER)):
        world.move(case.id, move, by=by)
    assert drift(table, world.now) == []


def test_a_case_that_comes_while_facts_are_read_is_neither_lost_nor_counted_twice(
    world: World, table: OpenTable
) -> None:
    first, last = period(world)
    day = local_day(world.now) - timedelta(days=40)
    world.statistics.table.update(*day_key(WARD, day), add={"rep": 5})
    came: list[str] = []

    def meanwhile(_seconds: float) -> None:
        if not came:  # one entered late, by its day of receipt, between the two looks at the counters
            now, world.clock.now = world.now, world.now - timedelta(days=40)
            came.append(world.open().id)
            world.clock.now = now

    again = recount(table, world.now, meanwhile)
    found = again.differences(PROVINCE, first, last)
    assert found == [CounterDifference(WARD, day, Metric.CASES_REPORT, 8, 3)]
    again.write(found)
    assert recount(table, world.now).differences(PROVINCE, first, last) == []


def test_days_that_are_still_being_counted_are_left_alone(world: World, table: OpenTable) -> None:
    today = local_day(world.now)
    with pytest.raises(InvalidInput):
        recount(table, world.now).differences(PROVINCE, today, today + timedelta(days=1))
    day = today - timedelta(days=40)

    def restless(_seconds: float) -> None:
        world.statistics.table.update(*day_key(WARD, day), add={"rep": 1})

    with pytest.raises(Busy):
        recount(table, world.now, restless).differences(PROVINCE, *period(world))


def test_every_counter_is_rebuilt_or_the_decision_says_why_not() -> None:
    buckets = {Metric(f"{measure}_42") for measure in ("cases_first", "cases_solved", "conversations_first")}
    kinds = {*Metric, *buckets}
    assert {metric for metric in kinds if not is_rebuilt(metric)} == {
        *NOT_REBUILT,
        Metric("conversations_first_42"),
    }
    words = DECISION.read_text(encoding="utf-8")
    named = {*(metric.value for metric in NOT_REBUILT), "conversations_first_"}
    assert sorted(name for name in named if f"`{name}" not in words) == []


def test_the_night_finds_what_went_wrong_yesterday_and_asks_at_no_other_hour(
    world: World, table: OpenTable
) -> None:
    world.clock.now = datetime(2024, 11, 20, 3, 0, tzinfo=UTC)
    world.move(world.open().id, Move.ACCEPT)
    yesterday = local_day(world.now)
    night = datetime(2024, 11, 20, 19, 5, tzinfo=UTC)
    assert recount(table, night).of_the_night(PROVINCE) == []
    world.statistics.table.update(*day_key(WARD, yesterday), add={"rep": 1})
    assert recount(table, night).of_the_night(PROVINCE) == [
        CounterDifference(WARD, yesterday, Metric.CASES_REPORT, 2, 1)
    ]
    assert recount(table, night + timedelta(hours=1)).of_the_night(PROVINCE) is None
    with pytest.raises(Busy):
        recount(table, night, may_go_on=lambda: False).of_the_night(PROVINCE)


@pytest.mark.parametrize("seed", range(4))
def test_a_history_shuffled_doubled_and_killed_in_between_counts_what_the_facts_say(
    table: OpenTable, seed: int
) -> None:
    """Residents write, report and follow; the worker dies after it has written, and gets the event again."""
    chance = random.Random(seed)
    UnitStore(table("Units")).save_all([Unit(WARD, "2024-09", "10000", "Phường Một", UnitKind.WARD)])
    residents = [Resident(table, user=f"user-{number}", path=WARD) for number in range(3)]
    arriving = []
    for resident in residents:
        resident.clock.now = datetime(2024, 10, 7, 3, 0, tzinfo=UTC)
        raws = [resident.follow(), *(resident.event(words) for words in (*INTAKE, "1", "1", "Xin hỏi thêm"))]
        raws += [resident.by_hand("Chúng tôi đã nhận"), resident.picture(), resident.event("Cảm ơn")]
        arriving += [(resident, raw) for raw in raws * 2]
    chance.shuffle(arriving)
    deaths = 0
    while arriving:
        resident, raw = arriving.pop(0)
        dying = chance.random() < 0.3
        try:
            with patch.object(resident.messages, "send", side_effect=Killed) if dying else nullcontext():
                resident.take(raw)
        except Killed:
            deaths += 1
            arriving.insert(chance.randrange(len(arriving) + 1), (resident, raw))
    assert deaths
    now = residents[0].clock()
    assert drift(table, now, days=3) == []
    counts = StatisticsStore(table("Statistics")).activity(WARD, local_day(now), local_day(now))[WARD]
    kept = sum(len(resident.conversation()) for resident in residents)
    assert counts[Metric.MESSAGES_IN] + counts[Metric.MESSAGES_OUT] == kept
    table("Statistics").update(*day_key(WARD, local_day(now)), add={"in": -2})
    (lost,) = drift(table, now, days=3)
    assert (lost.metric, lost.fact - lost.counted) == (Metric.MESSAGES_IN, 2)
