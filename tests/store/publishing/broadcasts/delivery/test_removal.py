"""Articles of what was cancelled or withdrawn are taken down: once, resumable, and in the ledger."""

import json
from datetime import timedelta

import pytest

from loa.errors import Conflict, InvalidInput
from loa.foundation.accounts.service import TokenKeeper
from loa.platform.zalo.errors import ConfigurationFault, OutcomeUnknown
from loa.publishing.broadcasts.delivery.removal import Remover, progress, remove
from loa.publishing.broadcasts.rules.delivery import ArticleState, DeliveryState, Removing
from loa.publishing.broadcasts.rules.model import Broadcast, BroadcastState
from tests.worlds.store.broadcast_world import World

FIRST, SECOND, THIRD = "40.10000", "40.10001", "40.10002"


def _remove(world: World, broadcast: Broadcast, reason: str = "Sai số tài khoản.") -> Broadcast:
    return remove(
        world.now(broadcast), officer="officer", reason=reason, broadcasts=world.broadcasts,
        deliveries=world.deliveries, queues=world.queues, now=world.clock(),
    )  # fmt: skip


def _work(world: World) -> list[str]:
    """What became of everything that was to be taken down."""
    messages, world.queue.messages = world.queue.messages, []
    keeper = TokenKeeper(
        world.accounts, world.credentials, world.zalo, "remover", clock=world.clock, sleep=lambda _: None
    )
    remover = Remover(world.deliveries, keeper, world.queues, world.zalo.api, world.clock)
    found = []
    for message in messages:
        body = json.loads(message.body)
        assert body["do"] == "remove"
        broadcast = world.broadcasts.get(body["broadcast_id"])
        found.append(remover.remove(broadcast, body["unit_path"], body["attempt"]))
    return found


def _sent(world: World) -> Broadcast:
    broadcast = world.all_connected()
    world.work()
    return broadcast


def _progress(world: World, broadcast: Broadcast) -> tuple[int, ...]:
    return tuple(progress(world.rows(broadcast).values()).values())


def test_what_was_wholly_sent_is_withdrawn_and_its_articles_are_down(world: World) -> None:
    broadcast = _sent(world)
    withdrawn = _remove(world, broadcast)
    assert withdrawn.removal
    assert (withdrawn.state, withdrawn.removal.reason) == (BroadcastState.WITHDRAWN, "Sai số tài khoản.")
    assert _progress(world, broadcast) == (0, 3, 0)
    assert _work(world) == ["removed"] * 3
    assert all(world.account(path).removed == {"article-1"} for path in world.paths)
    assert _progress(world, broadcast) == (3, 0, 0)
    row = world.delivery(broadcast)
    assert (row.state, row.article_state, row.misses_article) == (
        DeliveryState.SENT,
        ArticleState.REMOVED,
        False,
    )
    assert world.history(broadcast)[-2:] == ["remove", "removed"]
    with pytest.raises(Conflict, match="đã thu hồi"):
        world.retry(broadcast)


def test_again_it_does_nothing_twice(world: World) -> None:
    broadcast = _sent(world)
    _remove(world, broadcast)
    _remove(world, broadcast)  # impatient: everything is on the queue twice
    assert sorted(_work(world)) == ["nothing"] * 3 + ["removed"] * 3
    _remove(world, broadcast)
    assert _work(world) == []
    assert world.now(broadcast).state is BroadcastState.WITHDRAWN


def test_what_is_under_way_is_cancelled_first(world: World) -> None:
    broadcast = world.all_connected()
    world.send(broadcast)
    with pytest.raises(Conflict, match="đang gửi"):
        _remove(world, broadcast)
    world.cancel(broadcast)
    with pytest.raises(InvalidInput):
        _remove(world, broadcast, " ")
    world.queue.messages.clear()
    assert _remove(world, broadcast).state is BroadcastState.CANCELLED
    assert _work(world) == ["removed"]
    assert world.account(SECOND).removed == set()


def test_an_answer_that_was_lost_is_asked_for_again_and_the_second_time_it_is_gone(world: World) -> None:
    broadcast = _sent(world)
    world.account(FIRST).fail("remove", OutcomeUnknown("no_answer"), when="after")
    _remove(world, broadcast)
    assert _work(world) == ["again", "removed", "removed"]
    assert _work(world) == ["removed"]
    assert _progress(world, broadcast) == (3, 0, 0)


def test_what_cannot_be_taken_down_says_so_and_is_tried_again_when_asked(world: World) -> None:
    broadcast = _sent(world)
    world.account(FIRST).fail(
        "remove", ConfigurationFault("app_not_active", zalo_code=-209, had_no_effect=True)
    )
    _remove(world, broadcast)
    _work(world)
    row = world.delivery(broadcast)
    assert (row.removing, row.removal_reason) == (Removing.FAILED, "app_not_active")
    assert _progress(world, broadcast) == (2, 0, 1)
    world.look_after(broadcast)
    assert world.queue.messages == []  # nobody has asked for it again
    _remove(world, broadcast)
    assert _work(world) == ["removed"]


def test_what_a_dead_process_left_is_taken_down_by_the_clock(world: World) -> None:
    broadcast = _sent(world)
    _remove(world, broadcast)
    world.queue.messages.clear()
    assert not world.look_after(broadcast).finished
    assert world.queue.messages == []
    world.clock.now += timedelta(minutes=16)
    world.look_after(broadcast)
    assert _work(world) == ["removed"] * 3
    assert world.look_after(broadcast).finished
    assert world.broadcasts.active("40") == []


def test_what_was_sent_after_the_removal_was_asked_for_is_taken_down_too(world: World) -> None:
    broadcast = world.all_connected()
    world.send(broadcast)
    real = world.account(SECOND).run

    def withdrawn_meanwhile(call: str, act: object) -> object:
        if call == "broadcast":
            world.cancel(broadcast)
            world.queue.messages.clear()
            _remove(world, broadcast)
        return real(call, act)  # type: ignore[arg-type]

    world.account(SECOND).run = withdrawn_meanwhile  # type: ignore[method-assign, assignment]
    assert world.send(broadcast, SECOND) is DeliveryState.SENT
    assert world.now(broadcast).state is BroadcastState.CANCELLED
    assert _work(world) == ["removed"]
    world.look_after(broadcast)
    assert _work(world) == ["removed"]
    assert world.account(SECOND).removed == {"article-1"}
    assert world.account(THIRD).created == []


def test_reconciliation_does_not_miss_what_we_took_down(world: World) -> None:
    broadcast = _sent(world)
    world.look_after(broadcast)
    _remove(world, broadcast)
    _work(world)
    world.clock.now += timedelta(minutes=16)
    assert not world.reconcile().findings
    assert world.delivery(broadcast).article_state is ArticleState.REMOVED
