"""What an edition says, as it comes in and goes out."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field

from loa.publishing.library.editing.content import MAXIMUM_AUTHOR, MAXIMUM_BLOCKS, MAXIMUM_PICTURES
from loa.publishing.library.rows.codec import to_map
from loa.publishing.library.rules.model import (
    MAXIMUM_SUMMARY,
    MAXIMUM_TAG,
    MAXIMUM_TAGS,
    MAXIMUM_TITLE,
    LibraryContent,
)
from loa.web.schemas import Schema, Text
from loa.web.shapes.articles import URL, TextBlock

_REFERENCE = Annotated[str, Field(max_length=100)]
_FIELDS = 20


class PictureUse(Schema):
    """A picture of the media library, with what it shows."""

    url: Annotated[_REFERENCE, Field(description="`media:…`, lấy từ thư viện ảnh.")]
    alt: Annotated[Text, Field(max_length=300, description="Lời mô tả cho người không nhìn thấy.")] = ""
    decorative: bool = False
    caption: Annotated[Text, Field(max_length=MAXIMUM_SUMMARY)] = ""


class PictureBlock(PictureUse):
    """A picture in the text."""

    type: Literal["image"]


class GalleryBlock(Schema):
    """Several pictures together."""

    type: Literal["gallery"]
    images: Annotated[list[PictureUse], Field(min_length=1, max_length=MAXIMUM_PICTURES)]


class FilmBlock(Schema):
    """A film, by its address."""

    type: Literal["video"]
    url: URL
    thumb: _REFERENCE = ""
    caption: Annotated[Text, Field(max_length=MAXIMUM_SUMMARY)] = ""


class DocumentBlock(Schema):
    """A PDF or DOCX of the media library."""

    type: Literal["file"]
    url: Annotated[_REFERENCE, Field(description="`file:…`, lấy từ thư viện tệp.")]
    name: Annotated[Text, Field(max_length=MAXIMUM_TITLE)] = ""
    bytes: Annotated[int, Field(ge=0)] = 0


type ItemBlock = Annotated[
    TextBlock | PictureBlock | GalleryBlock | FilmBlock | DocumentBlock, Field(discriminator="type")
]


class Occasion(Schema):
    """When an event takes place."""

    starts_at: Annotated[str, Field(max_length=40, examples=["2026-12-05T08:00:00+07:00"])]
    ends_at: Annotated[str, Field(max_length=40, examples=["2026-12-05T11:00:00+07:00"])]


class SpokenVersion(Schema):
    """A sound file in one language."""

    language: Literal["vi", "tai", "hmong"]
    url: Annotated[_REFERENCE, Field(description="`audio:…`, lấy từ thư viện tệp.")]
    seconds: Annotated[int, Field(ge=0, le=7200)] = 0
    speaker: Annotated[Text, Field(max_length=MAXIMUM_AUTHOR)] = ""
    confirmed: Annotated[
        bool,
        Field(description="Đã nghe lại sau khi đổi chữ: bản đọc vẫn đúng. Chỉ ghi khi gửi, không giữ lại."),
    ] = False


type FieldValue = (
    Annotated[Text, Field(max_length=2048)] | Annotated[list[Occasion], Field(max_length=60)] | None
)


class ItemContent(Schema):
    """What an edition says."""

    title: Annotated[Text, Field(min_length=1, max_length=MAXIMUM_TITLE)]
    summary: Annotated[Text, Field(max_length=MAXIMUM_SUMMARY)] = ""
    author: Annotated[Text, Field(max_length=MAXIMUM_AUTHOR)] = ""
    blocks: Annotated[list[ItemBlock], Field(max_length=MAXIMUM_BLOCKS, default_factory=list)]
    cover: PictureUse | None = None
    fields: Annotated[
        dict[str, FieldValue],
        Field(max_length=_FIELDS, default_factory=dict, description="Theo loại bài, xem `/library/kinds`."),
    ]
    audio: Annotated[list[SpokenVersion], Field(max_length=3, default_factory=list)]
    tags: Annotated[
        list[Annotated[Text, Field(max_length=MAXIMUM_TAG)]],
        Field(max_length=MAXIMUM_TAGS, default_factory=list, description="Từ khóa, mỗi từ một lần."),
    ]

    @classmethod
    def of(cls, content: LibraryContent) -> Self:
        """From a content; by which words a sound was made is nobody's business."""
        spoken = [
            SpokenVersion(language=each.language, url=each.url, seconds=each.seconds, speaker=each.speaker)  # type: ignore[arg-type] # checked when it was kept
            for each in content.audio
        ]
        return cls.model_validate({**to_map(content), "audio": spoken})

    def neutral(self) -> dict[str, Any]:
        """As the library takes it."""
        return self.model_dump()
