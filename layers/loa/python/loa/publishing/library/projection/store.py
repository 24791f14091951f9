"""Rows of the table Published: what residents read, and nothing else (partition: the unit's path).

    item#IDENT                  the item whole; after a withdrawal a tombstone that says why
    list#LIST#RANK#IDENT        its card, in the lists of its unit and, shown upward, of those above
    text#IDENT                  its words for the search index
    home                        the home of the unit
    invitations                 of a province: contests and surveys (`invitations`)
    file#NAME → ITEM_ID         (partition → sort) a published item that uses this document or sound: so long
                                everybody may fetch it

They are written in the transaction that changes the item: nothing is delivered twice, late or out of order.
The table can be made anew from Content at any time, but for the invitations, which come from Participation.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Final

from loa import clock
from loa.foundation.units.model import ancestors, province_of
from loa.platform.aws.dynamodb.tables import Attr, Delete, Page, Put, Row, Table, Write
from loa.platform.aws.dynamodb.transactions import get_many
from loa.publishing.library.projection import invitations
from loa.publishing.library.projection.home import Home, is_newest_first, room_in, with_lists
from loa.publishing.library.projection.invitations import Invitation, invitations_in
from loa.publishing.library.projection.model import Card, PublishedItem
from loa.publishing.library.rows.codec import from_map, to_map
from loa.publishing.library.rules.kinds import CALENDAR
from loa.publishing.library.rules.media import files_of
from loa.publishing.library.rules.model import Reach, item_id, split_id

_ITEM: Final = "item#"
_LIST: Final = "list#"
_TEXT: Final = "text#"
_HOME: Final = "home"
_FILE: Final = "file#"
MAXIMUM_TEXT: Final = 200_000
"""Bytes of the words for search; a row of DynamoDB holds 400 KB."""
_NOT_LATER: Final = "~"
_AT_ONCE: Final = 100
"""Rows of one request."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Where a card stands: a unit, the list's name, and the key of the row."""

    unit_path: str
    list_name: str
    sort: str


def item_key(an_item_id: str) -> tuple[str, str]:
    """Partition and sort key of a published item; both empty when it is no id of an item."""
    path, identifier = split_id(an_item_id)
    return path, f"{_ITEM}{identifier}" if path else ""


def identifier_in(sort: str) -> str:
    """The identifier in the sort key of a published item; empty for every other row."""
    return sort.removeprefix(_ITEM) if sort.startswith(_ITEM) else ""


def listings(published: PublishedItem) -> list[Listing]:
    """Where an item's card stands; nowhere once it was withdrawn."""
    if published.withdrawal is not None:
        return []
    card = published.card()
    units = [published.unit_path]
    if published.placement.reach is Reach.UPWARD:
        units += ancestors(published.unit_path)
    identifier = split_id(published.item_id)[1]
    sort = f"{_LIST}{card.list_name}#{card.rank}#{identifier}"
    return [Listing(unit_path, card.list_name, sort) for unit_path in units]


