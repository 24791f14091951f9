"""The row of a delivery, written and read, its key, its history, and whether it is still as it was read."""

from datetime import datetime
from typing import Any, Final

from loa import clock
from loa.foundation.units.model import subtree_range
from loa.platform.aws.dynamodb.tables import Attr, Condition, Row
from loa.publishing.broadcasts.rules.delivery import (
    ArticleState,
    Correcting,
    Delivery,
    DeliveryState,
    DeliveryStep,
    Removing,
)

_DELIVERY_TEXTS: Final = (
    "article_token",
    "article_id",
    "message_id",
    "reason",
    "removal_reason",
    "correction_reason",
    "correction_token",
)
_NUMBERS: Final = ("corrected", "correcting_to")
_INSTANTS: Final = ("held_until", "removal_at", "correction_at")


def delivery_sort(unit_path: str) -> str:
    """Return the sort key of a unit's delivery."""
    return f"delivery#{unit_path}#"


def delivery_range(root: str) -> tuple[str, str]:
    """Return the range of sort keys that holds the deliveries of a subtree."""
    return subtree_range(root, "delivery#")


def delivery_row(delivery: Delivery) -> Row:
    """Return the row of a delivery."""
    instants = {name: getattr(delivery, name) for name in _INSTANTS}
    return {
        "partition": delivery.broadcast_id,
        "sort": delivery_sort(delivery.unit_path),
        "delivery_path": delivery.unit_path,
        "unit_name": delivery.unit_name,
        "oa_id": delivery.oa_id,
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "updated_at": clock.to_text(delivery.updated_at),
        **({"step": delivery.step.value} if delivery.step else {}),
        **({"blocks": [dict(block) for block in delivery.blocks]} if delivery.blocks else {}),
        **({"article_state": delivery.article_state.value} if delivery.article_state else {}),
        **({"removing": delivery.removing.value} if delivery.removing else {}),
        **({"correcting": delivery.correcting.value} if delivery.correcting else {}),
        **{name: clock.to_text(instant) for name, instant in instants.items() if instant},
        **{
            name: getattr(delivery, name) for name in (*_DELIVERY_TEXTS, *_NUMBERS) if getattr(delivery, name)
        },
    }


def delivery_from(row: Row) -> Delivery:
    """Return the delivery of a row."""
    instants: dict[str, Any] = {name: clock.from_text(row[name]) for name in _INSTANTS if name in row}
    return Delivery(
        broadcast_id=row["partition"],
        unit_path=row["delivery_path"],
        unit_name=row["unit_name"],
        oa_id=row["oa_id"],
        state=DeliveryState(row["state"]),
        updated_at=clock.from_text(row["updated_at"]),
        step=DeliveryStep(row["step"]) if "step" in row else None,
        attempts=row["attempts"],
        blocks=tuple(row.get("blocks", ())),
        article_state=ArticleState(row["article_state"]) if "article_state" in row else None,
        removing=Removing(row["removing"]) if "removing" in row else None,
        correcting=Correcting(row["correcting"]) if "correcting" in row else None,
        corrected=row.get("corrected", 0),
        correcting_to=row.get("correcting_to", 0),
        **instants,
        **{name: row.get(name, "") for name in _DELIVERY_TEXTS},
    )


def history_line(at: datetime, what: str, **details: str) -> dict[str, list[Any]]:
    """Return what adds a line to a delivery's history."""
    kept = {name: value for name, value in details.items() if value}
    return {"history": [{"at": clock.to_text(at), "what": what, **kept}]}


def as_read(delivery: Delivery) -> Condition:
    """Return the condition that a delivery, and what is noted of its article, are as they were read."""
    noted = delivery.article_state
    same_note = Attr("article_state").eq(noted.value) if noted else Attr("article_state").not_exists()
    return unchanged(delivery) & same_note


def unchanged(delivery: Delivery) -> Condition:
    """Return the condition that a delivery's state has not changed since it was read."""
    updated_at = clock.to_text(delivery.updated_at)
    return Attr("state").eq(delivery.state.value) & Attr("updated_at").eq(updated_at)
