"""A broadcast ends with its last delivery, whatever its state says; on both engines."""

from datetime import timedelta

import pytest

from loa.errors import Conflict, InvalidInput
from loa.platform.aws.dynamodb.transactions import commit
from loa.platform.zalo.errors import ConfigurationFault
from loa.publishing.broadcasts.delivery.completion import CompletionWatch
from loa.publishing.broadcasts.delivery.planning import PlanResult
from loa.publishing.broadcasts.rows.delivery_store import DeliveryOutcome
from loa.publishing.broadcasts.rules.delivery import DeliveryState
from loa.publishing.broadcasts.rules.model import APPROVAL_LASTS, Broadcast, BroadcastState
from loa.publishing.broadcasts.rules.targets import Target, require_somebody
from tests.conftest import OpenTable
from tests.worlds.store.broadcast_world import World

FIRST = "40.10000"


def _state(world: World, broadcast: Broadcast) -> BroadcastState:
    return world.now(broadcast).state


def test_the_last_delivery_ends_it_and_then_nothing_can_be_called_off(world: World) -> None:
    broadcast = world.all_connected()
    assert world.work() == [DeliveryState.SENT] * 3
    found = world.now(broadcast)
    assert (found.state, found.finished_at) == (BroadcastState.FINISHED, world.clock())
    for act in (world.pause, world.cancel, world.resume):
        with pytest.raises(Conflict, match="đã gửi xong"):
            act(broadcast)
    assert world.look_after(broadcast).finished
    assert world.broadcasts.active("40") == []


@pytest.mark.parametrize("state", [BroadcastState.SENDING, BroadcastState.PAUSED, BroadcastState.STOPPED])
def test_what_a_worker_left_that_died_after_the_last_answer_is_seen_by_every_operation(
    world: World, state: BroadcastState
) -> None:
    broadcast = world.all_connected()
    world.work()
    world.broadcasts.table.update(broadcast.broadcast_id, "meta", set={"state": state.value})
    for act in (world.pause, world.cancel, world.resume):
        with pytest.raises(Conflict, match="đã gửi xong"):
            act(broadcast)
    assert _state(world, broadcast) is BroadcastState.FINISHED


def test_paused_while_the_last_one_is_on_its_way_it_is_finished_by_it(world: World) -> None:
    broadcast = world.one()
    real = world.account(FIRST).run

    def paused_meanwhile(call: str, act: object) -> object:
        if call == "broadcast":
            world.pause(broadcast)
        return real(call, act)  # type: ignore[arg-type]

    world.account(FIRST).run = paused_meanwhile  # type: ignore[method-assign, assignment]
    assert world.work() == [DeliveryState.SENT]
    assert _state(world, broadcast) is BroadcastState.FINISHED


def test_cancelled_while_the_last_one_is_on_its_way_it_says_that_it_was_sent(world: World) -> None:
    broadcast = world.one()
    real = world.account(FIRST).run

    def cancelled_meanwhile(call: str, act: object) -> object:
        if call == "broadcast":
            assert world.cancel(broadcast).state is BroadcastState.CANCELLED
        return real(call, act)  # type: ignore[arg-type]

    world.account(FIRST).run = cancelled_meanwhile  # type: ignore[method-assign, assignment]
    assert world.work() == [DeliveryState.SENT]
    assert _state(world, broadcast) is BroadcastState.FINISHED


def test_of_which_something_was_called_off_stays_cancelled(world: World) -> None:
    broadcast = world.all_connected()
    world.send(broadcast)
    assert world.cancel(broadcast).state is BroadcastState.CANCELLED
    world.look_after(broadcast)
    assert _state(world, broadcast) is BroadcastState.CANCELLED


