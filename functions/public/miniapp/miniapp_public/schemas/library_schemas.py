"""Shapes of the library as residents' programs read it. Texts are plain; the few tags in blocks are clean."""

from collections.abc import Sequence
from typing import Any

from pydantic import Field

from loa import clock
from loa.publishing.library.projection.home import Home
from loa.publishing.library.projection.model import Card, PublishedItem
from loa.publishing.library.reading.addresses import url_of
from loa.publishing.library.reading.service import HandbookPage
from loa.publishing.library.rules.kinds import CALENDAR, KINDS, SECTIONS, ItemKind, Section
from loa.publishing.library.rules.model import CoverPicture
from loa.web.schemas import Schema


class ShownCover(Schema):
    """The picture on top; `alt` is empty when it only decorates."""

    url: str
    alt: str
    caption: str

    @classmethod
    def of(cls, cover: CoverPicture | None, public_url: str) -> "ShownCover | None":
        """From the picture of an item; None: it has none."""
        if cover is None:
            return None
        return cls(url=url_of(cover.url, public_url), alt=cover.alt, caption=cover.caption)


class ShownCard(Schema):
    """An item in a list."""

    id: str
    unit: str
    kind: ItemKind
    kind_text: str
    section: Section
    title: str
    summary: str
    published_at: str
    updated_at: str
    cover: ShownCover | None
    fields: dict[str, Any] = Field(description="Các trường của loại nội dung, như ngày, số hiệu, địa điểm.")
    pinned: bool
    urgent: bool
    featured: bool
    has_audio: bool
    sample: bool

    @classmethod
    def of(cls, card: Card, public_url: str) -> "ShownCard":
        """From a card of the projection."""
        return cls(
            id=card.item_id,
            unit=card.unit_path,
            kind=card.kind,
            kind_text=SHOWN_KINDS[card.kind],
            section=card.section,
            title=card.title,
            summary=card.summary,
            published_at=clock.to_text(card.published_at),
            updated_at=clock.to_text(card.updated_at),
            cover=ShownCover.of(card.cover, public_url),
            fields=dict(card.fields),
            pinned=card.pinned_until is not None,
            urgent=card.urgent,
            featured=card.featured,
            has_audio=card.has_audio,
            sample=card.sample,
        )


class CardList(Schema):
    """A page of a list; `next` continues it, `above` is the unit whose list follows it."""

    items: list[ShownCard]
    next: str | None
    above: str | None

    @classmethod
    def of(
        cls, cards: Sequence[Card], public_url: str, *, following: str | None, above: str | None
    ) -> "CardList":
        """From the cards of a page."""
        return cls(items=[ShownCard.of(card, public_url) for card in cards], next=following, above=above)


class ShownSection(Schema):
    """A section of the library."""

    section: Section
    label: str
    by_hand: bool = Field(description="Sắp xếp theo thứ tự cán bộ chọn; nếu không, mới nhất trước.")


class HomeSection(ShownSection):
    """A section with its first items."""

    items: list[ShownCard]


class ShownHome(Schema):
    """What a unit shows first: pinned and urgent, the newest of each section, the next events."""

    unit: str
    top: list[ShownCard]
    sections: list[HomeSection]
    events: list[ShownCard]
    updated_at: str | None

    @classmethod
    def of(cls, home: Home, unit: str, public_url: str) -> "ShownHome":
        """From a home; sections without items are left out."""
        sections = [
            HomeSection(
                section=section,
                label=SECTIONS[section].label,
                by_hand=SECTIONS[section].by_hand,
                items=[ShownCard.of(card, public_url) for card in home.sections[section.value]],
            )
            for section in Section
            if home.sections.get(section.value)
        ]
        return cls(
            unit=unit,
            top=[ShownCard.of(card, public_url) for card in home.top],
            sections=sections,
            events=[ShownCard.of(card, public_url) for card in home.sections.get(CALENDAR, ())],
            updated_at=clock.optional_text(home.updated_at),
        )


class SectionList(Schema):
    """The twelve sections, in their order."""

    sections: list[ShownSection]


class ShownAudio(Schema):
    """A spoken version."""

    language: str
    url: str
    seconds: int
    speaker: str


class ShownWithdrawal(Schema):
    """Why an item is not published any more: a notice above its text, or where it went."""

    kind: str
    reason: str
    at: str
    redirect_to: str


class ShownItem(Schema):
    """An item whole."""

    id: str
    unit: str
    kind: ItemKind
    kind_text: str
    section: Section
    edition: int
    title: str
    summary: str
    author: str
    blocks: list[dict[str, Any]] = Field(
        description="Khối text có `content` đã làm sạch; image, gallery, video, file có `url`."
    )
    cover: ShownCover | None
    fields: dict[str, Any]
    audio: list[ShownAudio]
    published_at: str
    updated_at: str
    change_note: str
    withdrawal: ShownWithdrawal | None
    sample: bool

    @classmethod
    def of(cls, item: PublishedItem, public_url: str) -> "ShownItem":
        """From a published item."""
        content, gone = item.content, item.withdrawal
        return cls(
            id=item.item_id,
            unit=item.unit_path,
            kind=item.kind,
            kind_text=SHOWN_KINDS[item.kind],
            section=item.section,
            edition=item.edition,
            title=content.title,
            summary=content.summary,
            author=content.author,
            blocks=[_addressed(dict(block), public_url) for block in content.blocks],
            cover=ShownCover.of(content.cover, public_url),
            fields=dict(content.fields),
            audio=[
                ShownAudio(
                    language=audio.language,
                    url=url_of(audio.url, public_url),
                    seconds=audio.seconds,
                    speaker=audio.speaker,
                )
                for audio in content.audio
            ],
            published_at=clock.to_text(item.published_at),
            updated_at=clock.to_text(item.updated_at),
            change_note=item.change_note,
            withdrawal=ShownWithdrawal(
                kind=gone.kind.value,
                reason=gone.reason,
                at=clock.to_text(gone.at),
                redirect_to=gone.redirect_to,
            )
            if gone
            else None,
            sample=item.sample,
        )


class ShownPage(Schema):
    """A page of the handbook, with those below it."""

    id: str
    title: str
    summary: str
    below: list["ShownPage"]

    @classmethod
    def of(cls, page: HandbookPage) -> "ShownPage":
        """From a page of the tree."""
        card = page.card
        return cls(
            id=card.item_id, title=card.title, summary=card.summary, below=[cls.of(one) for one in page.below]
        )


class HandbookTree(Schema):
    """The handbook of a unit."""

    pages: list[ShownPage]


SHOWN_KINDS = {kind: rule.label for kind, rule in KINDS.items()}


def _addressed(block: dict[str, Any], public_url: str) -> dict[str, Any]:
    """Give the pictures and files of a block the addresses at which everybody reaches them."""
    for name in ("url", "thumb"):
        if isinstance(block.get(name), str):
            block[name] = url_of(block[name], public_url)
    if isinstance(block.get("images"), list | tuple):
        block["images"] = [_addressed(dict(image), public_url) for image in block["images"]]
    return block
