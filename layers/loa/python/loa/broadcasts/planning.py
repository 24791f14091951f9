"""What a broadcast would do, and the plan itself: who sends, who cannot and why, within quota."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import batched
from typing import Final

from loa.accounts.model import Account, Health
from loa.accounts.store import Accounts
from loa.aws.queues import Message, Queue
from loa.aws.tables import ConditionFailed
from loa.aws.transactions import MAXIMUM_ACTIONS, commit
from loa.broadcasts.ledger import Deliveries
from loa.broadcasts.model import (
    Broadcast,
    BroadcastState,
    Delivery,
    DeliveryState,
    Localisation,
    LocalisationState,
    OverQuota,
    QuietHours,
)
from loa.broadcasts.quota import Period, QuotaRule, QuotaWarning, Room, room, warning_for
from loa.broadcasts.quota_store import QuotaStore
from loa.broadcasts.service import Timer, planning_message
from loa.broadcasts.spreading import LONGEST_DAYS, spread
from loa.broadcasts.store import Broadcasts
from loa.errors import Busy, Conflict
from loa.moments import local_day
from loa.statistics.model import Metric
from loa.statistics.store import StatisticsStore
from loa.units.model import Unit
from loa.units.service import subtree
from loa.units.store import UnitStore

CALLS_PER_DELIVERY: Final = 3
"""Zalo's calls for one delivery: article, verification, broadcast."""

CALLS_PER_MINUTE: Final = 4_000
"""What Zalo lets one app do (zalo.md 13)."""

_CANNOT: Final[Mapping[Health, str]] = {
    Health.MISSING: "no_account",
    Health.NEEDS_CONSENT: "needs_consent",
    Health.DISABLED: "disabled",
}


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a broadcast would do at one unit.

    Attributes:
        unit: the unit.
        account: its account, if it has one.
        followers: who would be reached at most.
        reason: why nothing would be sent, or not at once: a stable key; empty if it would.
        room: what the account may still send.
        warning: 80 % or all of the quota used with this broadcast.
    """

    unit: Unit
    account: Account | None
    followers: int
    reason: str
    room: Room
    warning: QuotaWarning | None


@dataclass(frozen=True, slots=True)
class Places:
    """Where a planner looks things up.

    Attributes:
        units, accounts, statistics, quotas: stores.
        rules: of the quotas.
        on: the day whose units count.
    """

    units: UnitStore
    accounts: Accounts
    statistics: StatisticsStore
    quotas: QuotaStore
    rules: Sequence[QuotaRule]
    on: date


def forecast(broadcast: Broadcast, *, places: Places, at: datetime) -> list[Forecast]:
    """What the broadcast would do at each chosen unit, if it were sent at that instant.

    Four requests, however many units: units, accounts, followers, quotas. What it has reserved itself does
    not count against it.

    Raises:
        NotFound: the root of the target is no unit on that day.
    """
    target, province = broadcast.content.target, broadcast.province
    units = target.choose(subtree(target.root, on=places.on, store=places.units))
    present = {account.unit_path: account for account in places.accounts.within(province, target.root)}
    followers = places.statistics.followers(target.root)
    used = _used(broadcast, places, local_day(at))
    return [
        _forecast(
            unit,
            present.get(unit.path),
            followers.get(unit.path, 0),
            used.get(unit.path, {}),
            rules=places.rules,
            emergency=broadcast.is_urgent,
            at=at,
        )
        for unit in units
    ]


def _used(broadcast: Broadcast, places: Places, day: date) -> dict[str, dict[Period, int]]:
    """What the accounts have used in the periods that hold a day, besides by the broadcast itself."""
    return places.quotas.used(broadcast.province, day, apart_from=broadcast.broadcast_id)


def _forecast(
    unit: Unit,
    account: Account | None,
    followers: int,
    used: Mapping[Period, int],
    *,
    rules: Sequence[QuotaRule],
    emergency: bool,
    at: datetime,
) -> Forecast:
    remaining = room(rules, account.oa_type if account else 0, used, emergency=emergency, at=at)
    reason = _CANNOT.get(account.health(at) if account else Health.MISSING, "")
    if not reason and remaining.left == 0:
        reason = "out_of_quota"
    warning = None if reason else warning_for(remaining)
    return Forecast(unit, account, followers, reason, remaining, warning)


def release_times(
    broadcast: Broadcast, found: Sequence[Forecast], *, places: Places, at: datetime
) -> dict[str, datetime]:
    """When each account sends, if the broadcast goes out at that instant; who does not send is missing.

    Spread over days, each sends on a day that has quota for it, as far as is known today, at the same hour.
    What is used meanwhile by others is seen when it is released (`admit`): no quota is overdrawn.
    """
    content = broadcast.content
    able = {one.unit.path: at for one in found if not one.reason}
    short = [one for one in found if one.reason == "out_of_quota"]
    if content.over_quota is OverQuota.HOLD:
        return able | {one.unit.path: one.room.resets_at for one in short if one.room.resets_at}
    if content.over_quota is OverQuota.REFUSE:
        return able
    used_on: dict[date, dict[str, dict[Period, int]]] = {}

    def free_from(one: Forecast) -> int | None:
        """How many days later there is quota for the account; None: not within a month."""
        left, day = one.room, 0
        while left.left == 0 and left.resets_at:
            day = (local_day(left.resets_at) - local_day(at)).days
            if day > LONGEST_DAYS:
                return None
            then = at + timedelta(days=day)
            if local_day(then) not in used_on:
                used_on[local_day(then)] = _used(broadcast, places, local_day(then))
            oa_type = one.account.oa_type if one.account else 0
            used = used_on[local_day(then)].get(one.unit.path, {})
            left = room(places.rules, oa_type, used, emergency=broadcast.is_urgent, at=then)
        return day

    wanted = [one for one in found if not one.reason or one.reason == "out_of_quota"]
    earliest = {one.unit.path: free_from(one) for one in wanted}
    sendable = {path: day for path, day in earliest.items() if day is not None}
    chosen = spread(list(sendable.values()), content.pace)
    return {path: at + timedelta(days=day) for path, day in zip(sendable, chosen, strict=True)}


def admit(broadcast: Broadcast, held: Sequence[Delivery], *, places: Places, now: datetime) -> set[str]:
    """Of held deliveries, the paths whose accounts may send now; reserves quota for them."""
    found = forecast(broadcast, places=places, at=now)
    blocked = {one.unit.path for one in found if one.reason == "out_of_quota"}
    # What was held for the night has its quota reserved already; on another day it needs that day's.
    allowed = {delivery.unit_path for delivery in held} - blocked
    places.quotas.reserve(broadcast.province, local_day(now), broadcast.broadcast_id, allowed)
    return allowed


def expected_duration(accounts: int) -> timedelta:
    """How long sending through so many accounts takes at Zalo's limit."""
    return timedelta(minutes=accounts * CALLS_PER_DELIVERY / CALLS_PER_MINUTE)


