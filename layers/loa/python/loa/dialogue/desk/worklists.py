"""The lists of conversations: what waits at a unit, what is answered or closed there, what is somebody's."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from loa import clock
from loa.dialogue.conversations.model import CLOCKS_DIFFER, Conversation, WorklistState
from loa.dialogue.conversations.worklist_keys import Worklist, parse_worklist_order
from loa.dialogue.desk.access import Answering, ConversationAccess, DeskDependencies, answering
from loa.foundation.units.model import is_within
from loa.platform.aws.dynamodb.tables import Row

LOOKED_THROUGH: Final = 5_000
"""How many waiting conversations of a subtree are put in order of waiting; what is beyond is said to be."""


@dataclass(frozen=True, slots=True)
class ListedConversation:
    """One line of a list."""

    found: ConversationAccess
    answering: Answering


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a list.

    Attributes:
        items: of what waits, the most urgent first within the page.
        next_start: where the next page begins; None at the end.
        complete: False when more waits below the unit than is put in order.
    """

    items: list[ListedConversation]
    next_start: Row | None
    complete: bool = True


def list_page(
    listing: Worklist, *, limit: int, start: Row | None, desk: DeskDependencies, now: datetime
) -> ListPage:
    """A page of a list; the officer may read at its unit.

    What waits: calls for help come first; then pages go from who has waited longest. Within a page those
    come first whose window closes next, and last those to whom Zalo lets nobody write any more: a person has
    to find another way. What is answered or closed comes newest first, over a subtree one unit after the
    other.

    Args:
        listing: which list.
        limit: rows per page.
        start: where the page before stopped.
        desk: stores.
        now: the present instant.
    """
    complete, waits = True, listing.standing is WorklistState.WAITING
    if waits and listing.subtree:
        keys, complete = _waiting_below(listing, desk, now)
        after = _position(listing, start) if start else None
        keys = [key for key in keys if after is None or _position(listing, key) > after]
        chosen = keys[:limit]
        following = chosen[-1] if len(keys) > limit else None
    else:
        page = desk.conversations.listed(listing, limit=limit, start=start, now=now if waits else None)
        chosen, following = page.rows, page.next_start
    pairs = [parse_worklist_order(listing.order_of(row))[2:] for row in chosen]
    items = []
    for head in desk.conversations.heads(pairs):
        account = desk.directory.by_oa(head.oa_id)
        if account is None or not _belongs(head, listing, now):
            continue  # it has moved on, while the index was some milliseconds behind
        found = ConversationAccess(head, account)
        if is_within(found.path, listing.path):
            items.append(ListedConversation(found, answering(found, rules=desk.rules, now=now)))
    if waits:
        items.sort(key=lambda item: _urgency(item, now))
    return ListPage(items, following, complete)


def _belongs(head: Conversation, listing: Worklist, now: datetime) -> bool:
    """Whether a conversation is still one of this list."""
    if listing.assignee and head.assigned_to != listing.assignee:
        return False
    if listing.standing is WorklistState.WAITING:
        return head.waits_at(now)
    return head.stands is not None and head.stands[0] is listing.standing


def _waiting_below(listing: Worklist, desk: DeskDependencies, now: datetime) -> tuple[list[Row], bool]:
    """Keys of all that waits in a subtree, longest waiting first, and whether that is all."""
    rows: list[Row] = []
    start: Row | None = None
    while True:
        page = desk.conversations.listed(listing, limit=LOOKED_THROUGH - len(rows), start=start)
        rows += page.rows
        start = page.next_start
        if start is None or len(rows) >= LOOKED_THROUGH:
            last = clock.to_text(now + CLOCKS_DIFFER)
            due = [row for row in rows if _position(listing, row)[0] <= last]
            return sorted(due, key=lambda row: _position(listing, row)), start is None


def _position(listing: Worklist, row: Row) -> tuple[str, str]:
    """Order of waiting: the instant, then the whole key."""
    order = listing.order_of(row)
    return order.split("#")[1], order


def _urgency(item: ListedConversation, now: datetime) -> tuple[bool, bool, datetime]:
    """Calls for help first; then what is lost next; who can be lost no more comes last."""
    instants = (item.answering.free_until, item.answering.allowed_until)
    ahead = [instant for instant in instants if instant and instant >= now]
    head = item.found.head
    soonest = min(ahead, default=head.waits_from or now)
    return not head.is_urgent, bool(item.answering.refused), soonest
