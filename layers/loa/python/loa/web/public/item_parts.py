"""An item of the library as residents see it, on its page and where officers look at it before. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from loa.clock import from_text
from loa.publishing.library.projection.model import PublishedItem, Shapes
from loa.publishing.library.reading.addresses import url_of, version_of
from loa.publishing.library.rules.kinds import KINDS
from loa.publishing.library.rules.model import Audio
from loa.publishing.library.rules.plain import plain
from loa.publishing.library.rules.texts import EFFECTS
from loa.publishing.pictures.sizes import IN_TEXTS
from loa.web.pages.formats import day, moment
from loa.web.public import texts
from loa.web.public.cards import BY_SECTION, SectionPage


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A part of an item's body: its `kind` (text, image, video, file) and what its template needs."""

    kind: str
    html: str = ""
    url: str = ""
    webp: str = ""
    words: str = ""
    caption: str = ""
    size: int = 0
    width: int = 0
    height: int = 0

    @classmethod
    def picture(cls, reference: str, words: str, caption: str, shapes: Shapes) -> "ShownBlock":
        """A picture in the size for texts, if it is one of ours; of any other site only where it is."""
        src = version_of(reference, IN_TEXTS, "jpg")
        if not src:
            return cls("picture-elsewhere", url=reference, words=words, caption=caption)
        webp = version_of(reference, IN_TEXTS, "webp")
        # What nobody knew when it was published counts as 16:9.
        wide, high = shapes.get(reference) or (IN_TEXTS.width, IN_TEXTS.width * 9 // 16)
        width = min(wide, IN_TEXTS.width)
        return cls(
            "image",
            url=src,
            webp=webp,
            words=words,
            caption=caption,
            size=IN_TEXTS.maximum,
            width=width,
            height=max(1, round(high * width / wide)),
        )


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item with what `public/library/article.html` needs of it.

    Attributes:
        item: the item.
        section: its section, with its address.
        body: its parts.
        facts: what its fields say, by their labels.
        cover: the picture on top; None: there is none.
        audio: the spoken versions with their addresses.
        outside: where a link leads; empty for what is read here.
        phone: whom to call; empty: nobody.
        is_event: whether a calendar takes it.
    """

    item: PublishedItem
    section: SectionPage
    body: list[ShownBlock]
    facts: list[tuple[str, str]]
    cover: ShownBlock | None
    audio: list[tuple[Audio, str]]
    outside: str
    phone: str
    is_event: bool


def shown(item: PublishedItem) -> ShownItem:
    """An item as its page and its preview show it."""
    return ShownItem(
        item=item,
        section=BY_SECTION[item.section],
        body=[made for block in item.content.blocks for made in _blocks(block, item.shapes)],
        facts=facts(item),
        cover=_cover(item),
        audio=[(spoken, url_of(spoken.url, "")) for spoken in item.content.audio],
        outside=str(item.content.fields.get("url") or item.content.fields.get("online_url") or ""),
        phone=str(item.content.fields.get("phone") or ""),
        is_event=KINDS[item.kind].in_calendar,
    )


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


def _blocks(block: Mapping[str, Any], shapes: Shapes) -> list[ShownBlock]:
    """A part of the body. A text with tags was reduced to harmless ones when it was saved."""
    kind, caption = str(block.get("type", "")), str(block.get("caption", ""))
    match kind:
        case "text":
            text = str(block["content"])
            is_html = plain(text) != text.strip()
            return [ShownBlock("text", html=text)] if is_html else [ShownBlock("plain", words=text)]
        case "image":
            return [ShownBlock.picture(str(block["url"]), _alt(block), caption, shapes)]
        case "gallery":
            return [
                made
                for image in block.get("images", ())
                for made in _blocks({"type": "image", **image}, shapes)
            ]
        case "video":
            return [ShownBlock("video", url=str(block["url"]), caption=caption)]
        case "file":
            url, name = url_of(str(block["url"]), ""), str(block.get("name", ""))
            return [ShownBlock("file", url=url, words=name, size=int(block.get("bytes", 0)))]
    return []


def _alt(block: Mapping[str, Any]) -> str:
    return "" if block.get("decorative") else str(block.get("alt", ""))


def _cover(item: PublishedItem) -> ShownBlock | None:
    own = item.content.cover
    return (
        ShownBlock.picture(own.url, "" if own.decorative else own.alt, own.caption, item.shapes)
        if own
        else None
    )