def expected_finish(releases: Iterable[datetime]) -> datetime | None:
    """When the last account is done, if each begins when it is released; None when nobody sends."""
    return max(
        (instant + expected_duration(accounts) for instant, accounts in Counter(releases).items()),
        default=None,
    )


class Planned(StrEnum):
    """How planning ended."""

    PLANNED = "planned"
    POSTPONED = "postponed"
    """Quiet hours: the planner comes again when they end."""
    EXPIRED = "expired"
    """The approval did not hold any more: back to a draft, nothing is sent."""
    OBSOLETE = "obsolete"
    """Cancelled, edited or moved meanwhile: nothing to do."""


def plan(
    broadcast_id: str,
    send_at: datetime,
    *,
    owner: str,
    places: Places,
    broadcasts: Broadcasts,
    deliveries: Deliveries,
    queues: "Queues",
    quiet_hours: QuietHours,
    timer: Timer,
    now: datetime,
) -> tuple[Planned, int]:
    """Turn a due broadcast into deliveries and put them on the queue; answers how, and how many.

    May be called again at any point: rows are written under a lease before anything is sent, quota is
    reserved once per broadcast, and a delivery that is on the queue twice is worked on once. The schedule
    names the instant that it was made for: one that was moved meanwhile is ignored.

    Raises:
        Busy: another planner is at work.
    """
    broadcast = broadcasts.get(broadcast_id)
    if broadcast.send_at != send_at:
        return Planned.OBSOLETE, 0
    if broadcast.state in {BroadcastState.SCHEDULED, BroadcastState.PLANNING}:
        if opens := quiet_hours.ends_after(now):
            timer.once(broadcast_id, opens, planning_message(broadcast))
            return Planned.POSTPONED, 0
        if broadcast.state is BroadcastState.SCHEDULED and not broadcast.is_approved(now):
            _expire(broadcast, broadcasts)
            return Planned.EXPIRED, 0
        try:
            broadcast = broadcasts.lease_planning(broadcast_id, owner, now)
        except Conflict:
            return Planned.OBSOLETE, 0  # cancelled at this very moment
        wanted = _wanted(broadcast, places=places, broadcasts=broadcasts, now=now)
        _write(wanted, broadcast, deliveries=deliveries, statistics=places.statistics, now=now)
        # What stands in the table counts: a planner that died may have decided some of it on another day.
        planned = _rows(broadcast, deliveries)
        sending = [delivery.unit_path for delivery in planned if delivery.state is DeliveryState.PENDING]
        places.quotas.reserve(broadcast.province, local_day(now), broadcast_id, sending)
        broadcasts.finish_planning(broadcast, owner, len(planned), now)
    elif broadcast.state is BroadcastState.SENDING:
        planned = _rows(broadcast, deliveries)
    else:
        return Planned.OBSOLETE, 0
    queues.send(broadcast, planned)
    return Planned.PLANNED, len(planned)


