"""Makes `infra/units/units.json` from the five CSV files in `infra/units/source/`.

    python -m infra.units.build            writes the file
    python -m infra.units.build --check    compares the committed file with the sources (exit code 1: differs)

The sources are three lists of units, one for each structure that was in force, and the way from each
commune of the first to one of the last. The result is a list of *dated* units. A unit lives on from one
structure to the next as long as its path, code, name and kind stay the same and none of its land goes
elsewhere; otherwise it ends, and its successors name the units that take over. Taking in a neighbour
ends nobody. A unit's id is `path@period`, the period being the first structure that it belongs to.

Each unit has a point, for the weather. The fifth source has those of the last structure; a unit that ended
lies amidst its successors, a district amidst its communes, and the province is where its capital is.
Standard library only.
"""

import argparse
import csv
import json
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final, Literal, NamedTuple

HERE: Final = Path(__file__).resolve().parent
SOURCES: Final = HERE / "source"
RESULT: Final = HERE / "units.json"


@dataclass(frozen=True, slots=True)
class Structure:
    """One structure of the province, in force on its dates (ISO, both included, None when open)."""

    period: str
    file: str
    valid_from: str | None
    valid_to: str | None


STRUCTURES: Final = (
    Structure("2024-09", "nghe_an_2024.csv", None, "2024-11-30"),
    Structure("2024-12", "nghe_an_2024_12.csv", "2024-12-01", "2025-06-30"),
    Structure("2025-07", "nghe_an_2025.csv", "2025-07-01", None),
)
MAPPING: Final = "nghe_an_mapping.csv"
POINTS: Final = "nghe_an_points.csv"
CAPITAL: Final = (18.68, 105.68)
"""Vinh: latitude and longitude in degrees."""
DISTRICT_SUCCESSORS: Final = {("2024-12", "413"): ("412",)}
"""By (new period, old code): what the mapping of communes cannot say. Cửa Lò joined Vinh (1243/NQ-UBTVQH15).
The districts of June 2025 have no successor (1678/NQ-UBTVQH15)."""


class Place(NamedTuple):
    """What must stay the same for a unit to live on."""

    path: str
    code: str
    name: str
    kind: str


type Places = dict[str, Place]
"""The units of one structure by code."""
type Point = tuple[float, float]
"""Latitude and longitude in degrees, to the hundredth: a kilometre, on a forecast's grid of eleven."""
type Steps = dict[str, tuple[str, ...]]
"""Where the land of each old code went: the codes in the next structure."""


@dataclass(slots=True)
class DatedUnit:
    """One line of the result, while it grows."""

    place: Place
    period: str
    valid_from: str | None
    valid_to: str | None
    successors: tuple[str, ...] = ()
    point: Point = CAPITAL

    @property
    def unit_id(self) -> str:
        """`path@period`."""
        return f"{self.place.path}@{self.period}"

    def fields(self) -> dict[str, object]:
        """The unit as it stands in the file."""
        return {
            "path": self.place.path,
            "period": self.period,
            "code": self.place.code,
            "name": self.place.name,
            "kind": self.place.kind,
            "valid_from": self.valid_from,
            "valid_to": self.valid_to,
            "successors": list(self.successors),
            "point": list(self.point),
        }


def read_rows(file: str) -> list[dict[str, str]]:
    """The rows of a source file; codes stay text.

    Raises:
        ValueError: a text is not in NFC.
    """
    text = (SOURCES / file).read_text(encoding="utf-8")
    if not unicodedata.is_normalized("NFC", text):
        raise ValueError(f"{file} is not in NFC")
    return list(csv.DictReader(text.splitlines()))


def read_places(file: str) -> Places:
    """The units of one structure, with their paths.

    Raises:
        ValueError: a code occurs twice.
        KeyError: a parent is missing.
    """
    rows = {row["code"]: row for row in read_rows(file)}
    if len(rows) != len(read_rows(file)):
        raise ValueError(f"{file} has a code twice")

    def path(code: str) -> str:
        parent = rows[code]["parent_code"]
        return f"{path(parent)}.{code}" if parent else code

    return {code: Place(path(code), code, row["name"], row["kind"]) for code, row in rows.items()}


