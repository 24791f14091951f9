"""What is asked about units."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from loa.errors import InvalidInput, NotFound
from loa.text.cleaning import clean
from loa.units import texts
from loa.units.model import Hit, Unit, existing_on, find, is_path, province_of
from loa.units.model import ancestors as paths_above
from loa.units.store import UnitStore

MAXIMUM_SEARCH_TEXT: Final = 100


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Attributes:
        written: units that were new or different and have been written.
        unchanged: units that stood there already.
        foreign: units in the table that the import does not know; they stay.
    """

    written: int
    unchanged: int
    foreign: int


def import_units(units: Iterable[Unit], *, store: UnitStore) -> Imported:
    """Bring the table to the given units; only what differs is written, so a second run writes nothing."""
    wanted = {unit.unit_id: unit for unit in units}
    present: dict[str, Unit] = {}
    for province in sorted({province_of(unit.path) for unit in wanted.values()}):
        present |= {unit.unit_id: unit for unit in store.subtree(province)}
    different = [unit for unit in wanted.values() if present.get(unit.unit_id) != unit]
    store.save_all(different)
    return Imported(
        written=len(different),
        unchanged=len(wanted) - len(different),
        foreign=len(present.keys() - wanted.keys()),
    )


def unit_at(path: str, *, on: date, store: UnitStore) -> Unit:
    """The unit that stands at the path on that day.

    Raises:
        NotFound: none does, or the path is none.
    """
    found = existing_on(store.at(path), on) if is_path(path) else []
    if not found:
        raise NotFound(texts.UNIT_NOT_FOUND)
    return found[0]


def subtree(path: str, *, on: date, store: UnitStore) -> list[Unit]:
    """The unit and all that lie below it on that day, in tree order; one Query.

    Raises:
        NotFound: no unit stands at the path on that day.
    """
    found = existing_on(store.subtree(path), on) if is_path(path) else []
    if not found or found[0].path != path:
        raise NotFound(texts.UNIT_NOT_FOUND)
    return found


def ancestors(path: str, *, on: date, store: UnitStore) -> list[Unit]:
    """The units above, from the province down; empty for a province.

    Raises:
        NotFound: no unit stands at the path, or at one above it, on that day.
    """
    unit_at(path, on=on, store=store)
    return [unit_at(above, on=on, store=store) for above in paths_above(path)]


def search(
    text: str, *, on: date, store: UnitStore, root: str = "40", former: bool = False, limit: int = 20
) -> list[Hit]:
    """The units below a root whose name contains the text, best first; one Query.

    Namesakes carry the name of the unit that they lie in (`Hit.label`).

    Args:
        text: what the person typed: any letter case, NFC or NFD, with or without marks.
        on: the day that counts.
        store: the units.
        root: path of the tree to search.
        former: also find units that ended before that day; `Hit.present` says what stands in their place.
        limit: at most so many.

    Raises:
        InvalidInput: no text, or more than 100 characters.
    """
    text = clean(text)
    if not text:
        raise InvalidInput(texts.SEARCH_TEXT_MISSING, fields={"text": texts.SEARCH_TEXT_MISSING})
    if len(text) > MAXIMUM_SEARCH_TEXT:
        message = texts.SEARCH_TEXT_TOO_LONG.format(maximum=MAXIMUM_SEARCH_TEXT)
        raise InvalidInput(message, fields={"text": message})
    return find(text, store.subtree(root), day=on, former=former)[:limit]
