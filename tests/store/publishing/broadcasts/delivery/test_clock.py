"""The clock's look at open broadcasts: stuck, held, finished, broken; on both engines."""

from datetime import datetime, timedelta

import pytest

from loa.clock import VIETNAM
from loa.platform.zalo.errors import Later, NotSent
from loa.publishing.broadcasts.delivery.operations import BroadcastSweepResult
from loa.publishing.broadcasts.rules.delivery import LEASE, STUCK_AFTER, DeliveryState
from loa.publishing.broadcasts.rules.model import Broadcast, BroadcastState
from tests.worlds.store.broadcast_world import NIGHT, World

NEARLY = STUCK_AFTER - timedelta(seconds=1)


def _lose_messages(world: World) -> None:
    world.queue.messages = []


# Stuck


def test_what_nobody_has_touched_for_fifteen_minutes_is_put_back_and_not_earlier(world: World) -> None:
    broadcast = world.all_connected()
    _lose_messages(world)
    world.clock.forward(seconds=NEARLY.total_seconds())
    assert world.look_after(broadcast) == BroadcastSweepResult()
    world.clock.forward(seconds=2)
    assert world.look_after(broadcast) == BroadcastSweepResult(requeued=3)
    assert world.work() == [DeliveryState.SENT] * 3


def test_put_back_twice_it_is_still_sent_once(world: World) -> None:
    broadcast = world.one()
    world.clock.forward(minutes=20)
    for _ in range(2):
        assert world.look_after(broadcast).requeued == 1
    assert world.work() == [DeliveryState.SENT, None, None]


@pytest.mark.parametrize(("call", "ends"), [("create", "sent"), ("broadcast", "unknown")])
def test_what_a_dead_worker_left_behind_is_taken_up_again(world: World, call: str, ends: str) -> None:
    broadcast = world.one()
    world.account("40.10000").fail(call, SystemExit(), when="after")  # type: ignore[arg-type]
    with pytest.raises(SystemExit):
        world.send(broadcast)
    _lose_messages(world)
    world.clock.forward(minutes=16)
    assert world.look_after(broadcast).requeued == 1
    assert [str(state) for state in world.work()] == [ends]
    account = world.account("40.10000")
    assert (len(account.created), len(account.broadcasts)) == (1, 1)


def test_what_waits_for_its_next_attempt_is_not_stuck(world: World) -> None:
    broadcast = world.one()
    world.account("40.10000").fail("create", NotSent("no_connection", had_no_effect=True))
    world.clock.forward(minutes=14)
    assert world.work() == [DeliveryState.PENDING]
    world.clock.forward(minutes=14)
    assert world.look_after(broadcast) == BroadcastSweepResult()


# Held


def _night(world: World) -> None:
    world.quiet_hours = NIGHT
    world.clock.now = datetime(2024, 10, 5, 21, 59, tzinfo=VIETNAM)


def _morning(world: World, broadcast: Broadcast) -> None:
    """At 05:59 it is held, at 06:00 it is released, sent, and finished."""
    held = world.delivery(broadcast)
    assert (held.state, held.reason) == (DeliveryState.HELD, "night")
    assert held.held_until == datetime(2024, 10, 6, 6, 0, tzinfo=VIETNAM)
    world.clock.now = held.held_until - timedelta(minutes=1)
    assert world.look_after(broadcast) == BroadcastSweepResult()
    world.clock.now = held.held_until
    assert world.look_after(broadcast) == BroadcastSweepResult(released=1)
    assert world.look_after(broadcast) == BroadcastSweepResult()
    assert world.work() == [DeliveryState.SENT]
    assert world.look_after(broadcast) == BroadcastSweepResult(finished=True)


def test_what_is_left_when_the_night_begins_is_held_until_six_and_then_released(world: World) -> None:
    _night(world)
    broadcast = world.one()
    world.clock.forward(minutes=2)
    assert world.work() == [DeliveryState.HELD]
    assert world.counted() == {"deliveries_held": 1}
    assert (world.queue.messages, world.account("40.10000").created) == ([], [])
    _morning(world, broadcast)


