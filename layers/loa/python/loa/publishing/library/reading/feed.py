"""The calendar of a unit as iCalendar (RFC 5545), for phones that subscribe to it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from icalendar import Calendar, Event

from loa.clock import from_text
from loa.publishing.library.projection.model import Card
from loa.publishing.library.reading import texts

PRODUCT: Final = "-//Loa//Lich Mat tran//VI"
REFRESHED: Final = timedelta(hours=1)


def calendar_feed(cards: Iterable[Card], unit_name: str, *, page_url: str) -> bytes:
    """Return the events as a calendar; each occasion is an event with an id that never changes.

    Args:
        cards: of events.
        unit_name: of the unit, for the calendar's name; empty: the province.
        page_url: where an item is shown, with `{id}` for its id.
    """
    name = texts.CALENDAR_NAME.format(unit=unit_name) if unit_name else texts.CALENDAR_OF_PROVINCE
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESHED, parameters={"value": "DURATION"})
    for card in cards:
        for occasion in card.fields.get("occasions", ()):
            calendar.add_component(_event(card, occasion["starts_at"], occasion["ends_at"], page_url))
    return bytes(calendar.to_ical())


def _event(card: Card, starts_at: str, ends_at: str, page_url: str) -> Event:
    event = Event()
    event.add("uid", f"{card.item_id}-{starts_at}@loa")
    event.add("dtstamp", _utc(card.updated_at))
    event.add("last-modified", _utc(card.updated_at))
    event.add("dtstart", _utc(from_text(starts_at)))
    event.add("dtend", _utc(from_text(ends_at)))
    event.add("summary", card.title)
    if card.summary:
        event.add("description", card.summary)
    event.add("location", str(card.fields.get("place", "")))
    event.add("url", page_url.replace("{id}", card.item_id))
    return event


def _utc(instant: datetime) -> datetime:
    return instant.replace(microsecond=0)
