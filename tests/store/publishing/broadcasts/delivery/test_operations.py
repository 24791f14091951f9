"""Broadcasts under way: pause, resume, cancel, retry, settling, stopping by itself; on both engines."""

from collections import Counter

import pytest

from loa.errors import Busy, Conflict, NotFound
from loa.platform.zalo.errors import (
    ConfigurationFault,
    Later,
    OutcomeUnknown,
    PayloadRefused,
    Transient,
    error_from,
)
from loa.platform.zalo.pauses import MAXIMUM_ATTEMPTS
from loa.publishing.broadcasts.delivery import operations
from loa.publishing.broadcasts.delivery.planning import PlanResult
from loa.publishing.broadcasts.rules.delivery import LEASE, STOP_AFTER_FAILURES, STUCK_AFTER, DeliveryState
from loa.publishing.broadcasts.rules.model import Broadcast, BroadcastState, Localisation, LocalisationState
from tests.conftest import OpenTable
from tests.worlds.store.broadcast_world import World

FAULT = ConfigurationFault("app_not_active", zalo_code=-209, had_no_effect=True)
REFUSED = PayloadRefused("against_standards", zalo_code=-248, had_no_effect=True)
LIMITED = Transient("rate_limited", zalo_code=-32, had_no_effect=True)


def _state(world: World, broadcast: Broadcast) -> tuple[str, str]:
    found = world.now(broadcast)
    return found.state.value, found.reason


def _dies(world: World, broadcast: Broadcast, call: str, *, when: str = "after") -> None:
    """A worker dies at a call."""
    world.account("40.10000").fail(call, SystemExit(), when=when)  # type: ignore[arg-type]
    with pytest.raises(SystemExit):
        world.send(broadcast)


# Stopping by itself


@pytest.mark.parametrize("call", ["create", "broadcast"])
def test_content_that_zalo_refuses_stops_the_whole_broadcast(world: World, call: str) -> None:
    broadcast = world.all_connected()
    for path in world.paths:
        world.account(path).fail(call, REFUSED)
    assert world.work() == [DeliveryState.FAILED, None, None]
    assert _state(world, broadcast) == ("stopped", "against_standards")
    assert world.ledger(broadcast) == {"failed": 1, "pending": 2, "skipped": 1}
    assert not world.look_after(broadcast).finished
    assert world.queue.messages == []


@pytest.mark.parametrize(
    ("code", "refusals", "end"),
    [
        (-201, 1, ("finished", "")),
        (-201, 2, ("stopped", "invalid_parameter")),
        (-233, 1, ("finished", "")),
        (-233, 2, ("stopped", "message_kind_not_supported")),
        (404, 1, ("finished", "")),
        (404, 2, ("stopped", "unknown_path")),
        (-240, 3, ("finished", "")),
        (-241, 3, ("finished", "")),
    ],
)
def test_what_may_be_about_one_account_stops_nothing_before_a_second_says_it(
    world: World, code: int, refusals: int, end: tuple[str, str]
) -> None:
    broadcast = world.all_connected()
    for path in world.paths[:refusals]:
        world.account(path).fail("broadcast", error_from({"error": code}))
    states = Counter(world.work())
    assert states[DeliveryState.FAILED] == refusals
    assert states[DeliveryState.SENT] == (0 if end[0] == "stopped" else len(world.paths) - refusals)
    assert _state(world, broadcast) == end
    world.check()


def test_one_account_that_refuses_twice_is_one_account(world: World) -> None:
    broadcast = world.all_connected()
    refusing, other, last = world.paths
    for _ in range(2):
        world.account(refusing).fail("broadcast", error_from({"error": 404}))
    assert world.send(broadcast, refusing) is DeliveryState.FAILED
    assert world.send(broadcast, other) is DeliveryState.SENT
    assert world.retry(broadcast) == 1
    assert world.send(broadcast, refusing) is DeliveryState.FAILED
    assert world.send(broadcast, last) is DeliveryState.SENT
    assert _state(world, broadcast)[0] == "finished"


