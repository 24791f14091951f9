"""The lists in which conversations stand. Pure rules, and the keys of two indexes of the table Audience.

A conversation that people have to do with stands in ONE list of the unit that handles it
(`Conversation.stands`), in the index `worklist`: partition `worklist_in` = `PROVINCE` of those that wait,
`PROVINCE#answered`, `PROVINCE#closed`; sort key `worklist_order` = `PATH#INSTANT#OA#USER`. Of an intake that
is not over the instant lies ahead; of a call for help it begins with "!", which sorts first, of what may be
one, or an accusation, with "$", which sorts next. A unit's list is
the prefix `PATH#`, that of a subtree the range `subtree_range(PATH)`. What is assigned to
somebody stands in the index `assigned` too: partition `assigned_to`, sort key `assigned_order` = `STANDING#`
and the same order. A word more in a list where the row stands already moves nothing and costs nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from loa import clock
from loa.dialogue.conversations.model import Conversation, WorklistState
from loa.foundation.units.model import province_of, subtree_range

WORKLIST: Final = "worklist:worklist_in:worklist_order"
"""The index, as `Table.page` wants it. It holds keys only: read the heads with `heads`."""

ASSIGNED: Final = "assigned:assigned_to:assigned_order"
"""The index of what is somebody's; as above."""

PLACE: Final = ("worklist_in", "worklist_order", "assigned_order")
"""The attributes of a place in the lists."""


FIRST: Final = "!"
"""Before an instant: sorts before every other, for calls for help."""

NEXT: Final = "$"
"""Likewise: sorts behind those, for what a person is to read before other words."""


def worklist_order(path: str, since: datetime, oa_id: str, user_id: str, *, rank: str = "") -> str:
    """Sort key in the index `worklist`: by unit, then its rank (`FIRST`, `NEXT`), then who waited longest."""
    return f"{path}#{rank}{clock.to_text(since)}#{oa_id}#{user_id}"


def parse_worklist_order(order: str) -> tuple[str, datetime, str, str]:
    """Unit, waiting since, account and resident of a sort key; the way back from `worklist_order`.

    Raises:
        ValueError: it is no such key.
    """
    path, since, oa_id, user_id = order.split("#")
    return path, clock.from_text(since.lstrip(FIRST + NEXT)), oa_id, user_id


@dataclass(frozen=True, slots=True)
class Worklist:
    """A list of conversations: those of a unit, or of one officer there.

    Attributes:
        path: the unit that handles them.
        standing: which of its lists.
        subtree: also those of the units below, one unit after the other.
        assignee: only those of this officer; empty: all.
    """

    path: str
    standing: WorklistState = WorklistState.WAITING
    subtree: bool = False
    assignee: str = ""

    @property
    def index(self) -> str:
        """The index that it is read from."""
        return ASSIGNED if self.assignee else WORKLIST

    @property
    def partition(self) -> str:
        """Its partition there."""
        return self.assignee or _listed_in(self.path, self.standing)

    @property
    def between(self) -> tuple[str, str]:
        """The range of its sort keys there."""
        if self.subtree:
            return subtree_range(self.path, self._prefix)
        return f"{self._prefix}{self.path}#", f"{self._prefix}{self.path}#\uffff"

    def up_to(self, instant: datetime) -> tuple[str, str]:
        """The part of its range that lies before an instant; of one unit only."""
        first, last = self.between
        return (first, last) if self.subtree else (first, f"{first}{clock.to_text(instant)}\uffff")

    def order_of(self, row: Mapping[str, Any]) -> str:
        """The `worklist_order` in a row of its index."""
        order: str = row[self.index.rpartition(":")[2]]
        return order.removeprefix(self._prefix)

    @property
    def _prefix(self) -> str:
        return f"{self.standing}#" if self.assignee else ""


def _listed_in(path: str, standing: WorklistState) -> str:
    province = province_of(path)
    return province if standing is WorklistState.WAITING else f"{province}#{standing}"


def place_in_lists(head: Conversation, unit_path: str) -> dict[str, str]:
    """Where a conversation stands in the lists: the attributes of `PLACE`, empty where it stands in none.

    Args:
        head: the conversation.
        unit_path: the account's unit, which answers unless the conversation was handed on.
    """
    if head.stands is None:
        return dict.fromkeys(PLACE, "")
    standing, instant = head.stands
    path = head.handling_path or unit_path
    rank = FIRST if head.is_urgent else NEXT if head.is_watched else ""
    waits = standing is WorklistState.WAITING
    order = worklist_order(path, instant, head.oa_id, head.user_id, rank=rank if waits else "")
    assigned = f"{standing}#{order}" if head.assigned_to else ""
    return dict(zip(PLACE, (_listed_in(path, standing), order, assigned), strict=True))
