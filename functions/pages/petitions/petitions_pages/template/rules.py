"""Names of pictures that wait, and wishes to be received. Pure rules."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from loa.dialogue.petitions.model import is_form_key
from petitions_pages.template import texts

PICTURES_WAIT: Final = timedelta(hours=1)
CHANCE_BYTES: Final = 18
FURTHEST: Final = timedelta(days=365)

_TIME_DIGITS: Final = 8
_KEY: Final = 32
_DAY: Final = re.compile(r"(\d{2})-(\d{2})-(\d{4})", re.ASCII)


def waiting_key(now: datetime, chance: str) -> str:
    """Return the key under which one picture waits for its case: when it came, then chance (24 signs)."""
    return f"{int(now.timestamp()):0{_TIME_DIGITS}x}{chance}"


def picture_place(name: str, now: datetime) -> tuple[str, str] | None:
    """Return key and name of a picture as the program calls it; None: it waits no more, or never did."""
    key, picture = name[:_KEY], name[_KEY:]
    if not is_form_key(key):
        return None
    try:
        came = int(key[:_TIME_DIGITS], 16)
    except ValueError:
        return None
    waits = 0 <= now.timestamp() - came < PICTURES_WAIT.total_seconds()
    return (key, picture) if waits else None


def sending_key(who: str, day: date, parts: Sequence[str]) -> str:
    """Return the form key of what the program sends: it brings none, so the same again that day is the same.

    Args:
        who: the resident, or the network they come from.
        day: in Vietnam.
        parts: what they sent, besides the words of the petition.
    """
    joined = "\0".join((who, day.isoformat(), *parts))
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:_KEY]


@dataclass(frozen=True, slots=True)
class Appointment:
    """A wish to be received.

    Attributes:
        day: on which.
        content: about what; personal data.
    """

    day: date
    content: str = field(repr=False)

    @property
    def words(self) -> str:
        """The words of its case."""
        return texts.APPOINTMENT.format(day=self.day, content=self.content)

    @classmethod
    def of(cls, words: str) -> "Appointment | None":
        """Read the words of a case; None: it is another matter."""
        start, _, rest = texts.APPOINTMENT.partition("{day:%d/%m/%Y}")
        between, _, _ = rest.partition("{content}")
        said = words.removeprefix(start)
        day, found, content = said.partition(between)
        if said == words or not found:
            return None
        try:
            return cls(datetime.strptime(day, "%d/%m/%Y").date(), content)  # noqa: DTZ007 - a day has no zone
        except ValueError:
            return None


def day_of(text: str, today: date) -> date | None:
    """Return the day that the program names (MM-DD-YYYY); None: none, past, or more than a year ahead."""
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    month, day, year = (int(part) for part in found.groups())
    try:
        named = date(year, month, day)
    except ValueError:
        return None
    return named if today <= named <= today + FURTHEST else None


def american(day: date) -> str:
    """Write a day as the program reads it."""
    return f"{day:%m-%d-%Y}"
