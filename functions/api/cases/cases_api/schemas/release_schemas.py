"""Shapes of what is released to the public list."""

from typing import Annotated, Literal

from pydantic import Field

from cases_api.schemas.common_schemas import LINE, VERSION, WORDS
from loa.casework.cases.rows.public_list import MAXIMUM_PICTURES, Chosen
from loa.web.schemas import Schema


class ChosenPicture(Schema):
    """A picture that was covered for this case: both fields as `POST /cases/{id}/pictures` answered them."""

    reference: Annotated[str, Field(max_length=300)]
    name: Annotated[str, Field(pattern=r"^[0-9a-f]{64}\.jpg$")]

    def chosen(self) -> Chosen:
        """As rooms know it."""
        return Chosen(self.reference, self.name)


class NewRelease(Schema):
    """What everybody may read, redacted by a person."""

    text: WORDS
    answer: WORDS
    expected_version: VERSION
    confirmed: Annotated[
        tuple[LINE, ...],
        Field(max_length=100, description="Những từ đã được đánh dấu mà cán bộ xác nhận được giữ lại."),
    ] = ()
    pictures: Annotated[
        tuple[ChosenPicture, ...],
        Field(
            max_length=MAXIMUM_PICTURES,
            description="Những ảnh đã che và đã xem lại; bỏ trống: công khai không kèm ảnh.",
        ),
    ] = ()


class ShownMark(Schema):
    """Words that may be personal data."""

    field: Literal["text", "answer"]
    kind: str
    start: int = Field(description="Vị trí ký tự đầu, tính từ 0.")
    end: int
    words: str
    must_go: bool = Field(description="Chỉ được giữ lại nếu xác nhận từng chỗ.")


class Redaction(Schema):
    """What a person has to look at before a case becomes public, and a proposal with gaps."""

    text: str
    answer: str
    marks: list[ShownMark]
    proposed_text: str
    proposed_answer: str
