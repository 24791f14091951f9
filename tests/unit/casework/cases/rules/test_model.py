"""The table of moves: no path loses a case."""

import itertools

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from loa.casework.cases.rules import texts
from loa.casework.cases.rules.model import (
    OPEN,
    TRANSITIONS,
    CaseKind,
    CaseState,
    Channel,
    Move,
    after,
    moves_from,
)
from loa.errors import Conflict
from tests.worlds.searching import examples

ENDINGS = {CaseState.CONFIRMED, CaseState.CLOSED, CaseState.WITHDRAWN, CaseState.REFUSED, CaseState.MERGED}
"""States in which nobody has to do anything; from some of them a case comes back."""
BY_CLOCK_OR_RESIDENT = {Move.CLOSE, Move.CONFIRM, Move.REOPEN, Move.WITHDRAW, Move.SUPPLY}


def _reached(start: CaseState, moves: set[Move]) -> set[CaseState]:
    reached, waiting = {start}, [start]
    while waiting:
        state = waiting.pop()
        for move in moves & moves_from(state):
            following = after(state, move)
            if following not in reached:
                reached.add(following)
                waiting.append(following)
    return reached


def test_every_state_is_reached() -> None:
    assert _reached(CaseState.RECEIVED, set(Move)) == set(CaseState)


@pytest.mark.parametrize("state", sorted(OPEN))
def test_from_every_open_state_some_path_leads_to_an_answer_and_to_the_end(state: CaseState) -> None:
    assert {CaseState.ANSWERED, CaseState.CLOSED, CaseState.CONFIRMED} <= _reached(state, set(Move))


@pytest.mark.parametrize("state", sorted(OPEN))
def test_the_resident_can_take_back_what_is_open(state: CaseState) -> None:
    assert after(state, Move.WITHDRAW) is CaseState.WITHDRAWN


@pytest.mark.parametrize("state", sorted(set(CaseState) - OPEN - ENDINGS))
def test_a_case_that_waits_for_the_resident_alone_ends_without_them(state: CaseState) -> None:
    assert state is CaseState.ANSWERED
    assert after(state, Move.CLOSE) is CaseState.CLOSED


def test_nobody_has_to_be_answered_in_an_ending() -> None:
    assert not OPEN & ENDINGS
    assert set(CaseState) == OPEN | ENDINGS | {CaseState.ANSWERED}
    for state in ENDINGS - {CaseState.MERGED}:
        assert moves_from(state) <= BY_CLOCK_OR_RESIDENT


def test_a_joined_case_comes_back_by_parting_only() -> None:
    assert moves_from(CaseState.MERGED) == {Move.UNMERGE}
    assert after(CaseState.MERGED, Move.UNMERGE) is CaseState.RECEIVED


@pytest.mark.parametrize("state", [state for state in CaseState if state.is_paused])
def test_a_paused_case_leaves_its_pause_only_by_who_was_awaited_or_to_an_end(state: CaseState) -> None:
    following = {after(state, move) for move in moves_from(state)}
    assert not any(each.is_paused for each in following)
    assert state.is_open


@pytest.mark.parametrize(("state", "move"), list(itertools.product(CaseState, Move)))
def test_the_table_is_total(state: CaseState, move: Move) -> None:
    """Every pair leads to a state or to a refusal that says in words why."""
    if move in moves_from(state):
        assert after(state, move) in CaseState
    else:
        with pytest.raises(Conflict, match="Không thể"):
            after(state, move)


def test_what_another_body_answers_may_be_passed_on_at_once() -> None:
    assert after(CaseState.OUTSIDE, Move.ANSWER) is CaseState.ANSWERED
    assert after(CaseState.OUTSIDE, Move.TAKE_BACK) is CaseState.IN_PROGRESS


def test_no_move_stands_still_but_those_that_hand_on() -> None:
    staying = [(move, a) for move, table in TRANSITIONS.items() for a, b in table.items() if a is b]
    assert staying == [(Move.TRANSFER, CaseState.TRANSFERRED)]


def test_every_move_has_a_place_in_the_table_and_words() -> None:
    assert set(TRANSITIONS) == set(Move)
    assert all(TRANSITIONS.values())
    assert set(texts.MOVES) == {move.value for move in Move}
    assert [state.label for state in CaseState] == [texts.STATES[state.value] for state in CaseState]
    assert [kind.label for kind in CaseKind] == [texts.KINDS[kind.value] for kind in CaseKind]
    assert Channel("chat") is Channel.CHAT


class Walk(RuleBasedStateMachine):
    """A case goes any way that the table allows; it can always still come to an end."""

    def __init__(self) -> None:
        super().__init__()
        self.state = CaseState.RECEIVED
        self.answers = 0

    @precondition(lambda self: bool(moves_from(self.state)))
    @rule(data=st.data())
    def move(self, data: st.DataObject) -> None:
        move = data.draw(st.sampled_from(sorted(moves_from(self.state))))
        was_open = self.state.is_open
        self.state = after(self.state, move)
        self.answers += self.state is CaseState.ANSWERED
        if move is Move.REOPEN:
            assert not was_open
        if move is Move.ANSWER:
            assert was_open

    @precondition(lambda self: not moves_from(self.state))
    @rule()
    def rest(self) -> None:
        assert self.state is CaseState.WITHDRAWN  # their own word: they may open a new case

    @invariant()
    def is_somewhere_and_can_end(self) -> None:
        assert self.state in ENDINGS or ENDINGS & _reached(self.state, set(Move))

    @invariant()
    def confirmed_only_after_an_answer(self) -> None:
        assert self.state is not CaseState.CONFIRMED or self.answers


Walk.TestCase.settings = settings(max_examples=examples(60), stateful_step_count=30)
TestWalk = Walk.TestCase
