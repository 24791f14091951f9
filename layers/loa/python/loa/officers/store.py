"""Rows of officers who linked themselves to their unit's Official Account (table Units).

    partition "40" (province)  · sort `officer#PATH#ID`  name, roles, oa_id, user_id, linked_at
    partition `links#123456`   · sort `link`             whose code that is; expires

An officer's row lies beside his unit, so that those of a unit, and of a whole tree, are one Query each. It
holds the roles that he had when he linked himself: reminders go by them, permissions never do.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from loa import moments
from loa.aws.tables import Action, Attr, ConditionFailed, Put, Row, Table, Update
from loa.officers.model import Officer, Role
from loa.units.model import province_of

CODE_LIVES: Final = timedelta(minutes=15)
"""How long a code works: it has six digits and is read off a screen into a chat."""

_OFFICER: Final = "officer#"
_LINK: Final = "link"


@dataclass(frozen=True, slots=True)
class LinkedOfficer:
    """An officer whom the account of his unit can write to.

    Attributes:
        id: the `sub` of the user pool.
        name, roles: when he linked himself.
        unit_path: his unit.
        oa_id, user_id: the account, and he himself as it knows him.
        linked_at: when.
    """

    id: str
    name: str = field(repr=False)
    unit_path: str
    roles: frozenset[Role]
    oa_id: str
    user_id: str
    linked_at: datetime


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


def officer_row(officer: LinkedOfficer) -> Row:
    """The row of an officer."""
    partition, sort = officer_key(officer.unit_path, officer.id)
    return {
        "partition": partition,
        "sort": sort,
        "name": officer.name,
        "roles": sorted(role.value for role in officer.roles),
        "user_id": officer.user_id,
        # Not `oa_id`: that attribute leads from an account's id to its unit (index by_oa).
        "account": officer.oa_id,
        "linked_at": moments.to_text(officer.linked_at),
    }


def officer_from(row: Row) -> LinkedOfficer:
    """The officer of a row."""
    unit_path, officer_id = parse_officer_key(row["sort"])
    return LinkedOfficer(
        id=officer_id,
        name=row["name"],
        unit_path=unit_path,
        roles=frozenset(Role(role) for role in row["roles"]),
        oa_id=row["account"],
        user_id=row["user_id"],
        linked_at=moments.from_text(row["linked_at"]),
    )


class Registry:
    """Linked officers and the codes by which they link themselves."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def keep_code(self, code: str, officer: Officer, at: datetime) -> bool:
        """Keep whose code that is; False: somebody has it just now."""
        partition, sort = link_key(code)
        row = {
            "partition": partition,
            "sort": sort,
            "officer_id": officer.id,
            "name": officer.name,
            "unit_path": officer.unit_path,
            "roles": sorted(role.value for role in officer.roles),
            "expires_at": moments.epoch_seconds(at + CODE_LIVES),
        }
        free = Attr("partition").not_exists() | Attr("expires_at").lt(moments.epoch_seconds(at))
        try:
            self.table.put(row, only_if=free)
        except ConditionFailed:
            return False
        return True

    def officer_of_code(self, code: str) -> Row | None:
        """Whose code that is."""
        return self.table.get(*link_key(code))

    def using(self, code: str, user_id: str, at: datetime) -> Action:
        """The write by which a code is used: by one person, in time."""
        mine = Attr("used_by").not_exists() | Attr("used_by").eq(user_id)
        living = Attr("expires_at").gte(moments.epoch_seconds(at))
        return Update(self.table, *link_key(code), set={"used_by": user_id}, only_if=mine & living)

    def officer(self, unit_path: str, officer_id: str) -> LinkedOfficer | None:
        """An officer, if he is linked."""
        row = self.table.get(*officer_key(unit_path, officer_id))
        return officer_from(row) if row else None

    def linking(self, officer: LinkedOfficer, *, new: bool) -> Action:
        """The write of a linked officer; refused if he is (or, not `new`, is not) linked by now."""
        if new:
            return Put(self.table, officer_row(officer), new=True)
        return Put(self.table, officer_row(officer), only_if=Attr("partition").exists())

    def of_unit(self, unit_path: str) -> list[LinkedOfficer]:
        """The linked officers of exactly one unit; one Query."""
        rows = self.table.rows(province_of(unit_path), prefix=f"{_OFFICER}{unit_path}#")
        return [officer_from(row) for row in rows]