def test_content_that_zalo_refuses_because_of_a_units_own_words_stops_only_that_unit(world: World) -> None:
    for path in world.paths:
        world.connect(path)
    until = world.clock.now.replace(hour=3, minute=0, second=30)
    scheduled = world.scheduled(world.content(localise_until=until))
    own = Localisation("40.10000", LocalisationState.PROPOSED, "Lời xấu.", "", "an", world.clock())
    kept = world.service.localise(scheduled, own)
    world.service.approve_localisation(
        scheduled, "40.10000", seen=kept.version(), approver="second",
    )  # fmt: skip
    assert world.plan_as(scheduled)[0] is PlanResult.PLANNED
    world.account("40.10000").fail("create", REFUSED)
    assert world.work() == [DeliveryState.FAILED, DeliveryState.SENT, DeliveryState.SENT]
    assert _state(world, scheduled) == ("finished", "")


def test_a_broadcast_stops_when_more_than_a_fifth_has_failed_once_ten_have(table: OpenTable) -> None:
    world = World(table, communes=STOP_AFTER_FAILURES + 5)
    broadcast = world.all_connected()
    world.zalo.fail_everywhere("create", FAULT)
    states = world.work()
    assert states == [DeliveryState.FAILED] * STOP_AFTER_FAILURES + [None] * 5
    assert _state(world, broadcast) == ("stopped", "error_rate")
    world.check()
    for account in world.zalo.accounts.values():
        account.faults.clear()
    assert world.retry(broadcast) == STOP_AFTER_FAILURES
    assert _state(world, broadcast) == ("sending", "")
    world.work()  # the failed ones, and those that nobody had come to before it stopped
    assert world.ledger(broadcast) == {"sent": 15, "skipped": 1}
    world.check()


def test_what_failed_before_officers_let_it_go_on_does_not_stop_it_again(table: OpenTable) -> None:
    world = World(table, communes=2 * STOP_AFTER_FAILURES + 5)
    broadcast = world.all_connected()
    world.zalo.fail_everywhere("create", FAULT)
    world.work()
    assert _state(world, broadcast) == ("stopped", "error_rate")
    world.clock.forward(minutes=1)
    for path in world.paths[STOP_AFTER_FAILURES + 1 :]:
        world.account(path).faults.clear()
    world.resume(broadcast)
    states = world.work()
    assert Counter(states) == {DeliveryState.FAILED: 1, DeliveryState.SENT: STOP_AFTER_FAILURES + 4}
    assert _state(world, broadcast) == ("finished", "")
    world.check()


def test_what_fails_after_officers_let_it_go_on_stops_it_again(table: OpenTable) -> None:
    world = World(table, communes=2 * STOP_AFTER_FAILURES + 5)
    broadcast = world.all_connected()
    world.zalo.fail_everywhere("create", FAULT)
    world.work()
    world.clock.forward(minutes=1)
    world.resume(broadcast)
    assert Counter(world.work()) == {DeliveryState.FAILED: STOP_AFTER_FAILURES, None: 5}
    assert _state(world, broadcast) == ("stopped", "error_rate")
    world.check()


def test_failures_that_are_few_among_many_stop_nothing(table: OpenTable) -> None:
    world = World(table, communes=5)
    broadcast = world.all_connected()
    world.zalo.fail_everywhere("create", FAULT)
    assert set(world.work()) == {DeliveryState.FAILED}
    assert _state(world, broadcast) == ("finished", "")
    world.check()


# Pause and resume


def test_while_it_is_paused_nothing_is_sent_and_the_messages_are_dropped(world: World) -> None:
    broadcast = world.all_connected()
    assert world.send(broadcast, world.paths[0]) is DeliveryState.SENT
    assert world.pause(broadcast).state is BroadcastState.PAUSED
    assert world.work() == [None, None, None]
    assert world.ledger(broadcast) == {"sent": 1, "pending": 2, "skipped": 1}
    world.clock.forward(hours=1)
    assert world.look_after(broadcast) == operations.BroadcastSweepResult()
    assert world.queue.messages == []


