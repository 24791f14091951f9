"""Where an item may stand, and until when. Pure rules."""

from collections.abc import Iterable
from datetime import datetime

from loa.errors import InvalidInput
from loa.publishing.library.projection.home import MAXIMUM_ON_TOP
from loa.publishing.library.projection.model import Card
from loa.publishing.library.rules import texts
from loa.publishing.library.rules.kinds import KINDS, ItemKind
from loa.publishing.library.rules.model import Placement


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
