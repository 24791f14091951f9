"""The script of the ward's loudspeaker, from the same item: paragraphs to be read aloud. Pure rules."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from loa.clock import VIETNAM, from_text
from loa.publishing.library.rules import texts
from loa.publishing.library.rules.model import LibraryContent
from loa.publishing.library.rules.plain import paragraphs

SYLLABLES_PER_SECOND: Final = 2.3
"""An announcer over a loudspeaker reads about 140 a minute; each word, as it is written, is one syllable."""
PAUSE_SECONDS: Final = 1
"""Between two paragraphs."""

_URL: Final = re.compile(r"https?://\S+")


def loudspeaker_script(content: LibraryContent) -> str:
    """What is read aloud: an opening, when and where, the text without addresses, and the title once more."""
    lines = [texts.LOUDSPEAKER_OPENING, f"{content.title.rstrip('.')}.", *when_and_where(content)]
    body = [content.summary, *paragraphs(content)]
    lines += [spoken for line in body if (spoken := _URL.sub("", line).strip())]
    lines.append(texts.LOUDSPEAKER_CLOSING.format(title=content.title.rstrip(".")))
    return "\n\n".join(lines)


def reading_seconds(script: str) -> int:
    """How long an announcer takes."""
    pauses = script.count("\n\n") * PAUSE_SECONDS
    return round(len(script.split()) / SYLLABLES_PER_SECOND) + pauses


def when_and_where(content: LibraryContent) -> Iterator[str]:
    """What the fields of an item say about time, place and whom to call, as sentences."""
    fields = content.fields
    for occasion in fields.get("occasions", ()):
        start = from_text(occasion["starts_at"]).astimezone(VIETNAM)
        yield texts.LOUDSPEAKER_TIME.format(time=_time(start), day=_day(start.date()))
    if place := fields.get("place"):
        where = ", ".join(part for part in (place, fields.get("address")) if part)
        yield texts.LOUDSPEAKER_PLACE.format(place=where)
    if first := fields.get("valid_from"):
        yield texts.LOUDSPEAKER_FROM.format(day=_day(date.fromisoformat(first)))
    if phone := fields.get("phone"):
        yield texts.LOUDSPEAKER_PHONE.format(contact=fields.get("contact", texts.UNIT), phone=phone)


def _time(instant: datetime) -> str:
    if not instant.minute:
        return texts.LOUDSPEAKER_HOUR.format(hour=instant.hour)
    return texts.LOUDSPEAKER_HOUR_MINUTE.format(hour=instant.hour, minute=instant.minute)


def _day(day: date) -> str:
    return texts.LOUDSPEAKER_DAY.format(
        weekday=texts.WEEKDAYS[day.weekday()], day=day.day, month=day.month, year=day.year
    )
