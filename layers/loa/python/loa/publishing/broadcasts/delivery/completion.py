"""How a broadcast ends: with its last delivery, whoever brings that to its end, and whatever its state says.

Every change of a broadcast's state makes a new version. Who finds nothing open ends it in the version that
was read before the deliveries were: had somebody let deliveries go on meanwhile, it would be another.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from loa.publishing.broadcasts.rows.delivery_store import DeliveryStore
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules.delivery import Delivery, ledger
from loa.publishing.broadcasts.rules.model import Broadcast, BroadcastState

UNDER_WAY: Final = frozenset({BroadcastState.SENDING, BroadcastState.PAUSED, BroadcastState.STOPPED})
CANCELLED: Final = "cancelled"
"""Reason of a delivery that was called off."""

_FEW: Final = 10
_MANY: Final = 200
_REMEMBERED: Final = 50
_TRIES: Final = 3


def is_over(broadcast: Broadcast, rows: Iterable[Delivery]) -> bool:
    """Whether it has ended, and its state does not say so yet.

    A cancelled one of which nothing was called off has been sent after all, and says so; unless its articles
    are being taken down.
    """
    deliveries = list(rows)
    counts = ledger(deliveries)
    if not counts.is_finished or counts.planned != broadcast.planned:
        return False
    if broadcast.state is BroadcastState.CANCELLED:
        sent_after_all = bool(deliveries) and all(row.reason != CANCELLED for row in deliveries)
        return sent_after_all and broadcast.removal is None
    return broadcast.state in UNDER_WAY


def end_if_over(broadcast: Broadcast, rows: Iterable[Delivery], *, broadcasts: BroadcastStore,
                now: datetime) -> Broadcast:  # fmt: skip
    """The broadcast as it is, ended if nothing is open any more.

    Args:
        broadcast: as it was read before its deliveries were.
        rows: all of its deliveries, read consistently.
        broadcasts: the store.
        now: the present instant.
    """
    if not is_over(broadcast, rows):
        return broadcast
    broadcasts.finish(broadcast.broadcast_id, version=broadcast.version, at=now)
    return broadcasts.get(broadcast.broadcast_id)


class CompletionWatch:
    """Says of broadcasts whether anything is open, without reading all deliveries after each of them.

    It remembers a delivery that was open, and looks there first; one for each process.
    """

    def __init__(self) -> None:
        self._open_at: dict[str, str] = {}

    def closed(self, broadcast_id: str, root: str, deliveries: DeliveryStore) -> int | None:
        """How many deliveries there are, if none is open; else None. One small Query, except near the end."""
        known = self._open_at.get(broadcast_id, "")
        seen = 0
        for since in dict.fromkeys((known, "")):  # the last look is at all of them
            found, seen = self._first_open(broadcast_id, root, since, deliveries)
            if found:
                if len(self._open_at) >= _REMEMBERED:
                    self._open_at.clear()
                self._open_at[broadcast_id] = found
                return None
        self._open_at.pop(broadcast_id, None)
        return seen

    def _first_open(
        self, broadcast_id: str, root: str, since: str, deliveries: DeliveryStore
    ) -> tuple[str, int]:
        """The first path from one on that is open, or none; and how many were looked at."""
        limit, start, seen = _FEW, None, 0
        while True:
            found, start = deliveries.states(broadcast_id, root, since=since, limit=limit, start=start)
            for path, state in found:
                if state.is_open:
                    return path, seen
                seen += 1
            if start is None:
                return "", seen
            limit = _MANY

    def end(
        self,
        broadcast: Broadcast,
        version: int,
        *,
        broadcasts: BroadcastStore,
        deliveries: DeliveryStore,
        now: datetime,
    ) -> bool:
        """End a broadcast after one of its deliveries, if that was the last; whether it was.

        Args:
            broadcast: as it was planned.
            version: as it was read before the delivery was worked on.
            broadcasts: the store.
            deliveries: the ledger.
            now: the present instant.
        """
        name, root = broadcast.broadcast_id, broadcast.content.target.root
        if self.closed(name, root, deliveries) != broadcast.planned:
            return False
        if broadcasts.finish(name, version=version, at=now, out_of=(BroadcastState.SENDING,)):
            return True
        for _ in range(_TRIES):  # paused, stopped or cancelled meanwhile, or somebody tries what had failed
            present = broadcasts.get(name)
            if not is_over(present, deliveries.of(name, root, consistent=True)):
                return False
            if broadcasts.finish(name, version=present.version, at=now):
                return True
        return False
