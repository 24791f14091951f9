"""Shapes of the import and export of cases."""

import json
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import Field, field_validator

from loa.web.schemas import Schema

if TYPE_CHECKING:
    from loa.casework.exchange.service import CaseImport


MAXIMUM_EXCHANGED: Final = 50
"""Cases of one document: with their histories no more than a request has time for."""


class Document(Schema):
    """Cases as two systems exchange them; what a case holds is checked by the room, place by place."""

    schema_name: Annotated[str, Field(alias="schema", max_length=64, examples=["loa.cases"])]
    version: int
    cases: Annotated[list[dict[str, Any]], Field(max_length=MAXIMUM_EXCHANGED)]

    @field_validator("cases")
    @classmethod
    def whole_characters(cls, cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Half a character is no text: no table holds it."""
        json.dumps(cases, ensure_ascii=False).encode()
        return cases


class CasesToImport(Document):
    """Cases of another system."""

    cases: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=MAXIMUM_EXCHANGED)]


class ExportedCases(Schema):
    """A page of cases for another system, and where the next one begins."""

    document: Document
    next: str | None


class ImportedCases(Schema):
    """What an import did."""

    opened: list[str] = Field(description="Vụ việc mới.")
    supplemented: list[str] = Field(description="Vụ việc được bổ sung.")
    unchanged: list[str] = Field(description="Vụ việc đã có, không thay đổi.")
    refused: dict[str, str] = Field(description="Vụ việc không nhập được và lý do, theo vị trí.")

    @classmethod
    def of(cls, done: "CaseImport") -> "ImportedCases":
        """From what the room did."""
        return cls(
            opened=list(done.opened),
            supplemented=list(done.supplemented),
            unchanged=list(done.unchanged),
            refused=dict(done.refused),
        )
