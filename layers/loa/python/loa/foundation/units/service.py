"""What is asked about units."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from loa.errors import InvalidInput, NotFound, Superseded
from loa.foundation.units import texts
from loa.foundation.units.model import (
    Hit,
    Unit,
    ancestors,
    existing_on,
    find,
    is_path,
    is_within,
    present_units,
    province_of,
)
from loa.foundation.units.store import UnitStore
from loa.text.cleaning import clean

MAXIMUM_SEARCH_TEXT: Final = 100


@dataclass(frozen=True, slots=True)
class UnitImport:
    """What an import did.

    Attributes:
        written: units that were new or different and have been written.
        unchanged: units that stood there already.
        foreign: units in the table that the import does not know; they stay.
    """

    written: int
    unchanged: int
    foreign: int


def import_units(units: Iterable[Unit], *, store: UnitStore) -> UnitImport:
    """Bring the table to the given units; only what differs is written, so a second run writes nothing."""
    wanted = {unit.unit_id: unit for unit in units}
    present: dict[str, Unit] = {}
    for province in sorted({province_of(unit.path) for unit in wanted.values()}):
        present |= {unit.unit_id: unit for unit in store.subtree(province)}
    different = [unit for unit in wanted.values() if present.get(unit.unit_id) != unit]
    store.save_all(different)
    return UnitImport(
        written=len(different),
        unchanged=len(wanted) - len(different),
        foreign=len(present.keys() - wanted.keys()),
    )


def unit_at(path: str, *, on: date, store: UnitStore) -> Unit:
    """The unit that stands at the path on that day.

    Raises:
        NotFound: none does, or the path is none.
        Superseded: one did until a day before; who asks has checked that the officer may see the path.
    """
    known = store.at(path) if is_path(path) else []
    found = existing_on(known, on)
    if not found:
        raise _missing(known, on, store)
    return found[0]


def subtree(path: str, *, on: date, store: UnitStore) -> list[Unit]:
    """The unit and all that lie below it on that day, in tree order; one Query.

    Raises:
        NotFound: no unit stands at the path on that day.
        Superseded: as in `unit_at`.
    """
    known = store.subtree(path) if is_path(path) else []
    found = existing_on(known, on)
    if not found or found[0].path != path:
        raise _missing([unit for unit in known if unit.path == path], on, store)
    return found


def _missing(known: list[Unit], on: date, store: UnitStore) -> NotFound:
    """Why there is no unit; for one that has ended, what stands in its place (one Query more)."""
    ended = [unit for unit in known if unit.valid_to is not None and unit.valid_to < on]
    if not ended:
        return NotFound(texts.UNIT_NOT_FOUND)
    last = max(ended, key=lambda unit: unit.valid_to or date.min)
    by_id = {unit.unit_id: unit for unit in store.subtree(province_of(last.path))}
    heirs = [unit.name for unit in present_units(last, by_id, on)]
    return Superseded(texts.unit_ended(last.name, last.valid_to or on, heirs))


def units_above(path: str, *, on: date, store: UnitStore) -> list[Unit]:
    """The units above, from the province down; empty for a province.

    Raises:
        NotFound: no unit stands at the path, or at one above it, on that day.
    """
    unit_at(path, on=on, store=store)
    return [unit_at(above, on=on, store=store) for above in ancestors(path)]


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


def search_present(
    text: str, *, on: date, store: UnitStore, root: str = "40", limit: int = 20
) -> dict[str, tuple[Unit, str]]:
    """The units that exist, by path, whose name or a former name contains the text, best first.

    With each what is said of it: its name, and the former name that was found.

    Args:
        text: what the person typed.
        on: the day that counts.
        store: the units.
        root: the units lie below it; former ones may have lain elsewhere.
        limit: at most so many.

    Raises:
        InvalidInput: as in `search`.
    """
    found: dict[str, tuple[Unit, str]] = {}
    for hit in search(text, on=on, store=store, root=province_of(root), former=True, limit=10 * limit):
        for unit in hit.present:
            if is_within(unit.path, root):
                label = hit.label if unit == hit.unit else texts.formerly(unit.name, hit.label)
                found.setdefault(unit.path, (unit, label))
    return dict(list(found.items())[:limit])
