"""Shapes of officers, as their colleagues see them."""

from pydantic import Field

from loa.foundation.officers.model import Permission, Role, allowed_roles
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
