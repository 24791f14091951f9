"""Rules of broadcasts: states, the ledger's sum, quiet hours."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.broadcasts import texts
from loa.broadcasts.model import (
    TRANSITIONS,
    Broadcast,
    BroadcastState,
    Delivery,
    DeliveryState,
    QuietHours,
    ledger,
)
from loa.errors import Conflict, NotAllowed
from loa.moments import VIETNAM
from tests.fakes import ARTICLE, START


def _broadcast(state: BroadcastState) -> Broadcast:
    return Broadcast("b", "40", "40", "40", ARTICLE, state, "author", START)


@given(st.sampled_from(BroadcastState), st.sampled_from(BroadcastState))
def test_only_the_table_of_transitions_lets_a_state_follow(
    state: BroadcastState, following: BroadcastState
) -> None:
    broadcast = _broadcast(state)
    if following in TRANSITIONS[state]:
        broadcast.require(following)
    else:
        with pytest.raises(Conflict):
            broadcast.require(following)


def test_every_state_has_its_row_and_its_text() -> None:
    assert set(TRANSITIONS) == set(BroadcastState)
    assert set(texts.BROADCAST_STATES) == {state.value for state in BroadcastState}
    assert set(texts.DELIVERY_STATES) == {state.value for state in DeliveryState}


def test_the_author_can_never_approve() -> None:
    with pytest.raises(NotAllowed):
        _broadcast(BroadcastState.DRAFT).require_second_person("author")


@given(st.lists(st.sampled_from(DeliveryState)))
def test_the_ledger_always_adds_up(states: list[DeliveryState]) -> None:
    rows = [Delivery("b", f"40.{number}", "Xã", "oa", state, START) for number, state in enumerate(states)]
    counted = ledger(rows)
    assert counted.planned == len(states)
    assert set(counted.counts) == set(DeliveryState)
    assert counted.is_finished == all(not state.is_open for state in states)


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2024-10-05T21:59:59", None),
        ("2024-10-05T22:00:00", "2024-10-06T06:00:00"),
        ("2024-10-06T00:00:00", "2024-10-06T06:00:00"),
        ("2024-10-06T05:59:59", "2024-10-06T06:00:00"),
        ("2024-10-06T06:00:00", None),
    ],
)
def test_quiet_hours_are_those_of_vietnam(at: str, opens: str | None) -> None:
    instant = datetime.fromisoformat(at).replace(tzinfo=VIETNAM)
    expected = datetime.fromisoformat(opens).replace(tzinfo=VIETNAM) if opens else None
    assert QuietHours.parse("22:00-06:00").ends_after(instant) == expected


@given(st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1)))
def test_after_the_quiet_hours_end_it_is_not_quiet(local: datetime) -> None:
    hours = QuietHours.parse("22:00-06:00")
    instant = local.replace(tzinfo=VIETNAM)
    if opens := hours.ends_after(instant):
        assert timedelta(0) < opens - instant <= timedelta(hours=8)
        assert hours.ends_after(opens) is None


def test_without_quiet_hours_it_is_never_quiet() -> None:
    assert QuietHours.parse("00:00-00:00").ends_after(START) is None
