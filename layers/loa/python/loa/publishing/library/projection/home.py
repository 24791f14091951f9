"""The home of a unit: what stands on top, the newest of each section, the next events. Pure rules.

A home is one row, kept by the publications themselves, so that a resident's home costs one request however
many items there are: the unit's own row and that of the province.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from loa.publishing.library.projection.model import Card
from loa.publishing.library.rules.kinds import CALENDAR, SECTIONS, Section

MAXIMUM_ON_TOP: Final = 8
CARDS_PER_SECTION: Final = 3
CARDS_IN_CALENDAR: Final = 8
SUMMARY: Final = 160
"""Letters of a summary on a home."""


@dataclass(frozen=True, slots=True)
class Home:
    """What residents see first of a unit.

    Attributes:
        top: pinned or urgent, urgent first.
        sections: the first cards of each list, by its name; `calendar` holds the next events.
        version: grows with every write.
        updated_at: of the newest change.
    """

    top: tuple[Card, ...] = ()
    sections: Mapping[str, tuple[Card, ...]] = field(default_factory=dict)
    version: int = 0
    updated_at: datetime | None = None

    @property
    def events(self) -> tuple[Card, ...]:
        """The next events."""
        return self.sections.get(CALENDAR, ())


def room_in(list_name: str) -> int:
    """How many cards of a list a home shows."""
    return CARDS_IN_CALENDAR if list_name == CALENDAR else CARDS_PER_SECTION


def is_newest_first(list_name: str) -> bool:
    """Whether a list is read from its end: those by date are, the calendar and those by hand are not."""
    return list_name != CALENDAR and not SECTIONS[Section(list_name)].by_hand


def with_lists(
    home: Home,
    unit_path: str,
    item_ids: Collection[str],
    card: Card | None,
    lists: Mapping[str, Iterable[Card]],
    *,
    now: datetime,
) -> Home:
    """The home after a change of one item. On top stand the unit's own items and no others.

    Args:
        home: as it was.
        unit_path: whose home it is.
        item_ids: which item; two when it has another id from now on.
        card: the item as it is now; None: it stands in no list any more.
        lists: the lists that it stood or stands in, first cards first, by their names.
        now: what has expired is left out.
    """
    others = [other for other in home.top if other.item_id not in item_ids]
    top = [
        other
        for other in (*others, *((card,) if card else ()))
        if other.unit_path == unit_path and _stays_on_top(other, now)
    ]
    sections = dict(home.sections)
    for name, cards in lists.items():
        shown = tuple(short(entry) for entry in cards if entry.is_shown(now))[: room_in(name)]
        sections.pop(name, None)
        if shown:
            sections[name] = shown
    return replace(
        home,
        top=tuple(short(entry) for entry in in_top_order(top))[:MAXIMUM_ON_TOP],
        sections=sections,
        version=home.version + 1,
        updated_at=now,
    )


def _stays_on_top(card: Card, now: datetime) -> bool:
    return card.is_on_top(now) and card.is_shown(now)


def in_top_order(cards: Iterable[Card]) -> list[Card]:
    """Urgent before pinned, newest first."""
    newest_first = sorted(cards, key=lambda card: card.updated_at, reverse=True)
    return sorted(newest_first, key=lambda card: not card.urgent)


def short(card: Card) -> Card:
    """The card with a summary that fits a home."""
    if len(card.summary) <= SUMMARY:
        return card
    return replace(card, summary=f"{card.summary[: SUMMARY - 1].rsplit(' ', 1)[0]}…")


def merged(own: Home, above: Home, *, now: datetime) -> Home:
    """A commune's home with that of the province: own cards first, the same card once.

    Lists that are in order by hand (links, handbook) show the province's first.
    """
    by_hand = {section.value for section in Section if SECTIONS[section].by_hand}
    sections: dict[str, tuple[Card, ...]] = {}
    for name in {**own.sections, **above.sections}:
        mine, theirs = own.sections.get(name, ()), above.sections.get(name, ())
        both = _each_once((*theirs, *mine) if name in by_hand else (*mine, *theirs), now)
        sections[name] = tuple(sorted(both, key=first_start) if name == CALENDAR else both)
    top = in_top_order(card for card in _each_once((*own.top, *above.top), now) if card.is_on_top(now))
    updated = [instant for instant in (own.updated_at, above.updated_at) if instant]
    return Home(tuple(top), sections, own.version + above.version, max(updated, default=None))


def _each_once(cards: Iterable[Card], now: datetime) -> tuple[Card, ...]:
    return tuple({card.item_id: card for card in cards if card.is_shown(now)}.values())


def first_start(card: Card) -> str:
    """When an event begins for the first time, as text; empty for what is no event."""
    return min((str(occasion["starts_at"]) for occasion in card.fields.get("occasions", ())), default="")
