"""Many residents, one matter: cases that are joined, answered together, and parted."""

import pytest

from loa.casework.cases.rules.model import CaseState, Move
from loa.casework.cases.work.notifications import NOTIFIED_AT_ONCE
from loa.errors import Conflict, InvalidInput
from tests.conftest import OpenTable
from tests.worlds.store.case_world import OFFICER, World


@pytest.fixture
def world(table: OpenTable) -> World:
    return World(table)


def test_similar_cases_are_offered_joined_and_answered_together(world: World) -> None:
    main = world.open()
    other = world.open(user="78", what="Đèn đường ở xóm 3 hỏng đã hai tuần")
    world.open(user="79", what="Xin hỏi lịch tiếp xúc cử tri của phường")
    assert [case.id for case in world.desk.similar_open(main)] == [other.id]
    joined = world.desk.merge(other.id, main.id, by=OFFICER)
    assert (joined.state, joined.joined_to) == (CaseState.MERGED, main.id)
    assert world.case(main.id).members == 1
    world.move(main.id, Move.ACCEPT)
    world.move(main.id, Move.ANSWER)
    told = world.words()[-2:]
    assert main.code in told[0]
    assert other.code in told[1]
    assert main.code not in told[1]
    done = world.desk.rate(other.id, stars=4)
    assert (done.state, done.satisfaction) == (CaseState.MERGED, 4)
    world.check()


def test_who_is_not_helped_by_the_common_answer_gets_their_own(world: World) -> None:
    main, other = world.open(), world.open(user="78")
    world.desk.merge(other.id, main.id, by=OFFICER)
    with pytest.raises(Conflict):
        world.desk.rate(other.id, stars=1)
    world.move(main.id, Move.ACCEPT)
    world.move(main.id, Move.ANSWER)
    alone = world.desk.rate(other.id, stars=1)
    assert (alone.state, alone.joined_to, alone.priority) == (CaseState.RECEIVED, "", 1)
    assert world.case(main.id).members == 0
    world.check()


def test_a_case_with_members_cannot_be_joined_nor_into_itself(world: World) -> None:
    main, other, third = world.open(), world.open(user="78"), world.open(user="79")
    world.desk.merge(other.id, main.id, by=OFFICER)
    with pytest.raises(Conflict):
        world.desk.merge(main.id, third.id, by=OFFICER)
    for into in (third.id, other.id, "0" * 22):
        with pytest.raises(InvalidInput):
            world.desk.merge(third.id, into, by=OFFICER)
    assert world.desk.unmerge(other.id, by=OFFICER).state is CaseState.RECEIVED
    world.check()


def test_each_of_many_reporters_is_told_once(world: World) -> None:
    main = world.open()
    for number in range(NOTIFIED_AT_ONCE + 5):
        other = world.open(user=f"1{number:03}")
        world.desk.merge(other.id, main.id, by=OFFICER)
    world.move(main.id, Move.ACCEPT)
    world.move(main.id, Move.ANSWER)
    answers = [words for words in world.words() if "Đã thay bóng đèn" in words]
    assert len(answers) == len(set(answers)) == NOTIFIED_AT_ONCE + 6
    assert not list(world.table.rows(f"case#{main.id}", prefix="telling#")), "nothing is left to tell"
    world.check()
