"""Under which names of the past people may look for a unit of today. Pure."""

from collections.abc import Iterable
from datetime import date

from loa.foundation.units import texts
from loa.foundation.units.model import Unit, is_lowest, parent, present_units
from loa.foundation.units.names import name_key


def former_names(units: Iterable[Unit], day: date) -> dict[str, tuple[str, ...]]:
    """Return the names of communes that have ended, by path of each unit that stands in their place.

    A name that leads to several units of today, or that another one bears by now, carries the district of
    its unit; the name that a unit bears itself is left out.

    Args:
        units: dated units, those too that have ended.
        day: whose units are looked for.
    """
    known = list(units)
    by_id = {unit.unit_id: unit for unit in known}
    ended = [unit for unit in known if is_lowest(unit.path) and unit.valid_to and unit.valid_to < day]
    heirs = {unit.unit_id: present_units(unit, by_id, day) for unit in ended}
    bearers = {name_key(unit.name): {unit.path} for unit in known if unit.exists_on(day)}
    for unit in ended:
        bearers.setdefault(name_key(unit.name), set()).update(heir.path for heir in heirs[unit.unit_id])
    found: dict[str, set[str]] = {}
    for unit in ended:
        key = name_key(unit.name)
        label = _with_district(unit, known) if len(bearers[key]) > 1 else unit.name
        for heir in heirs[unit.unit_id]:
            if name_key(heir.name) != key:
                found.setdefault(heir.path, set()).add(label)
    return {path: tuple(sorted(names)) for path, names in found.items()}


def _with_district(unit: Unit, known: Iterable[Unit]) -> str:
    """Return a name with that of the unit that it lay in at last."""
    for above in known:
        if above.path == parent(unit.path) and unit.valid_to and above.exists_on(unit.valid_to):
            return texts.name_within(unit.name, above.name)
    return unit.name
