"""Rows of officers (table Units): the officers of a unit, and their links to its Official Account.

    partition "40"             · sort `officer#PATH#ID`  name, roles, username; account, user_id, linked_at
    partition `links#BCDFGHJK` · sort `link`             the officer who has the code; expires
    partition `links#wrong#OA#USER` · sort `link`        how many wrong codes that user has written; expires

An officer's row lies beside their unit, so that the officers of a unit, and of a whole tree, are one Query
each. It holds the user pool's data as of the last comparison (`directory_sync`): assignments and reminders go
by it; what officers may do themselves goes by their token.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched
from typing import Final

from loa import clock
from loa.foundation.officers.model import Officer, Role
from loa.foundation.units.model import province_of
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Delete, Put, Row, Table, Update, Write
from loa.platform.aws.dynamodb.transactions import get_many

CODE_LIVES: Final = timedelta(minutes=15)
"""Validity of a code, which is read off a screen into a chat; also how long wrong codes are remembered."""

_OFFICER: Final = "officer#"
_LINK: Final = "link"
_AT_ONCE: Final = 100
_UNLINKED: Final = Attr("user_id").not_exists()


@dataclass(frozen=True, slots=True)
class KnownOfficer(Officer):
    """An officer as the registry knows them.

    Attributes:
        oa_id, user_id: the account of their unit, and their id there; empty: not linked.
        linked_at: when they linked themselves.
    """

    oa_id: str = ""
    user_id: str = ""
    linked_at: datetime | None = None

    @property
    def is_linked(self) -> bool:
        """Whether the account of their unit can write to them."""
        return bool(self.user_id)


def officer_key(unit_path: str, officer_id: str) -> tuple[str, str]:
    """Return the partition and sort key of an officer."""
    return province_of(unit_path), f"{_OFFICER}{unit_path}#{officer_id}"


def parse_officer_key(sort: str) -> tuple[str, str]:
    """Return the unit and id of an officer.

    Raises:
        ValueError: not the key of an officer.
    """
    if not sort.startswith(_OFFICER):
        raise ValueError(f"not the key of an officer: {sort!r}")
    path, _, officer_id = sort.removeprefix(_OFFICER).partition("#")
    return path, officer_id


def link_key(code: str) -> tuple[str, str]:
    """Return the partition and sort key of a code."""
    return f"links#{code}", _LINK


def _said(officer: Officer) -> Row:
    """Return the attributes that come from the user pool."""
    said: Row = {"name": officer.name, "roles": sorted(role.value for role in officer.roles)}
    return said | ({"username": officer.username} if officer.username else {})


def officer_from(row: Row) -> KnownOfficer:
    """Return the officer of a row."""
    unit_path, officer_id = parse_officer_key(row["sort"])
    return KnownOfficer(
        id=officer_id,
        name=row["name"],
        unit_path=unit_path,
        roles=frozenset(Role(role) for role in row["roles"]),
        username=row.get("username", ""),
        oa_id=row.get("account", ""),
        user_id=row.get("user_id", ""),
        linked_at=clock.from_text(row["linked_at"]) if "linked_at" in row else None,
    )


class OfficerStore:
    """Store of the officers of units, and of their link codes."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def keep_code(self, code: str, officer: Officer, at: datetime) -> bool:
        """Keep which officer has the code; return False if it is taken at present."""
        partition, sort = link_key(code)
        row = {
            "partition": partition,
            "sort": sort,
            "officer_id": officer.id,
            "unit_path": officer.unit_path,
            **_said(officer),
            "expires_at": clock.epoch_seconds(at + CODE_LIVES),
        }
        free = Attr("partition").not_exists() | Attr("expires_at").lt(clock.epoch_seconds(at))
        try:
            self.table.put(row, only_if=free)
        except ConditionFailed:
            return False
        return True

    def officer_of_code(self, code: str) -> Row | None:
        """Return the row of the officer who has the code."""
        return self.table.get(*link_key(code))

    def wrong_codes(self, oa_id: str, user_id: str, at: datetime) -> int:
        """Return how many wrong codes the user has written recently."""
        row = self.table.get(*link_key(f"wrong#{oa_id}#{user_id}")) or {}
        return int(row["wrong"]) if row.get("expires_at", 0) >= clock.epoch_seconds(at) else 0

    def count_wrong_code(self, oa_id: str, user_id: str, at: datetime) -> None:
        """Count a wrong code; the first after a quarter of an hour restarts the count."""
        key, ends = link_key(f"wrong#{oa_id}#{user_id}"), clock.epoch_seconds(at + CODE_LIVES)
        lately = Attr("expires_at").gte(clock.epoch_seconds(at))
        try:
            self.table.update(*key, set={"expires_at": ends}, add={"wrong": 1}, only_if=lately)
        except ConditionFailed:
            self.table.update(*key, set={"expires_at": ends, "wrong": 1})

    def using(self, code: str, user_id: str, at: datetime) -> Write:
        """Return the write that uses up a code: for one person, in time."""
        mine = Attr("used_by").not_exists() | Attr("used_by").eq(user_id)
        living = Attr("expires_at").gte(clock.epoch_seconds(at))
        return Update(self.table, *link_key(code), set={"used_by": user_id}, only_if=mine & living)

    def officer(self, unit_path: str, officer_id: str) -> KnownOfficer | None:
        """Return an officer of a unit."""
        row = self.table.get(*officer_key(unit_path, officer_id))
        return officer_from(row) if row else None

    def find(self, officer_id: str, paths: Iterable[str]) -> KnownOfficer | None:
        """Return an officer who works for one of these units; one request."""
        rows = get_many([(self.table, *officer_key(path, officer_id)) for path in paths])
        return next((officer_from(row) for row in rows if row), None)

    def named(self, places: Iterable[tuple[str, str]]) -> dict[str, str]:
        """Return names by officer id; one request per hundred places.

        Args:
            places: pairs of a unit and the id of an officer who may work there. Whoever works for none of
                the units that are named with them is left out.
        """
        wanted = list(dict.fromkeys(places))
        found: dict[str, str] = {}
        for batch in batched(wanted, _AT_ONCE, strict=False):
            for row in get_many([(self.table, *officer_key(path, officer_id)) for path, officer_id in batch]):
                if row:
                    found[parse_officer_key(row["sort"])[1]] = row["name"]
        return found

    def of_unit(self, unit_path: str) -> list[KnownOfficer]:
        """List the officers of exactly one unit; one Query."""
        rows = self.table.rows(province_of(unit_path), prefix=f"{_OFFICER}{unit_path}#")
        return [officer_from(row) for row in rows]

    def of_province(self, province: str) -> list[KnownOfficer]:
        """List all officers; one Query per megabyte, which holds some thousands of them."""
        return [officer_from(row) for row in self.table.rows(province, prefix=_OFFICER, consistent=True)]

    def adding(self, officer: Officer) -> Write:
        """Return the write that adds an officer; refused if already there."""
        partition, sort = officer_key(officer.unit_path, officer.id)
        return Put(self.table, {"partition": partition, "sort": sort, **_said(officer)}, new=True)

    def changing(self, officer: Officer) -> Write:
        """Return the write that updates an officer's user pool data; refused if the officer is gone."""
        key = officer_key(officer.unit_path, officer.id)
        return Update(self.table, *key, set=_said(officer), only_if=Attr("partition").exists())

    def removing(self, officer: KnownOfficer) -> Write:
        """Return the write that removes an officer; refused if gone, linked or unlinked meanwhile."""
        unchanged = Attr("user_id").eq(officer.user_id) if officer.is_linked else _UNLINKED
        there = Attr("partition").exists() & unchanged
        return Delete(self.table, *officer_key(officer.unit_path, officer.id), only_if=there)

    def moving(self, officer: KnownOfficer, path: str) -> list[Write]:
        """Return the writes that take an officer to another unit, with their link to an account.

        Refused if they are gone, or linked or unlinked meanwhile.
        """
        partition, sort = officer_key(path, officer.id)
        link: Row = {}
        if officer.is_linked and officer.linked_at:
            at = clock.to_text(officer.linked_at)
            link = {"account": officer.oa_id, "user_id": officer.user_id, "linked_at": at}
        row = {"partition": partition, "sort": sort, **_said(officer), **link}
        return [Put(self.table, row), self.removing(officer)]

    def linking(self, officer: KnownOfficer, at: datetime, *, first: bool) -> Write:
        """Return the write that links an officer; refused if linked meanwhile (if not `first`: unlinked)."""
        # Not `oa_id`: that attribute leads from an account's id to its unit (index by_oa).
        link = {"account": officer.oa_id, "user_id": officer.user_id, "linked_at": clock.to_text(at)}
        return Update(
            self.table,
            *officer_key(officer.unit_path, officer.id),
            set=_said(officer) | link,
            only_if=_UNLINKED if first else Attr("user_id").exists(),
        )
