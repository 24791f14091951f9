"""Items as residents read them. Pure types."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from loa.clock import to_text
from loa.publishing.library.rules.kinds import KINDS, SECTIONS, ItemKind, Section, list_name
from loa.publishing.library.rules.model import (
    CoverPicture,
    Edition,
    Item,
    LibraryContent,
    Placement,
    Withdrawal,
    WithdrawalKind,
)

_WITHOUT_TEXT: Final = frozenset({WithdrawalKind.GONE, WithdrawalKind.REDIRECT, WithdrawalKind.EXPIRED})

type Shapes = Mapping[str, tuple[int, ...]]
"""Width and height of pictures, pixels, by their references."""


@dataclass(frozen=True, slots=True)
class Card:
    """What lists show of a published item; `fields` are those that the kind shows on cards."""

    item_id: str
    unit_path: str
    kind: ItemKind
    section: Section
    title: str
    summary: str
    published_at: datetime
    updated_at: datetime
    cover: CoverPicture | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    order: int = 0
    expires_at: datetime | None = None
    pinned_until: datetime | None = None
    featured: bool = False
    urgent: bool = False
    has_audio: bool = False
    sample: bool = False

    @property
    def list_name(self) -> str:
        """The list that it stands in."""
        return list_name(self.kind, self.section)

    @property
    def rank(self) -> str:
        """Its place in that list, as text: date of publication, end of the last occasion, or order."""
        if KINDS[self.kind].in_calendar:
            return max((str(occasion["ends_at"]) for occasion in self.fields["occasions"]), default="")
        if SECTIONS[self.section].by_hand:
            return f"{self.order:06d}"
        return to_text(self.published_at)

    def is_on_top(self, now: datetime) -> bool:
        """Whether it stands on top of its unit's home."""
        return self.urgent or (self.pinned_until is not None and self.pinned_until > now)

    def is_shown(self, now: datetime) -> bool:
        """Whether it has not expired, and is no event that is over."""
        over = KINDS[self.kind].in_calendar and self.rank <= to_text(now)
        return not over and (self.expires_at is None or self.expires_at > now)


@dataclass(frozen=True, slots=True)
class PublishedItem:
    """An item as residents read it: the projection of its live edition.

    Attributes:
        item_id, unit_path, kind, section, reach: as in the item.
        version: `Item.shown_version`; grows with every change of what residents see.
        edition: number of the edition that is shown.
        content: what it says.
        published_at: when it first appeared.
        updated_at: of its last major change.
        change_note: what that was.
        placement: order, pin, expiry.
        withdrawal: not None: it stands in no list, and its address says why.
        sample: made for a demonstration.
        shapes: width and height of its pictures by their references, so that a page keeps room for them;
            what is missing nobody knew.
    """

    item_id: str
    unit_path: str
    kind: ItemKind
    version: int
    edition: int
    content: LibraryContent
    published_at: datetime
    updated_at: datetime
    placement: Placement
    change_note: str = ""
    withdrawal: Withdrawal | None = None
    sample: bool = False
    shapes: Shapes = field(default_factory=dict)

    @property
    def section(self) -> Section:
        """Its section."""
        return self.placement.section

    def card(self) -> Card:
        """What lists show of it."""
        shown = KINDS[self.kind].card_fields
        return Card(
            item_id=self.item_id,
            unit_path=self.unit_path,
            kind=self.kind,
            section=self.section,
            title=self.content.title,
            summary=self.content.summary,
            published_at=self.published_at,
            updated_at=self.updated_at,
            cover=self.content.cover,
            fields={name: value for name, value in self.content.fields.items() if name in shown},
            order=self.placement.order,
            expires_at=self.placement.expires_at,
            pinned_until=self.placement.pinned_until,
            featured=self.placement.featured,
            urgent=self.placement.urgent,
            has_audio=bool(self.content.audio),
            sample=self.sample,
        )


def projected(item: Item, live: Edition, shapes: Shapes | None = None) -> PublishedItem:
    """The item as residents read it now. What is gone, moved or expired says no more than that.

    Args:
        item: its head.
        live: the edition that is shown.
        shapes: as in `PublishedItem`.

    Raises:
        ValueError: it was never published.
    """
    if item.published_at is None:
        raise ValueError("never published")
    content, change_note = live.content, live.change_note
    if item.withdrawal and item.withdrawal.kind in _WITHOUT_TEXT:
        content, change_note = LibraryContent(title=""), ""
    return PublishedItem(
        item_id=item.item_id,
        unit_path=item.unit_path,
        kind=item.kind,
        version=item.shown_version,
        edition=live.number,
        content=content,
        published_at=item.published_at,
        updated_at=item.changed_at or item.published_at,
        placement=item.placement,
        change_note=change_note,
        withdrawal=item.withdrawal,
        sample=item.sample,
        shapes=shapes or {},
    )
