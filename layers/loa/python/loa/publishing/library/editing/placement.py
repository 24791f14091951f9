"""Where an item may stand, and until when. Pure rules."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from loa.errors import InvalidInput, NotFound
from loa.publishing.library.projection.home import MAXIMUM_ON_TOP
from loa.publishing.library.projection.model import Card
from loa.publishing.library.rules import texts
from loa.publishing.library.rules.kinds import KINDS, ItemKind
from loa.publishing.library.rules.model import Placement

_STEP: Final = 10
"""Between the orders of two neighbours."""


def orders_after(row: Sequence[Card], item_id: str, by: int) -> dict[str, int]:
    """The orders that put an item before or behind its neighbour, of those only whose order changes.

    Args:
        row: the items among which it stands, in their order.
        item_id: which one.
        by: -1: one place up; 1: one place down. At the end it stays.

    Raises:
        NotFound: it does not stand among them.
    """
    wanted = list(row)
    place = next((number for number, card in enumerate(wanted) if card.item_id == item_id), None)
    if place is None:
        raise NotFound
    if 0 <= place + by < len(wanted):
        wanted.insert(place + by, wanted.pop(place))
    return {
        card.item_id: number * _STEP for number, card in enumerate(wanted, 1) if card.order != number * _STEP
    }


def check_placement(kind: ItemKind, placement: Placement, now: datetime) -> None:
    """Go on only when the ends of a placement lie ahead, and within what the kind allows.

    Raises:
        InvalidInput: names `expires_at`.
    """
    lifetime, end = KINDS[kind].lifetime_days, placement.expires_at
    wrong = ""
    if end is None:
        wrong = texts.EXPIRY_NEEDED if placement.urgent and lifetime is None else ""
    elif end <= now:
        wrong = texts.EXPIRY_IN_PAST
    elif lifetime and (end - now).days > lifetime:
        wrong = texts.EXPIRY_TOO_FAR.format(days=lifetime)
    if wrong:
        raise InvalidInput(wrong, fields={"expires_at": wrong})


def check_room_on_top(placement: Placement, others: Iterable[Card], now: datetime) -> None:
    """Go on only when there is room for one more pinned or urgent item on a unit's home.

    Raises:
        InvalidInput: so many are there already.
    """
    is_on_top = placement.urgent or (placement.pinned_until is not None and placement.pinned_until > now)
    if is_on_top and sum(card.is_on_top(now) for card in others) >= MAXIMUM_ON_TOP:
        message = texts.TOO_MANY_ON_TOP.format(maximum=MAXIMUM_ON_TOP)
        raise InvalidInput(message, fields={"pinned_until": message})
