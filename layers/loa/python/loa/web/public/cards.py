"""Items of the library in lists, as templates show them: addresses, words, icons, small pictures. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from loa.clock import from_text, local_day
from loa.publishing.library.projection.home import Home
from loa.publishing.library.projection.model import Card
from loa.publishing.library.reading.addresses import version_of
from loa.publishing.library.rules.kinds import SECTIONS, Section
from loa.publishing.library.rules.model import CoverPicture
from loa.publishing.library.rules.texts import EFFECTS
from loa.publishing.pictures.sizes import IN_LISTS
from loa.web.pages.formats import near_day
from loa.web.public import texts


@dataclass(frozen=True, slots=True)
class SectionPage:
    """A section with its address.

    Attributes:
        section: of the library.
        slug: the last part of its address.
        icon: of `parts/icons.html`.
        label: two or three words for a tile.
    """

    section: Section
    slug: str
    icon: str
    label: str


SECTION_PAGES: Final = tuple(SectionPage(section, *texts.SECTION_PAGES[section.value]) for section in Section)
BY_SLUG: Final = {page.slug: page for page in SECTION_PAGES}
BY_SECTION: Final = {page.section: page for page in SECTION_PAGES}


def list_address(page: SectionPage) -> str:
    """Where a section stands, below the home of a unit; the weather is a page of its own."""
    return f"/{page.slug}" if page.section is Section.WEATHER else f"/muc/{page.slug}"


def address_of(item_id: str) -> str:
    """Where an item is read; it never changes."""
    return f"/bai/{item_id}"


def newest_first(home: Home) -> list[Card]:
    """The items of a home in the order of its news: pinned, featured, then the newest of all sections."""
    names = [section.value for section in Section if not SECTIONS[section].by_hand]
    found = [card for name in names for card in home.sections.get(name, ())]
    pinned = [card for card in home.top if not card.urgent]
    newest = sorted(found, key=lambda card: (card.featured, card.published_at), reverse=True)
    return list({card.item_id: card for card in (*pinned, *newest)}.values())


def news(cards: Iterable[Card], now: datetime, *, in_section: bool = False) -> list[dict[str, Any]]:
    """Cards as rows of the macro `news`; inside a section its name is not said again."""
    return [_row(card, now, in_section=in_section) for card in cards if card.is_shown(now)]


def _row(card: Card, now: datetime, *, in_section: bool) -> dict[str, Any]:
    about = [
        texts.PINNED if card.is_on_top(now) and not card.urgent else texts.FEATURED if card.featured else "",
        "" if in_section else BY_SECTION[card.section].label,
        near_day(card.published_at, local_day(now)),
        texts.SAMPLE if card.sample else "",
    ]
    effect = str(card.fields.get("effect", ""))
    return {
        "href": str(card.fields.get("url") or address_of(card.item_id)),
        "outside": bool(card.fields.get("url")),
        "summary": (card.summary or str(card.fields.get("host_name", ""))) if card.fields.get("url") else "",
        "title": card.title,
        "about": "" if card.fields.get("url") else " · ".join(word for word in about if word),
        "number": str(card.fields.get("number", "")),
        "effect": (effect, EFFECTS[effect]) if effect in EFFECTS else None,
        "has_audio": card.has_audio,
        "picture": thumbnail(card.cover),
    }


def thumbnail(cover: CoverPicture | None) -> dict[str, str] | None:
    """The small picture of a card; None where it has none of ours."""
    if cover is None or not (src := version_of(cover.url, IN_LISTS, "jpg")):
        return None
    alt = "" if cover.decorative else cover.alt
    return {"src": src, "webp": version_of(cover.url, IN_LISTS, "webp"), "alt": alt}


def events(cards: Iterable[Card], now: datetime) -> list[dict[str, Any]]:
    """Cards of the calendar, each with the first occasion that is not over and how many follow it."""
    shown = []
    for card in cards:
        ahead = occasions([card], now)
        if ahead:
            shown.append(ahead[0] | {"more": len(ahead) - 1})
    return sorted(shown, key=_start)


def occasions(cards: Iterable[Card], now: datetime) -> list[dict[str, Any]]:
    """Every occasion that is not over, as rows of the macro `event_list`, the next one first."""
    rows = [
        {
            "href": address_of(card.item_id),
            "title": card.title,
            "place": str(card.fields.get("place", "")),
            "start": from_text(one["starts_at"]),
            "end": from_text(one["ends_at"]),
            "more": 0,
        }
        for card in cards
        for one in card.fields.get("occasions", ())
        if from_text(one["ends_at"]) > now
    ]
    return sorted(rows, key=_start)


def _start(row: Mapping[str, Any]) -> datetime:
    start: datetime = row["start"]
    return start
