"""From draft to ledger, with Zalo failing in every way, on both engines."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from loa.errors import Busy, Conflict, InvalidInput, NotAllowed
from loa.foundation.accounts.model import AccountState
from loa.platform.aws.dynamodb.transactions import commit
from loa.platform.zalo.errors import (
    ConfigurationFault,
    Later,
    NotSent,
    OutcomeUnknown,
    PayloadRefused,
    TokenRefused,
    Transient,
    oauth_error_from,
)
from loa.platform.zalo.pauses import MAXIMUM_ATTEMPTS
from loa.publishing.broadcasts.delivery.planning import PlanResult
from loa.publishing.broadcasts.rules.delivery import LEASE, DeliveryState
from loa.publishing.broadcasts.rules.model import BroadcastState
from loa.publishing.broadcasts.rules.quiet_hours import QuietHours
from tests.worlds.fakes import ARTICLE, START
from tests.worlds.store.broadcast_world import World

# Before it is due


def test_an_article_that_zalo_would_refuse_is_refused_at_once(world: World) -> None:
    with pytest.raises(InvalidInput) as caught:
        world.drafted(world.content(article=ARTICLE | {"title": "x" * 151}))
    assert "title" in caught.value.fields


def test_the_author_may_not_approve(world: World) -> None:
    submitted = world.submit(world.drafted())
    with pytest.raises(NotAllowed):
        world.approve(submitted, "author")


def test_two_who_approve_at_once_one_wins(world: World) -> None:
    submitted = world.submit(world.drafted())
    world.approve(submitted, "b")
    with pytest.raises(Conflict):
        world.approve(submitted, "c")


@pytest.mark.parametrize("minutes", [-1, 60 * 24 * 400])
def test_an_instant_that_is_past_or_too_far_is_refused(world: World, minutes: int) -> None:
    with pytest.raises(InvalidInput):
        world.service.schedule(
            world.scheduled(), world.clock() + timedelta(minutes=minutes),
        )  # fmt: skip


def test_quiet_hours_are_refused_with_the_earliest_instant(world: World) -> None:
    with pytest.raises(InvalidInput, match="06:00 ngày 06/10/2024"):
        replace(world.service, quiet_hours=QuietHours.parse("22:00-06:00")).schedule(
            world.scheduled(), START.replace(hour=16)
        )


def test_a_moved_schedule_replaces_the_old_one_and_the_old_instant_does_nothing(world: World) -> None:
    world.connect("40.10000")
    first = world.scheduled()
    moved = world.service.schedule(
        first, world.clock() + timedelta(hours=1),
    )  # fmt: skip
    assert [at for at, _ in world.timer.due.values()] == [moved.send_at]
    assert world.plan_as(moved, at=first.send_at) == (PlanResult.OBSOLETE, 0)
    assert world.plan_as(moved) == (PlanResult.PLANNED, 4)


def test_a_cancelled_broadcast_is_never_planned(world: World) -> None:
    broadcast = world.scheduled()
    assert world.service.cancel_before_planning(broadcast).state is BroadcastState.CANCELLED
    assert world.timer.due == {}
    assert world.plan_as(broadcast) == (PlanResult.OBSOLETE, 0)
    assert world.queue.messages == []


# Planning


def test_every_unit_of_the_target_has_a_delivery_and_who_cannot_send_says_why(world: World) -> None:
    world.connect("40.10000")
    world.connect("40.10001", AccountState.NEEDS_CONSENT)
    world.connect("40")
    table, *row = world.accounts.place("40", "40")
    table.update(*row, set={"is_pending": True})
    broadcast = world.scheduled()
    assert world.plan(broadcast) == 4
    assert {path: row.reason for path, row in world.rows(broadcast).items()} == {
        "40": "not_confirmed",
        "40.10000": "",
        "40.10001": "needs_consent",
        "40.10002": "no_account",
    }
    assert world.ledger(broadcast) == {"pending": 1, "skipped": 3}
    assert len(world.queue.messages) == 1
    assert world.counted("40.10001") == {"deliveries_skipped": 1}


def test_planned_twice_is_planned_once_and_only_what_is_pending_is_queued_again(world: World) -> None:
    world.connect("40.10000")
    broadcast = world.scheduled()
    assert [world.plan(broadcast, "a"), world.plan(broadcast, "b")] == [4, 4]
    assert world.counted("40.10001") == {"deliveries_skipped": 1}
    assert len(world.queue.messages) == 2
    world.send(world.now(broadcast))
    world.plan(broadcast, "c")
    assert len(world.queue.messages) == 2


def test_a_planner_that_died_is_succeeded_when_its_lease_runs_out(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.connect("40.10000")
    broadcast = world.scheduled()
    real = world.deliveries.plan
    monkeypatch.setattr(world.deliveries, "plan", lambda _: (_ for _ in ()).throw(SystemExit))
    with pytest.raises(SystemExit):
        world.plan(broadcast, "dies")
    monkeypatch.setattr(world.deliveries, "plan", real)
    with pytest.raises(Busy):
        world.plan(broadcast, "too early")
    world.clock.forward(seconds=4 * LEASE.total_seconds())
    assert world.plan(broadcast, "next") == 4
    assert world.ledger(broadcast) == {"pending": 1, "skipped": 3}
    assert world.counted("40.10001") == {"deliveries_skipped": 1}


# Sending


def test_a_delivery_delivered_twice_is_sent_once(world: World) -> None:
    broadcast = world.one()
    assert world.send(broadcast, owner="a") is DeliveryState.SENT
    assert world.send(broadcast, owner="b") is None
    assert (len(world.account("40.10000").created), world.account("40.10000").broadcasts) == (
        1,
        ["article-1"],
    )
    assert world.ledger(broadcast) == {"sent": 1, "skipped": 3}
    assert world.counted() == {"deliveries_sent": 1, "articles": 1}
    assert world.history(broadcast) == ["attempt", "broadcast", "sent"]


def test_two_workers_at_once_one_works(world: World) -> None:
    broadcast = world.one()
    world.deliveries.claim(broadcast.broadcast_id, "40.10000", "first", world.clock())
    with pytest.raises(Busy):
        world.send(broadcast, owner="second")
    assert world.account("40.10000").created == []


@pytest.mark.parametrize("call", ["create", "verify"])
def test_a_worker_that_dies_before_the_broadcast_is_succeeded_without_a_second_article(
    world: World, call: str
) -> None:
    broadcast = world.one()
    world.account("40.10000").fail(call, SystemExit(), when="after")  # type: ignore[arg-type]
    with pytest.raises(SystemExit):
        world.send(broadcast, owner="dies")
    world.clock.forward(seconds=LEASE.total_seconds() + 1)
    assert world.send(broadcast, owner="next") is DeliveryState.SENT
    assert (len(world.account("40.10000").created), world.account("40.10000").broadcasts) == (
        1,
        ["article-1"],
    )


@pytest.mark.parametrize(("when", "went_out"), [("before", 0), ("after", 1)])
def test_a_worker_that_dies_at_the_broadcast_leaves_it_unknown_and_nobody_sends_again(
    world: World, when: str, went_out: int
) -> None:
    broadcast = world.one()
    world.account("40.10000").fail("broadcast", SystemExit(), when=when)  # type: ignore[arg-type]
    with pytest.raises(SystemExit):
        world.send(broadcast, owner="dies")
    world.clock.forward(seconds=LEASE.total_seconds() + 1)
    for owner in ("next", "later"):
        world.send(broadcast, owner=owner)
    assert world.ledger(broadcast) == {"unknown": 1, "skipped": 3}
    assert len(world.account("40.10000").broadcasts) == went_out
    assert world.counted() == {"deliveries_unknown": 1}


def test_a_lost_answer_of_the_broadcast_is_unknown(world: World) -> None:
    broadcast = world.one()
    world.account("40.10000").fail("broadcast", OutcomeUnknown("no_answer"), when="after")
    assert world.send(broadcast) is DeliveryState.UNKNOWN
    assert world.queue.messages[1:] == []


def test_a_lost_answer_of_the_article_is_looked_up(world: World) -> None:
    broadcast = world.one()
    world.account("40.10000").fail("create", OutcomeUnknown("no_answer"), when="after")
    assert world.send(broadcast, owner="a") is DeliveryState.PENDING
    assert 30 <= world.queue.messages[-1].delay_seconds <= 60
    assert world.send(broadcast, owner="b") is DeliveryState.SENT
    assert len(world.account("40.10000").created) == 1


@pytest.mark.parametrize("call", ["create", "broadcast"])
@pytest.mark.parametrize(
    "error",
    [
        Transient("rate_limited", zalo_code=-32, had_no_effect=True),
        NotSent("no_connection", had_no_effect=True),
    ],
)
def test_a_passing_fault_is_tried_again_later_and_sent_once(
    world: World, call: str, error: Exception
) -> None:
    broadcast = world.one()
    world.account("40.10000").fail(call, error)
    assert world.send(broadcast, owner="a") is DeliveryState.PENDING
    assert world.queue.messages[-1].delay_seconds > 0
    assert world.send(broadcast, owner="b") is DeliveryState.SENT
    assert (len(world.account("40.10000").created), len(world.account("40.10000").broadcasts)) == (1, 1)


def test_an_article_that_takes_long_is_waited_for_across_attempts(world: World) -> None:
    broadcast = world.one()
    for _ in range(7):
        world.account("40.10000").fail(
            "verify", Transient("article_processing", zalo_code=-214, had_no_effect=True)
        )
    assert world.send(broadcast, owner="a") is DeliveryState.PENDING
    assert world.send(broadcast, owner="b") is DeliveryState.SENT
    assert len(world.account("40.10000").created) == 1


def test_a_fault_that_does_not_pass_ends_as_failed(world: World) -> None:
    broadcast = world.one()
    for _ in range(MAXIMUM_ATTEMPTS):
        world.account("40.10000").fail("create", Transient("rate_limited", zalo_code=-32, had_no_effect=True))
        state = world.send(broadcast)
    assert state is DeliveryState.FAILED
    assert world.counted() == {"deliveries_failed": 1}


@pytest.mark.parametrize(
    ("error", "state", "reason"),
    [
        (Later("night", zalo_code=-234, had_no_effect=True), "held", "night"),
        (PayloadRefused("limit_exceeded", zalo_code=-210, had_no_effect=True), "failed", "limit_exceeded"),
        (ConfigurationFault("account_disabled", zalo_code=-204, had_no_effect=True), "skipped", "disabled"),
        (ConfigurationFault("unknown_code", zalo_code=-9999), "unknown", "answer_lost"),
    ],
)
def test_each_refusal_has_its_own_end(world: World, error: Exception, state: str, reason: str) -> None:
    broadcast = world.one()
    world.account("40.10000").fail("broadcast", error)
    world.send(broadcast)
    assert world.ledger(broadcast) == Counter([state, "skipped", "skipped", "skipped"])
    assert world.delivery(broadcast).reason == reason


def test_a_token_that_ended_is_renewed_on_the_way(world: World) -> None:
    broadcast = world.one()
    oauth = world.zalo.oauth_of("oa-40.10000")
    oauth.live_access = "ended early"
    assert world.send(broadcast) is DeliveryState.SENT
    assert oauth.refreshes == 1


def test_a_refresh_that_zalo_refuses_leaves_no_doubt_about_the_broadcast_that_needed_it(world: World) -> None:
    broadcast = world.one()
    oauth = world.zalo.oauth_of("oa-40.10000")
    oauth.lose = [oauth_error_from({"error": -14099})]
    world.account("40.10000").fail(
        "broadcast", TokenRefused("token_expired", zalo_code=-220, had_no_effect=True)
    )
    assert world.send(broadcast) is DeliveryState.PENDING


def test_an_account_whose_chain_is_dead_is_skipped_and_marked(world: World) -> None:
    broadcast = world.one()
    oauth = world.zalo.oauth_of("oa-40.10000")
    oauth.live_access, oauth.live_refresh = "ended", "another"
    assert world.send(broadcast) is DeliveryState.SKIPPED
    account = world.accounts.of_unit("40", "40.10000")
    assert account is not None
    assert account.state is AccountState.NEEDS_CONSENT


def _busy_for(tries: int, real: Callable[..., None]) -> Callable[..., None]:
    left = [Busy("throttled")] * tries

    def busy(*arguments: Any) -> None:
        if left:
            raise left.pop()
        real(*arguments)

    return busy


def test_an_outcome_is_written_even_if_the_tables_are_busy_for_a_while(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    broadcast = world.one()
    monkeypatch.setattr("loa.platform.aws.dynamodb.transactions.commit", _busy_for(4, commit))
    assert world.send(broadcast) is DeliveryState.SENT
    assert world.ledger(broadcast) == {"sent": 1, "skipped": 3}
    assert world.counted() == {"deliveries_sent": 1, "articles": 1}
