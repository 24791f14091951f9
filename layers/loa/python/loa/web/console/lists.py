"""What lists of the console share: words that stand out, what ends first, their unit, units to choose."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Protocol
from urllib.parse import urlencode

from loa.foundation.units.former_names import former_names
from loa.foundation.units.model import Unit, existing_on, is_lowest, is_within
from loa.web.console.resolver import Console
from loa.web.shapes.choices import Choice


@dataclass(frozen=True, slots=True)
class Tag:
    """A word that stands out: its words, the kind of `parts/text.html`, an icon."""

    words: str
    kind: str = ""
    icon: str = ""


SHOWN_TODAY: Final = 5
"""So many rows each area shows of itself in *Việc hôm nay*."""
SOONEST: Final = 8
"""So many rows the one list of all areas holds (`today.js`): each area sends as many that end first."""


class Ending(Protocol):
    """A row of a list."""

    @property
    def due(self) -> datetime | None:
        """Until when it can, or has to, be done; None: no such end."""


def of_today[Row: Ending](rows: Sequence[Row]) -> list[Row]:
    """Return the rows that an area shows in *Việc hôm nay*: its first ones, and those that end first."""
    ending = sorted((row.due, place) for place, row in enumerate(rows) if row.due)[:SOONEST]
    first = rows[:SHOWN_TODAY]
    return [*first, *(rows[place] for _, place in ending if place >= len(first))]


def unit_asked_for(app: Console) -> str:
    """Return the unit that a list is about: the one in the address (`don-vi`), else the officer's own.

    A unit that is none, or not theirs, counts as not named: an address can be typed.
    """
    own, named = app.officer().unit_path, app.query("don-vi")
    return named if named and is_within(named, own) else own


def address_query(app: Console, names: Iterable[str], **changed: str) -> str:
    """Return what a list was asked for, as a query with some of it changed; of other names nothing stays."""
    return urlencode({name: app.query(name) for name in names if app.query(name)} | changed)


def unit_choices(units: Iterable[Unit], today: date, *, first: str = "") -> list[Choice]:
    """Return the units of today to choose from, by name, each with its former names.

    Args:
        units: of all days, of one subtree.
        today: the day whose units count.
        first: path of the one that stands first.
    """
    known = list(units)
    former = former_names(known, today)
    found = sorted(existing_on(known, today), key=lambda unit: (unit.path != first, unit.name))
    return [Choice(unit.path, unit.name, former=former.get(unit.path, ())) for unit in found]


def units_below(path: str, *, subtree: Callable[[str], Iterable[Unit]], today: date) -> list[Choice]:
    """Return the units that somebody above may choose from, their own first; none for a commune.

    Args:
        path: the officer's unit.
        subtree: reads the units at and below a path, of all days.
        today: the day whose units count.
    """
    if is_lowest(path):
        return []
    return unit_choices(subtree(path), today, first=path)
