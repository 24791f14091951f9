"""A broadcast spread over days: who sends when, within quota, released by the clock; on both engines."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from loa.clock import local_day
from loa.errors import InvalidInput
from loa.publishing.broadcasts.delivery.forecast import expected_finish, forecast, release_times
from loa.publishing.broadcasts.rules.delivery import DeliveryState
from loa.publishing.broadcasts.rules.model import Broadcast, BroadcastContent, OverQuota
from loa.publishing.broadcasts.rules.quota import RULES, Period, QuotaRule
from loa.publishing.broadcasts.rules.spreading import Pace
from tests.conftest import OpenTable
from tests.worlds.store.broadcast_world import BUSINESS, ONE_A_DAY, RESERVED, World


def _content(world: World, pace: Pace | None = None) -> BroadcastContent:
    return world.content(over_quota=OverQuota.SPREAD, pace=pace or Pace())


def _world(table: OpenTable, communes: int, rules: Sequence[QuotaRule] = RULES) -> World:
    world = World(table, communes)
    world.rules = rules
    for path in world.paths:
        world.connect(path, oa_type=BUSINESS if rules is not RULES else 4)
    return world


def _days(world: World, broadcast: Broadcast) -> dict[str, int]:
    """On which day after the first each commune's delivery is planned."""
    planned_at = world.now(broadcast).planned_at
    assert planned_at is not None
    rows = world.rows(broadcast)
    return {
        path: (local_day(rows[path].held_until or planned_at) - local_day(planned_at)).days
        for path in world.paths
        if rows[path].state in {DeliveryState.PENDING, DeliveryState.HELD}
    }


def _day_by_day(world: World, broadcast: Broadcast, days: int) -> list[int]:
    """How many are sent on each of the next days, the clock looking before and after the hour."""
    sent = []
    for _ in range(days):
        world.look_after(broadcast)
        sent.append(world.work().count(DeliveryState.SENT))
        world.clock.forward(hours=23)
        assert world.look_after(broadcast).released == 0
        world.clock.forward(hours=1)
    return sent


def test_it_is_spread_evenly_over_days_in_tree_order_and_released_at_the_same_hour(table: OpenTable) -> None:
    world = _world(table, 7)
    broadcast = world.planned(_content(world, Pace(days=3)))
    assert list(_days(world, broadcast).values()) == [0, 0, 0, 1, 1, 2, 2]
    held = world.delivery(broadcast, "40.10006")
    assert (held.state, held.reason) == (DeliveryState.HELD, "spread")
    assert held.held_until == world.clock() + timedelta(days=2)
    assert _day_by_day(world, broadcast, 3) == [3, 2, 2]
    assert world.look_after(broadcast).finished
    world.check()


def test_so_many_a_day_at_most(table: OpenTable) -> None:
    world = _world(table, 5)
    broadcast = world.planned(_content(world, Pace(per_day=2)))
    assert _day_by_day(world, broadcast, 3) == [2, 2, 1]
    world.check()


def test_who_has_no_quota_today_sends_on_the_first_day_that_has_some(table: OpenTable) -> None:
    world = _world(table, 3, ONE_A_DAY)
    today = local_day(world.clock())
    world.quotas.reserve("40", today, "another", ["40.10000", "40.10001"])
    world.quotas.reserve("40", today + timedelta(days=1), "tomorrow", ["40.10001"])
    broadcast = world.planned(_content(world))
    assert _days(world, broadcast) == {"40.10000": 1, "40.10001": 2, "40.10002": 0}
    assert world.delivery(broadcast).reason == "out_of_quota"
    assert world.counted() == {"deliveries_held": 1}
    assert _day_by_day(world, broadcast, 3) == [1, 1, 1]
    assert world.look_after(broadcast).finished
    used = world.quotas.used("40", today + timedelta(days=2))
    assert used["40.10001"][Period.DAY] == 1


def test_three_that_are_spread_never_exceed_quota_together(table: OpenTable) -> None:
    """The third was planned before the others had reserved their second day: it waits a day longer."""
    world = _world(table, 4, ONE_A_DAY)
    made = [world.planned(_content(world, pace)) for pace in (Pace(days=2), Pace(days=2), Pace())]
    assert list(_days(world, made[1]).values()) == [1, 1, 0, 0]
    assert list(_days(world, made[2]).values()) == [1, 1, 1, 1]
    sent = []
    for _ in range(3):
        for broadcast in made:
            world.look_after(broadcast)
        sent.append(world.work().count(DeliveryState.SENT))
        used = world.quotas.used("40", local_day(world.clock()))
        assert all(counts.get(Period.DAY, 0) <= 1 for counts in used.values())
        world.clock.forward(days=1)
    assert sent == [4, 4, 4]
    assert [world.ledger(broadcast) for broadcast in made] == [{"sent": 4, "skipped": 1}] * 3
    world.check()


def test_a_month_without_quota_waits_for_the_next_and_no_quota_at_all_is_skipped(table: OpenTable) -> None:
    monthly = (QuotaRule(0, Period.MONTH, 1, 0, date(2020, 1, 1), "test"),)
    world = _world(table, 2, monthly)
    world.quotas.reserve("40", local_day(world.clock()), "another", ["40.10000"])
    broadcast = world.planned(_content(world))
    held = world.delivery(broadcast)
    assert held.held_until is not None
    assert local_day(held.held_until) == date(2024, 11, 1)
    world.rules = RESERVED
    world.clock.forward(days=1)
    never = world.planned(_content(world))
    assert set(world.states(never).values()) == {"skipped"}
    assert world.delivery(never).reason == "out_of_quota"


def test_what_is_cancelled_between_two_days_is_not_sent(table: OpenTable) -> None:
    world = _world(table, 4)
    broadcast = world.planned(_content(world, Pace(days=2)))
    assert world.work() == [DeliveryState.SENT] * 2
    world.cancel(broadcast)
    world.clock.forward(days=1)
    assert world.look_after(broadcast).finished
    assert world.ledger(broadcast) == {"sent": 2, "skipped": 3}
    world.check()


def test_planned_by_two_planners_it_is_spread_once(table: OpenTable) -> None:
    world = _world(table, 5)
    broadcast = world.planned(_content(world, Pace(days=2)))
    days = _days(world, broadcast)
    world.plan(broadcast)
    assert _days(world, broadcast) == days


@pytest.mark.parametrize(
    ("over_quota", "sending"), [(OverQuota.REFUSE, 1), (OverQuota.HOLD, 2), (OverQuota.SPREAD, 2)]
)
def test_the_preview_says_when_each_would_send_and_when_it_would_be_done(
    table: OpenTable, over_quota: OverQuota, sending: int
) -> None:
    world = _world(table, 2, ONE_A_DAY)
    world.quotas.reserve("40", local_day(world.clock()), "another", ["40.10000"])
    drafted = world.drafted(world.content(over_quota=over_quota))
    places, at = world.places, world.clock()
    found = forecast(drafted, places=places, at=at)
    releases = release_times(drafted, found, places=places, at=at)
    assert len(releases) == sending
    assert releases["40.10001"] == world.clock()
    finish = expected_finish(releases.values())
    assert finish is not None
    days = (local_day(finish) - local_day(world.clock())).days
    assert days == (0 if over_quota is OverQuota.REFUSE else 1)


def test_nobody_to_send_has_no_finish() -> None:
    assert expected_finish([]) is None


def test_a_pace_without_spreading_is_refused(world: World) -> None:
    with pytest.raises(InvalidInput) as caught:
        world.drafted(world.content(pace=Pace(days=2)))
    assert "over_quota" in caught.value.fields
