"""Shapes of who is on call."""

from typing import Annotated

from pydantic import Field

from loa import clock
from loa.foundation.officers.on_call import OnCall
from loa.foundation.officers.store import KnownOfficer
from loa.web.schemas import Schema


class NewOnCall(Schema):
    """Who is on call from now on."""

    officers: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=64)]],
        Field(
            max_length=10,
            description="id cán bộ của đơn vị hoặc của cấp trên (GET /officers); để trống: mọi cán bộ "
            "được trả lời người dân của đơn vị.",
        ),
    ]


class ToldOfficer(Schema):
    """An officer who is told."""

    id: str
    name: str
    unit: str

    @classmethod
    def of(cls, officer: KnownOfficer) -> "ToldOfficer":
        """From the registry."""
        return cls(id=officer.id, name=officer.name, unit=officer.unit_path)


class ShownOnCall(Schema):
    """Who is on call for a unit."""

    unit: str
    officers: list[str] = Field(description="Những người đã chọn; rỗng: chưa chọn ai.")
    set_by: str
    set_at: str | None
    told: list[ToldOfficer] = Field(
        description="Những người đã liên kết Zalo, sẽ nhận tin nếu lúc này có người kêu cứu. "
        "Rỗng: không báo được cho ai, kể cả ở cấp trên."
    )

    @classmethod
    def of(cls, unit: str, on_call: OnCall, told: list[KnownOfficer]) -> "ShownOnCall":
        """From what a unit has named, and who can be told."""
        return cls(
            unit=unit,
            officers=[identifier for _, identifier in on_call.officers],
            set_by=on_call.by,
            set_at=clock.optional_text(on_call.at),
            told=[ToldOfficer.of(officer) for officer in told],
        )
