"""Units and the rules of their tree. Pure: standard library only, dates arrive as arguments.

A unit is a Front committee of one place for one stretch of time. Its *path* is the codes from the
province down (`40`, `40.412`, `40.412.16681`; since July 2025 `40.16681`). Neither a code nor a name is
an identity across periods (`infra/units/README.md`, traps 1 to 3); `unit_id` is.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from loa.foundation.units import texts
from loa.foundation.units.names import half_marked, name_key
from loa.text.folding import fold, has_marks

_COMMUNE_DIGITS: Final = 5
_PATH: Final = re.compile(r"[0-9]{2}(\.[0-9]{3})?(\.[0-9]{5})?", re.ASCII)


class UnitKind(StrEnum):
    """What sort of unit it is; the values are those of the data files."""

    PROVINCE = "tinh"
    CITY = "thanh_pho"
    TOWN = "thi_xa"
    DISTRICT = "huyen"
    WARD = "phuong"
    TOWNSHIP = "thi_tran"
    COMMUNE = "xa"

    @property
    def label(self) -> str:
        """The kind as people read it: "Phường"."""
        return texts.KIND_LABELS[self.value]

    @property
    def level(self) -> "Level":
        """The level of government that the kind belongs to."""
        return _LEVELS[self]


class Level(StrEnum):
    """The levels of government."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


_LEVELS: Final = {
    UnitKind.PROVINCE: Level.PROVINCE,
    UnitKind.CITY: Level.DISTRICT,
    UnitKind.TOWN: Level.DISTRICT,
    UnitKind.DISTRICT: Level.DISTRICT,
    UnitKind.WARD: Level.COMMUNE,
    UnitKind.TOWNSHIP: Level.COMMUNE,
    UnitKind.COMMUNE: Level.COMMUNE,
}


