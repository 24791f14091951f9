"""Officers on call: notified at any hour when somebody calls for help (table Units).

    partition "40" · sort `oncall#PATH`   officers: [{"unit", "id"}], by, at

A unit names officers of its own or of the units above. If it names nobody, all its officers who may answer
residents are on call. Only officers who have linked their Zalo can be notified; if there are none, the unit
above is tried in the same way, up to the province. If Zalo does not deliver to one, the next stands in.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final

from loa import clock
from loa.errors import InvalidInput
from loa.foundation.officers import texts
from loa.foundation.officers.model import Officer, Permission, allowed
from loa.foundation.officers.store import KnownOfficer, OfficerStore
from loa.foundation.units.model import ancestors, province_of
from loa.platform.aws.dynamodb.tables import Row, Table

MOST: Final = 10
"""Maximum number of officers of a unit who are notified at once."""


@dataclass(frozen=True, slots=True)
class OnCall:
    """The officers whom a unit has named.

    Attributes:
        officers: unit and id of each; empty: nobody was named.
        by: the officer who named them.
        at: when; None: never.
    """

    officers: tuple[tuple[str, str], ...] = ()
    by: str = ""
    at: datetime | None = None


def _key(path: str) -> tuple[str, str]:
    return province_of(path), f"oncall#{path}"


class OnCallStore:
    """Store of the officers whom units have named."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def of(self, path: str) -> OnCall:
        """Return the officers whom a unit has named; one request."""
        row = self.table.get(*_key(path))
        if row is None:
            return OnCall()
        named = tuple((one["unit"], one["id"]) for one in row["officers"])
        return OnCall(named, row["by"], clock.from_text(row["at"]))

    def keep(self, path: str, officers: Sequence[Officer], *, by: str, now: datetime) -> OnCall:
        """Replace the named officers; an empty list restores the unit's default."""
        return self.replace(path, [(officer.unit_path, officer.id) for officer in officers], by=by, now=now)

    def forget(self, path: str) -> None:
        """Delete what a unit has named."""
        self.table.delete(*_key(path))

    def replace(self, path: str, officers: Sequence[tuple[str, str]], *, by: str, now: datetime) -> OnCall:
        """Write down the named officers, by unit and id."""
        named = tuple(officers)
        partition, sort = _key(path)
        row: Row = {
            "partition": partition,
            "sort": sort,
            "officers": [{"unit": unit, "id": identifier} for unit, identifier in named],
            "by": by,
            "at": clock.to_text(now),
        }
        self.table.put(row)
        return OnCall(named, by, now)


def move_on_call(old: str, new: str, *, rows: OnCallStore, now: datetime) -> int:
    """Let a unit's officers on call be on call for its successor; return how many rows moved.

    Those of several units add up, as far as `MOST`. Safe to repeat, and to stop in between.
    """
    named = rows.of(old)
    if not named.officers:
        return 0
    there = rows.of(new)
    together = dict.fromkeys(
        (new if unit == old else unit, officer) for unit, officer in (*there.officers, *named.officers)
    )
    rows.replace(new, list(together)[:MOST], by=there.by or named.by, now=now)
    rows.forget(old)
    return 1


def name_on_call(
    path: str, ids: Sequence[str], *, by: Officer, rows: OnCallStore, registry: OfficerStore, now: datetime
) -> OnCall:
    """Name the officers on call for a unit.

    Args:
        path: the unit.
        ids: of officers of the unit or of units above, in the order of display.
        by: the officer who names them; needs permission there.
        rows: store of the named officers.
        registry: of officers.
        now: the present instant.

    Raises:
        InvalidInput: too many, or one of them works elsewhere or may not answer residents.
    """
    wanted = list(dict.fromkeys(ids))
    if len(wanted) > MOST:
        raise InvalidInput(texts.TOO_MANY_ON_CALL, fields={"officers": texts.TOO_MANY_ON_CALL})
    places = (path, *ancestors(path))
    found = [registry.find(identifier, places) for identifier in wanted]
    known = [one for one in found if one and allowed(one, Permission.ANSWER_CONVERSATION, path)]
    if len(known) < len(wanted):
        raise InvalidInput(texts.NOT_A_COLLEAGUE, fields={"officers": texts.NOT_A_COLLEAGUE})
    return rows.keep(path, known, by=by.id, now=now)


def told_of_emergencies(path: str, *, rows: OnCallStore, registry: OfficerStore) -> list[KnownOfficer]:
    """Return the officers to notify now: of the unit, else of the nearest unit above with any."""
    return next(_groups(path, rows=rows, registry=registry), [])[:MOST]


def in_turn(path: str, *, rows: OnCallStore, registry: OfficerStore) -> Iterator[KnownOfficer]:
    """List all who can be notified: named officers, others of the unit, then those of the units above."""
    seen: set[tuple[str, str]] = set()
    for group in _groups(path, rows=rows, registry=registry):
        for officer in group:
            if (officer.oa_id, officer.user_id) not in seen:
                seen.add((officer.oa_id, officer.user_id))
                yield officer


def _groups(path: str, *, rows: OnCallStore, registry: OfficerStore) -> Iterator[list[KnownOfficer]]:
    """List those who can be notified, in the order in which they are tried; no group is empty."""
    of_unit = cache(registry.of_unit)
    for place in (path, *reversed(ancestors(path))):
        named = rows.of(place).officers
        units = dict.fromkeys(unit for unit, _ in named)
        chosen = [one for unit in units for one in of_unit(unit) if (unit, one.id) in named]
        for group in (chosen, of_unit(place)):
            able = [
                one for one in group if one.is_linked and allowed(one, Permission.ANSWER_CONVERSATION, place)
            ]
            if able:
                yield able
