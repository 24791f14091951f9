"""Shapes of deliveries: the ledger, the progress of units, one delivery and what happened to it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from pydantic import Field

from loa import clock
from loa.foundation.units.model import is_within
from loa.publishing.broadcasts.rules import texts
from loa.publishing.broadcasts.rules.delivery import Delivery, DeliveryState, LedgerTotals
from loa.web.schemas import PATH, Schema


class RetryWithin(Schema):
    """Which failed deliveries are tried again."""

    within: PATH | None = Field(None, description="Mặc định: tất cả.")


class Retried(Schema):
    """How many."""

    retried: int


class Outcome(Schema):
    """What a person found in OA Manager."""

    was_sent: bool


class LedgerCounts(Schema):
    """How many deliveries are in which state; `planned` is their sum."""

    planned: int
    pending: int
    sending: int
    held: int
    sent: int
    unknown: int
    failed: int
    skipped: int

    @classmethod
    def of(cls, ledger: LedgerTotals) -> "LedgerCounts":
        """From a ledger."""
        return cls(planned=ledger.planned, **{state.value: count for state, count in ledger.counts.items()})


class ProgressLine(Schema):
    """One unit and all below it: green when everything is sent, red when somebody has to look."""

    unit: str
    colour: str
    ledger: LedgerCounts
    article_missing: Annotated[
        int, Field(description="Đã gửi, nhưng bài viết đã bị ẩn hoặc bị xóa trên OA Manager.")
    ]


class Progress(Schema):
    """How far a broadcast is, by the units directly below."""

    items: list[ProgressLine]

    @classmethod
    def of(cls, root: str, deliveries: Iterable[Delivery]) -> "Progress":
        """Group the deliveries by the unit below the root that they lie in."""
        groups: dict[str, Counter[DeliveryState]] = {}
        missing: Counter[str] = Counter()
        for delivery in deliveries:
            unit = _branch(root, delivery.unit_path)
            groups.setdefault(unit, Counter())[delivery.state] += 1
            missing[unit] += delivery.misses_article
        return cls(
            items=[
                ProgressLine(
                    unit=unit,
                    colour="red" if missing[unit] else _colour(counts),
                    ledger=LedgerCounts.of(_ledger(counts)),
                    article_missing=missing[unit],
                )
                for unit, counts in sorted(groups.items())
            ]
        )


def _branch(root: str, path: str) -> str:
    if path == root or not is_within(path, root):
        return path
    return ".".join(path.split(".")[: root.count(".") + 2])


def _ledger(counts: Mapping[DeliveryState, int]) -> LedgerTotals:
    return LedgerTotals({state: counts.get(state, 0) for state in DeliveryState})


def _colour(counts: Mapping[DeliveryState, int]) -> str:
    if counts.get(DeliveryState.FAILED) or counts.get(DeliveryState.UNKNOWN):
        return "red"
    if any(counts.get(state) for state in DeliveryState if state.is_open):
        return "yellow"
    return "green" if counts.get(DeliveryState.SENT) else "grey"


class ShownDelivery(Schema):
    """The delivery through one unit's account."""

    unit: str
    unit_name: str
    oa_id: str
    state: str
    state_text: str
    attempts: int
    reason: str
    reason_text: str
    article_id: str
    article_state: str
    removing: Annotated[str, Field(description="Gỡ bài: pending đang chờ, failed chưa gỡ được; rỗng: không.")]
    removal_reason_text: str
    correcting: Annotated[
        str, Field(description="Sửa bài theo bản mới: pending đang chờ, failed chưa sửa được; rỗng: không.")
    ]
    correction_reason_text: str
    message_id: str
    held_until: str | None
    updated_at: str

    @classmethod
    def facts(cls, delivery: Delivery) -> Mapping[str, Any]:
        """The fields, from a delivery."""
        return {
            "unit": delivery.unit_path,
            "unit_name": delivery.unit_name,
            "oa_id": delivery.oa_id,
            "state": delivery.state.value,
            "state_text": texts.DELIVERY_STATES[delivery.state.value],
            "attempts": delivery.attempts,
            "reason": delivery.reason,
            "reason_text": texts.reason_text(delivery.reason),
            "article_id": delivery.article_id,
            "article_state": delivery.article_state.value if delivery.article_state else "",
            "removing": delivery.removing.value if delivery.removing else "",
            "removal_reason_text": texts.reason_text(delivery.removal_reason),
            "correcting": delivery.correcting.value if delivery.correcting else "",
            "correction_reason_text": texts.reason_text(delivery.correction_reason),
            "message_id": delivery.message_id,
            "held_until": clock.optional_text(delivery.held_until),
            "updated_at": clock.to_text(delivery.updated_at),
        }

    @classmethod
    def of(cls, delivery: Delivery) -> "ShownDelivery":
        """From a delivery."""
        return cls(**cls.facts(delivery))


class HistoryLine(Schema):
    """One thing that happened to a delivery."""

    at: str
    what: str
    reason: str = ""
    answer: str = ""
    article_id: str = ""
    message_id: str = ""
    by: str = ""


class DeliveryWithHistory(ShownDelivery):
    """A delivery with everything that happened to it, oldest first."""

    history: list[HistoryLine]

    @classmethod
    def with_history(cls, delivery: Delivery, history: Iterable[Mapping[str, Any]]) -> "DeliveryWithHistory":
        """From a delivery and its history."""
        return cls(**cls.facts(delivery), history=[HistoryLine(**line) for line in history])


class DeliveryList(Schema):
    """A page of deliveries in order of their units."""

    items: list[ShownDelivery]
    next: str | None
