"""From a draft to deliveries on the queue: draft, approve, schedule, cancel, plan."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import batched
from typing import Any, Final, Protocol

from loa import moments
from loa.accounts.model import Account, Health
from loa.accounts.store import Accounts
from loa.aws.queues import Message, Queue
from loa.aws.tables import MAXIMUM_ACTIONS, ConditionFailed, commit
from loa.broadcasts import texts
from loa.broadcasts.model import (
    SCHEDULE_HORIZON,
    Broadcast,
    BroadcastState,
    Delivery,
    DeliveryState,
    QuietHours,
)
from loa.broadcasts.store import Broadcasts
from loa.errors import Busy, Conflict, InvalidInput
from loa.identifiers import new_id
from loa.statistics.model import Metric
from loa.statistics.store import StatisticsStore
from loa.units.model import Unit, province_of
from loa.units.service import subtree
from loa.units.store import UnitStore
from loa.zalo.articles import article_body

_SKIPPED: Final[Mapping[Health, str]] = {
    Health.MISSING: "no_account",
    Health.NEEDS_CONSENT: "needs_consent",
    Health.DISABLED: "disabled",
}


class Timer(Protocol):
    """What this room needs of the schedules; `loa.aws.schedules.Schedules` is one."""

    def once(self, name: str, at: datetime, message: Any) -> None:
        """Have the planner called at that instant; the same name again moves it."""

    def cancel(self, name: str) -> None:
        """Have it not called."""


def draft(
    article: Mapping[str, Any],
    *,
    unit_path: str,
    target: str,
    author: str,
    broadcasts: Broadcasts,
    now: datetime,
) -> Broadcast:
    """Propose an article for broadcast through the accounts of a subtree.

    Raises:
        InvalidInput: Zalo would refuse the article; says which field.
    """
    article_body(article)
    broadcast = Broadcast(
        broadcast_id=new_id(now),
        province=province_of(unit_path),
        unit_path=unit_path,
        target=target,
        article=article,
        state=BroadcastState.DRAFT,
        author=author,
        created_at=now,
    )
    broadcasts.create(broadcast)
    return broadcast


def approve(broadcast: Broadcast, *, approver: str, broadcasts: Broadcasts, now: datetime) -> Broadcast:
    """A second person lets it pass; again by the same person changes nothing.

    Raises:
        NotAllowed: the approver wrote it.
        Conflict: it is no draft.
    """
    broadcast.require_second_person(approver)
    if broadcast.state is BroadcastState.APPROVED and broadcast.approver == approver:
        return broadcast
    return broadcasts.move(
        broadcast,
        BroadcastState.APPROVED,
        {"approver": approver, "approved_at": moments.to_text(now)},
    )


def schedule(
    broadcast: Broadcast,
    send_at: datetime,
    *,
    quiet_hours: QuietHours,
    broadcasts: Broadcasts,
    timer: Timer,
    now: datetime,
) -> Broadcast:
    """Set the instant of sending; again with another instant moves it.

    The state is written before the schedule is made. Should the process die in between, the same
    request again makes the schedule; a schedule that fires for a broadcast in another state does nothing.

    Raises:
        InvalidInput: past, too far, or in Zalo's quiet hours.
        Conflict: not approved, or under way.
    """
    if send_at < now:
        raise InvalidInput(texts.SEND_AT_PAST, fields={"send_at": texts.SEND_AT_PAST})
    if send_at > now + SCHEDULE_HORIZON:
        raise InvalidInput(texts.SEND_AT_TOO_FAR, fields={"send_at": texts.SEND_AT_TOO_FAR})
    if opens := quiet_hours.ends_after(send_at):
        message = texts.quiet_hours(opens)
        raise InvalidInput(message, fields={"send_at": message})
    scheduled = broadcasts.move(broadcast, BroadcastState.SCHEDULED, {"send_at": moments.to_text(send_at)})
    timer.once(
        broadcast.broadcast_id,
        send_at,
        {"broadcast_id": broadcast.broadcast_id, "send_at": moments.to_text(send_at)},
    )
    return scheduled


def cancel(broadcast: Broadcast, *, broadcasts: Broadcasts, timer: Timer) -> Broadcast:
    """Call it off before it is planned.

    Raises:
        Conflict: it is under way, or over.
    """
    if broadcast.state is BroadcastState.CANCELLED:
        return broadcast
    cancelled = broadcasts.move(broadcast, BroadcastState.CANCELLED)
    timer.cancel(broadcast.broadcast_id)
    return cancelled


def plan(
    broadcast_id: str,
    send_at: datetime,
    *,
    owner: str,
    on: date,
    units: UnitStore,
    accounts: Accounts,
    broadcasts: Broadcasts,
    statistics: StatisticsStore,
    queue: Queue,
    now: datetime,
) -> int:
    """Turn a due broadcast into deliveries and put them on the queue; answers how many there are.

    May be called again at any point: rows are written under a lease before anything is sent, and a
    delivery that is on the queue twice is worked on once.

    The schedule names the instant that it was made for: one that was moved meanwhile is ignored.
    Units are those of the day `on`; `owner` is this process's name for the lease.

    Raises:
        Busy: another planner is at work.
    """
    broadcast = broadcasts.get(broadcast_id)
    if broadcast.send_at != send_at or broadcast.state is BroadcastState.CANCELLED:
        return 0
    if broadcast.state is not BroadcastState.SENDING:
        try:
            broadcast = broadcasts.lease_planning(broadcast_id, owner, now)
        except Conflict:
            return 0  # cancelled at this very moment
        wanted = _wanted(broadcast, on=on, units=units, accounts=accounts, now=now)
        _write(wanted, broadcasts=broadcasts, statistics=statistics, target=broadcast.target, now=now)
        broadcasts.finish_planning(broadcast_id, owner, len(wanted), now)
    deliveries = list(broadcasts.deliveries(broadcast_id, broadcast.target, consistent=True))
    queue.send_all(work(delivery) for delivery in deliveries if delivery.state is DeliveryState.PENDING)
    return len(deliveries)


def work(delivery: Delivery, *, delay_seconds: int = 0) -> Message:
    """The message that has one delivery worked on. The group lets broadcasts share the queue fairly."""
    return Message(
        json.dumps({"broadcast_id": delivery.broadcast_id, "unit_path": delivery.unit_path}),
        group=delivery.broadcast_id,
        delay_seconds=delay_seconds,
    )


def _wanted(
    broadcast: Broadcast, *, on: date, units: UnitStore, accounts: Accounts, now: datetime
) -> list[Delivery]:
    """One delivery per unit of the target: pending where its account can send, else skipped."""
    present = {
        account.unit_path: account for account in accounts.within(broadcast.province, broadcast.target)
    }
    return [
        _delivery(broadcast, unit, present.get(unit.path), now)
        for unit in subtree(broadcast.target, on=on, store=units)
    ]


def _delivery(broadcast: Broadcast, unit: Unit, account: Account | None, now: datetime) -> Delivery:
    health = account.health(now) if account else Health.MISSING
    reason = _SKIPPED.get(health, "")
    return Delivery(
        broadcast_id=broadcast.broadcast_id,
        unit_path=unit.path,
        unit_name=unit.name,
        oa_id=account.oa_id if account else "",
        state=DeliveryState.SKIPPED if reason else DeliveryState.PENDING,
        updated_at=now,
        reason=reason,
    )


def _write(
    wanted: Sequence[Delivery],
    *,
    broadcasts: Broadcasts,
    statistics: StatisticsStore,
    target: str,
    now: datetime,
) -> None:
    """Write the rows that are not there yet; a skipped delivery and its count are one transaction."""
    present = {
        delivery.unit_path
        for delivery in broadcasts.deliveries(wanted[0].broadcast_id, target, consistent=True)
    }
    missing = [delivery for delivery in wanted if delivery.unit_path not in present]
    skipped = [delivery for delivery in missing if delivery.state is DeliveryState.SKIPPED]
    for batch in batched(skipped, MAXIMUM_ACTIONS // 2, strict=False):
        actions = [
            action
            for delivery in batch
            for action in (
                broadcasts.plan_one(delivery),
                statistics.increments(delivery.unit_path, now, {Metric.DELIVERIES_SKIPPED: 1}),
            )
        ]
        try:
            commit(actions)
        except ConditionFailed as failure:
            raise Busy("another planner wrote meanwhile") from failure
    broadcasts.plan(delivery for delivery in missing if delivery.state is DeliveryState.PENDING)
