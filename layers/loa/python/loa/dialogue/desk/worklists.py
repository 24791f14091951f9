"""The lists of conversations: waiting, answered or closed at a unit, or assigned to an officer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import batched
from typing import Final

from loa import clock
from loa.dialogue.conversations.model import CLOCKS_DIFFER, Conversation, WorklistState
from loa.dialogue.conversations.worklist_keys import Worklist, parse_worklist_order
from loa.dialogue.desk.model import (
    CLOSING_WITHIN,
    MOST_COUNTED,
    ConversationAccess,
    ListedConversation,
    WaitingCounts,
)
from loa.dialogue.desk.reading import ConversationReading
from loa.foundation.units.model import is_within
from loa.platform.aws.dynamodb.tables import Row, Table
from loa.platform.aws.dynamodb.transactions import get_many
from loa.residents.followers.store import message_from
from loa.text.folding import fold

LOOKED_THROUGH: Final = 5_000
"""How many waiting conversations of a subtree are sorted by waiting time; the page reports any excess."""

HIGHEST_FOUND: Final = 50
"""How many conversations a search for a name shows."""

_AT_ONCE: Final = 100

SEARCHED_THROUGH: Final = 1_000
"""In how many conversations of each list a name is looked for, the newest first."""

_COUNTED_AT_ONCE: Final = 2 * (MOST_COUNTED + 1)


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a list.

    Attributes:
        items: of what waits, the most urgent first within the page.
        next_start: where the next page begins; None at the end.
        complete: False if more conversations wait below the unit than are sorted.
    """

    items: list[ListedConversation]
    next_start: Row | None
    complete: bool = True


