"""What a resident asks of the library: a list is one Query, an item one GetItem, a home one BatchGetItem."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final

from loa.clock import now
from loa.errors import NotFound, Superseded
from loa.foundation.units.model import is_path, province_of
from loa.platform.aws.dynamodb.tables import Row
from loa.publishing.library.projection.home import Home, merged
from loa.publishing.library.projection.invitations import Invitation
from loa.publishing.library.projection.model import Card, PublishedItem
from loa.publishing.library.projection.store import PublishedStore, card_from
from loa.publishing.library.reading import texts
from loa.publishing.library.rules.kinds import ItemKind, Section
from loa.publishing.library.rules.model import WithdrawalKind

FILTERED_AT_ONCE: Final = 100
"""Rows of one Query in which documents are looked for; what is left follows with the cursor."""

OWN_ITEMS: Final = 5000
"""Items of one unit that a sitemap names."""

HANDBOOK_LEVELS: Final = 5
HANDBOOK_PAGES: Final = 400
"""Pages of a handbook that one Query holds: 400 cards of less than a kilobyte."""


@dataclass(frozen=True, slots=True)
class CardPage:
    """A piece of a list, and the key where the next begins; None at the end."""

    cards: list[Card]
    next_start: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """What a resident looks for among documents; what is empty does not count.

    Attributes:
        effect: `in_force`, `expired` or `amended`.
        law_field, form, issuer: as the document has it, in any case of letters.
        year: in which it was issued, four digits.
    """

    effect: str = ""
    law_field: str = ""
    form: str = ""
    issuer: str = ""
    year: str = ""

    def fits(self, card: Card) -> bool:
        """Tell whether a card is a document that is looked for."""
        if card.kind is not ItemKind.DOCUMENT:
            return False
        fields = {name: str(value).casefold() for name, value in card.fields.items()}
        named = {"effect": self.effect, "law_field": self.law_field, "form": self.form, "issuer": self.issuer}
        return all(
            fields.get(name, "") == wanted.casefold() for name, wanted in named.items() if wanted
        ) and (fields.get("issued_on", "").startswith(self.year))


def document_choices(cards: Iterable[Card]) -> dict[str, list[str]]:
    """What the documents among some cards can be told apart by: field of `DocumentFilter` → values."""
    found: dict[str, set[str]] = {"form": set(), "issuer": set(), "law_field": set(), "year": set()}
    for card in cards:
        if card.kind is ItemKind.DOCUMENT:
            for name, values in found.items():
                value = card.fields.get("issued_on", "")[:4] if name == "year" else card.fields.get(name, "")
                values.add(str(value))
    ordered = {name: sorted(values - {""}) for name, values in found.items()}
    return ordered | {"year": ordered["year"][::-1]}


@dataclass(frozen=True, slots=True)
class HandbookPage:
    """A page of the handbook with those below it, in their order."""

    card: Card
    below: tuple["HandbookPage", ...]


@dataclass(frozen=True, slots=True)
class PublicLibrary:
    """The library as residents read it.

    Attributes:
        published: the table Published.
        clock: the present instant.
    """

    published: PublishedStore
    clock: Callable[[], datetime] = now

    def home(self, unit_path: str) -> Home:
        """Return the home of a unit, with what its province shows.

        Raises:
            NotFound: it is no path of a unit.
        """
        _check(unit_path)
        province = province_of(unit_path)
        if unit_path == province:
            (own,) = self.published.homes([unit_path])
            return merged(own, Home(), now=self.clock())
        own, above = self.published.homes([unit_path, province])
        return merged(own, above, now=self.clock())

    def front(self, unit_path: str) -> tuple[Home, list[Invitation]]:
        """Return the home of a unit, and what its residents may take part in now; one request for both.

        Raises:
            NotFound: it is no path of a unit.
        """
        _check(unit_path)
        paths = list(dict.fromkeys([unit_path, province_of(unit_path)]))
        (own, *above), invited = self.published.homes_and_invitations(paths)
        now = self.clock()
        home = merged(own, above[0] if above else Home(), now=now)
        return home, [each for each in invited if each.is_for(unit_path, now)]

    def section(self, unit_path: str, section: Section, *, limit: int, start: Row | None = None) -> CardPage:
        """Return a page of a section: what this unit publishes itself, and what units below show upward."""
        _check(unit_path)
        page = self.published.page(unit_path, section.value, limit=limit, start=start)
        return CardPage(self._shown(page.rows), page.next_start)

    def documents(
        self, unit_path: str, section: Section, wanted: DocumentFilter, *, start: Row | None = None
    ) -> CardPage:
        """Return the documents among the next hundred items of a section that fit."""
        page = self.section(unit_path, section, limit=FILTERED_AT_ONCE, start=start)
        return CardPage([card for card in page.cards if wanted.fits(card)], page.next_start)

    def events(self, unit_path: str, *, limit: int, start: Row | None = None) -> CardPage:
        """Return the events of a unit that are not over, those that end first before the others."""
        _check(unit_path)
        page = self.published.events(unit_path, self.clock(), limit=limit, start=start)
        return CardPage(self._shown(page.rows), page.next_start)

    def own(self, unit_path: str) -> list[Card]:
        """Return what a unit publishes itself, list by list: at most `OWN_ITEMS`, some requests."""
        _check(unit_path)
        cards = self._shown(list(islice(self.published.listed(unit_path), OWN_ITEMS)))
        return [card for card in cards if card.unit_path == unit_path]

    def handbook(self, unit_path: str) -> tuple[HandbookPage, ...]:
        """Return the tree of the handbook, five levels deep; what lies deeper stands on the fifth.

        A page whose parent is gone stands at the top, and so does one of pages that are each other's parents.
        """
        page = self.section(unit_path, Section.HANDBOOK, limit=HANDBOOK_PAGES)
        known = {card.item_id for card in page.cards}
        children: dict[str, list[Card]] = {}
        for card in page.cards:
            parent = str(card.fields.get("parent", ""))
            children.setdefault(parent if parent in known else "", []).append(card)
        placed: set[str] = set()
        tree = _below(children, "", 1, placed)
        for card in page.cards:
            if card.item_id not in placed:
                placed.add(card.item_id)
                tree.append(HandbookPage(card, tuple(_below(children, card.item_id, 2, placed))))
        return tuple(tree)

    def item(self, item_id: str) -> PublishedItem:
        """Return an item, also one that was withdrawn with a notice or moved.

        Raises:
            NotFound: it was never published, or its end has passed, whether or not the clock took it down.
            Superseded: it was taken down; the message says why.
        """
        found = self.published.get(item_id)
        if found is None:
            raise NotFound
        if found.withdrawal and found.withdrawal.kind is WithdrawalKind.REDIRECT:
            return found
        if found.placement.expires_at and found.placement.expires_at <= self.clock():
            raise NotFound
        if found.withdrawal and found.withdrawal.kind is not WithdrawalKind.NOTICE:
            raise Superseded(texts.GONE.format(reason=found.withdrawal.reason))
        return found

    def _shown(self, rows: list[Row]) -> list[Card]:
        at = self.clock()
        return [card for card in map(card_from, rows) if card.is_shown(at)]


def _check(unit_path: str) -> None:
    if not is_path(unit_path):
        raise NotFound


def _below(
    children: Mapping[str, list[Card]], parent: str, level: int, placed: set[str]
) -> list[HandbookPage]:
    """The pages below another that stand nowhere yet; those below the last level stand on it."""
    pages = []
    for card in children.get(parent, ()):
        if card.item_id not in placed:
            placed.add(card.item_id)
            below = _below(children, card.item_id, min(level + 1, HANDBOOK_LEVELS), placed)
            if level < HANDBOOK_LEVELS:
                pages.append(HandbookPage(card, tuple(below)))
            else:
                pages += [HandbookPage(card, ()), *below]
    return pages