def test_resuming_puts_exactly_what_is_pending_on_the_queue(world: World) -> None:
    broadcast = world.all_connected()
    world.send(broadcast, world.paths[0])
    world.pause(broadcast)
    world.work()
    assert world.resume(broadcast).state is BroadcastState.SENDING
    assert world.work() == [DeliveryState.SENT] * 2
    assert world.look_after(broadcast).finished
    assert world.now(broadcast).state is BroadcastState.FINISHED


def test_pausing_and_resuming_again_change_nothing(world: World) -> None:
    broadcast = world.all_connected()
    assert world.pause(broadcast) == world.pause(broadcast)
    world.resume(broadcast)
    world.resume(broadcast)
    assert Counter(map(str, world.work())) == {"sent": 3, "None": 6}


def test_what_was_being_sent_when_it_was_paused_is_sent(world: World) -> None:
    broadcast = world.one()
    sender, claim = world.sender("slow"), world.deliveries.claim

    def paused_meanwhile(*arguments: object) -> object:
        found = claim(*arguments)  # type: ignore[arg-type]
        world.pause(broadcast)
        return found

    world.deliveries.claim = paused_meanwhile  # type: ignore[method-assign,assignment]
    assert sender.send(broadcast, "40.10000", "oa-40.10000") is DeliveryState.SENT


def test_only_what_is_under_way_can_be_paused_or_resumed(world: World) -> None:
    scheduled = world.scheduled()
    for act in (world.pause, world.resume, world.retry):
        with pytest.raises(Conflict, match="đã hẹn giờ"):
            act(scheduled)
    world.plan(scheduled)
    assert world.look_after(scheduled).finished
    with pytest.raises(Conflict, match="đã gửi xong"):
        world.pause(scheduled)
    with pytest.raises(Conflict, match="đã gửi xong"):
        world.resume(scheduled)


# Cancelling


def test_cancelling_under_way_skips_what_waits_and_what_is_sent_stays_sent(world: World) -> None:
    broadcast = world.all_connected()
    world.send(broadcast, world.paths[0])
    world.account(world.paths[1]).fail("create", FAULT)
    world.send(broadcast, world.paths[1])
    assert world.cancel(broadcast).state is BroadcastState.CANCELLED
    assert list(world.states(broadcast).values()) == ["sent", "failed", "skipped"]
    assert world.delivery(broadcast, world.paths[2]).reason == "cancelled"
    assert world.history(broadcast, world.paths[2]) == ["skipped"]
    assert world.work() == [None, None, None]
    assert world.cancel(broadcast).state is BroadcastState.CANCELLED
    assert world.look_after(broadcast).finished
    assert world.now(broadcast).state is BroadcastState.CANCELLED
    assert world.broadcasts.active("40") == []


def test_cancelling_skips_what_is_held(world: World) -> None:
    broadcast = world.one()
    world.account("40.10000").fail("create", Later("night", zalo_code=-234, had_no_effect=True))
    assert world.work() == [DeliveryState.HELD]
    world.cancel(broadcast)
    assert world.ledger(broadcast) == {"skipped": 4}


def test_what_is_cancelled_is_neither_tried_again_nor_resumed(world: World) -> None:
    broadcast = world.one()
    world.cancel(broadcast)
    for act in (world.retry, world.resume, world.pause):
        with pytest.raises(Conflict, match="đã hủy"):
            act(broadcast)


def test_what_a_worker_hands_back_after_the_cancellation_is_skipped_by_the_clock(world: World) -> None:
    broadcast = world.one()
    world.deliveries.claim(broadcast.broadcast_id, "40.10000", "slow", world.clock())
    world.cancel(broadcast)
    assert world.states(broadcast)["40.10000"] == "sending"
    world.deliveries.hand_back(world.delivery(broadcast), "slow", world.clock(), reason="rate_limited")
    assert world.look_after(broadcast).finished
    assert world.ledger(broadcast) == {"skipped": 4}