def test_zalos_own_night_holds_as_well(world: World) -> None:
    _night(world)
    broadcast = world.one()
    world.account("40.10000").fail("broadcast", Later("night", zalo_code=-234, had_no_effect=True))
    sender = world.sender()
    real = world.account("40.10000").run

    def night_falls(call: str, act: object) -> object:
        if call == "broadcast":
            world.clock.forward(minutes=2)
        return real(call, act)  # type: ignore[arg-type]

    world.account("40.10000").run = night_falls  # type: ignore[method-assign,assignment]
    assert sender.send(broadcast, "40.10000", "oa-40.10000") is DeliveryState.HELD
    _lose_messages(world)
    _morning(world, broadcast)
    assert len(world.account("40.10000").created) == 1


def test_nothing_is_put_back_or_released_at_night(world: World) -> None:
    _night(world)
    broadcast = world.all_connected()
    _lose_messages(world)
    world.clock.forward(hours=3)
    assert world.look_after(broadcast) == BroadcastSweepResult()


def test_a_quota_that_zalo_says_is_used_up_holds_until_the_next_day(world: World) -> None:
    broadcast = world.one()
    fault = Later("account_quota_used_up", zalo_code=-211, had_no_effect=True)
    world.account("40.10000").fail("broadcast", fault)
    assert world.work() == [DeliveryState.HELD]
    held = world.delivery(broadcast)
    assert (held.reason, held.held_until) == (
        "account_quota_used_up",
        datetime(2024, 10, 6, tzinfo=VIETNAM),
    )
    world.clock.forward(days=1)
    assert world.look_after(broadcast).released == 1
    assert world.work() == [DeliveryState.SENT]
    assert len(world.account("40.10000").created) == 1


def test_a_paused_broadcast_releases_nothing(world: World) -> None:
    broadcast = world.one()
    world.account("40.10000").fail("create", Later("night", zalo_code=-234, had_no_effect=True))
    world.work()
    world.pause(broadcast)
    world.clock.forward(days=1)
    assert world.look_after(broadcast) == BroadcastSweepResult()
    world.resume(broadcast)
    assert world.look_after(broadcast) == BroadcastSweepResult(released=1)


# Finished


def test_the_end_is_noticed_and_the_clock_need_not_look_again(world: World) -> None:
    broadcast = world.one()
    assert world.broadcasts.active("40") == [broadcast.broadcast_id]
    assert world.look_after(broadcast) == BroadcastSweepResult()
    world.work()
    assert world.look_after(broadcast) == BroadcastSweepResult(finished=True)
    found = world.now(broadcast)
    assert (found.state, found.finished_at) == (BroadcastState.FINISHED, world.clock())
    assert world.broadcasts.active("40") == []
    assert world.look_after(broadcast) == BroadcastSweepResult(finished=True)


def test_a_broadcast_is_not_finished_while_one_is_in_work(world: World) -> None:
    broadcast = world.one()
    world.deliveries.claim(broadcast.broadcast_id, "40.10000", "slow", world.clock())
    world.clock.forward(seconds=2 * LEASE.total_seconds())
    assert world.look_after(broadcast) == BroadcastSweepResult()


def test_a_broadcast_that_nobody_can_send_is_finished_at_once(world: World) -> None:
    broadcast = world.planned()
    assert world.look_after(broadcast) == BroadcastSweepResult(finished=True)


def test_a_broadcast_that_is_gone_is_no_fault(world: World) -> None:
    assert world.service.sweep("gone", may_send=lambda *_: set()) == BroadcastSweepResult()


# Broken


@pytest.mark.parametrize("change", [-1, 1])
def test_a_ledger_that_does_not_add_up_is_reported_and_never_finished(world: World, change: int) -> None:
    broadcast = world.one()
    world.broadcasts.table.update(broadcast.broadcast_id, "meta", add={"planned": change})
    world.work()
    for _ in range(2):
        assert world.look_after(broadcast) == BroadcastSweepResult(adds_up=False)
    assert world.now(broadcast).state is BroadcastState.SENDING
    assert world.broadcasts.active("40") == [broadcast.broadcast_id]
    world.broadcasts.table.update(broadcast.broadcast_id, "meta", add={"planned": -change})
    assert world.look_after(broadcast) == BroadcastSweepResult(finished=True)
