"""Rules about people: which roles need a second administrator, usernames, lists from a sheet. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from loa.errors import InvalidInput
from loa.foundation.officers.model import Role
from loa.foundation.officers.texts import EXCLUSIVE, ROLES
from loa.foundation.people import texts
from loa.foundation.units.model import Unit
from loa.foundation.units.names import name_key
from loa.text.folding import fold
from loa.text.phones import dialled

MOST_AT_ONCE: Final = 50
"""People entered from one list: each takes a few calls, and a page has half a minute."""

TO_CONFIRM: Final = frozenset({Role.ADMINISTRATOR, Role.INVESTIGATOR})
"""Roles that a second administrator confirms: who has one could give themselves the rest."""

_APART: Final = frozenset({Role.EDITOR, Role.APPROVER, Role.ADMINISTRATOR})
EMAIL: Final = r"^[^@\s]{1,64}@[^@\s]+\.[^@\s]+$"
PHONE: Final = r"^$|^(\+?84|0)[ .()-]*([0-9][ .()-]*){9}$"
_LONGEST_NAME: Final = 100
_COLUMNS: Final = 4
_HEADS: Final = frozenset({"ho ten", "ho va ten", "ten can bo"})
_KINDS: Final = re.compile(r"^(tinh|thanh pho|thi xa|thi tran|huyen|phuong|xa)\s+")


@dataclass(frozen=True, slots=True)
class NewOfficer:
    """Somebody who is to be entered.

    Attributes:
        name: for people.
        unit: where they will work.
        roles: at least one.
        email: to which a forgotten password's code goes; empty: they get slips of paper.
    """

    name: str = field(repr=False)
    unit: Unit
    roles: frozenset[Role]
    email: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class OfficerDetails:
    """What an account says of its officer; empty: nothing."""

    name: str = field(repr=False)
    email: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)

    def attributes(self) -> dict[str, str]:
        """Return them as the user pool names and writes them: phones with the country's number."""
        number = dialled(self.phone)
        abroad = f"+84{number[1:]}" if number.startswith("0") else number
        return {"name": self.name, "email": self.email, "phone_number": abroad}


@dataclass(frozen=True, slots=True)
class ListFault:
    """What is wrong with a line of a list; lines count from 1, as a sheet counts them."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row of a list; `number` is what a sheet shows beside it, counted from 1."""

    number: int
    cells: tuple[str, ...] = field(repr=False)


def checked_roles(roles: Iterable[Role]) -> frozenset[Role]:
    """Return roles that go together.

    Raises:
        InvalidInput: none, or an investigator who is something else besides.
    """
    given = frozenset(roles)
    if not given:
        raise InvalidInput(texts.ROLES_MISSING, fields={"roles": texts.ROLES_MISSING})
    if Role.INVESTIGATOR in given and given & _APART:
        raise InvalidInput(EXCLUSIVE, fields={"roles": EXCLUSIVE})
    return given


def username_start(unit: Unit) -> str:
    """Return how usernames of a unit begin: `yenthanh` of "Xã Yên Thành"."""
    plain = _KINDS.sub("", fold(unit.name))
    return re.sub(r"[^a-z0-9]", "", plain)[:24] or "canbo"


def rows_of(text: str) -> list[ListRow]:
    """Return the rows of lines that were pasted: columns parted by tabs, or by semicolons."""
    return [
        ListRow(number, tuple(cell.strip() for cell in line.split("\t" if "\t" in line else ";")))
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip()
    ]


def pasted(rows: Sequence[ListRow]) -> str:
    """Return rows as they would have been pasted, each on the line that bears its number."""
    by_number = {row.number: "\t".join(row.cells[:_COLUMNS]) for row in rows}
    return "\n".join(by_number.get(number, "") for number in range(1, max(by_number, default=0) + 1))


def read_rows(given: Sequence[ListRow], units: Sequence[Unit]) -> tuple[list[NewOfficer], list[ListFault]]:
    """Read people from rows: name, unit, roles, and perhaps an e-mail address.

    Args:
        given: the rows; the first may be the sheet's head.
        units: in which the administrator may enter people.

    Returns:
        Those that can be read, and what is wrong with the other lines.
    """
    rows = [row for row in given if row is not given[0] or not _is_head(row)]
    if not rows:
        return [], [ListFault(1, texts.NO_ROWS)]
    if len(rows) > MOST_AT_ONCE:
        return [], [ListFault(rows[MOST_AT_ONCE].number, texts.TOO_MANY.format(most=MOST_AT_ONCE))]
    people: list[NewOfficer] = []
    faults: list[ListFault] = []
    by_name = _by_name(units)
    lines: dict[tuple[str, str], int] = {}
    for row in rows:
        name, unit, roles, email = (*row.cells, "", "", "", "")[:_COLUMNS]
        try:
            read = NewOfficer(_name(name), _unit(unit, by_name), _roles(roles), _email(email))
        except InvalidInput as error:
            faults.append(ListFault(row.number, error.message))
            continue
        first = lines.setdefault((fold(read.name), read.unit.path), row.number)
        if first == row.number:
            people.append(read)
        else:
            faults.append(ListFault(row.number, texts.SAME_AS.format(line=first)))
    return people, faults


def _is_head(row: ListRow) -> bool:
    return fold(row.cells[0]) in _HEADS


def _by_name(units: Sequence[Unit]) -> Mapping[str, list[Unit]]:
    found: dict[str, list[Unit]] = {}
    for unit in units:
        for key in {name_key(unit.name), unit.path, unit.code}:
            found.setdefault(key, []).append(unit)
    return found


def _name(given: str) -> str:
    if not given:
        raise InvalidInput(texts.NAME_MISSING)
    if len(given) > _LONGEST_NAME:
        raise InvalidInput(texts.NAME_LONG)
    return given


def _email(given: str) -> str:
    if given and not re.fullmatch(EMAIL, given):
        raise InvalidInput(texts.EMAIL_WRONG.format(email=given[:60]))
    return given


def _unit(given: str, by_name: Mapping[str, list[Unit]]) -> Unit:
    if not given:
        raise InvalidInput(texts.UNIT_MISSING)
    found = by_name.get(name_key(given)) or by_name.get(given) or []
    if not found:
        raise InvalidInput(texts.UNIT_UNKNOWN.format(unit=given[:60]))
    if len(found) > 1:
        codes = ", ".join(unit.path for unit in found)
        raise InvalidInput(texts.UNIT_TWICE.format(count=len(found), unit=given[:60], codes=codes))
    return found[0]


def _roles(given: str) -> frozenset[Role]:
    roles = set()
    for word in re.split(r"[,+/]", given):
        plain = fold(word).strip()
        if not plain:
            continue
        value = texts.ROLES.get(plain, plain)
        if value not in {role.value for role in Role}:
            known = ", ".join(ROLES.values())
            raise InvalidInput(texts.ROLE_UNKNOWN.format(role=word.strip()[:40], roles=known))
        roles.add(Role(value))
    return checked_roles(roles)