@pytest.mark.parametrize(("call", "ends"), [("create", "skipped"), ("broadcast", "unknown")])
def test_a_worker_that_died_before_the_cancellation_leaves_nothing_open(
    world: World, call: str, ends: str
) -> None:
    broadcast = world.one()
    _dies(world, broadcast, call)
    world.cancel(broadcast)
    assert not world.look_after(broadcast).finished  # it might still be alive
    world.clock.forward(seconds=STUCK_AFTER.total_seconds() + 1)
    assert world.look_after(broadcast).finished
    assert world.states(broadcast)["40.10000"] == ends


def test_what_is_under_way_is_not_cancelled_as_if_it_were_a_draft(world: World) -> None:
    broadcast = world.one()
    with pytest.raises(Conflict):
        world.service.cancel_before_planning(broadcast)
    assert world.now(broadcast).state is BroadcastState.SENDING


# Retrying


def test_exactly_the_failed_ones_are_tried_again(world: World) -> None:
    broadcast = world.all_connected()
    world.account(world.paths[0]).fail("create", FAULT)
    world.account(world.paths[1]).fail("broadcast", OutcomeUnknown("no_answer"), when="after")
    world.work()
    assert world.retry(broadcast) == 1
    assert list(world.states(broadcast).values()) == ["pending", "unknown", "sent"]
    assert world.counted(world.paths[0]) == {}
    assert world.work() == [DeliveryState.SENT]
    assert [len(world.account(path).broadcasts) for path in world.paths] == [1, 1, 1]
    assert world.retry(broadcast) == 0


def test_only_within_the_subtree_that_is_named(world: World) -> None:
    broadcast = world.all_connected()
    world.zalo.fail_everywhere("create", FAULT)
    world.work()
    assert world.retry(broadcast, world.paths[1]) == 1
    assert list(world.states(broadcast).values()) == ["failed", "pending", "failed"]


@pytest.mark.parametrize("call", ["verify", "broadcast"])
def test_an_article_that_a_failed_attempt_has_made_is_used(world: World, call: str) -> None:
    broadcast = world.one()
    world.account("40.10000").fail(call, FAULT)
    assert world.work() == [DeliveryState.FAILED]
    assert world.retry(broadcast) == 1
    assert world.work() == [DeliveryState.SENT]
    account = world.account("40.10000")
    assert (len(account.created), account.broadcasts) == (1, ["article-1"])


def test_after_a_retry_all_attempts_may_be_used_again(world: World) -> None:
    broadcast = world.one()
    for _ in range(MAXIMUM_ATTEMPTS):
        world.account("40.10000").fail("create", LIMITED)
        world.work()
    assert world.delivery(broadcast).reason == "too_many_attempts"
    world.retry(broadcast)
    world.account("40.10000").fail("create", LIMITED)
    assert world.work() == [DeliveryState.PENDING]
    assert world.work() == [DeliveryState.SENT]


def test_a_finished_broadcast_goes_on_with_what_is_tried_again(world: World) -> None:
    broadcast = world.one()
    world.account("40.10000").fail("create", FAULT)
    world.work()
    assert world.look_after(broadcast).finished
    assert world.broadcasts.active("40") == []
    world.retry(broadcast)
    assert _state(world, broadcast) == ("sending", "")
    assert world.broadcasts.active("40") == [broadcast.broadcast_id]
    world.work()
    assert world.look_after(broadcast).finished


def test_a_retry_is_not_lost_when_the_clock_finishes_the_broadcast_at_that_moment(world: World) -> None:
    broadcast = world.one()
    world.account("40.10000").fail("create", FAULT)
    world.work()
    sending = world.now(broadcast)
    world.look_after(broadcast)
    assert world.service.retry(sending, within="40", officer="o") == 1
    assert world.work() == [DeliveryState.SENT]


# What a person found out


