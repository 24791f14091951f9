"""What a broadcast would do: who sends and when, who cannot and why, how long it takes."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from loa.clock import local_day
from loa.foundation.accounts.model import Account, Health
from loa.foundation.accounts.store import AccountStore
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.units.model import Unit
from loa.foundation.units.service import subtree
from loa.foundation.units.store import UnitStore
from loa.publishing.broadcasts.rows.quota_store import QuotaStore
from loa.publishing.broadcasts.rules.model import Broadcast, OverQuota
from loa.publishing.broadcasts.rules.quota import (
    Period,
    QuotaRule,
    QuotaWarning,
    RemainingQuota,
    room,
    warning_for,
)
from loa.publishing.broadcasts.rules.spreading import LONGEST_DAYS, spread

CALLS_PER_DELIVERY: Final = 3
"""Zalo's calls for one delivery: article, verification, broadcast."""

CALLS_PER_MINUTE: Final = 4_000
"""What Zalo lets one app do (zalo/README.md 13)."""

_CANNOT: Final[Mapping[Health, str]] = {
    Health.MISSING: "no_account",
    Health.PENDING: "not_confirmed",
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
    room: RemainingQuota
    warning: QuotaWarning | None


@dataclass(frozen=True, slots=True)
class ForecastDependencies:
    """Where a planner looks things up.

    Attributes:
        units, accounts, statistics, quotas: stores.
        rules: of the quotas.
        on: the day whose units count.
    """

    units: UnitStore
    accounts: AccountStore
    statistics: StatisticsStore
    quotas: QuotaStore
    rules: Sequence[QuotaRule]
    on: date


def forecast(broadcast: Broadcast, *, places: ForecastDependencies, at: datetime) -> list[Forecast]:
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


def _used(broadcast: Broadcast, places: ForecastDependencies, day: date) -> dict[str, dict[Period, int]]:
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
    broadcast: Broadcast, found: Sequence[Forecast], *, places: ForecastDependencies, at: datetime
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


def expected_duration(accounts: int) -> timedelta:
    """How long sending through so many accounts takes at Zalo's limit."""
    return timedelta(minutes=accounts * CALLS_PER_DELIVERY / CALLS_PER_MINUTE)


def expected_finish(releases: Iterable[datetime]) -> datetime | None:
    """When the last account is done, if each begins when it is released; None when nobody sends."""
    return max(
        (instant + expected_duration(accounts) for instant, accounts in Counter(releases).items()),
        default=None,
    )
