"""The plan: a due broadcast becomes deliveries, within quota; what was held is admitted the same way."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import batched
from typing import Any, Final

from loa.clock import from_text, local_day
from loa.errors import Busy, Conflict, LoaError
from loa.foundation.statistics.model import Metric
from loa.foundation.statistics.store import StatisticsStore
from loa.platform.aws.dynamodb.tables import ConditionFailed
from loa.platform.aws.dynamodb.transactions import MAXIMUM_ACTIONS, commit
from loa.publishing.broadcasts.delivery.forecast import (
    Forecast,
    ForecastDependencies,
    forecast,
    release_times,
)
from loa.publishing.broadcasts.drafts.drafting import (
    Timer,
    planning_message,
    schedule_name,
    take_back_schedule,
)
from loa.publishing.broadcasts.rows.delivery_store import DeliveryStore
from loa.publishing.broadcasts.rows.queues import Queues
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules.delivery import Delivery, DeliveryState, counted
from loa.publishing.broadcasts.rules.model import (
    Broadcast,
    BroadcastState,
    Localisation,
    LocalisationState,
    Submission,
)
from loa.publishing.broadcasts.rules.quiet_hours import QuietHours


def admit(
    broadcast: Broadcast, held: Sequence[Delivery], *, places: ForecastDependencies, now: datetime
) -> set[str]:
    """Of held deliveries, the paths whose accounts may send now; reserves quota for them."""
    found = forecast(broadcast, places=places, at=now)
    blocked = {one.unit.path for one in found if one.reason == "out_of_quota"}
    # What was held for the night has its quota reserved already; on another day it needs that day's.
    allowed = {delivery.unit_path for delivery in held} - blocked
    places.quotas.reserve(broadcast.province, local_day(now), broadcast.broadcast_id, allowed)
    return allowed


class PlanResult(StrEnum):
    """How planning ended."""

    PLANNED = "planned"
    POSTPONED = "postponed"
    """Quiet hours: the planner comes again when they end."""
    EXPIRED = "expired"
    """The approval did not hold any more: it waits for another, nothing is sent."""
    OBSOLETE = "obsolete"
    """Cancelled, edited or moved meanwhile: nothing to do."""
    FAILED = "failed"
    """It could not be planned now; the next round of the clock tries again."""


def plan(  # noqa: PLR0913 - what it works with is wired by two functions
    broadcast_id: str,
    send_at: datetime,
    *,
    owner: str,
    places: ForecastDependencies,
    broadcasts: BroadcastStore,
    deliveries: DeliveryStore,
    queues: Queues,
    quiet_hours: QuietHours,
    timer: Timer,
    now: datetime,
) -> tuple[PlanResult, int]:
    """Turn a due broadcast into deliveries and put them on the queue; answers how, and how many.

    May be called again at any point: rows are written under a lease before anything is sent, quota is
    reserved once per broadcast, and a delivery that is on the queue twice is worked on once. The schedule
    names the instant that it was made for: one that was moved meanwhile is ignored.

    Raises:
        Busy: another planner is at work.
    """
    broadcast = broadcasts.get(broadcast_id)
    if broadcast.send_at != send_at:
        return PlanResult.OBSOLETE, 0
    if broadcast.state in {BroadcastState.SCHEDULED, BroadcastState.PLANNING}:
        if opens := quiet_hours.ends_after(now):
            return _postponed(broadcast, opens, broadcasts=broadcasts, timer=timer), 0
        if broadcast.state is BroadcastState.SCHEDULED and not broadcast.is_approved(now):
            _expire(broadcast, broadcasts, now)
            return PlanResult.EXPIRED, 0
        try:
            broadcast = broadcasts.lease_planning(broadcast_id, owner, now)
        except Conflict:
            return PlanResult.OBSOLETE, 0  # cancelled at this very moment
        wanted = _wanted(broadcast, places=places, broadcasts=broadcasts, now=now)
        _write(wanted, broadcast, deliveries=deliveries, statistics=places.statistics, now=now)
        # What stands in the table counts: a planner that died may have decided some of it on another day.
        planned = _rows(broadcast, deliveries)
        sending = [delivery.unit_path for delivery in planned if delivery.state is DeliveryState.PENDING]
        places.quotas.reserve(broadcast.province, local_day(now), broadcast_id, sending)
        begun = places.statistics.increments(broadcast.unit_path, now, {Metric.BROADCASTS: 1})
        broadcasts.finish_planning(broadcast, owner, len(planned), now, begun)
        if not any(delivery.state.is_open for delivery in planned):  # nobody can send: it is over
            ready = broadcasts.get(broadcast_id)
            reason = None if planned else "nobody"
            broadcasts.finish(broadcast_id, version=ready.version, at=now, reason=reason)
    elif broadcast.state is BroadcastState.SENDING:
        planned = _rows(broadcast, deliveries)
    else:
        return PlanResult.OBSOLETE, 0
    queues.send(broadcast, planned)
    return PlanResult.PLANNED, len(planned)


OVERDUE_AFTER: Final = timedelta(minutes=15)
"""So long after its instant a broadcast that nobody has planned is overdue: its schedule is lost."""


class NoTimer:
    """For whoever plans at night and comes again by itself."""

    def once(self, name: str, at: datetime, message: Any) -> None:
        """Nothing: the next round finds it."""

    def cancel(self, name: str) -> None:
        """Nothing: there is none."""


def plan_overdue(
    province: str,
    *,
    owner: str,
    places: ForecastDependencies,
    broadcasts: BroadcastStore,
    deliveries: DeliveryStore,
    queues: Queues,
    quiet_hours: QuietHours,
    now: datetime,
) -> Counter[PlanResult]:
    """Plan every broadcast whose schedule never fired, or whose planner died; answers how that ended.

    Safe to repeat at any time: planning is.
    """
    outcomes: Counter[PlanResult] = Counter()
    if quiet_hours.ends_after(now):
        return outcomes
    for row in broadcasts.overdue(province, now - OVERDUE_AFTER):
        send_at = from_text(row["sort"].partition("#")[0])
        try:
            outcome, _ = plan(
                row["broadcast_id"],
                send_at,
                owner=owner,
                places=places,
                broadcasts=broadcasts,
                deliveries=deliveries,
                queues=queues,
                quiet_hours=quiet_hours,
                timer=NoTimer(),
                now=now,
            )
            outcomes[outcome] += 1
        except (
            LoaError
        ):  # another planner is at work, or one broadcast cannot be planned: not the others' fault
            outcomes[PlanResult.FAILED] += 1
    return outcomes


def _rows(broadcast: Broadcast, deliveries: DeliveryStore) -> list[Delivery]:
    return list(deliveries.of(broadcast.broadcast_id, broadcast.content.target.root, consistent=True))


def _postponed(
    broadcast: Broadcast, opens: datetime, *, broadcasts: BroadcastStore, timer: Timer
) -> PlanResult:
    """Have the planner called again, by another schedule: the one that fires now is deleted thereafter.

    What a planner that died has left is found by the clock.
    """
    if broadcast.state is BroadcastState.SCHEDULED:
        name = schedule_name(broadcast)
        try:
            moved = broadcasts.replace(broadcast, replace(broadcast, schedule=name))
        except Conflict:
            return PlanResult.OBSOLETE
        timer.once(name, opens, planning_message(moved))
        take_back_schedule(broadcast, timer)
    return PlanResult.POSTPONED


def _expire(broadcast: Broadcast, broadcasts: BroadcastStore, now: datetime) -> None:
    """It waits for approval again: what was submitted is as it was."""
    by = broadcast.submission.officer if broadcast.submission else broadcast.author
    broadcasts.replace(
        broadcast,
        replace(
            broadcast,
            state=BroadcastState.SUBMITTED,
            submission=Submission(by, now),
            approval=None,
            send_at=None,
            schedule="",
            reason="approval_expired",
        ),
    )


def _wanted(
    broadcast: Broadcast, *, places: ForecastDependencies, broadcasts: BroadcastStore, now: datetime
) -> list[Delivery]:
    """One delivery per chosen unit: pending, held, or skipped with the reason."""
    content = broadcast.content
    additions: Mapping[str, Localisation] = {}
    if content.localise_until:
        kept = broadcasts.localisations(broadcast.broadcast_id, content.target.root)
        # Words for a text that was edited since were approved beside other words: they do not count.
        additions = {path: one for path, one in kept.items() if one.digest == content.digest()}
    found = forecast(broadcast, places=places, at=now)
    declined = {path for path, one in additions.items() if one.state is LocalisationState.DECLINED}
    taking_part = [one for one in found if one.unit.path not in declined]
    releases = release_times(broadcast, taking_part, places=places, at=now)
    return [
        _delivery(broadcast, one, additions.get(one.unit.path), releases.get(one.unit.path), now)
        for one in found
    ]


def _delivery(
    broadcast: Broadcast,
    found: Forecast,
    addition: Localisation | None,
    release: datetime | None,
    now: datetime,
) -> Delivery:
    reason, state, held_until = found.reason, DeliveryState.PENDING, None
    if addition and addition.state is LocalisationState.DECLINED:
        reason = "declined"
    if release is None:
        state = DeliveryState.SKIPPED
    elif release > now:
        state, held_until, reason = DeliveryState.HELD, release, reason or "spread"
    approved = addition and addition.state is LocalisationState.APPROVED
    return Delivery(
        broadcast_id=broadcast.broadcast_id,
        unit_path=found.unit.path,
        unit_name=found.unit.name,
        oa_id=found.account.oa_id if found.account else "",
        state=state,
        updated_at=now,
        reason=reason,
        held_until=held_until,
        blocks=tuple(addition.blocks()) if addition and approved else (),
    )


def _write(
    wanted: Sequence[Delivery],
    broadcast: Broadcast,
    *,
    deliveries: DeliveryStore,
    statistics: StatisticsStore,
    now: datetime,
) -> None:
    """Write the rows that are not there yet; what is counted is one transaction with its count."""
    root = broadcast.content.target.root
    present = {row.unit_path for row in deliveries.of(broadcast.broadcast_id, root, consistent=True)}
    missing = [delivery for delivery in wanted if delivery.unit_path not in present]
    at_once = [delivery for delivery in missing if counted(delivery.state)]
    for batch in batched(at_once, MAXIMUM_ACTIONS // 3, strict=False):
        actions = [
            action
            for delivery in batch
            for action in (
                deliveries.plan_one(delivery),
                *statistics.increments(delivery.unit_path, now, counted(delivery.state)),
            )
        ]
        try:
            commit(actions)
        except ConditionFailed as failure:
            raise Busy("another planner wrote meanwhile") from failure
    deliveries.plan(delivery for delivery in missing if not counted(delivery.state))