def _rows(broadcast: Broadcast, deliveries: Deliveries) -> list[Delivery]:
    return list(deliveries.of(broadcast.broadcast_id, broadcast.content.target.root, consistent=True))


@dataclass(frozen=True, slots=True)
class Queues:
    """The two queues of deliveries: an urgent broadcast never waits behind an ordinary one."""

    ordinary: Queue
    urgent: Queue

    def send(self, broadcast: Broadcast, deliveries: Sequence[Delivery], *, delay_seconds: int = 0) -> int:
        """Have the pending ones worked on; answers how many."""
        queue = self.urgent if broadcast.is_urgent else self.ordinary
        pending = [delivery for delivery in deliveries if delivery.state is DeliveryState.PENDING]
        queue.send_all(_work(broadcast, delivery, delay_seconds) for delivery in pending)
        return len(pending)


def _work(broadcast: Broadcast, delivery: Delivery, delay_seconds: int) -> Message:
    """The message that has one delivery worked on. The group lets units share the queue fairly."""
    body = {
        "broadcast_id": delivery.broadcast_id,
        "unit_path": delivery.unit_path,
        "oa_id": delivery.oa_id,
    }
    return Message(json.dumps(body), group=broadcast.unit_path, delay_seconds=delay_seconds)


def _expire(broadcast: Broadcast, broadcasts: Broadcasts) -> None:
    broadcasts.replace(
        broadcast,
        replace(
            broadcast, state=BroadcastState.DRAFT, approval=None, send_at=None, reason="approval_expired"
        ),
    )


def _wanted(broadcast: Broadcast, *, places: Places, broadcasts: Broadcasts, now: datetime) -> list[Delivery]:
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


_COUNTED: Final = {
    DeliveryState.SKIPPED: Metric.DELIVERIES_SKIPPED,
    DeliveryState.HELD: Metric.DELIVERIES_HELD,
}


def _write(
    wanted: Sequence[Delivery],
    broadcast: Broadcast,
    *,
    deliveries: Deliveries,
    statistics: StatisticsStore,
    now: datetime,
) -> None:
    """Write the rows that are not there yet; what is counted is one transaction with its count."""
    root = broadcast.content.target.root
    present = {row.unit_path for row in deliveries.of(broadcast.broadcast_id, root, consistent=True)}
    missing = [delivery for delivery in wanted if delivery.unit_path not in present]
    counted = [delivery for delivery in missing if delivery.state in _COUNTED]
    for batch in batched(counted, MAXIMUM_ACTIONS // 2, strict=False):
        actions = [
            action
            for delivery in batch
            for action in (
                deliveries.plan_one(delivery),
                statistics.increments(delivery.unit_path, now, {_COUNTED[delivery.state]: 1}),
            )
        ]
        try:
            commit(actions)
        except ConditionFailed as failure:
            raise Busy("another planner wrote meanwhile") from failure
    deliveries.plan(delivery for delivery in missing if delivery.state not in _COUNTED)
