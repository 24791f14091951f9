"""Shapes of canned answers."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path
from pydantic import Field

from loa import clock
from loa.dialogue.desk.canned_answers import MAXIMUM_TITLE, NAME, CannedAnswer
from loa.platform.zalo.api.messages import MAX_TEXT
from loa.web.schemas import Schema, Text

type CannedName = Annotated[
    str,
    Path(
        description="Tên ngắn: chữ thường không dấu, số, gạch nối.",
        json_schema_extra={"pattern": f"^{NAME.pattern}$"},
    ),
]
"""What names an answer in an address; whether it is one is for the room to say."""


class ShownCanned(Schema):
    """Words that are ready to be sent."""

    unit: str = Field(description="Đơn vị đã soạn mẫu này.")
    name: str
    title: str
    text: str
    version: int
    inherited: bool = Field(description="Mẫu của đơn vị cấp trên.")
    updated_by: str
    updated_at: str

    @classmethod
    def of(cls, answer: CannedAnswer, unit: str) -> "ShownCanned":
        """From a canned answer, as a unit sees it."""
        return cls(
            unit=answer.unit_path,
            name=answer.name,
            title=answer.title,
            text=answer.text,
            version=answer.version,
            inherited=answer.unit_path != unit,
            updated_by=answer.updated_by,
            updated_at=clock.to_text(answer.updated_at),
        )


class CannedList(Schema):
    """What a unit can use, by name."""

    items: list[ShownCanned]


class NewCanned(Schema):
    """The words of a canned answer."""

    title: Annotated[Text, Field(min_length=1, max_length=MAXIMUM_TITLE)]
    text: Annotated[
        Text, Field(min_length=1, max_length=MAX_TEXT, description="Chỗ trống: {ten}, {ma}, {han}.")
    ]
    version: Annotated[int, Field(ge=0, description="Phiên bản đã xem; 0 là mẫu mới.")] = 0
