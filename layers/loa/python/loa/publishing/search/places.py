"""Names by which people call a unit, past ones too; units as rows of the index. Pure rules."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from loa.foundation.units.model import Unit, UnitKind, parent, present_units


def place_names(units: Iterable[Unit], day: date) -> dict[str, str]:
    """By path of each unit of a day: its names, those of the units that it was made of, and their districts'.

    The province is left out: every item lies in it.
    """
    everything = list(units)
    by_id = {unit.unit_id: unit for unit in everything}
    names: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for unit in everything:
        above = {other.name for other in everything if _contains(other, unit)}
        for heir in present_units(unit, by_id, day):
            names[heir.path] |= dict.fromkeys((unit.name, *sorted(above)))
    return {path: ", ".join(found) for path, found in names.items()}


def _contains(district: Unit, unit: Unit) -> bool:
    """Whether the unit lay in that district when it ended."""
    seen_on = unit.valid_to or unit.valid_from
    return (
        district.path == parent(unit.path)
        and parent(district.path) is not None
        and (seen_on is None or district.exists_on(seen_on))
    )


def unit_rows(units: Iterable[Unit]) -> list[dict[str, Any]]:
    """Units as plain values."""
    return [
        {
            "path": unit.path,
            "period": unit.period,
            "code": unit.code,
            "name": unit.name,
            "kind": unit.kind.value,
            "valid_from": unit.valid_from.isoformat() if unit.valid_from else "",
            "valid_to": unit.valid_to.isoformat() if unit.valid_to else "",
            "successors": list(unit.successors),
        }
        for unit in units
    ]


def units_from_rows(rows: Iterable[Mapping[str, Any]]) -> list[Unit]:
    """The way back."""
    return [
        Unit(
            path=row["path"],
            period=row["period"],
            code=row["code"],
            name=row["name"],
            kind=UnitKind(row["kind"]),
            valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            successors=tuple(row["successors"]),
        )
        for row in rows
    ]