class Point(NamedTuple):
    """A place on the map, in degrees to the hundredth."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit and the days on which it existed.

    Attributes:
        path: codes from the province down, joined by ".".
        period: the first structure that the unit belongs to: "2024-09", "2024-12" or "2025-07".
        code: the statistics office's code, text.
        name: the full name with its kind, NFC: "Phường Thành Vinh".
        kind: what sort of unit.
        valid_from: first day; None: since before our records.
        valid_to: last day; None: still there.
        successors: ids of the units that took over when this one ended.
        point: where it lies, for the weather; None: nobody has said.
    """

    path: str
    period: str
    code: str
    name: str
    kind: UnitKind
    valid_from: date | None = None
    valid_to: date | None = None
    successors: tuple[str, ...] = ()
    point: Point | None = None

    @property
    def unit_id(self) -> str:
        """The identity: `path@period`."""
        return f"{self.path}@{self.period}"

    def exists_on(self, day: date) -> bool:
        """Whether the unit exists on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True, slots=True)
class Hit:
    """A unit that a search found.

    Attributes:
        unit: the unit; it may have ended before the day of the search.
        parent: the unit that it lies in, None for a province.
        ambiguous: another unit bears the same name.
        label: the name, with the parent's name where that is needed to tell namesakes apart.
        present: the units that stand in its place on the day of the search; itself if it exists.
    """

    unit: Unit
    parent: Unit | None
    ambiguous: bool
    label: str
    present: tuple[Unit, ...]


def is_path(text: str) -> bool:
    """Whether the text has the form of a unit path."""
    return _PATH.fullmatch(text) is not None


def is_lowest(path: str) -> bool:
    """Whether no unit lies below: its last code is that of a commune."""
    return len(path.rpartition(".")[2]) == _COMMUNE_DIGITS


def province_of(path: str) -> str:
    """The first code of the path: the province."""
    return path.partition(".")[0]


def parent(path: str) -> str | None:
    """The path one level up; None for a province."""
    return path.rpartition(".")[0] or None


def ancestors(path: str) -> list[str]:
    """The paths above, from the province down; empty for a province."""
    codes = path.split(".")
    return [".".join(codes[:length]) for length in range(1, len(codes))]


def depth(path: str) -> int:
    """How many levels lie above: 0 for a province."""
    return path.count(".")


def is_within(path: str, root: str) -> bool:
    """Whether the path is the root or lies below it."""
    return path == root or path.startswith(f"{root}.")


def tree_order(path: str) -> tuple[str, ...]:
    """Sorting key: every unit directly before what lies below it, siblings by code."""
    return tuple(path.split("."))


def subtree_range(root: str, prefix: str = "") -> tuple[str, str]:
    """The range of sort keys `<prefix><path>#…` that holds a subtree and nothing else.

    In ASCII '#' < '.' < '0' … '9', and '/' stands between '.' and '0': everything that begins with `root#`
    or `root.` lies between `root#` and `root/`, and no longer code such as `root9` does.
    """
    return f"{prefix}{root}#", f"{prefix}{root}/"


def existing_on(units: Iterable[Unit], day: date) -> list[Unit]:
    """The units that exist on a day, in tree order."""
    return sorted((unit for unit in units if unit.exists_on(day)), key=lambda unit: tree_order(unit.path))


def present_units(unit: Unit, by_id: Mapping[str, Unit], day: date) -> tuple[Unit, ...]:
    """The units that stand in a unit's place on a later day, found through its successors.

    Returns:
        The unit itself if it exists on that day; nothing if it ended without a successor.
    """
    found: dict[str, Unit] = {}
    waiting = [unit]
    while waiting:
        candidate = waiting.pop(0)
        if candidate.exists_on(day):
            found[candidate.unit_id] = candidate
        elif candidate.valid_to is not None and candidate.valid_to < day:
            waiting += [by_id[heir] for heir in candidate.successors if heir in by_id]
    return tuple(found.values())


def find(text: str, units: Iterable[Unit], *, day: date, former: bool = False) -> list[Hit]:
    """The units whose name contains the text, best first.

    Text with marks is compared with its marks, and where that finds nothing with those alone that were typed;
    text without any as if names had none. The side of a tone mark never matters, and the last word may be
    unfinished (tones are typed last). Names that begin with the text, kind included or not, come first.

    Args:
        text: what the person typed.
        units: all dated units to search.
        day: the day that counts.
        former: also find units that ended before that day.
    """
    everything = list(units)
    if not fold(text):
        return []
    candidates = [unit for unit in everything if unit.exists_on(day) or (former and _ended_before(unit, day))]
    ranked = _ranked(candidates, _as_typed(text), day)
    if not ranked and has_marks(text):
        ranked = _ranked(candidates, _as_far_as_marked(text), day)
    found = ranked
    names = _holders_by_name(unit for unit in everything if former or unit.exists_on(day))
    by_id = {unit.unit_id: unit for unit in everything}
    return [_hit(unit, everything, names, by_id, day) for unit in found]


def _ended_before(unit: Unit, day: date) -> bool:
    return unit.valid_to is not None and unit.valid_to < day


type _Ranking = Callable[[Unit], int | None]
"""0: the whole name, 1: its beginning, 2: the beginning of a word, 3: inside one; None: not found."""


def _ranked(units: Iterable[Unit], ranking: _Ranking, day: date) -> list[Unit]:
    ranked = [
        (rank, not unit.exists_on(day), tree_order(unit.path), unit.period, unit)
        for unit in units
        if (rank := ranking(unit)) is not None
    ]
    ranked.sort(key=lambda entry: entry[:4])
    return [entry[4] for entry in ranked]


def _as_typed(text: str) -> _Ranking:
    key = name_key if has_marks(text) else fold
    wanted = key(text)

    def rank(unit: Unit) -> int | None:
        name = key(unit.name)
        own = name.removeprefix(f"{key(unit.kind.label)} ")
        if wanted in {name, own}:
            return 0
        if name.startswith(wanted) or own.startswith(wanted):
            return 1
        if f" {wanted}" in name:
            return 2
        return 3 if wanted in name else None

    return rank


def _as_far_as_marked(text: str) -> _Ranking:
    wanted = half_marked(text)

    def rank(unit: Unit) -> int | None:
        name = name_key(unit.name)
        own = name.removeprefix(f"{name_key(unit.kind.label)} ")
        if wanted.match(own) or wanted.match(name):
            return 1
        return 2 if wanted.search(name) else None

    return rank


def _holders_by_name(units: Iterable[Unit]) -> dict[str, set[str]]:
    """Who bears which name: one unit that only gained a new row (same path) is no namesake of itself."""
    holders: dict[str, set[str]] = {}
    for unit in units:
        holders.setdefault(name_key(unit.name), set()).add(unit.path)
    return holders


def _hit(
    unit: Unit, units: list[Unit], names: Mapping[str, set[str]], by_id: Mapping[str, Unit], day: date
) -> Hit:
    seen_on = day if unit.exists_on(day) else (unit.valid_to or day)
    above = next(
        (other for other in units if other.path == parent(unit.path) and other.exists_on(seen_on)), None
    )
    ambiguous = len(names[name_key(unit.name)]) > 1
    label = texts.name_within(unit.name, above.name) if ambiguous and above else unit.name
    return Hit(unit, above, ambiguous, label, present_units(unit, by_id, day))