class ConversationWorklists(ConversationReading):
    """The lists of conversations."""

    def worklist(
        self, listing: Worklist, *, limit: int, start: Row | None, with_words: bool = False
    ) -> ListPage:
        """Return a page of a list; the officer must be allowed to read at its unit.

        Waiting: calls for help come first; then pages start with the longest waiting. Within a page, those
        whose window closes next come first, and those to which Zalo allows no more messages come last:
        officers have to find another way. Answered or closed: newest first; over a subtree, one unit after
        the other.

        Args:
            listing: which list.
            limit: rows per page.
            start: where the previous page stopped.
            with_words: whether the newest message of each is read too.
        """
        now = self.now()
        complete, waits = True, listing.standing is WorklistState.WAITING
        if waits and listing.subtree:
            keys, complete = self._waiting_below(listing, now)
            after = _position(listing, start) if start else None
            keys = [key for key in keys if after is None or _position(listing, key) > after]
            chosen = keys[:limit]
            following = chosen[-1] if len(keys) > limit else None
        else:
            page = self.conversations.listed(listing, limit=limit, start=start, now=now if waits else None)
            chosen, following = page.rows, page.next_start
        items = self._listed(listing, chosen, now)
        if waits:
            items.sort(key=lambda item: _urgency(item, now))
        return ListPage(self.with_last(items) if with_words else items, following, complete)

    def waiting(
        self, path: str, *, subtree: bool, officer_id: str, page: ListPage | None = None
    ) -> WaitingCounts:
        """Return how many conversations wait; one Query, two where more wait than are counted.

        Args:
            path: the unit.
            subtree: also those of the units below.
            officer_id: whose are counted as theirs.
            page: the first page of what waits, where it was read already.
        """
        now = self.now()
        listing = Worklist(path, subtree=subtree)
        page = page or self.worklist(listing, limit=_COUNTED_AT_ONCE, start=None)
        ends = [item.closes_at(now) for item in page.items]
        closing = sum(1 for end in ends if end and end - now <= CLOSING_WITHIN)
        mine = sum(1 for item in page.items if item.found.head.assigned_to == officer_id)
        if page.next_start is None and page.complete:
            return WaitingCounts(len(page.items), mine, closing)
        theirs = replace(listing, assignee=officer_id)
        rows = self.conversations.listed(theirs, limit=MOST_COUNTED + 1, now=None if subtree else now).rows
        return WaitingCounts(MOST_COUNTED + 1, len(rows), closing)

    def named(self, path: str, name: str, *, subtree: bool) -> ListPage:
        """Return the conversations whose resident bears a name, in any list of a unit; marks do not count.

        Each list is looked through as far as `SEARCHED_THROUGH`; what waits comes first.

        Args:
            path: the unit.
            name: a part of the name.
            subtree: also those of the units below.
        """
        now, wanted = self.now(), fold(name)
        found: list[ListedConversation] = []
        complete = True
        for standing in WorklistState:
            listing = Worklist(path, standing, subtree=subtree)
            page = self.conversations.listed(listing, limit=SEARCHED_THROUGH)
            complete = complete and page.next_start is None
            found += [
                item
                for item in self._listed(listing, page.rows, now)
                if wanted and wanted in fold(item.found.head.display_name)
            ]
        return ListPage(self.with_last(found[:HIGHEST_FOUND]), None, complete and len(found) <= HIGHEST_FOUND)

    def with_last(self, items: Sequence[ListedConversation]) -> list[ListedConversation]:
        """Return lines of a list with the newest message of each resident, where it may be read."""
        places: list[tuple[Table, str, str]] = []
        at: list[int] = []
        for number, item in enumerate(items):
            head = item.found.head
            if head.last_message_at and head.last_message_id and not head.is_forgotten(head.last_message_at):
                at.append(number)
                places.append(self.conversations.newest(head))
        rows = [row for some in batched(places, _AT_ONCE, strict=False) for row in get_many(list(some))]
        last = {number: message_from(row) for number, row in zip(at, rows, strict=True) if row}
        return [replace(item, last=last.get(number)) for number, item in enumerate(items)]

    def _listed(self, listing: Worklist, rows: Sequence[Row], now: datetime) -> list[ListedConversation]:
        """Return the conversations of rows of the index, without those that have moved on meanwhile."""
        items = []
        for head in self.conversations.heads(
            [parse_worklist_order(listing.order_of(row))[2:] for row in rows]
        ):
            account = self.directory.by_oa(head.oa_id)
            if account is None or not _belongs(head, listing, now):
                continue  # it has moved on; the index lags by some milliseconds
            found = ConversationAccess(head, account)
            if is_within(found.path, listing.path):
                items.append(ListedConversation(found, self.answering(found)))
        return items

    def _waiting_below(self, listing: Worklist, now: datetime) -> tuple[list[Row], bool]:
        """Return the keys of all that waits in a subtree, longest waiting first, and True if that is all."""
        rows: list[Row] = []
        start: Row | None = None
        while True:
            page = self.conversations.listed(listing, limit=LOOKED_THROUGH - len(rows), start=start)
            rows += page.rows
            start = page.next_start
            if start is None or len(rows) >= LOOKED_THROUGH:
                last = clock.to_text(now + CLOCKS_DIFFER)
                due = [row for row in rows if _position(listing, row)[0] <= last]
                return sorted(due, key=lambda row: _position(listing, row)), start is None


def _belongs(head: Conversation, listing: Worklist, now: datetime) -> bool:
    """Return True if a conversation still belongs to this list."""
    if listing.assignee and head.assigned_to != listing.assignee:
        return False
    if listing.standing is WorklistState.WAITING:
        return head.waits_at(now)
    return head.stands is not None and head.stands[0] is listing.standing


def _position(listing: Worklist, row: Row) -> tuple[str, str]:
    """Return the sort key for waiting time: the instant, then the whole key."""
    order = listing.order_of(row)
    return order.split("#")[1], order


def _urgency(item: ListedConversation, now: datetime) -> tuple[bool, bool, bool, datetime]:
    """Sort calls for help first, then what may be one, then by closing window; past their window: last."""
    instants = (item.answering.free_until, item.answering.allowed_until)
    ahead = [instant for instant in instants if instant and instant >= now]
    head = item.found.head
    soonest = min(ahead, default=head.waits_from or now)
    return not head.is_urgent, not head.is_watched, bool(item.answering.refused), soonest
