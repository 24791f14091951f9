"""Broadcasts and their deliveries: what may follow what, and how the ledger adds up. Pure rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final

from loa.broadcasts import texts
from loa.errors import Conflict, NotAllowed
from loa.moments import VIETNAM

LEASE: Final = timedelta(seconds=60)
"""How long a worker owns a delivery: twice the worker's time-out, a third of the queue's visibility."""

MAXIMUM_ATTEMPTS: Final = 8
"""After so many attempts that ended in a passing fault, a delivery has failed."""

RETRY_SECONDS: Final = (5, 10, 20, 40, 80, 160, 320, 640)
"""Ceiling of the pause before each next attempt; the pause itself is drawn below it."""

SCHEDULE_HORIZON: Final = timedelta(days=366)


class BroadcastState(StrEnum):
    """Where a broadcast stands."""

    DRAFT = "draft"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    PLANNING = "planning"
    SENDING = "sending"
    """Planned: every delivery has its row. Finished when no delivery is open any more."""
    CANCELLED = "cancelled"


TRANSITIONS: Final[Mapping[BroadcastState, frozenset[BroadcastState]]] = {
    BroadcastState.DRAFT: frozenset({BroadcastState.APPROVED, BroadcastState.CANCELLED}),
    BroadcastState.APPROVED: frozenset({BroadcastState.SCHEDULED, BroadcastState.CANCELLED}),
    BroadcastState.SCHEDULED: frozenset(
        {BroadcastState.SCHEDULED, BroadcastState.PLANNING, BroadcastState.CANCELLED}
    ),
    BroadcastState.PLANNING: frozenset({BroadcastState.SENDING}),
    BroadcastState.SENDING: frozenset(),
    BroadcastState.CANCELLED: frozenset(),
}
"""Which state may follow which; everything else is a conflict."""


class DeliveryState(StrEnum):
    """Where a delivery stands. A delivery is in exactly one state, so the ledger always adds up."""

    PENDING = "pending"
    SENDING = "sending"
    HELD = "held"
    SENT = "sent"
    UNKNOWN = "unknown"
    FAILED = "failed"
    SKIPPED = "skipped"

    @property
    def is_open(self) -> bool:
        """Whether work is still to be done."""
        return self in {DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.HELD}


class Step(StrEnum):
    """How far a delivery has come; written before Zalo is called, so that a crash leaves a trace."""

    ARTICLE = "article"
    """The article may exist on the account: look before making it again."""
    BROADCAST = "broadcast"
    """The broadcast may have been accepted: never ask again."""


@dataclass(frozen=True, slots=True)
class Broadcast:
    """One message from one unit through the accounts of a subtree.

    Attributes:
        broadcast_id: our identifier.
        province: code of the province.
        unit_path: the unit that sends it.
        target: root of the subtree whose accounts carry it.
        article: what is sent, as it was when the broadcast was drafted: later edits do not reach it.
        state: see `BroadcastState`.
        author, approver: ids of officers; never the same.
        created_at, approved_at, send_at, planned_at: instants, None where not reached.
        planned: how many deliveries it has; 0 before planning.
    """

    broadcast_id: str
    province: str
    unit_path: str
    target: str
    article: Mapping[str, Any]
    state: BroadcastState
    author: str
    created_at: datetime
    approver: str | None = None
    approved_at: datetime | None = None
    send_at: datetime | None = None
    planned_at: datetime | None = None
    planned: int = 0

    @property
    def title(self) -> str:
        """The article's title."""
        return str(self.article["title"])

    def require(self, following: BroadcastState) -> None:
        """Refuse a step that may not follow the present state.

        Raises:
            Conflict: says in Vietnamese where the broadcast stands.
        """
        if following not in TRANSITIONS[self.state]:
            raise Conflict(texts.NOT_NOW.format(state=texts.BROADCAST_STATES[self.state.value]))

    def require_second_person(self, officer_id: str) -> None:
        """Refuse approval by the author.

        Raises:
            NotAllowed: the officer wrote it.
        """
        if officer_id == self.author:
            raise NotAllowed(texts.NOT_BY_AUTHOR)


@dataclass(frozen=True, slots=True)
class Delivery:
    """The part of a broadcast that goes through one account.

    Attributes:
        broadcast_id: the broadcast.
        unit_path, unit_name: whose account.
        oa_id: Zalo's id of the account; empty when the unit has none.
        state: see `DeliveryState`.
        step: how far the present or last attempt came; None before the first.
        attempts: how often a worker took it.
        article_id: Zalo's id of the article, once verified.
        message_id: Zalo's id of the broadcast, once accepted.
        reason: why it is held, unknown, failed or skipped: a stable key (`texts.REASONS`).
        updated_at: when the state last changed.
    """

    broadcast_id: str
    unit_path: str
    unit_name: str
    oa_id: str
    state: DeliveryState
    updated_at: datetime
    step: Step | None = None
    attempts: int = 0
    article_token: str = ""
    article_id: str = ""
    message_id: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """How many deliveries are in each state; `planned` is their sum by construction."""

    counts: Mapping[DeliveryState, int]

    @property
    def planned(self) -> int:
        """All deliveries."""
        return sum(self.counts.values())

    @property
    def is_finished(self) -> bool:
        """Whether no delivery is open."""
        return not any(count for state, count in self.counts.items() if state.is_open)


def ledger(deliveries: Iterable[Delivery]) -> Ledger:
    """Count deliveries by state; every state is present, if only with 0."""
    counts = dict.fromkeys(DeliveryState, 0)
    for delivery in deliveries:
        counts[delivery.state] += 1
    return Ledger(counts)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Hours in which Zalo takes no broadcasts: 22:00 to 06:00 in Vietnam (zalo.md 5.1).

    The same instant twice, such as `00:00-00:00`, is never quiet.
    """

    start: time
    end: time

    @classmethod
    def parse(cls, text: str) -> "QuietHours":
        """Read `22:00-06:00`.

        Raises:
            ValueError: another form.
        """
        start, _, end = text.partition("-")
        return cls(time.fromisoformat(start), time.fromisoformat(end))

    def ends_after(self, instant: datetime) -> datetime | None:
        """When the quiet hours that hold at this instant end; None outside them."""
        local = instant.astimezone(VIETNAM)
        clock = local.time()
        over_midnight = self.start > self.end
        quiet = clock >= self.start or clock < self.end if over_midnight else self.start <= clock < self.end
        if not quiet:
            return None
        day = local.date() + timedelta(days=1) if over_midnight and clock >= self.start else local.date()
        return datetime.combine(day, self.end, VIETNAM)
