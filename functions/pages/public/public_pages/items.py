"""Items of the library as templates show them: addresses, words and icons. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from loa.clock import from_text, local_day
from loa.publishing.library.projection.model import Card, PublishedItem
from loa.publishing.library.reading.addresses import url_of
from loa.publishing.library.rules.kinds import Section
from loa.publishing.library.rules.plain import plain
from loa.publishing.library.rules.texts import EFFECTS
from loa.web.pages.formats import day, moment, near_day
from public_pages import texts


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


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A part of an item's body: its `kind` (text, image, video, file) and what its template needs."""

    kind: str
    html: str = ""
    url: str = ""
    words: str = ""
    caption: str = ""
    size: int = 0


def list_address(page: SectionPage) -> str:
    """Where a section stands, below the home of a unit; the weather is a page of its own."""
    return f"/{page.slug}" if page.section is Section.WEATHER else f"/muc/{page.slug}"


def address_of(item_id: str) -> str:
    """Where an item is read; it never changes."""
    return f"/bai/{item_id}"


def news(cards: Iterable[Card], now: datetime) -> list[dict[str, Any]]:
    """Cards as rows of the macro `news`."""
    return [_row(card, now) for card in cards if card.is_shown(now)]


def _row(card: Card, now: datetime) -> dict[str, Any]:
    about = [
        texts.PINNED if card.is_on_top(now) and not card.urgent else "",
        BY_SECTION[card.section].label,
        str(card.fields.get("number", "")),
        near_day(card.published_at, local_day(now)),
        texts.CAN_BE_HEARD if card.has_audio else "",
    ]
    words = " · ".join(word for word in about if word)
    return {"href": address_of(card.item_id), "title": card.title, "about": words, "picture": None}


def events(cards: Iterable[Card], now: datetime) -> list[dict[str, Any]]:
    """Cards of the calendar, each with the first occasion that is not over."""
    shown = []
    for card in cards:
        ahead = [one for one in card.fields.get("occasions", ()) if from_text(one["ends_at"]) > now]
        if ahead:
            start = from_text(ahead[0]["starts_at"])
            place = str(card.fields.get("place", ""))
            row = {"href": address_of(card.item_id), "title": card.title, "place": place, "start": start}
            shown.append(row | {"more": len(ahead) - 1})
    return sorted(shown, key=lambda row: row["start"])


def facts(item: PublishedItem) -> list[tuple[str, str]]:
    """What the fields of an item say, by their labels; what is empty is left out."""
    said = item.content.fields
    rows = [(texts.WHEN, moment(from_text(one["starts_at"]))) for one in said.get("occasions", ())]
    for name, label in texts.FACTS.items():
        value = str(said.get(name) or "")
        if name == "effect":
            value = EFFECTS.get(value, "")
        elif name in {"issued_on", "valid_from", "valid_to"} and value:
            value = day(date.fromisoformat(value))
        rows.append((label, value))
    return [(label, value) for label, value in rows if value]


def body(item: PublishedItem) -> list[ShownBlock]:
    """The body of an item. A text with tags was reduced to harmless ones when it was saved."""
    return [made for block in item.content.blocks for made in _blocks(block)]


def _blocks(block: Mapping[str, Any]) -> list[ShownBlock]:
    kind, caption = str(block.get("type", "")), str(block.get("caption", ""))
    match kind:
        case "text":
            text = str(block["content"])
            is_html = plain(text) != text.strip()
            return [ShownBlock("text", html=text)] if is_html else [ShownBlock("plain", words=text)]
        case "image":
            return [
                ShownBlock("image", url=url_of(str(block["url"]), ""), words=_alt(block), caption=caption)
            ]
        case "gallery":
            return [made for image in block.get("images", ()) for made in _blocks({"type": "image", **image})]
        case "video":
            return [ShownBlock("video", url=str(block["url"]), caption=caption)]
        case "file":
            url, name = url_of(str(block["url"]), ""), str(block.get("name", ""))
            return [ShownBlock("file", url=url, words=name, size=int(block.get("bytes", 0)))]
    return []


def _alt(block: Mapping[str, Any]) -> str:
    return "" if block.get("decorative") else str(block.get("alt", ""))
