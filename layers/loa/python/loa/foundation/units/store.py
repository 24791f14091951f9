"""Rows of units in the Units table.

    partition "40" (province) · sort `unit#<path>#<period>` · path, period, code, name, kind,
    valid_from, valid_to (ISO dates, absent when open), successors (list of unit ids),
    point ("18.68,105.68", latitude and longitude; absent when unknown)

The rows of accounts (`account#…`) and officers in the same table belong to other rooms.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final

from loa.foundation.units.model import Point, Unit, UnitKind, province_of, subtree_range
from loa.platform.aws.dynamodb.tables import Row, Table

_PREFIX: Final = "unit#"


def unit_key(path: str, period: str) -> tuple[str, str]:
    """Partition and sort key of a unit's row."""
    return province_of(path), f"{_PREFIX}{path}#{period}"


def parse_unit_key(sort: str) -> tuple[str, str]:
    """Path and period of a sort key; the way back from `unit_key`.

    Raises:
        ValueError: it is not the key of a unit.
    """
    if not sort.startswith(_PREFIX):
        raise ValueError(f"not the key of a unit: {sort!r}")
    path, _, period = sort.removeprefix(_PREFIX).partition("#")
    return path, period


def to_row(unit: Unit) -> Row:
    """The unit as a row."""
    partition, sort = unit_key(unit.path, unit.period)
    dates = {"valid_from": unit.valid_from, "valid_to": unit.valid_to}
    return {
        "partition": partition,
        "sort": sort,
        "code": unit.code,
        "name": unit.name,
        "kind": unit.kind.value,
        "successors": list(unit.successors),
        **{name: day.isoformat() for name, day in dates.items() if day is not None},
        **({"point": ",".join(map(str, unit.point))} if unit.point else {}),
    }


def from_row(row: Row) -> Unit:
    """The row as a unit."""
    path, period = parse_unit_key(row["sort"])
    return Unit(
        path=path,
        period=period,
        code=row["code"],
        name=row["name"],
        kind=UnitKind(row["kind"]),
        valid_from=_day(row.get("valid_from")),
        valid_to=_day(row.get("valid_to")),
        successors=tuple(row["successors"]),
        point=_point(row.get("point")),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _point(text: str | None) -> Point | None:
    return Point(*map(float, text.split(","))) if text else None


class UnitStore:
    """The units in a Units table."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def save_all(self, units: Iterable[Unit]) -> None:
        """Write units; a unit of the same id is written over."""
        self._table.put_all(to_row(unit) for unit in units)

    def subtree(self, root: str) -> list[Unit]:
        """Every dated unit at the root and below it, of all periods; one Query (a province: 150 KB)."""
        rows = self._table.rows(province_of(root), between=subtree_range(root, _PREFIX))
        return [from_row(row) for row in rows]

    def at(self, path: str) -> list[Unit]:
        """The dated units that have stood at a path, oldest first; one Query."""
        rows = self._table.rows(province_of(path), prefix=f"{_PREFIX}{path}#")
        return [from_row(row) for row in rows]
