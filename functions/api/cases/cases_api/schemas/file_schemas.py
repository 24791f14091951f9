"""Shapes of the pictures and files that came with a case."""

from typing import TYPE_CHECKING

from pydantic import Field

from loa.web.schemas import Schema

if TYPE_CHECKING:
    from loa.casework.cases.rows.files import CaseFile


class ShownFile(Schema):
    """A picture or file that came with a case."""

    reference: str
    kind: str
    name: str
    type: str
    size: int | None
    url: str = Field(description="Mở được trong 5 phút; rỗng khi tệp chưa tải xong hoặc không tải được.")
    pending: bool
    failed: str

    @classmethod
    def of(cls, file: "CaseFile", url: str) -> "ShownFile":
        """From a file and the link to its copy."""
        copy = file.copy
        return cls(
            reference=file.reference,
            kind=file.kind,
            name=str(copy.get("name", "")),
            type=str(copy.get("type", "")),
            size=copy.get("size"),
            url=url,
            pending=not copy,
            failed=str(copy.get("failed", "")),
        )


class FileList(Schema):
    """The files of a case, in the order in which they came."""

    items: list[ShownFile]
