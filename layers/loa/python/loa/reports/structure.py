"""Numbers of units that have ended, told of the units that stand in their place. Pure.

A period before a reorganisation can so be shown by the units of its own last day, by those of a later day, or
by both; the totals are the same, for a number is moved and never divided. What has no one successor stays
where it was counted, and the table shows it in a line for former units.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from loa.foundation.units.model import Unit, is_within, present_units, province_of


def moved_on(units: Iterable[Unit], day: date) -> dict[str, str]:
    """Return the paths of ended units, each with the one where its numbers are told on a day.

    Args:
        units: dated units, those too that have ended.
        day: whose units are listed.
    """
    known = list(units)
    by_id = {unit.unit_id: unit for unit in known}
    present = {unit.path for unit in known if unit.exists_on(day)}
    ended: dict[str, Unit] = {}
    for unit in sorted(known, key=lambda each: each.valid_to or date.max):
        if unit.valid_to is not None and unit.valid_to < day and unit.path not in present:
            ended[unit.path] = unit  # whoever stood there last
    heirs = {path: present_units(unit, by_id, day) for path, unit in ended.items()}
    return {path: found[0].path for path, found in heirs.items() if len(found) == 1}


def counted_at(root: str, moved: Mapping[str, str]) -> str:
    """Return the unit at and below which everything was counted that is told at and below a root.

    A commune of today has its numbers of before at communes that lay elsewhere in the tree.
    """
    if any(is_within(new, root) and not is_within(old, root) for old, new in moved.items()):
        return province_of(root)
    return root


def sums_on[Name: str](
    counted: Mapping[str, Mapping[Name, int]], moved: Mapping[str, str]
) -> dict[str, Counter[Name]]:
    """Return sums by the paths of a day; their total is that of what was counted."""
    found: dict[str, Counter[Name]] = {}
    for path, counts in counted.items():
        found.setdefault(moved.get(path, path), Counter()).update(counts)
    return found
