"""Names of units by path, for people: the whole tree is read with one Query and remembered for a while."""

import time
from collections.abc import Callable
from datetime import date
from typing import Final

from loa.foundation.units.model import Unit
from loa.foundation.units.store import UnitStore

REMEMBERED_SECONDS: Final = 600


class UnitNames:
    """Names of a province's units, of those too that have ended."""

    def __init__(self, units: UnitStore, province: str, today: Callable[[], date]) -> None:
        """`today` gives the day whose units count."""
        self._units = units
        self._province = province
        self._today = today
        self._names: dict[str, str] = {}
        self._read_at = float("-inf")

    def name(self, path: str) -> str:
        """Return the name of the unit at a path, or the path where there never was one."""
        if time.monotonic() - self._read_at > REMEMBERED_SECONDS:
            self._names = self._read()
            self._read_at = time.monotonic()
        return self._names.get(path, path)

    def _read(self) -> dict[str, str]:
        day = self._today()

        def order(unit: Unit) -> tuple[bool, date]:
            """Who stands there on the day comes last and stays, else who came last."""
            begins, ends = unit.valid_from or date.min, unit.valid_to or date.max
            return begins <= day <= ends, begins

        return {unit.path: unit.name for unit in sorted(self._units.subtree(self._province), key=order)}
