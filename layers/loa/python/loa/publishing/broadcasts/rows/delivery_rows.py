"""The row of a delivery, written and read, and its key."""

from typing import Final

from loa import clock
from loa.foundation.units.model import subtree_range
from loa.platform.aws.dynamodb.tables import Row
from loa.publishing.broadcasts.rules.delivery import (
    ArticleState,
    Delivery,
    DeliveryState,
    DeliveryStep,
    Removing,
)

_DELIVERY_TEXTS: Final = ("article_token", "article_id", "message_id", "reason", "removal_reason")


def delivery_sort(unit_path: str) -> str:
    """Return the sort key of a unit's delivery."""
    return f"delivery#{unit_path}#"


def delivery_range(root: str) -> tuple[str, str]:
    """Return the range of sort keys that holds the deliveries of a subtree."""
    return subtree_range(root, "delivery#")


def delivery_row(delivery: Delivery) -> Row:
    """Return the row of a delivery."""
    held_until = delivery.held_until
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
        **({"held_until": clock.to_text(held_until)} if held_until else {}),
        **({"blocks": [dict(block) for block in delivery.blocks]} if delivery.blocks else {}),
        **({"article_state": delivery.article_state.value} if delivery.article_state else {}),
        **({"removing": delivery.removing.value} if delivery.removing else {}),
        **({"removal_at": clock.to_text(delivery.removal_at)} if delivery.removal_at else {}),
        **{name: getattr(delivery, name) for name in _DELIVERY_TEXTS if getattr(delivery, name)},
    }


def delivery_from(row: Row) -> Delivery:
    """Return the delivery of a row."""
    return Delivery(
        broadcast_id=row["partition"],
        unit_path=row["delivery_path"],
        unit_name=row["unit_name"],
        oa_id=row["oa_id"],
        state=DeliveryState(row["state"]),
        updated_at=clock.from_text(row["updated_at"]),
        step=DeliveryStep(row["step"]) if "step" in row else None,
        attempts=row["attempts"],
        held_until=clock.from_text(row["held_until"]) if "held_until" in row else None,
        blocks=tuple(row.get("blocks", ())),
        article_state=ArticleState(row["article_state"]) if "article_state" in row else None,
        removing=Removing(row["removing"]) if "removing" in row else None,
        removal_at=clock.from_text(row["removal_at"]) if "removal_at" in row else None,
        **{name: row.get(name, "") for name in _DELIVERY_TEXTS},
    )
