"""What residents are invited to take part in: one row a province (table Published), read with the homes.

    PROVINCE   invitations      ID → {kind, address, title, unit_path, opens, closes}

Each contest or survey is an attribute of its own, written in the transaction that publishes it, so that two
that are published at once do not lose each other. What is over stays until the next is published.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from loa import clock
from loa.foundation.units.model import is_within, province_of
from loa.platform.aws.dynamodb.tables import Row, Table, Update

SORT: Final = "invitations"
_KEYS: Final = frozenset({"partition", "sort"})


@dataclass(frozen=True, slots=True)
class Invitation:
    """A contest, a survey, a draft on which opinions are asked.

    Attributes:
        id: of the campaign.
        kind: the word for it.
        address: of its page.
        title: for residents.
        unit_path: who is invited: residents of this unit and of all below it.
        opens, closes: from when until when.
    """

    id: str
    kind: str
    address: str
    title: str
    unit_path: str
    opens: datetime
    closes: datetime

    def is_for(self, unit_path: str, now: datetime) -> bool:
        """Tell whether residents of a unit may take part now."""
        return self.opens <= now < self.closes and is_within(unit_path, self.unit_path)


def inviting(table: Table, invitation: Invitation) -> Update:
    """Return the write that lets the homes show an invitation, or show it as it is now."""
    shown = {
        "kind": invitation.kind,
        "address": invitation.address,
        "title": invitation.title,
        "unit_path": invitation.unit_path,
        "opens": clock.to_text(invitation.opens),
        "closes": clock.to_text(invitation.closes),
    }
    return Update(table, province_of(invitation.unit_path), SORT, set={invitation.id: shown})


def no_longer_inviting(table: Table, invitation: Invitation) -> Update:
    """Return the write that takes an invitation from the homes."""
    return Update(table, province_of(invitation.unit_path), SORT, remove=[invitation.id])


def invitations_in(row: Row | None) -> list[Invitation]:
    """Return all invitations of a row, those that close first before the others."""
    found = [
        Invitation(
            identifier,
            each["kind"],
            each["address"],
            each["title"],
            each["unit_path"],
            clock.from_text(each["opens"]),
            clock.from_text(each["closes"]),
        )
        for identifier, each in (row or {}).items()
        if identifier not in _KEYS
    ]
    return sorted(found, key=lambda invitation: invitation.closes)
