"""A broadcast under way: pause, resume, cancel, retry, what a person found out, the clock's look."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import batched
from typing import Final, Self

from loa import clock
from loa.clock import local_day
from loa.errors import Conflict, NotFound
from loa.foundation.statistics.store import StatisticsStore
from loa.platform.aws.dynamodb.tables import ConditionFailed, Write
from loa.platform.aws.dynamodb.transactions import commit
from loa.publishing.broadcasts.delivery import correction, removal
from loa.publishing.broadcasts.delivery.completion import CANCELLED, UNDER_WAY, end_if_over
from loa.publishing.broadcasts.rows.correction_store import CorrectionStore
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


def _require_approval(broadcast: Broadcast, now: datetime) -> None:
    if not broadcast.is_approved(now):
        raise Conflict(texts.APPROVAL_EXPIRED)


def _require(broadcast: Broadcast, states: Collection[BroadcastState]) -> None:
    if broadcast.state not in states:
        raise Conflict(texts.NOT_NOW.format(state=texts.BROADCAST_STATES[broadcast.state.value]))


def _is_stuck(delivery: Delivery, now: datetime) -> bool:
    at_work = delivery.state in {DeliveryState.PENDING, DeliveryState.SENDING}
    return at_work and now - delivery.updated_at > STUCK_AFTER


@dataclass(frozen=True, kw_only=True)
class BroadcastOperations:
    """What officers and the clock do with broadcasts under way.

    Attributes:
        broadcasts, deliveries, statistics, quotas: stores.
        queues: where deliveries are put.
        quiet_hours: when Zalo takes nothing.
        now: the clock.
    """

    broadcasts: BroadcastStore
    deliveries: DeliveryStore
    statistics: StatisticsStore
    quotas: QuotaStore
    queues: Queues
    quiet_hours: QuietHours
    now: Callable[[], datetime] = lambda: clock.now()  # noqa: PLW0108 - looked up at each call

    def at(self, instant: datetime) -> Self:
        """Return the same service at an instant: a sweep uses one throughout."""
        return replace(self, now=lambda: instant)

    def pause(self, broadcast: Broadcast) -> Broadcast:
        """Hold it: what is being sent at this moment is sent, nothing else; again changes nothing.

        Raises:
            Conflict: it is not under way, or nothing of it is open any more.
        """
        now = self.now()
        broadcast = self._looked_at(broadcast, now)
        if broadcast.state is BroadcastState.PAUSED:
            return broadcast
        broadcast.require(BroadcastState.PAUSED)
        if not self.broadcasts.flow(
            broadcast.broadcast_id, out_of=[BroadcastState.SENDING], into=BroadcastState.PAUSED
        ):
            raise Conflict(texts.CHANGED_MEANWHILE)
        return self.broadcasts.get(broadcast.broadcast_id)

    def resume(self, broadcast: Broadcast) -> Broadcast:
        """Go on where it was paused, or where it stopped by itself; what failed before stops it no more.

        Called while it is sending, it puts what is pending on the queue again: harmless, and the way out
        should the process have died between the state and the queue.

        Raises:
            Conflict: it is neither paused nor stopped nor sending, nothing of it is open any more, or its
                approval has expired.
        """
        now = self.now()
        broadcast = self._looked_at(broadcast, now)
        _require(broadcast, UNDER_WAY)
        if broadcast.state is not BroadcastState.SENDING:
            _require_approval(broadcast, now)
            self.broadcasts.flow(
                broadcast.broadcast_id,
                out_of=[BroadcastState.PAUSED, BroadcastState.STOPPED],
                into=BroadcastState.SENDING,
                resumed_at=now,
            )
        now_sending = self.broadcasts.get(broadcast.broadcast_id)
        self.broadcasts.activate(now_sending)
        self.queues.send(now_sending, self._all(now_sending))
        return now_sending

    def cancel_under_way(self, broadcast: Broadcast, *, officer: str) -> Broadcast:
        """Call off what has not been sent; what is sent stays sent. Again goes on where it stopped.

        One of which nothing was left to call off, because its last delivery went out meanwhile, is finished.

        Raises:
            Conflict: it is not under way, or nothing of it is open any more.
        """
        now = self.now()
        if broadcast.state is not BroadcastState.CANCELLED:
            broadcast = self._looked_at(broadcast, now)
            broadcast.require(BroadcastState.CANCELLED)
            self.broadcasts.flow(broadcast.broadcast_id, out_of=UNDER_WAY, into=BroadcastState.CANCELLED)
        waiting = [
            delivery
            for delivery in self._all(broadcast)
            if delivery.state in {DeliveryState.PENDING, DeliveryState.HELD}
        ]
        self._turn(waiting, DeliveryState.SKIPPED, now=now, reason=CANCELLED, by=officer)
        return self._looked_at(self.broadcasts.get(broadcast.broadcast_id), now)

    def retry(self, broadcast: Broadcast, *, within: str, officer: str) -> int:
        """Try exactly the failed deliveries of a subtree again; answers how many.

        An article that an earlier attempt has made is looked for and used. Unknown ones are never tried
        again. Their quota is reserved anew: what had failed when the broadcast finished was given back.

        Raises:
            Conflict: it is cancelled, withdrawn, or was never sent; or its approval has expired; or its
                articles say something else by now, and nobody is to get the old words.
        """
        now = self.now()
        _require(broadcast, (*UNDER_WAY, BroadcastState.FINISHED))
        if broadcast.correction:
            raise Conflict(texts.NOT_AGAIN_OLD)
        _require_approval(broadcast, now)
        # Before anything is turned: what is sending cannot be corrected, and what was corrected meanwhile is
        # not sent with the old words.
        self._go_on_sending(broadcast, now)
        failed = [
            delivery
            for delivery in self.deliveries.of(broadcast.broadcast_id, within, consistent=True)
            if delivery.state is DeliveryState.FAILED
        ]
        paths = [delivery.unit_path for delivery in failed]
        self.quotas.reserve(broadcast.province, local_day(now), broadcast.broadcast_id, paths)
        turned = self._turn(failed, DeliveryState.PENDING, now=now, by=officer)
        # It may have been found finished meanwhile. Also out of sending, so that nobody ends it who has
        # counted before: this makes another version.
        self._go_on_sending(broadcast, now)
        # One that had stopped goes on with all that is pending, not only with what had failed.
        stopped = broadcast.state is BroadcastState.STOPPED
        self.queues.send(broadcast, self._all(broadcast) if stopped else turned)
        return len(turned)

    def _go_on_sending(self, broadcast: Broadcast, now: datetime) -> None:
        """Let a broadcast send again, whatever state was read before; the clock looks after it.

        Raises:
            Conflict: its articles are to say something else by now.
        """
        sending = self.broadcasts.flow(
            broadcast.broadcast_id,
            out_of=[BroadcastState.FINISHED, BroadcastState.STOPPED, BroadcastState.SENDING],
            into=BroadcastState.SENDING,
            resumed_at=now,
            old_words=False,
        )
        if not sending and self.broadcasts.get(broadcast.broadcast_id).correction:
            raise Conflict(texts.NOT_AGAIN_OLD)
        self.broadcasts.activate(broadcast)

    def settle_unknown(
        self, broadcast: Broadcast, unit_path: str, *, was_sent: bool, officer: str
    ) -> Delivery:
        """A person has looked in OA Manager: the broadcast went out, or it did not.

        What did not go out counts as failed, and may then be tried again by `retry`: a person's decision.

        Raises:
            NotFound: the broadcast has no such delivery.
            Conflict: its outcome is not unknown.
        """
        now = self.now()
        delivery = self.deliveries.get(broadcast.broadcast_id, unit_path)
        if delivery is None:
            raise NotFound(texts.NOT_FOUND)
        wanted = DeliveryState.SENT if was_sent else DeliveryState.FAILED
        if delivery.state is wanted and delivery.reason == "checked_by_officer":
            return delivery
        if delivery.state is not DeliveryState.UNKNOWN:
            raise Conflict(texts.NOT_UNKNOWN)
        if not self._turn([delivery], wanted, now=now, reason="checked_by_officer", by=officer):
            raise Conflict(texts.CHANGED_MEANWHILE)
        if not was_sent:
            self._give_back(broadcast, [delivery], now=now)
        return replace(delivery, state=wanted, reason="checked_by_officer", updated_at=now)

    def remove_articles(self, broadcast: Broadcast, *, officer: str, reason: str) -> Broadcast:
        """Take down the articles of a broadcast that is cancelled or wholly sent (`removal.remove`)."""
        return removal.remove(
            broadcast,
            officer=officer,
            reason=reason,
            broadcasts=self.broadcasts,
            deliveries=self.deliveries,
            queues=self.queues,
            now=self.now(),
        )

    @property
    def corrections(self) -> CorrectionStore:
        """What is to be written again."""
        return CorrectionStore(self.broadcasts.table)

    def sweep(
        self, broadcast_id: str, *, may_send: Callable[[Broadcast, Sequence[Delivery]], set[str]]
    ) -> BroadcastSweepResult:
        """Release what was held, put back what is stuck, notice the end. Safe to repeat at any time.

        Args:
            broadcast_id: one of `BroadcastStore.active`.
            may_send: of held deliveries, the paths that have quota now; reserves it.
        """
        now = self.now()
        try:
            broadcast = self.broadcasts.get(broadcast_id)
        except NotFound:
            return BroadcastSweepResult()
        rows = self._all(broadcast)
        called_off = broadcast.state in {BroadcastState.CANCELLED, BroadcastState.WITHDRAWN}
        if called_off and self._call_off(rows, now=now):
            rows = self._all(broadcast)
        counts = ledger(rows)
        adds_up = counts.planned == broadcast.planned
        if broadcast.state is BroadcastState.SENDING and self.quiet_hours.ends_after(now) is None:
            due = [row for row in rows if row.state is DeliveryState.HELD and (row.held_until or now) <= now]
            if due and not broadcast.is_approved(now):
                # Nobody lets it pass any more. As failed ones they are reported, and can be tried again once
                # it is approved anew.
                self._turn(due, DeliveryState.FAILED, now=now, reason="approval_expired")
                return BroadcastSweepResult(adds_up=adds_up)
            allowed = may_send(broadcast, due) if due else set()
            released = self._turn(
                [row for row in due if row.unit_path in allowed], DeliveryState.PENDING, now=now
            )
            stuck = [row for row in rows if _is_stuck(row, now)]
            self.queues.send(broadcast, released)
            self.queues.send(broadcast, [replace(row, state=DeliveryState.PENDING) for row in stuck])
            if released or stuck:
                return BroadcastSweepResult(len(released), len(stuck), finished=False, adds_up=adds_up)
        if not counts.is_finished or not adds_up:
            return BroadcastSweepResult(adds_up=adds_up)
        if self._articles_left(broadcast, rows, now):
            return BroadcastSweepResult()
        return BroadcastSweepResult(finished=self._finish(broadcast, rows, now=now))

    def _articles_left(self, broadcast: Broadcast, rows: Sequence[Delivery], now: datetime) -> int:
        """How many articles are still to be taken down or written again; asks for them where nobody has."""
        if broadcast.removal:
            return removal.go_on(broadcast, rows, deliveries=self.deliveries, queues=self.queues, now=now)
        return correction.go_on(broadcast, rows, corrections=self.corrections, queues=self.queues, now=now)

    def _finish(self, broadcast: Broadcast, rows: Sequence[Delivery], *, now: datetime) -> bool:
        """Give back what was not sent, end it, look at it no more; False: somebody lets it go on just now."""
        unsent = {DeliveryState.FAILED, DeliveryState.SKIPPED}
        self._give_back(broadcast, [row for row in rows if row.state in unsent], now=now)
        ended = end_if_over(broadcast, rows, broadcasts=self.broadcasts, now=now)
        return ended.state not in UNDER_WAY and self.broadcasts.retire(ended, now)

    def _give_back(self, broadcast: Broadcast, unsent: Sequence[Delivery], *, now: datetime) -> None:
        """What was reserved and never sent counts no more, on whichever day it was planned or released."""
        instants = [now, *(row.updated_at for row in unsent), *filter(None, [broadcast.planned_at])]
        paths = [row.unit_path for row in unsent]
        for day in sorted({local_day(instant) for instant in instants}):
            self.quotas.give_back(broadcast.province, day, broadcast.broadcast_id, paths)

    def _call_off(self, rows: Sequence[Delivery], *, now: datetime) -> list[Delivery]:
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
            *self._turn(unsent, DeliveryState.SKIPPED, now=now, reason="cancelled"),
            *self._turn(lost, DeliveryState.UNKNOWN, now=now, reason="worker_stopped"),
        ]

    def _looked_at(self, broadcast: Broadcast, now: datetime) -> Broadcast:
        """The broadcast as its ledger says: nothing that is wholly sent is paused, resumed or called off."""
        if broadcast.state not in {*UNDER_WAY, BroadcastState.CANCELLED}:
            return broadcast
        return end_if_over(broadcast, self._all(broadcast), broadcasts=self.broadcasts, now=now)

    def _all(self, broadcast: Broadcast) -> list[Delivery]:
        return list(
            self.deliveries.of(broadcast.broadcast_id, broadcast.content.target.root, consistent=True)
        )

    def _turn(
        self, rows: Iterable[Delivery], state: DeliveryState, *, now: datetime, reason: str = "", by: str = ""
    ) -> list[Delivery]:
        """Bring deliveries that nobody works on into another state, each with its count; answers which.

        A batch in which one row has changed meanwhile is done row by row, so that one does not hold up
        others.
        """
        turned: list[Delivery] = []
        for batch in batched(rows, _AT_ONCE, strict=False):
            done = [replace(row, state=state, reason=reason, updated_at=now) for row in batch]
            try:
                commit(
                    [
                        action
                        for row in batch
                        for action in self._turning(row, state, now=now, reason=reason, by=by)
                    ]
                )
                turned += done
            except ConditionFailed:
                for row, after in zip(batch, done, strict=True):
                    try:
                        commit(self._turning(row, state, now=now, reason=reason, by=by))
                        turned.append(after)
                    except ConditionFailed:
                        continue
        return turned

    def _turning(
        self, row: Delivery, state: DeliveryState, *, now: datetime, reason: str, by: str
    ) -> list[Write]:
        before = {metric: -number for metric, number in counted(row.state).items()}
        counts = self.statistics.changes(row.unit_path, [(row.updated_at, before), (now, counted(state))])
        return [self.deliveries.turn(row, DeliveryOutcome(state, reason, by=by), now), *counts]
