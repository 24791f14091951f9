"""The delivery of a broadcast through one account: its states, and how the ledger adds up. Pure rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from loa.foundation.statistics.model import Counts, Metric

LEASE: Final = timedelta(seconds=60)
"""How long a worker owns a delivery: twice the worker's time-out, a third of the queue's visibility."""

STUCK_AFTER: Final = timedelta(minutes=15)
"""A delivery that nobody has touched for so long is put back on the queue."""

STOP_AFTER_FAILURES: Final = 10
"""Below so many failures no broadcast stops by itself, whatever the rate."""

STOP_ABOVE_PERCENT: Final = 20
"""A broadcast stops by itself when more than so many of its finished deliveries have failed."""

_CONTENT: Final = frozenset({"against_standards", "limit_exceeded"})
"""Refusals of what is sent (Zalo's -248 and -210): every account would hear the same."""

_ACCOUNT: Final = frozenset({"asset_used", "version_closed"})
"""Refusals of a request that may concern the account, by its kind or by what it has (-238, -241, -240)."""

ACCOUNTS_THAT_AGREE: Final = 2
"""Accounts that refuse alike make a refusal, which could be of one account, one of the request itself."""


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


class DeliveryStep(StrEnum):
    """How far a delivery has come; written before Zalo is called, so that a crash leaves a trace."""

    ARTICLE = "article"
    """The article may exist on the account: look before making it again."""
    BROADCAST = "broadcast"
    """The broadcast may have been accepted: never ask again."""


class ArticleState(StrEnum):
    """What Zalo last said of the article that a delivery has made on its account."""

    SHOWN = "shown"
    HIDDEN = "hidden"
    """Somebody hid it in OA Manager: it cannot be broadcast, and followers cannot open it."""
    GONE = "gone"
    """Somebody deleted it in OA Manager."""
    REMOVED = "removed"
    """We took it down, because an officer asked for it."""

    @property
    def is_missing(self) -> bool:
        """Whether a follower who was sent the article cannot read it, and nobody asked for that."""
        return self in {ArticleState.HIDDEN, ArticleState.GONE}


class Removing(StrEnum):
    """Where the removal of an article stands that has been asked for and not been done."""

    PENDING = "pending"
    FAILED = "failed"


class Correcting(StrEnum):
    """Where it stands that an article is to be written again, until it is."""

    PENDING = "pending"
    FAILED = "failed"


_COUNTED: Final[dict[DeliveryState, Counts]] = {
    DeliveryState.SENT: {Metric.DELIVERIES_SENT: 1, Metric.ARTICLES: 1},
    DeliveryState.UNKNOWN: {Metric.DELIVERIES_UNKNOWN: 1},
    DeliveryState.FAILED: {Metric.DELIVERIES_FAILED: 1},
    DeliveryState.SKIPPED: {Metric.DELIVERIES_SKIPPED: 1},
    DeliveryState.HELD: {Metric.DELIVERIES_HELD: 1},
}


def counted(state: DeliveryState) -> Counts:
    """What the statistics say of a delivery in that state."""
    return _COUNTED.get(state, {})


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
        held_until: when a held delivery may go on; None: when somebody says so.
        blocks: what the unit adds to the article.
        article_state: what Zalo last said of the article; None: nobody has noted anything.
        removing: whether the article is to be taken down, or could not be; None: neither.
        removal_at: when that was asked for last.
        removal_reason: why it could not be: a stable key.
        corrected: number of the edition of the item that the article was brought to; 0: it is as it was sent.
        correcting: whether the article is to be written again, or could not be; None: neither.
        correcting_to: number of the edition that was asked for last; 0: none.
        correction_at: when anybody asked for that last, or tried it.
        correction_reason: why it could not be, or waits: a stable key.
        correction_token: of an article that was written again and that Zalo still processes.
    """

    broadcast_id: str
    unit_path: str
    unit_name: str
    oa_id: str
    state: DeliveryState
    updated_at: datetime
    step: DeliveryStep | None = None
    attempts: int = 0
    article_token: str = ""
    article_id: str = ""
    message_id: str = ""
    reason: str = ""
    held_until: datetime | None = None
    blocks: tuple[Mapping[str, Any], ...] = ()
    article_state: ArticleState | None = None
    removing: Removing | None = None
    removal_at: datetime | None = None
    removal_reason: str = ""
    corrected: int = 0
    correcting: Correcting | None = None
    correcting_to: int = 0
    correction_at: datetime | None = None
    correction_reason: str = ""
    correction_token: str = ""

    @property
    def has_article(self) -> bool:
        """Whether an article of it is on the account, as far as anybody knows."""
        gone = self.article_state in {ArticleState.GONE, ArticleState.REMOVED}
        return bool(self.article_id or self.article_token) and not gone

    @property
    def misses_article(self) -> bool:
        """Whether it was sent, and followers can no longer read what was sent."""
        noted = self.article_state
        return self.state is DeliveryState.SENT and noted is not None and noted.is_missing


@dataclass(frozen=True, slots=True)
class LedgerTotals:
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

    @property
    def fails_too_often(self) -> bool:
        """Whether so many deliveries have failed that going on would be wrong."""
        failed = self.counts[DeliveryState.FAILED]
        ended = failed + self.counts[DeliveryState.SENT]
        return failed >= STOP_AFTER_FAILURES and failed * 100 > ended * STOP_ABOVE_PERCENT


def concerns_all(reason: str, deliveries: Iterable[Delivery], *, since: datetime | None = None) -> bool:
    """Whether every account would refuse a request as those that have failed did.

    What Zalo does not document well (-201, -233, 404 and the like) may be about one account or about all: the
    second account that says the same decides. Words of a unit's own say nothing about the others.

    Args:
        reason: the refusal.
        deliveries: of the broadcast, with the one that has just failed.
        since: leave out what failed before then: officers have seen it.
    """
    if reason in _CONTENT:
        return True
    alike = (
        each
        for each in deliveries
        if each.state is DeliveryState.FAILED
        and each.reason == reason
        and not each.blocks
        and (since is None or each.updated_at >= since)
    )
    return reason not in _ACCOUNT and len({each.oa_id for each in alike}) >= ACCOUNTS_THAT_AGREE


def ledger(deliveries: Iterable[Delivery], *, since: datetime | None = None) -> LedgerTotals:
    """Count deliveries by state; every state is present, if only with 0.

    Args:
        deliveries: those that are counted.
        since: leave out those that have not changed since then; None: all count.
    """
    counts = dict.fromkeys(DeliveryState, 0)
    for delivery in deliveries:
        if since is None or delivery.updated_at >= since:
            counts[delivery.state] += 1
    return LedgerTotals(counts)