class PublishedStore:
    """What residents read, in the Published table."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def get(self, an_item_id: str) -> PublishedItem | None:
        """The item, also one that was withdrawn; None: it was never published."""
        partition, sort = item_key(an_item_id)
        row = self.table.get(partition, sort) if partition else None
        return from_map(PublishedItem, row["item"]) if row else None

    def titles(self, item_ids: Sequence[str]) -> dict[str, str]:
        """The titles of items that are shown, by id; a request for each hundred."""
        keys = [(self.table, *item_key(each)) for each in dict.fromkeys(item_ids)]
        rows = [row for part in batched(keys, _AT_ONCE, strict=False) for row in get_many(part)]
        found = [from_map(PublishedItem, row["item"]) for row in rows if row]
        return {item.item_id: item.content.title for item in found if item.withdrawal is None}

    def text(self, an_item_id: str) -> str:
        """Its words for the search index; empty when it is not published."""
        path, identifier = split_id(an_item_id)
        row = self.table.get(path, f"{_TEXT}{identifier}") if path else None
        return str(row["text"]) if row else ""

    def texts(self, unit_path: str) -> dict[str, str]:
        """The words of every published item of a unit, by the item's id."""
        rows = self.table.rows(unit_path, prefix=_TEXT)
        return {item_id(unit_path, row["sort"].removeprefix(_TEXT)): str(row["text"]) for row in rows}

    def all(self, unit_path: str) -> list[PublishedItem]:
        """Every item of a unit, tombstones included."""
        rows = self.table.rows(unit_path, prefix=_ITEM)
        return [from_map(PublishedItem, row["item"]) for row in rows]

    def page(self, unit_path: str, list_name: str, *, limit: int, start: Row | None = None) -> Page:
        """A piece of a list in its order; rows for `card_from`. The calendar: see `events`."""
        prefix = f"{_LIST}{list_name}#"
        newest = is_newest_first(list_name)
        return self.table.page(
            unit_path, prefix=prefix, limit=limit, newest_first=newest, start=start, consistent=True
        )

    def listed(self, unit_path: str) -> Iterator[Row]:
        """All lists of a unit, one after the other; rows for `card_from`, read as they are taken."""
        return self.table.rows(unit_path, prefix=_LIST)

    def events(self, unit_path: str, since: datetime, *, limit: int, start: Row | None = None) -> Page:
        """The events that are not over at an instant, those that end first before the others."""
        prefix = f"{_LIST}{CALENDAR}#"
        between = (f"{prefix}{clock.to_text(since)}", f"{prefix}{_NOT_LATER}")
        return self.table.page(unit_path, between=between, limit=limit, start=start, consistent=True)

    def homes(self, unit_paths: Sequence[str]) -> list[Home]:
        """The homes of units, in one request; an empty one for a unit that has published nothing."""
        rows = get_many([(self.table, unit_path, _HOME) for unit_path in unit_paths])
        return [from_map(Home, row) if row else Home() for row in rows]

    def homes_and_invitations(self, unit_paths: Sequence[str]) -> tuple[list[Home], list[Invitation]]:
        """The homes of units, and what residents of their province are invited to, in one request."""
        keys = [(self.table, unit_path, _HOME) for unit_path in unit_paths]
        *rows, invited = get_many([*keys, (self.table, province_of(unit_paths[0]), invitations.SORT)])
        return [from_map(Home, row) if row else Home() for row in rows], invitations_in(invited)

    def changes(
        self, before: PublishedItem | None, after: PublishedItem, *, text: str, now: datetime
    ) -> list[Write]:
        """The writes that show an item as it is now, with the homes of all units that are concerned.

        Args:
            before: as it is shown; None: it never was. Under another id: its cards go, and what stands at
                its address stays as it is.
            after: as it is to be shown.
            text: its words for the search index.
            now: what has expired leaves the homes.
        """
        partition, sort = item_key(after.item_id)
        older = Attr("version").not_exists() | Attr("version").lt(after.version)
        row = {"partition": partition, "sort": sort, "item": to_map(after), "version": after.version}
        old, new = listings(before) if before else [], listings(after)
        card = after.card()
        shown = {"card": to_map(card), "version": after.version}
        writes: list[Write] = [Put(self.table, row, only_if=older)]
        writes += [Delete(self.table, place.unit_path, place.sort) for place in old if place not in new]
        writes += [
            Put(self.table, {"partition": place.unit_path, "sort": place.sort, **shown}) for place in new
        ]
        writes.append(self._text_write(after, text))
        writes += self._file_writes(before, after)
        ids = {after.item_id, *([before.item_id] if before else [])}
        for unit_path in dict.fromkeys(place.unit_path for place in (*old, *new)):
            here = {place.list_name for place in new if place.unit_path == unit_path}
            touched = here | {place.list_name for place in old if place.unit_path == unit_path}
            writes.append(self._home_write(unit_path, ids, card if here else None, touched, now))
        return writes

    def is_file_shown(self, name: str) -> bool:
        """Whether a published item uses a document or sound of that name. One Query."""
        return bool(self.table.page(f"{_FILE}{name}", limit=1).rows)

    def _file_writes(self, before: PublishedItem | None, after: PublishedItem) -> list[Write]:
        was_it = before is not None and before.item_id == after.item_id
        old = files_of(before.content) if before and was_it else frozenset()
        new, item_id = files_of(after.content), after.item_id
        writes: list[Write] = [
            Put(self.table, {"partition": f"{_FILE}{name}", "sort": item_id}) for name in sorted(new - old)
        ]
        return writes + [Delete(self.table, f"{_FILE}{name}", item_id) for name in sorted(old - new)]

    def _text_write(self, after: PublishedItem, text: str) -> Write:
        path, identifier = split_id(after.item_id)
        sort = f"{_TEXT}{identifier}"
        if after.withdrawal is not None:
            return Delete(self.table, path, sort)
        kept = text.encode()[:MAXIMUM_TEXT].decode(errors="ignore")
        return Put(self.table, {"partition": path, "sort": sort, "text": kept, "version": after.version})

    def _home_write(
        self, unit_path: str, ids: Collection[str], card: Card | None, list_names: set[str], now: datetime
    ) -> Put:
        """The unit's home after the change; refused when another publication was faster."""
        (home,) = self.homes([unit_path])
        lists = {name: self._first_cards(unit_path, name, ids, card, now) for name in list_names}
        following = with_lists(home, unit_path, ids, card, lists, now=now)
        return self._put_home(unit_path, home, following)

    def _put_home(self, unit_path: str, home: Home, following: Home) -> Put:
        row = {"partition": unit_path, "sort": _HOME, **to_map(following)}
        if home.version == 0:
            return Put(self.table, row, new=True)
        return Put(self.table, row, only_if=Attr("version").eq(home.version))

    def _first_cards(
        self, unit_path: str, list_name: str, ids: Collection[str], card: Card | None, now: datetime
    ) -> list[Card]:
        """The first cards of a list as it will be."""
        limit = room_in(list_name) + 1
        if list_name == CALENDAR:
            page = self.events(unit_path, now, limit=limit)
        else:
            page = self.page(unit_path, list_name, limit=limit)
        cards = [found for row in page.rows if (found := card_from(row)).item_id not in ids]
        if card and card.list_name == list_name:
            cards.append(card)
        return sorted(
            cards,
            key=lambda found: (found.rank, split_id(found.item_id)[1]),
            reverse=is_newest_first(list_name),
        )

    def refresh_home(self, unit_path: str, now: datetime) -> None:
        """Let go of events that are over and pins that have ended; nothing happens to who was faster.

        Raises:
            Conflict: a publication was faster, which has refreshed the home as well.
        """
        (home,) = self.homes([unit_path])
        if home.version == 0:
            return
        lists = {name: self._first_cards(unit_path, name, (), None, now) for name in home.sections}
        write = self._put_home(unit_path, home, with_lists(home, unit_path, (), None, lists, now=now))
        self.table.put(write.row, only_if=write.only_if)


def card_from(row: Row) -> Card:
    """The card in a row of a list."""
    return from_map(Card, row["card"])
