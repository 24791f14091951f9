"""The edit lock of a conversation: who writes an answer keeps others out, for as long as they go on writing.

It stands on the head, as `lease_officer`, `lease_name` and `lease_until`, and lapses by itself.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from loa import clock
from loa.dialogue.conversations.model import Conversation
from loa.foundation.officers.model import Officer
from loa.platform.aws.dynamodb.tables import Attr, Condition

LOCKED_FOR: Final = timedelta(minutes=2)
"""How long it keeps others out; renewed while the officer writes."""

FIELDS: Final = ("lease_officer", "lease_name", "lease_until")


def locked_by(officer: Officer, now: datetime) -> dict[str, Any]:
    """Return the fields of the head while this officer writes."""
    until = clock.to_text(now + LOCKED_FOR)
    return dict(zip(FIELDS, (officer.id, officer.name, until), strict=True))


def free_for(officer_id: str, now: datetime) -> Condition:
    """Require that nobody else is writing."""
    return (
        Attr("lease_until").not_exists()
        | Attr("lease_until").lte(clock.to_text(now))
        | Attr("lease_officer").eq(officer_id)
    )


def held_by_another(head: Conversation, officer_id: str, now: datetime) -> Conversation | None:
    """Return the head, if another officer is writing; see its `lease_name` and `lease_until`."""
    if head.lease_until is None or head.lease_until <= now or head.lease_officer == officer_id:
        return None
    return head
