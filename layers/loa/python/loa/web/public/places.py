"""Units as residents' pages speak of them, each with an address to be read aloud: `/d/17506-xa-yen-thanh`.

The code leads, the words after it are for people: a renamed unit keeps its address.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from loa.foundation.units.former_names import former_names
from loa.foundation.units.model import (
    Hit,
    Level,
    Point,
    Unit,
    existing_on,
    find,
    is_lowest,
    is_within,
    parent,
    present_units,
)
from loa.text.folding import fold
from loa.web.pages.formats import mid_sentence
from loa.web.public import texts
from loa.web.shapes.choices import Choice

UNITS_SECONDS: Final = 300
"""How long a process believes what it last read: units change a few times in ten years."""

_CODE: Final = re.compile(r"(\d{2}|\d{3}|\d{5})(?:-[a-z0-9-]*)?", re.ASCII)
_NO_WORD: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Place:
    """A unit on a page.

    Attributes:
        path: its path; empty for the province as long as nothing about it was read.
        name: "Xã Yên Thành".
        front: its Front committee, as residents call it: "Mặt trận xã Yên Thành".
        address: of its home.
        point: where it lies; None: nobody has said.
    """

    path: str
    name: str
    front: str
    address: str
    point: Point | None = None

    @property
    def start(self) -> str:
        """What the addresses of its pages begin with; empty for the province."""
        return "" if self.address == "/" else self.address

    @property
    def code(self) -> str:
        """Its own code, for addresses such as `/tim?xa=17506`; empty for the province."""
        return self.path.rpartition(".")[2] if self.start else ""

    @property
    def in_words(self) -> str:
        """Its name inside a sentence: "xã Yên Thành"."""
        return mid_sentence(self.name)


PROVINCE: Final = Place("", texts.PROVINCE, texts.PROVINCE_FRONT, "/")
"""Where a page stands that is about no unit."""


def place_of(unit: Unit) -> Place:
    """A unit on a page."""
    if unit.kind.level is Level.PROVINCE:
        return Place(unit.path, texts.PROVINCE, texts.PROVINCE_FRONT, "/")
    code = unit.path.rpartition(".")[2]
    words = _NO_WORD.sub("-", fold(unit.name)).strip("-")
    return Place(unit.path, unit.name, texts.front_of(unit.name), f"/d/{code}-{words}", unit.point)


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """What stands at an address.

    Attributes:
        unit: the unit, if it exists today.
        former: the unit that stood there, if it has ended.
        heirs: what stands in its place.
    """

    unit: Unit | None = None
    former: Unit | None = None
    heirs: tuple[Unit, ...] = ()


class Places:
    """The units of a province, read once in five minutes."""

    def __init__(
        self, province: str, read: Callable[[], list[Unit]], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Keep where to read.

        Args:
            province: its code.
            read: gives every dated unit of all periods.
            clock: seconds.
        """
        self._province = province
        self._read = read
        self._clock = clock
        self._known: tuple[float, list[Unit]] | None = None
        self._former_names: tuple[list[Unit], date, dict[str, tuple[str, ...]]] | None = None

    def units(self) -> list[Unit]:
        """Every dated unit of all periods."""
        if self._known is None or self._clock() - self._known[0] > UNITS_SECONDS:
            self._known = self._clock(), self._read()
        return self._known[1]

    def province(self) -> Place:
        """The province itself."""
        return self.by_path(self._province)

    def at(self, address: str, on: date) -> FoundPlace:
        """What stands at the part of an address after `/d/`: `17506` or `17506-xa-yen-thanh`."""
        match = _CODE.fullmatch(address)
        if not match:
            return FoundPlace()
        known = [unit for unit in self.units() if unit.path.rpartition(".")[2] == match[1]]
        now = existing_on(known, on)
        if now:
            return FoundPlace(unit=now[0])
        ended = [unit for unit in known if unit.valid_to is not None and unit.valid_to < on]
        if not ended:
            return FoundPlace()
        last = max(ended, key=lambda unit: unit.valid_to or date.min)
        by_id = {unit.unit_id: unit for unit in self.units()}
        return FoundPlace(former=last, heirs=present_units(last, by_id, on))

    def by_path(self, path: str) -> Place:
        """The unit at a path, as it was called last; the province for a path that nobody knows."""
        known = [unit for unit in self.units() if unit.path == path]
        return place_of(known[-1]) if known else PROVINCE

    def below(self, path: str, on: date) -> list[Place]:
        """The units one level below, by name without the word for their kind."""
        here = [unit for unit in existing_on(self.units(), on) if parent(unit.path) == path]
        return [place_of(unit) for unit in sorted(here, key=_own_name)]

    def communes(self, path: str, on: date) -> list[Choice]:
        """The communes and wards at a path and below it to choose from, found by former names too.

        They stand by name without the word for their kind.
        """
        here = [
            unit
            for unit in existing_on(self.units(), on)
            if is_lowest(unit.path) and is_within(unit.path, path)
        ]
        former = self._former(on)
        return [
            Choice(unit.path, unit.name, former=former.get(unit.path, ()))
            for unit in sorted(here, key=_own_name)
        ]

    def is_commune(self, path: str, root: str, on: date) -> bool:
        """Whether a path is that of a commune or ward at a root or below it: one of `communes`, unsorted."""
        if not (is_lowest(path) and is_within(path, root)):
            return False
        return any(unit.path == path and unit.exists_on(on) for unit in self.units())

    def _former(self, on: date) -> dict[str, tuple[str, ...]]:
        known = self.units()
        if self._former_names is None or self._former_names[:2] != (known, on):
            self._former_names = known, on, former_names(known, on)
        return self._former_names[2]

    def named(self, text: str, on: date) -> list[Hit]:
        """The units whose name contains the text, old names too, best first."""
        return find(text, self.units(), day=on, former=True)


def _own_name(unit: Unit) -> str:
    return fold(unit.name.removeprefix(unit.kind.label))
