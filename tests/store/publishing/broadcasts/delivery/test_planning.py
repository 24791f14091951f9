"""Planning: within quota, within the approval, outside quiet hours; on both engines."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from loa.clock import VIETNAM
from loa.foundation.accounts.model import AccountState
from loa.platform.zalo.errors import ConfigurationFault
from loa.publishing.broadcasts.delivery.forecast import expected_duration, forecast
from loa.publishing.broadcasts.delivery.planning import PlanResult
from loa.publishing.broadcasts.rules.delivery import LEASE, DeliveryState
from loa.publishing.broadcasts.rules.model import APPROVAL_LASTS, BroadcastState, OverQuota
from loa.publishing.broadcasts.rules.quota import Period, QuotaWarning
from loa.publishing.broadcasts.rules.targets import Target
from tests.worlds.store.broadcast_world import BUSINESS, DAY, NIGHT, ONE_A_DAY, World


def _used(world: World, path: str = "40.10000") -> int:
    """How many broadcasts count for the account today."""
    day = world.clock().astimezone(VIETNAM).date()
    return world.quotas.used("40", day).get(path, {}).get(Period.DAY, 0)


def _limited(world: World) -> None:
    """One account that may send one broadcast a day, and has sent it."""
    world.rules = ONE_A_DAY
    world.connect("40.10000", oa_type=BUSINESS)
    world.planned()
    assert world.work() == [DeliveryState.SENT]


# Whom, and who cannot


def test_only_what_the_target_chooses_has_a_delivery(world: World) -> None:
    target = Target("40", kinds=("xa",), without=("40.10001",), followers={"gender": "2"})
    world.connect("40.10000")
    broadcast = world.planned(world.content(target=target))
    assert set(world.rows(broadcast)) == {"40.10000", "40.10002"}
    world.work()
    assert world.account("40.10000").targets == [{"gender": "2"}]


def test_a_forecast_says_per_unit_what_would_happen_and_why_not(world: World) -> None:
    world.rules = ONE_A_DAY
    world.connect("40.10000", oa_type=BUSINESS)
    world.connect("40.10001", AccountState.DISABLED)
    world.quotas.reserve("40", DAY, "another", ["40.10000"])
    found = {one.unit.path: one for one in forecast(world.drafted(), places=world.places, at=world.clock())}
    assert {path: one.reason for path, one in found.items()} == {
        "40": "no_account",
        "40.10000": "out_of_quota",
        "40.10001": "disabled",
        "40.10002": "no_account",
    }
    assert (found["40.10000"].room.left, found["40.10000"].room.used) == (0, 1)


def test_a_forecast_warns_before_the_quota_is_used_up(world: World) -> None:
    world.rules = ONE_A_DAY
    world.connect("40.10000", oa_type=BUSINESS)
    drafted = world.drafted(world.content(target=Target("40.10000")))
    found = forecast(drafted, places=world.places, at=world.clock())
    assert [(one.reason, one.warning) for one in found] == [("", QuotaWarning.USED_UP)]


def test_482_accounts_take_half_a_minute_at_zalos_limit() -> None:
    assert timedelta(seconds=20) < expected_duration(482) < timedelta(seconds=30)


# Quota


def test_over_quota_is_skipped_when_the_officer_chose_to_refuse(world: World) -> None:
    _limited(world)
    second = world.planned(world.content(over_quota=OverQuota.REFUSE))
    assert world.states(second)["40.10000"] == "skipped"
    assert world.delivery(second).reason == "out_of_quota"
    assert world.queue.messages == []
    assert _used(world) == 1


def test_over_quota_is_held_until_the_reset_and_then_released(world: World) -> None:
    _limited(world)
    second = world.planned(world.content(over_quota=OverQuota.HOLD))
    held = world.delivery(second)
    assert (held.state, held.reason) == (DeliveryState.HELD, "out_of_quota")
    assert held.held_until == datetime(2024, 10, 6, tzinfo=VIETNAM)
    assert (_used(world), world.counted()["deliveries_held"]) == (1, 1)
    world.clock.now = held.held_until - timedelta(seconds=1)
    assert world.look_after(second).released == 0
    world.clock.now = held.held_until
    assert world.look_after(second).released == 1
    assert (_used(world), len(world.queue.messages)) == (1, 1)
    assert world.work() == [DeliveryState.SENT]
    assert world.look_after(second).finished


def test_what_is_held_longer_than_its_approval_lasts_is_reported_and_goes_out_once_approved_anew(
    world: World,
) -> None:
    _limited(world)
    second = world.planned(world.content(over_quota=OverQuota.HOLD))
    world.clock.now += timedelta(days=8)
    assert world.look_after(second).released == 0
    held = world.delivery(second)
    assert (held.state, held.reason) == (DeliveryState.FAILED, "approval_expired")
    assert world.queue.messages == []
    assert world.look_after(second).finished


def test_what_is_held_stays_held_while_another_broadcast_has_the_quota(world: World) -> None:
    _limited(world)
    second = world.planned()
    world.clock.forward(days=1)
    world.quotas.reserve("40", DAY + timedelta(days=1), "another", ["40.10000"])
    assert world.look_after(second).released == 0
    assert world.states(second)["40.10000"] == "held"
    world.clock.forward(days=1)
    assert world.look_after(second).released == 1


def test_its_own_reservation_does_not_count_against_a_broadcast(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planner dies between reserving and the last write, and the next one plans the same."""
    world.rules = ONE_A_DAY
    world.connect("40.10000", oa_type=BUSINESS)
    scheduled = world.scheduled()
    with monkeypatch.context() as dying:
        dying.setattr(world.broadcasts, "finish_planning", lambda *_: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            world.plan(scheduled, "dies")
    assert _used(world) == 1
    found = forecast(scheduled, places=world.places, at=world.clock())
    assert [one.reason for one in found if one.unit.path == "40.10000"] == [""]
    world.clock.forward(seconds=4 * LEASE.total_seconds())
    assert world.plan_as(scheduled, "next") == (PlanResult.PLANNED, 4)
    assert world.states(scheduled)["40.10000"] == "pending"
    assert _used(world) == 1


def test_a_planner_that_died_before_reserving_is_succeeded_by_what_stands_in_the_table(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the first planner decided stays, even if the account could not send any more by now."""
    world.connect("40.10000")
    scheduled = world.scheduled()
    with monkeypatch.context() as dying:
        dying.setattr(world.quotas, "reserve", lambda *_: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            world.plan(scheduled, "dies")
    world.connect("40.10000", AccountState.NEEDS_CONSENT)
    world.connect("40.10001")
    world.clock.forward(seconds=4 * LEASE.total_seconds())
    assert world.plan_as(scheduled, "next") == (PlanResult.PLANNED, 4)
    assert (_used(world), _used(world, "40.10001")) == (1, 0)


def test_what_was_reserved_and_never_sent_is_given_back_at_the_end(world: World) -> None:
    broadcast = world.all_connected()
    world.account("40.10001").fail("create", ConfigurationFault("app_not_active", zalo_code=-209))
    assert sorted(map(str, world.work())) == ["failed", "sent", "sent"]
    assert _used(world, "40.10001") == 1
    assert world.look_after(broadcast).finished
    assert (_used(world), _used(world, "40.10001")) == (1, 0)


def test_what_is_tried_again_after_the_end_counts_again(world: World) -> None:
    broadcast = world.one()
    world.account("40.10000").fail("create", ConfigurationFault("app_not_active", zalo_code=-209))
    world.work()
    world.look_after(broadcast)
    assert _used(world) == 0
    assert world.retry(broadcast) == 1
    assert _used(world) == 1
    assert world.work() == [DeliveryState.SENT]
    assert world.look_after(broadcast).finished
    assert _used(world) == 1


def test_what_was_released_on_another_day_and_failed_is_given_back_there(world: World) -> None:
    _limited(world)
    second = world.planned()
    world.clock.forward(days=1)
    world.look_after(second)
    assert _used(world) == 1
    world.account("40.10000").fail("create", ConfigurationFault("app_not_active", zalo_code=-209))
    assert world.work() == [DeliveryState.FAILED]
    assert world.look_after(second).finished
    assert _used(world) == 0


# The approval at the time of sending


def test_an_approval_that_has_expired_when_it_is_due_sends_nothing_and_says_so(world: World) -> None:
    world.connect("40.10000")
    scheduled = world.scheduled()
    world.clock.forward(days=APPROVAL_LASTS.days)
    assert world.plan_as(scheduled) == (PlanResult.EXPIRED, 0)
    found = world.now(scheduled)
    assert (found.state, found.reason) == (BroadcastState.SUBMITTED, "approval_expired")
    assert (found.approval, found.send_at) == (None, None)
    assert (world.queue.messages, world.rows(scheduled)) == ([], {})
    assert world.plan_as(scheduled) == (PlanResult.OBSOLETE, 0)


def test_a_plan_that_was_begun_is_finished_even_if_the_approval_expires_meanwhile(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.connect("40.10000")
    scheduled = world.scheduled()
    world.clock.forward(days=APPROVAL_LASTS.days, seconds=-10)
    with monkeypatch.context() as dying:
        dying.setattr(world.deliveries, "plan", lambda _: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            world.plan(scheduled, "dies")
    world.clock.forward(seconds=4 * LEASE.total_seconds())
    assert world.plan_as(scheduled, "next") == (PlanResult.PLANNED, 4)


# Quiet hours at the time of sending


def _at_night(world: World) -> datetime:
    """Move to 23:00 in Vietnam; answers when the night ends."""
    world.quiet_hours = NIGHT
    world.clock.now = datetime(2024, 10, 5, 23, 0, tzinfo=VIETNAM)
    return datetime(2024, 10, 6, 6, 0, tzinfo=VIETNAM)


def test_a_broadcast_that_becomes_due_at_night_is_put_off_until_the_morning(world: World) -> None:
    world.connect("40.10000")
    scheduled = world.scheduled()
    morning = _at_night(world)
    assert world.plan_as(scheduled) == (PlanResult.POSTPONED, 0)
    assert (world.rows(scheduled), world.queue.messages) == ({}, [])
    ((name, (at, message)),) = world.timer.due.items()
    assert name == world.now(scheduled).schedule != scheduled.schedule
    assert at == morning
    world.clock.now = at
    assert world.plan_as(scheduled, at=datetime.fromisoformat(message["send_at"])) == (PlanResult.PLANNED, 4)


def test_a_broadcast_put_off_for_the_night_may_still_be_edited(world: World) -> None:
    world.connect("40.10000")
    scheduled = world.scheduled()
    morning = _at_night(world)
    world.plan_as(scheduled)
    present, words = world.now(scheduled), replace(scheduled.content, over_quota=OverQuota.REFUSE)
    world.service.edit(
        present, words, version=present.version, author="author",
    )  # fmt: skip
    assert world.timer.due == {}
    world.clock.now = morning
    assert world.plan_as(scheduled) == (PlanResult.OBSOLETE, 0)


def test_an_emergency_waits_for_the_morning_too_since_zalo_takes_nothing_at_night(world: World) -> None:
    world.connect("40.10000")
    scheduled = world.scheduled(emergency="Lũ về")
    _at_night(world)
    assert world.plan_as(scheduled) == (PlanResult.POSTPONED, 0)
