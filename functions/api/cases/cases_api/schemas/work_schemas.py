"""Shapes of the work on a case: its next step, whose it is, what is noted and added, what it is joined to."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from cases_api.schemas.common_schemas import (
    MAXIMUM_LINE,
    MAXIMUM_NAME,
    MAXIMUM_TEXT,
    VERSION,
    WORDS,
)
from loa.casework.cases.desk.assigning import AT_ONCE, Given
from loa.casework.cases.rules.checks import MoveFacts
from loa.casework.cases.rules.model import Move
from loa.web.schemas import PATH, Schema, Text

CASE_ID = Annotated[str, Field(pattern=r"^[0-9a-f]{22}$")]


class NewMove(Schema):
    """A step, and what it needs."""

    move: Move
    expected_version: VERSION
    text: Annotated[Text, Field(max_length=MAXIMUM_TEXT, description="Câu trả lời, nội dung bổ sung.")] = ""
    reason: Annotated[Text, Field(max_length=MAXIMUM_TEXT, description="Lý do từ chối.")] = ""
    legal_ground: Annotated[
        Text, Field(max_length=MAXIMUM_LINE, description="Căn cứ pháp luật của việc từ chối.")
    ] = ""
    to_path: PATH = Field("", description="Đơn vị Mặt trận nhận vụ việc.")
    body: Annotated[
        Text,
        Field(
            max_length=MAXIMUM_LINE,
            description="Cơ quan ngoài Mặt trận nhận vụ việc; khi từ chối: nơi người dân có thể gửi đến.",
        ),
    ] = ""
    reference: Annotated[Text, Field(max_length=MAXIMUM_NAME, description="Số văn bản chuyển.")] = ""
    next_step: Annotated[
        Text, Field(max_length=MAXIMUM_LINE, description="Việc tiếp theo, để báo cho người dân.")
    ] = ""
    asked_for: Annotated[
        Text, Field(max_length=MAXIMUM_TEXT, description="Thông tin đề nghị người dân bổ sung.")
    ] = ""

    def facts(self) -> MoveFacts:
        """As rooms know them."""
        return MoveFacts(
            text=self.text,
            reason=self.reason,
            legal_ground=self.legal_ground,
            to_path=self.to_path,
            body=self.body,
            reference=self.reference,
            next_step=self.next_step,
            asked_for=self.asked_for,
        )


OWNER = Annotated[
    str | None,
    Field(
        max_length=64,
        pattern=r"^[0-9A-Za-z._:-]*$",
        description="Mã cán bộ (xem danh sách cán bộ); bỏ trống: chính mình; chuỗi rỗng: trả về đơn vị.",
    ),
]


class Assignment(Schema):
    """Whose case it is from now on."""

    owner: OWNER = None
    expected_version: VERSION


class ManyAssignments(Schema):
    """Whose cases they are from now on."""

    cases: Annotated[tuple[CASE_ID, ...], Field(min_length=1, max_length=AT_ONCE)]
    owner: OWNER = None


class AssignedCase(Schema):
    """What became of one of them."""

    case_id: str
    given: bool
    refusal: str = Field(description="Vì sao không giao được; trống: đã giao.")
    version: int | None


class AssignedCases(Schema):
    """What became of each."""

    items: list[AssignedCase]

    @classmethod
    def of(cls, done: Iterable[Given]) -> "AssignedCases":
        """From what was given."""
        return cls(
            items=[
                AssignedCase(
                    case_id=one.case_id,
                    given=one.case is not None,
                    refusal=one.refusal,
                    version=one.case.version if one.case else None,
                )
                for one in done
            ]
        )


class NewNote(Schema):
    """A note for colleagues."""

    text: WORDS


class NewSupplement(Schema):
    """What the resident has added, by telephone or on paper."""

    text: WORDS


class JoinInto(Schema):
    """The case that goes on for both."""

    into: CASE_ID
    expected_version: VERSION


class Versioned(Schema):
    """The version that the officer saw."""

    expected_version: VERSION