def test_what_fails_last_is_finished_and_can_be_tried_again(world: World) -> None:
    broadcast = world.all_connected()
    world.account(FIRST).fail(
        "create", ConfigurationFault("app_not_active", zalo_code=-209, had_no_effect=True)
    )
    world.work()
    assert _state(world, broadcast) is BroadcastState.FINISHED
    assert world.retry(broadcast) == 1
    assert _state(world, broadcast) is BroadcastState.SENDING
    assert world.work() == [DeliveryState.SENT]
    assert _state(world, broadcast) is BroadcastState.FINISHED


def test_who_counted_before_something_was_let_go_on_ends_nothing(world: World) -> None:
    broadcast = world.all_connected()
    world.account(FIRST).fail(
        "create", ConfigurationFault("app_not_active", zalo_code=-209, had_no_effect=True)
    )
    world.work()
    world.broadcasts.table.update(broadcast.broadcast_id, "meta", set={"state": "sending"})
    counted_in = world.now(broadcast).version
    world.retry(broadcast)
    assert not world.broadcasts.finish(broadcast.broadcast_id, version=counted_in, at=world.clock())
    assert not world.broadcasts.retire(broadcast, world.clock())
    assert _state(world, broadcast) is BroadcastState.SENDING


def test_where_nobody_can_send_it_is_over_once_it_is_planned(world: World) -> None:
    broadcast = world.planned()
    assert _state(world, broadcast) is BroadcastState.FINISHED


def test_a_broadcast_to_nobody_is_refused_and_one_that_has_come_to_that_says_so(world: World) -> None:
    units = world.units.subtree("40")
    with pytest.raises(InvalidInput):
        require_somebody(Target("40", without=("40",)), units)
    with pytest.raises(InvalidInput):
        require_somebody(Target("40", kinds=("phuong",)), units)
    require_somebody(Target("40", kinds=("xa",)), units)
    scheduled = world.scheduled(world.content(target=Target("40", kinds=("phuong",))))
    assert world.plan_as(scheduled) == (PlanResult.PLANNED, 0)
    found = world.now(scheduled)
    assert (found.state, found.reason) == (BroadcastState.FINISHED, "nobody")


# The approval holds, or nothing goes on


def test_after_its_approval_has_expired_it_goes_on_only_when_approved_again(world: World) -> None:
    broadcast = world.all_connected()
    world.pause(broadcast)
    world.clock.now += APPROVAL_LASTS
    with pytest.raises(Conflict, match="hết hạn"):
        world.resume(broadcast)
    assert world.queue.messages[3:] == []
    renewed = world.approve(world.now(broadcast), "third")
    assert renewed.state is BroadcastState.PAUSED
    assert world.resume(broadcast).state is BroadcastState.SENDING


def test_what_failed_is_not_tried_again_after_the_approval_has_expired(world: World) -> None:
    broadcast = world.all_connected()
    world.account(FIRST).fail(
        "create", ConfigurationFault("app_not_active", zalo_code=-209, had_no_effect=True)
    )
    world.work()
    world.clock.now += APPROVAL_LASTS
    with pytest.raises(Conflict, match="hết hạn"):
        world.retry(broadcast)
    assert world.delivery(broadcast).state is DeliveryState.FAILED
    world.approve(world.now(broadcast))
    assert world.retry(broadcast) == 1


# Looking without reading everything


def test_the_watch_finds_what_is_open_wherever_it_is(table: OpenTable) -> None:
    world = World(table, communes=25)
    broadcast = world.all_connected()
    watch = CompletionWatch()

    def closed() -> int | None:
        return watch.closed(broadcast.broadcast_id, "40", world.deliveries)

    def settle(path: str) -> None:
        row = world.delivery(broadcast, path)
        at = world.clock() + timedelta(seconds=1)
        commit([world.deliveries.turn(row, DeliveryOutcome(DeliveryState.SENT), at)])

    for path in world.paths:
        assert closed() is None
        settle(path)
    assert closed() == 26
    backwards = World(table, communes=3)
    other = backwards.planned()
    assert CompletionWatch().closed(other.broadcast_id, "40", backwards.deliveries) is None
