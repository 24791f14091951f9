"""Shapes of pictures that a person covers before everybody may see them."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from loa.publishing.pictures.areas import Area
from loa.web.schemas import Schema
from redaction_api import texts

MAXIMUM_AREAS = 50

FRACTION = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class CoveredArea(Schema):
    """A rectangle that nobody is to see.

    Its edges are fractions of the picture as the officer sees it (upright), so the size at which it is shown
    does not matter: 0 is the left or upper edge of the picture, 1 the right or lower one.
    """

    left: FRACTION
    top: FRACTION
    right: FRACTION
    bottom: FRACTION

    @model_validator(mode="after")
    def _holds_something(self) -> Self:
        if not (self.left < self.right and self.top < self.bottom):
            raise ValueError(texts.EMPTY_AREA)
        return self

    def area(self) -> Area:
        """As rooms know it."""
        return Area(left=self.left, top=self.top, right=self.right, bottom=self.bottom)


class NewCover(Schema):
    """What is to be covered in a picture of a case."""

    reference: Annotated[
        str, Field(min_length=1, max_length=300, description="Ảnh, như danh sách tệp của vụ việc ghi.")
    ]
    areas: Annotated[
        tuple[CoveredArea, ...],
        Field(max_length=MAXIMUM_AREAS, description="Những chỗ bị tô đen: mặt người, biển số, giấy tờ…"),
    ] = ()
    nothing_to_cover: bool = Field(
        default=False, description="Cán bộ đã xem và xác nhận ảnh không có gì phải che."
    )

    @model_validator(mode="after")
    def _says_what_it_means(self) -> Self:
        if self.nothing_to_cover == bool(self.areas):
            raise ValueError(texts.SAY_WHAT)
        return self


class CoveredPicture(Schema):
    """The picture as everybody would see it; nobody does before it is released.

    `reference` and `name` go into the release.
    """

    reference: str
    name: str
    url: str = Field(description="Để cán bộ xem trước khi công khai; mở được trong 5 phút.")
    width: int
    height: int
    bytes: int
