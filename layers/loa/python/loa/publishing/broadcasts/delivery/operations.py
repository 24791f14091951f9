"""A broadcast under way: pause, resume, cancel, retry, what a person found out, the clock's look."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import batched
from typing import Final

from loa.clock import local_day
from loa.errors import Conflict, NotFound
from loa.foundation.statistics.store import StatisticsStore
from loa.platform.aws.dynamodb.tables import ConditionFailed, Table, Write
from loa.platform.aws.dynamodb.transactions import commit
from loa.publishing.broadcasts.delivery import removal
from loa.publishing.broadcasts.delivery.completion import CANCELLED, UNDER_WAY, end_if_over
from loa.publishing.broadcasts.drafts import service
from loa.publishing.broadcasts.drafts.service import Timer
from loa.publishing.broadcasts.rows.delivery_store import DeliveryOutcome, DeliveryStore
from loa.publishing.broadcasts.rows.queues import Queues
from loa.publishing.broadcasts.rows.quota_store import QuotaStore
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules import texts
from loa.publishing.broadcasts.rules.delivery import (
    STUCK_AFTER,
    Delivery,
    DeliveryState,
    DeliveryStep,
    counted,
    ledger,
)
from loa.publishing.broadcasts.rules.model import Broadcast, BroadcastState
from loa.publishing.broadcasts.rules.quiet_hours import QuietHours

_AT_ONCE: Final = 33
"""Deliveries per transaction: each is its row and at most two days of statistics; DynamoDB takes 100."""


@dataclass(frozen=True, slots=True)
class OperationDependencies:
    """What officers and the clock work with.

    Attributes:
        broadcasts, deliveries, statistics, quotas: stores.
        queues: where deliveries are put.
        quiet_hours: when Zalo takes nothing.
    """

    broadcasts: BroadcastStore
    deliveries: DeliveryStore
    statistics: StatisticsStore
    quotas: QuotaStore
    queues: Queues
    quiet_hours: QuietHours

    @classmethod
    def of(
        cls, broadcasts: Table, statistics: Table, *, queues: Queues, quiet_hours: QuietHours
    ) -> "OperationDependencies":
        """A desk over two tables: broadcasts with their deliveries and quotas, and what is counted."""
        return cls(
            broadcasts=BroadcastStore(broadcasts),
            deliveries=DeliveryStore(broadcasts),
            statistics=StatisticsStore(statistics),
            quotas=QuotaStore(broadcasts),
            queues=queues,
            quiet_hours=quiet_hours,
        )


def pause(broadcast: Broadcast, *, desk: OperationDependencies, now: datetime) -> Broadcast:
    """Hold it: what is being sent at this moment is sent, nothing else; again changes nothing.

    Raises:
        Conflict: it is not under way, or nothing of it is open any more.
    """
    broadcast = _looked_at(broadcast, desk, now)
    if broadcast.state is BroadcastState.PAUSED:
        return broadcast
    broadcast.require(BroadcastState.PAUSED)
    if not desk.broadcasts.flow(
        broadcast.broadcast_id, out_of=[BroadcastState.SENDING], into=BroadcastState.PAUSED
    ):
        raise Conflict(texts.CHANGED_MEANWHILE)
    return desk.broadcasts.get(broadcast.broadcast_id)


def resume(broadcast: Broadcast, *, desk: OperationDependencies, now: datetime) -> Broadcast:
    """Go on where it was paused, or where it stopped by itself; what failed before does not stop it again.

    Called while it is sending, it puts what is pending on the queue again: harmless, and the way out
    should the process have died between the state and the queue.

    Raises:
        Conflict: it is neither paused nor stopped nor sending, nothing of it is open any more, or its
            approval has expired.
    """
    broadcast = _looked_at(broadcast, desk, now)
    _require(broadcast, UNDER_WAY)
    if broadcast.state is not BroadcastState.SENDING:
        _require_approval(broadcast, now)
        desk.broadcasts.flow(
            broadcast.broadcast_id,
            out_of=[BroadcastState.PAUSED, BroadcastState.STOPPED],
            into=BroadcastState.SENDING,
            resumed_at=now,
        )
    now_sending = desk.broadcasts.get(broadcast.broadcast_id)
    desk.broadcasts.activate(now_sending)
    desk.queues.send(now_sending, _all(now_sending, desk))
    return now_sending


def cancel(
    broadcast: Broadcast, *, officer: str, desk: OperationDependencies, timer: Timer, now: datetime
) -> Broadcast:
    """Call it off, whether or not it is under way; see `service.cancel`, `cancel_under_way`.

    Raises:
        Conflict: it is being planned at this moment, or over.
    """
    if broadcast.state.is_before_planning:
        return service.cancel(broadcast, broadcasts=desk.broadcasts, timer=timer)
    return cancel_under_way(broadcast, officer=officer, desk=desk, now=now)


def cancel_under_way(
    broadcast: Broadcast, *, officer: str, desk: OperationDependencies, now: datetime
) -> Broadcast:
    """Call off what has not been sent; what is sent stays sent. Again goes on where it stopped.

    One of which nothing was left to call off, because its last delivery went out meanwhile, is finished.

    Raises:
        Conflict: it is not under way, or nothing of it is open any more.
    """
    if broadcast.state is not BroadcastState.CANCELLED:
        broadcast = _looked_at(broadcast, desk, now)
        broadcast.require(BroadcastState.CANCELLED)
        desk.broadcasts.flow(broadcast.broadcast_id, out_of=UNDER_WAY, into=BroadcastState.CANCELLED)
    waiting = [
        delivery
        for delivery in _all(broadcast, desk)
        if delivery.state in {DeliveryState.PENDING, DeliveryState.HELD}
    ]
    _turn(waiting, DeliveryState.SKIPPED, desk=desk, now=now, reason=CANCELLED, by=officer)
    return _looked_at(desk.broadcasts.get(broadcast.broadcast_id), desk, now)


def retry(
    broadcast: Broadcast, *, within: str, officer: str, desk: OperationDependencies, now: datetime
) -> int:
    """Try exactly the failed deliveries of a subtree again; answers how many.

    An article that an earlier attempt has made is looked for and used. Unknown ones are never tried again.
    Their quota is reserved anew: what had failed when the broadcast finished was given back.

    Raises:
        Conflict: it is cancelled, withdrawn, or was never sent; or its approval has expired.
    """
    _require(broadcast, (*UNDER_WAY, BroadcastState.FINISHED))
    _require_approval(broadcast, now)
    failed = [
        delivery
        for delivery in desk.deliveries.of(broadcast.broadcast_id, within, consistent=True)
        if delivery.state is DeliveryState.FAILED
    ]
    paths = [delivery.unit_path for delivery in failed]
    desk.quotas.reserve(broadcast.province, local_day(now), broadcast.broadcast_id, paths)
    turned = _turn(failed, DeliveryState.PENDING, desk=desk, now=now, by=officer)
    # Whatever state was read before: it may have been found finished meanwhile. Also out of sending, so that
    # nobody ends it who has counted before: this makes another version.
    desk.broadcasts.flow(
        broadcast.broadcast_id,
        out_of=[BroadcastState.FINISHED, BroadcastState.STOPPED, BroadcastState.SENDING],
        into=BroadcastState.SENDING,
        resumed_at=now,
    )
    desk.broadcasts.activate(broadcast)
    # One that had stopped goes on with all that is pending, not only with what had failed.
    stopped = broadcast.state is BroadcastState.STOPPED
    desk.queues.send(broadcast, _all(broadcast, desk) if stopped else turned)
    return len(turned)


def settle_unknown(
    broadcast: Broadcast,
    unit_path: str,
    *,
    was_sent: bool,
    officer: str,
    desk: OperationDependencies,
    now: datetime,
) -> Delivery:
    """A person has looked in OA Manager: the broadcast went out, or it did not.

    What did not go out counts as failed, and may then be tried again by `retry`: a person's decision.

    Raises:
        NotFound: the broadcast has no such delivery.
        Conflict: its outcome is not unknown.
    """
    delivery = desk.deliveries.get(broadcast.broadcast_id, unit_path)
    if delivery is None:
        raise NotFound(texts.NOT_FOUND)
    wanted = DeliveryState.SENT if was_sent else DeliveryState.FAILED
    if delivery.state is wanted and delivery.reason == "checked_by_officer":
        return delivery
    if delivery.state is not DeliveryState.UNKNOWN:
        raise Conflict(texts.NOT_UNKNOWN)
    if not _turn([delivery], wanted, desk=desk, now=now, reason="checked_by_officer", by=officer):
        raise Conflict(texts.CHANGED_MEANWHILE)
    if not was_sent:
        _give_back(broadcast, [delivery], desk=desk, now=now)
    return replace(delivery, state=wanted, reason="checked_by_officer", updated_at=now)


@dataclass(frozen=True, slots=True)
class BroadcastSweepResult:
    """What the clock found and did at one broadcast.

    Attributes:
        released: held deliveries whose time had come.
        requeued: deliveries that nobody had touched for 15 minutes.
        finished: nothing is open any more.
        adds_up: there are as many deliveries as were planned.
    """

    released: int = 0
    requeued: int = 0
    finished: bool = False
    adds_up: bool = True


def sweep_broadcasts(
    broadcast_id: str,
    *,
    desk: OperationDependencies,
    may_send: Callable[[Broadcast, Sequence[Delivery]], set[str]],
    now: datetime,
) -> BroadcastSweepResult:
    """Release what was held, put back what is stuck, notice the end. Safe to repeat at any time.

    Args:
        broadcast_id: one of `BroadcastStore.active`.
        desk: what it works with.
        may_send: of held deliveries, the paths that have quota now; reserves it.
        now: the present instant.
    """
    try:
        broadcast = desk.broadcasts.get(broadcast_id)
    except NotFound:
        return BroadcastSweepResult()
    rows = _all(broadcast, desk)
    called_off = broadcast.state in {BroadcastState.CANCELLED, BroadcastState.WITHDRAWN}
    if called_off and _call_off(rows, desk=desk, now=now):
        rows = _all(broadcast, desk)
    counts = ledger(rows)
    adds_up = counts.planned == broadcast.planned
    if broadcast.state is BroadcastState.SENDING and desk.quiet_hours.ends_after(now) is None:
        due = [row for row in rows if row.state is DeliveryState.HELD and (row.held_until or now) <= now]
        if due and not broadcast.is_approved(now):
            # Nobody lets it pass any more. As failed ones they are reported, and can be tried again once it
            # is approved anew.
            _turn(due, DeliveryState.FAILED, desk=desk, now=now, reason="approval_expired")
            return BroadcastSweepResult(adds_up=adds_up)
        allowed = may_send(broadcast, due) if due else set()
        released = _turn(
            [row for row in due if row.unit_path in allowed], DeliveryState.PENDING, desk=desk, now=now
        )
        stuck = [row for row in rows if _is_stuck(row, now)]
        desk.queues.send(broadcast, released)
        desk.queues.send(broadcast, [replace(row, state=DeliveryState.PENDING) for row in stuck])
        if released or stuck:
            return BroadcastSweepResult(len(released), len(stuck), finished=False, adds_up=adds_up)
    if not counts.is_finished or not adds_up:
        return BroadcastSweepResult(adds_up=adds_up)
    if broadcast.removal and removal.go_on(
        broadcast, rows, deliveries=desk.deliveries, queues=desk.queues, now=now
    ):
        return BroadcastSweepResult()
    return BroadcastSweepResult(finished=_finish(broadcast, rows, desk=desk, now=now))


def _finish(
    broadcast: Broadcast, rows: Sequence[Delivery], *, desk: OperationDependencies, now: datetime
) -> bool:
    """Give back what was not sent, end it, look at it no more; False: somebody lets it go on just now."""
    unsent = {DeliveryState.FAILED, DeliveryState.SKIPPED}
    _give_back(broadcast, [row for row in rows if row.state in unsent], desk=desk, now=now)
    ended = end_if_over(broadcast, rows, broadcasts=desk.broadcasts, now=now)
    return ended.state not in UNDER_WAY and desk.broadcasts.retire(ended, now)


def _give_back(
    broadcast: Broadcast, unsent: Sequence[Delivery], *, desk: OperationDependencies, now: datetime
) -> None:
    """What was reserved and never sent counts no more, on whichever day it was planned or released."""
    instants = [now, *(row.updated_at for row in unsent), *filter(None, [broadcast.planned_at])]
    paths = [row.unit_path for row in unsent]
    for day in sorted({local_day(instant) for instant in instants}):
        desk.quotas.give_back(broadcast.province, day, broadcast.broadcast_id, paths)


def _call_off(rows: Sequence[Delivery], *, desk: OperationDependencies, now: datetime) -> list[Delivery]:
    """End what a cancelled broadcast has left open; answers what was ended.

    Its worker has handed it back after the cancellation, or has died. A delivery whose broadcast may have
    been accepted is unknown, as ever.
    """
    open_still = [row for row in rows if row.state.is_open]
    waiting = [row for row in open_still if row.state is not DeliveryState.SENDING]
    dead = [row for row in open_still if row.state is DeliveryState.SENDING and _is_stuck(row, now)]
    lost = [row for row in dead if row.step is DeliveryStep.BROADCAST]
    unsent = [*waiting, *(row for row in dead if row.step is not DeliveryStep.BROADCAST)]
    return [
        *_turn(unsent, DeliveryState.SKIPPED, desk=desk, now=now, reason="cancelled"),
        *_turn(lost, DeliveryState.UNKNOWN, desk=desk, now=now, reason="worker_stopped"),
    ]


def _looked_at(broadcast: Broadcast, desk: OperationDependencies, now: datetime) -> Broadcast:
    """The broadcast as its ledger says: nothing that is wholly sent is paused, resumed or called off."""
    if broadcast.state not in {*UNDER_WAY, BroadcastState.CANCELLED}:
        return broadcast
    return end_if_over(broadcast, _all(broadcast, desk), broadcasts=desk.broadcasts, now=now)


def _require_approval(broadcast: Broadcast, now: datetime) -> None:
    if not broadcast.is_approved(now):
        raise Conflict(texts.APPROVAL_EXPIRED)


def _require(broadcast: Broadcast, states: Collection[BroadcastState]) -> None:
    if broadcast.state not in states:
        raise Conflict(texts.NOT_NOW.format(state=texts.BROADCAST_STATES[broadcast.state.value]))


def _is_stuck(delivery: Delivery, now: datetime) -> bool:
    at_work = delivery.state in {DeliveryState.PENDING, DeliveryState.SENDING}
    return at_work and now - delivery.updated_at > STUCK_AFTER


def _all(broadcast: Broadcast, desk: OperationDependencies) -> list[Delivery]:
    return list(desk.deliveries.of(broadcast.broadcast_id, broadcast.content.target.root, consistent=True))


def _turn(
    rows: Iterable[Delivery],
    state: DeliveryState,
    *,
    desk: OperationDependencies,
    now: datetime,
    reason: str = "",
    by: str = "",
) -> list[Delivery]:
    """Bring deliveries that nobody works on into another state, each with its count; answers which.

    A batch in which one row has changed meanwhile is done row by row, so that one does not hold up others.
    """
    turned: list[Delivery] = []
    for batch in batched(rows, _AT_ONCE, strict=False):
        done = [replace(row, state=state, reason=reason, updated_at=now) for row in batch]
        try:
            commit(
                [
                    action
                    for row in batch
                    for action in _turning(row, state, desk=desk, now=now, reason=reason, by=by)
                ]
            )
            turned += done
        except ConditionFailed:
            for row, after in zip(batch, done, strict=True):
                try:
                    commit(_turning(row, state, desk=desk, now=now, reason=reason, by=by))
                    turned.append(after)
                except ConditionFailed:
                    continue
    return turned


def _turning(
    row: Delivery, state: DeliveryState, *, desk: OperationDependencies, now: datetime, reason: str, by: str
) -> list[Write]:
    before = {metric: -number for metric, number in counted(row.state).items()}
    counts = desk.statistics.changes(row.unit_path, [(row.updated_at, before), (now, counted(state))])
    return [desk.deliveries.turn(row, DeliveryOutcome(state, reason, by=by), now), *counts]