def read_steps() -> dict[str, Steps]:
    """Where each commune's land went, by the period of the structure it went to.

    Raises:
        ValueError: a commune of December 2024 is said to go to more than one commune of July 2025.
    """
    first: Steps = {}
    second: Steps = {}
    for row in read_rows(MAPPING):
        via = tuple(row["via_codes_2024_12"].split("|"))
        first[row["old_code"]] = via
        for code in via:
            if second.setdefault(code, (row["new_code"],)) != (row["new_code"],):
                raise ValueError(f"{code} goes to two units in July 2025")
    return {"2024-12": first, "2025-07": second}


def dated_units() -> list[DatedUnit]:
    """All dated units, in order of path and period."""
    places = {structure.period: read_places(structure.file) for structure in STRUCTURES}
    steps = read_steps()
    opening = STRUCTURES[0]
    living = {
        code: DatedUnit(place, opening.period, opening.valid_from, opening.valid_to)
        for code, place in places[opening.period].items()
    }
    units = list(living.values())
    for _, following in pairwise(STRUCTURES):
        new_places, step = places[following.period], steps[following.period]
        born: dict[str, DatedUnit] = {}
        for code, place in new_places.items():
            old = living.get(code)
            if old is not None and old.place == place and step.get(code, (code,)) == (code,):
                old.valid_to = following.valid_to
                born[code] = old
            else:
                born[code] = DatedUnit(place, following.period, following.valid_from, following.valid_to)
                units.append(born[code])
        for code, old in living.items():
            if born.get(code) is not old:
                heirs = step.get(code) or DISTRICT_SUCCESSORS.get((following.period, code)) or ()
                old.successors = tuple(born[heir].unit_id for heir in heirs)
        living = born
    _locate(units)
    return sorted(units, key=lambda unit: (unit.place.path.split("."), unit.period))


def _locate(units: list[DatedUnit]) -> None:
    """Give each unit its point."""
    measured = {
        row["code"]: _middle([(float(row["lat_vau"]), float(row["lon_vau"]))]) for row in read_rows(POINTS)
    }
    by_id = {unit.unit_id: unit for unit in units}

    def point(unit: DatedUnit) -> Point:
        if unit.successors:
            return _middle([point(by_id[heir]) for heir in unit.successors])
        if unit.valid_to is None:
            return measured.get(unit.place.code, CAPITAL)
        below = f"{unit.place.path}."
        return _middle([point(other) for other in units if other.place.path.startswith(below)])

    for unit in units:
        unit.point = point(unit)


def _middle(points: list[Point]) -> Point:
    """The mean, to the hundredth of a degree."""
    latitudes, longitudes = zip(*points, strict=True)
    return round(sum(latitudes) / len(points), 2), round(sum(longitudes) / len(points), 2)


def rendered() -> str:
    """The text of the result: one unit a line, so that a change can be reviewed."""
    return "".join(_lines())


def _lines() -> Iterator[str]:
    units = [json.dumps(unit.fields(), ensure_ascii=False, separators=(",", ":")) for unit in dated_units()]
    yield '{"about":"Dated units of Nghệ An. Made by `python -m infra.units.build`; do not edit by hand.",\n'
    yield '"units":[\n'
    yield ",\n".join(units)
    yield "\n]}\n"


def main(arguments: list[str] | None = None) -> Literal[0, 1]:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(
        description="Makes infra/units/units.json from infra/units/source/*.csv."
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing; compare the file with the sources"
    )
    options = parser.parse_args(arguments)
    text = rendered()
    if not options.check:
        RESULT.write_text(text, encoding="utf-8", newline="\n")
        print(f"{RESULT.name}: {len(dated_units())} dated units")
        return 0
    if RESULT.exists() and RESULT.read_text(encoding="utf-8") == text:
        print(f"{RESULT.name} equals its sources")
        return 0
    print(f"{RESULT.name} differs from its sources: run python -m infra.units.build", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
