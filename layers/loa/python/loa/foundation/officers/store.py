"""Rows of officers (table Units): who works for a unit, and who has linked himself to its Official Account.

    partition "40"             · sort `officer#PATH#ID`  name, roles; account, user_id, linked_at if linked
    partition `links#BCDFGHJK` · sort `link`             whose code that is; expires
    partition `links#wrong#OA#USER` · sort `link`        how many wrong codes somebody has written; expires

An officer's row lies beside his unit, so that those of a unit, and of a whole tree, are one Query each. It
says what the user pool said at the last comparison (`directory_sync`): work is given and reminders go by it,
what an officer may do themself goes by his token.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from loa import clock
from loa.foundation.officers.model import Officer, Role
from loa.foundation.units.model import province_of
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Delete, Put, Row, Table, Update, Write
from loa.platform.aws.dynamodb.transactions import get_many

CODE_LIVES: Final = timedelta(minutes=15)
"""How long a code works, which is read off a screen into a chat; and how long wrong ones are remembered."""

_OFFICER: Final = "officer#"
_LINK: Final = "link"
_UNLINKED: Final = Attr("user_id").not_exists()


@dataclass(frozen=True, slots=True)
class KnownOfficer(Officer):
    """An officer as the registry has him.

    Attributes:
        oa_id, user_id: the account of his unit, and he himself as it knows him; empty: he is not linked.
        linked_at: when he did.
    """

    oa_id: str = ""
    user_id: str = ""
    linked_at: datetime | None = None

    @property
    def is_linked(self) -> bool:
        """Whether the account of his unit can write to him."""
        return bool(self.user_id)


def officer_key(unit_path: str, officer_id: str) -> tuple[str, str]:
    """Partition and sort key of an officer."""
    return province_of(unit_path), f"{_OFFICER}{unit_path}#{officer_id}"


def parse_officer_key(sort: str) -> tuple[str, str]:
    """Unit and id of an officer.

    Raises:
        ValueError: it is not the key of an officer.
    """
    if not sort.startswith(_OFFICER):
        raise ValueError(f"not the key of an officer: {sort!r}")
    path, _, officer_id = sort.removeprefix(_OFFICER).partition("#")
    return path, officer_id


def link_key(code: str) -> tuple[str, str]:
    """Partition and sort key of a code."""
    return f"links#{code}", _LINK


def _said(officer: Officer) -> Row:
    """What the user pool says of an officer."""
    return {"name": officer.name, "roles": sorted(role.value for role in officer.roles)}


def officer_from(row: Row) -> KnownOfficer:
    """The officer of a row."""
    unit_path, officer_id = parse_officer_key(row["sort"])
    return KnownOfficer(
        id=officer_id,
        name=row["name"],
        unit_path=unit_path,
        roles=frozenset(Role(role) for role in row["roles"]),
        oa_id=row.get("account", ""),
        user_id=row.get("user_id", ""),
        linked_at=clock.from_text(row["linked_at"]) if "linked_at" in row else None,
    )


class OfficerStore:
    """Officers of units, and the codes by which they link themselves."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def keep_code(self, code: str, officer: Officer, at: datetime) -> bool:
        """Keep whose code that is; False: somebody has it just now."""
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
        """Whose code that is."""
        return self.table.get(*link_key(code))

    def wrong_codes(self, oa_id: str, user_id: str, at: datetime) -> int:
        """How many wrong codes somebody has written lately."""
        row = self.table.get(*link_key(f"wrong#{oa_id}#{user_id}")) or {}
        return int(row["wrong"]) if row.get("expires_at", 0) >= clock.epoch_seconds(at) else 0

    def count_wrong_code(self, oa_id: str, user_id: str, at: datetime) -> None:
        """Count a wrong code; the first after a quarter of an hour begins anew."""
        key, ends = link_key(f"wrong#{oa_id}#{user_id}"), clock.epoch_seconds(at + CODE_LIVES)
        lately = Attr("expires_at").gte(clock.epoch_seconds(at))
        try:
            self.table.update(*key, set={"expires_at": ends}, add={"wrong": 1}, only_if=lately)
        except ConditionFailed:
            self.table.update(*key, set={"expires_at": ends, "wrong": 1})

    def using(self, code: str, user_id: str, at: datetime) -> Write:
        """The write by which a code is used: by one person, in time."""
        mine = Attr("used_by").not_exists() | Attr("used_by").eq(user_id)
        living = Attr("expires_at").gte(clock.epoch_seconds(at))
        return Update(self.table, *link_key(code), set={"used_by": user_id}, only_if=mine & living)

    def officer(self, unit_path: str, officer_id: str) -> KnownOfficer | None:
        """An officer of a unit."""
        row = self.table.get(*officer_key(unit_path, officer_id))
        return officer_from(row) if row else None

    def find(self, officer_id: str, paths: Iterable[str]) -> KnownOfficer | None:
        """An officer who works for one of these units; one request."""
        rows = get_many([(self.table, *officer_key(path, officer_id)) for path in paths])
        return next((officer_from(row) for row in rows if row), None)

    def of_unit(self, unit_path: str) -> list[KnownOfficer]:
        """The officers of exactly one unit; one Query."""
        rows = self.table.rows(province_of(unit_path), prefix=f"{_OFFICER}{unit_path}#")
        return [officer_from(row) for row in rows]

    def of_province(self, province: str) -> list[KnownOfficer]:
        """All officers; one Query per megabyte, which is some thousands of them."""
        return [officer_from(row) for row in self.table.rows(province, prefix=_OFFICER, consistent=True)]

    def adding(self, officer: Officer) -> Write:
        """The write of an officer; refused if he is there by now."""
        partition, sort = officer_key(officer.unit_path, officer.id)
        return Put(self.table, {"partition": partition, "sort": sort, **_said(officer)}, new=True)

    def changing(self, officer: Officer) -> Write:
        """The write of what the user pool says of him now; refused if he is gone."""
        key = officer_key(officer.unit_path, officer.id)
        return Update(self.table, *key, set=_said(officer), only_if=Attr("partition").exists())

    def removing(self, officer: KnownOfficer) -> Write:
        """The write by which he is gone; refused if he is gone already, linked or unlinked by now."""
        unchanged = Attr("user_id").eq(officer.user_id) if officer.is_linked else _UNLINKED
        there = Attr("partition").exists() & unchanged
        return Delete(self.table, *officer_key(officer.unit_path, officer.id), only_if=there)

    def linking(self, officer: KnownOfficer, at: datetime, *, first: bool) -> Write:
        """The write by which he is linked; refused if he is (or, not `first`, is not) linked by now."""
        # Not `oa_id`: that attribute leads from an account's id to its unit (index by_oa).
        link = {"account": officer.oa_id, "user_id": officer.user_id, "linked_at": clock.to_text(at)}
        return Update(
            self.table,
            *officer_key(officer.unit_path, officer.id),
            set=_said(officer) | link,
            only_if=_UNLINKED if first else Attr("user_id").exists(),
        )
