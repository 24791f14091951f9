"""A day off that is announced later moves open cases: once, never back, and their reporters are told."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.casework.cases.rules.model import Case, CaseKind, Move
from loa.casework.cases.work.rescheduling import AGAIN_AFTER, PASSES, follow_calendar, recalculated
from loa.clock import VIETNAM, local_day
from loa.foundation.working_time.model import WorkingCalendar
from tests.conftest import OpenTable
from tests.worlds.store.case_world import OTHER, PROVINCE, START, World

HOLIDAY = date(2024, 10, 10)
"""Thursday of the week in which the cases come in."""


@pytest.fixture
def world(table: OpenTable) -> World:
    world = World(table)
    for _ in range(PASSES):
        assert follow_calendar(PROVINCE, service=world.desk).failed == ()
        world.clock.forward(seconds=AGAIN_AFTER.total_seconds())
    world.clock.now = START
    return world


def announce(world: World, *days: date) -> None:
    world.desk = replace(world.desk, calendar=WorkingCalendar(extra_days_off=dict.fromkeys(days, "Nghỉ")))


def days_of(case: Case) -> tuple[date, date]:
    return local_day(case.accept_by), local_day(case.answer_by)


def test_a_holiday_that_is_announced_later_moves_open_cases_and_tells_their_reporters(world: World) -> None:
    case, other = world.open(), world.open(user="78", path=OTHER)
    assert days_of(case) == (date(2024, 10, 8), date(2024, 10, 14))
    ended = world.open(user="79")
    world.move(ended.id, Move.REFUSE)
    world.clock.forward(days=1)
    before = len(world.words())
    announce(world, HOLIDAY)
    done = follow_calendar(PROVINCE, service=world.desk)
    assert (done.moved, done.failed) == (2, ())
    moved = world.case(case.id)
    assert days_of(moved) == (date(2024, 10, 8), date(2024, 10, 15))
    assert moved.answer_by.astimezone(VIETNAM).hour == 17
    line = world.history(case.id)[-1]
    assert (line.what, line.by) == ("rescheduled", "clock")
    assert (line.facts["answer_by_before"][:10], line.facts["answer_by"][:10]) == ("2024-10-14", "2024-10-15")
    told = world.words()[before:]
    assert len(told) == 2
    assert all("15/10/2024" in words for words in told)
    assert days_of(world.case(other.id)) == days_of(moved)
    assert world.case(ended.id).version == ended.version + 1, "what has ended is left alone"
    world.check()


def test_it_is_done_once_and_again_an_hour_later_for_what_an_old_process_opened(world: World) -> None:
    case = world.open()
    old = world.desk
    announce(world, HOLIDAY)
    assert follow_calendar(PROVINCE, service=world.desk).moved == 1
    assert follow_calendar(PROVINCE, service=world.desk).moved == 0
    new, world.desk = world.desk, old
    late = world.open(user="78")
    world.desk = new
    assert follow_calendar(PROVINCE, service=world.desk).moved == 0, "nobody looks before an hour"
    world.clock.forward(seconds=AGAIN_AFTER.total_seconds())
    assert follow_calendar(PROVINCE, service=world.desk).moved == 1
    assert days_of(world.case(late.id)) == days_of(world.case(case.id))
    world.clock.forward(days=1)
    assert follow_calendar(PROVINCE, service=world.desk).moved == 0


def test_a_day_off_that_is_taken_back_moves_nothing_back(world: World) -> None:
    announce(world, HOLIDAY)
    case = world.open()
    assert days_of(case)[1] == date(2024, 10, 15)
    announce(world)
    assert follow_calendar(PROVINCE, service=world.desk).moved == 0
    assert world.case(case.id).answer_by == case.answer_by


def test_it_goes_on_where_it_was_stopped(world: World) -> None:
    cases = [world.open(user=str(number)) for number in range(100, 230)]
    announce(world, HOLIDAY)
    asked = iter([False, True])
    first = follow_calendar(PROVINCE, enough=lambda: next(asked), service=world.desk)
    assert 0 < first.moved < len(cases)
    second = follow_calendar(PROVINCE, service=world.desk)
    assert first.moved + second.moved == len(cases)


def test_a_paused_case_is_moved_and_its_reporter_is_told_when_it_goes_on(world: World) -> None:
    case = world.open()
    world.move(case.id, Move.ACCEPT)
    world.move(case.id, Move.RETURN)
    attention = world.case(case.id).attention_at
    before = len(world.words())
    announce(world, HOLIDAY)
    assert follow_calendar(PROVINCE, service=world.desk).moved == 1
    assert world.case(case.id).attention_at == attention, "the resident has as long as before to answer"
    assert len(world.words()) == before


def test_the_days_of_acceptance_run_from_the_transfer(world: World) -> None:
    case = world.open()
    world.clock.forward(days=1)
    world.move(case.id, Move.TRANSFER)
    announce(world, date(2024, 10, 9))
    follow_calendar(PROVINCE, service=world.desk)
    assert days_of(world.case(case.id)) == (date(2024, 10, 10), date(2024, 10, 15))


def test_a_calendar_deadline_on_the_new_day_off_moves_to_the_next_working_day(world: World) -> None:
    case = world.open(kind=CaseKind.COMPLAINT)
    last = days_of(case)[1]
    announce(world, last)
    follow_calendar(PROVINCE, service=world.desk)
    moved = world.case(case.id)
    assert days_of(moved)[1] == world.desk.calendar.next_working_day(last + timedelta(days=1))
    assert moved.answer_by.astimezone(VIETNAM).minute == 59


def test_one_case_that_cannot_be_read_does_not_stop_the_others(world: World) -> None:
    broken, case = world.open(), world.open(user="78")
    world.table.update(f"case#{broken.id}", "case", remove=["received_at"])
    announce(world, HOLIDAY)
    done = follow_calendar(PROVINCE, service=world.desk)
    assert [name for name, _, _ in done.failed] == [broken.id]
    assert days_of(world.case(case.id))[1] == date(2024, 10, 15)


@given(off=st.lists(st.integers(0, 40), max_size=3), pauses=st.integers(0, 3))
def test_no_deadline_ever_moves_earlier(off: list[int], pauses: int) -> None:
    from loa.casework.cases.rules.deadlines import RULES  # noqa: PLC0415 - of this test alone
    from loa.casework.cases.rules.model import CaseState, Pause  # noqa: PLC0415 - as above
    from loa.casework.cases.rules.transitions import Rules  # noqa: PLC0415 - as above
    from tests.worlds.case_examples import a_case  # noqa: PLC0415 - as above

    days = [START.date() + timedelta(days=number) for number in off]
    rules = Rules(WorkingCalendar(extra_days_off=dict.fromkeys(days, "")), RULES)
    stood_still = tuple(
        Pause(START + timedelta(days=number), START + timedelta(days=number, hours=9))
        for number in range(pauses)
    )
    case = a_case(received_at=START, pauses=stood_still, state=CaseState.IN_PROGRESS)
    accept_by, answer_by = recalculated(case, (), rules)
    assert case.accept_by <= accept_by <= answer_by
    assert case.answer_by <= answer_by
    again = recalculated(replace(case, accept_by=accept_by, answer_by=answer_by), (), rules)
    assert again == (accept_by, answer_by), "what has been applied changes nothing"