def _unknown(world: World, *, went_out: bool) -> Broadcast:
    broadcast = world.one()
    when = "after" if went_out else "before"
    world.account("40.10000").fail("broadcast", OutcomeUnknown("no_answer"), when=when)
    assert world.work() == [DeliveryState.UNKNOWN]
    return broadcast


def test_an_officer_who_saw_it_settles_it_as_sent(world: World) -> None:
    broadcast = _unknown(world, went_out=True)
    for _ in range(2):
        settled = world.settle(broadcast, was_sent=True)
        assert (settled.state, settled.reason) == (DeliveryState.SENT, "checked_by_officer")
    assert world.ledger(broadcast) == {"sent": 1, "skipped": 3}
    assert world.counted() == {"deliveries_sent": 1, "articles": 1}
    assert world.retry(broadcast) == 0


def test_an_officer_who_did_not_see_it_settles_it_as_failed_and_may_have_it_sent(world: World) -> None:
    broadcast = _unknown(world, went_out=False)
    assert world.settle(broadcast, was_sent=False).state is DeliveryState.FAILED
    assert world.counted() == {"deliveries_failed": 1}
    assert world.retry(broadcast) == 1
    assert world.work() == [DeliveryState.SENT]
    account = world.account("40.10000")
    assert (len(account.created), len(account.broadcasts)) == (1, 1)


def test_only_what_is_unknown_is_settled(world: World) -> None:
    broadcast = world.one()
    with pytest.raises(Conflict, match="chưa rõ"):
        world.settle(broadcast, was_sent=True)
    with pytest.raises(NotFound):
        world.settle(broadcast, was_sent=True, path="40.99999")


def test_what_was_settled_one_way_is_not_settled_the_other(world: World) -> None:
    broadcast = _unknown(world, went_out=True)
    world.settle(broadcast, was_sent=True)
    with pytest.raises(Conflict):
        world.settle(broadcast, was_sent=False)


# A token that could not be renewed says nothing about the broadcast


def test_a_lost_answer_of_the_refresh_leaves_nothing_unknown(world: World) -> None:
    """Zalo refused the broadcast for its token: whatever became of the refresh, nothing went out."""
    broadcast = world.one()
    account, oauth = world.account("40.10000"), world.zalo.oauth_of("oa-40.10000")
    run, refresh = account.run, oauth.refresh

    def ends_before_the_broadcast(call: str, act: object) -> object:
        answer: object = run(call, act)  # type: ignore[arg-type]
        if call == "verify":
            oauth.live_access = "ended"
        return answer

    def silent(_token: str) -> object:
        raise OutcomeUnknown("no_answer")

    account.run = ends_before_the_broadcast  # type: ignore[method-assign,assignment]
    oauth.refresh = silent  # type: ignore[method-assign,assignment]
    assert world.send(broadcast) is DeliveryState.PENDING
    account.run, oauth.refresh = run, refresh  # type: ignore[method-assign]
    assert world.send(broadcast) is DeliveryState.SENT
    assert (len(account.created), len(account.broadcasts)) == (1, 1)


def test_a_worker_whose_lease_ran_out_does_not_settle_what_another_has_taken(world: World) -> None:
    broadcast = world.one()
    slow = world.deliveries.claim(broadcast.broadcast_id, "40.10000", "slow", world.clock())
    world.clock.forward(seconds=LEASE.total_seconds() + 1)
    assert world.send(broadcast, owner="next") is DeliveryState.SENT
    assert world.sender("slow")._settle(slow, DeliveryState.FAILED, reason="bad_answer") is None
    with pytest.raises(Conflict):
        world.deliveries.intend(slow, "slow", "article-1", world.clock())
    assert world.ledger(broadcast) == {"sent": 1, "skipped": 3}


def test_a_delivery_in_work_is_busy_for_another(world: World) -> None:
    broadcast = world.one()
    world.deliveries.claim(broadcast.broadcast_id, "40.10000", "first", world.clock())
    with pytest.raises(Busy):
        world.send(broadcast)
