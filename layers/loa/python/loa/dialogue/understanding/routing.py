"""Which unit a place belongs to, from the words of a resident. Pure rules.

Only what is certain is used: a unit below the account's own whose full name ("phường Hà Huy Tập"), or whose
own name of two words or more, stands in the words, and no other unit's does. Everything else stays with the
account's unit, where a person decides.
"""

from collections.abc import Iterable

from loa.dialogue.understanding.spelling.folding import plain
from loa.foundation.units.model import Unit, is_within

_SHORTEST = 2
"""Words that the bare name of a unit must have: one alone (Vinh, Hưng) stands in too many other names."""


def unit_of(place: str, root: str, units: Iterable[Unit]) -> str:
    """The unit that a place names.

    Args:
        place: as the resident wrote it.
        root: path of the account's unit, which has it when nothing is certain.
        units: the units at and below the root that exist.
    """
    words = f" {plain(place)} "
    below = [unit for unit in units if unit.path != root and is_within(unit.path, root)]
    whole = [unit.path for unit in below if f" {plain(unit.name)} " in words]
    found = whole or [unit.path for unit in below if _own(unit) and f" {_own(unit)} " in words]
    # Who names a commune and its district means the commune.
    deepest = [path for path in found if not any(other != path and is_within(other, path) for other in found)]
    return deepest[0] if len(set(deepest)) == 1 else root


def _own(unit: Unit) -> str:
    """The name without the kind, where it is long enough to be told from other words."""
    own = plain(unit.name).removeprefix(f"{plain(unit.kind.label)} ")
    return own if len(own.split()) >= _SHORTEST else ""
