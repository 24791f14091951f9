"""Shapes of officers, as their colleagues see them."""

from collections.abc import Sequence

from pydantic import Field

from loa.foundation.officers.model import Officer, Permission, Role, allowed_roles
from loa.foundation.officers.store import KnownOfficer
from loa.web.schemas import Schema


class ShownOfficer(Schema):
    """Somebody who works for a unit."""

    officer_id: str
    name: str
    unit: str
    roles: list[Role]
    works_on_cases: bool = Field(description="Được giao xử lý vụ việc của đơn vị và các đơn vị bên dưới.")
    answers_conversations: bool = Field(description="Được giao trò chuyện với người dân.")
    linked: bool = Field(description="Nhận nhắc việc trên Zalo.")

    @classmethod
    def of(cls, officer: KnownOfficer) -> "ShownOfficer":
        """From an officer."""
        may = allowed_roles(officer.roles)
        return cls(
            officer_id=officer.id,
            name=officer.name,
            unit=officer.unit_path,
            roles=sorted(officer.roles),
            works_on_cases=Permission.WORK_ON_CASE in may,
            answers_conversations=Permission.ANSWER_CONVERSATION in may,
            linked=officer.is_linked,
        )


class OfficerList(Schema):
    """The officers of a unit."""

    items: list[ShownOfficer]


class UnitName(Schema):
    """A unit by its path, with its name."""

    path: str
    name: str


class Self(Schema):
    """Whoever is signed in."""

    officer_id: str
    name: str
    units: list[UnitName] = Field(description="Từ tỉnh xuống tới đơn vị của cán bộ.")
    roles: list[Role]
    may: list[Permission] = Field(description="Được làm trong phạm vi đơn vị mình và các đơn vị bên dưới.")
    linked: bool = Field(description="Nhận nhắc việc trên Zalo.")

    @classmethod
    def of(cls, officer: Officer, units: Sequence[tuple[str, str]], *, linked: bool) -> "Self":
        """From an officer and the units from the province down to theirs."""
        return cls(
            officer_id=officer.id,
            name=officer.name,
            units=[UnitName(path=path, name=name) for path, name in units],
            roles=sorted(officer.roles),
            may=sorted(allowed_roles(officer.roles)),
            linked=linked,
        )
