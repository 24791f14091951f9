"""The media library, and hosts of links."""

from typing import Annotated, Self

from pydantic import Field

from loa import clock
from loa.publishing.library.rows.media_store import LinkHost
from loa.publishing.library.rules.media import MediaFile
from loa.publishing.library.rules.model import MAXIMUM_TITLE
from loa.web.schemas import PATH, Schema, Text

REFERENCE = Annotated[
    str,
    Field(
        pattern=r"^(media:[0-9a-f]{64}\.(jpg|png)|file:[0-9a-f]{64}\.(pdf|docx)|audio:[0-9a-f]{64}\.(mp3|m4a|ogg))$"
    ),
]


class NewMedia(Schema):
    """A file that has been uploaded, to be found again."""

    unit: PATH | None = Field(None, description="Thư viện của đơn vị này; mặc định là đơn vị của cán bộ.")
    reference: REFERENCE
    title: Annotated[Text, Field(min_length=1, max_length=MAXIMUM_TITLE)]
    alt: Annotated[Text, Field(max_length=300)] = ""
    bytes: Annotated[int, Field(ge=0)] = 0
    width: Annotated[int, Field(ge=0)] = 0
    height: Annotated[int, Field(ge=0)] = 0


class ShownMedia(Schema):
    """A file of the media library."""

    reference: str
    unit: str
    title: str
    alt: str
    bytes: int
    width: int
    height: int
    uploaded_by: str
    uploaded_at: str

    @classmethod
    def of(cls, file: MediaFile) -> Self:
        """From a file."""
        return cls(
            reference=file.reference,
            unit=file.unit_path,
            title=file.title,
            alt=file.alt,
            bytes=file.bytes,
            width=file.width,
            height=file.height,
            uploaded_by=file.uploaded_by,
            uploaded_at=clock.to_text(file.uploaded_at),
        )


class MediaList(Schema):
    """Files of a unit."""

    items: list[ShownMedia]
    next: str | None


class UseList(Schema):
    """The items that use a file."""

    items: list[str]


class NewHost(Schema):
    """A host that links may lead to, with everything below it."""

    host: Annotated[str, Field(min_length=4, max_length=253, examples=["nghean.gov.vn"])]
    owner: Annotated[Text, Field(min_length=1, max_length=MAXIMUM_TITLE)]


class ShownHost(Schema):
    """A host that links may lead to."""

    host: str
    owner: str
    approved_by: str
    approved_at: str

    @classmethod
    def of(cls, host: LinkHost) -> Self:
        """From a host."""
        return cls(
            host=host.host,
            owner=host.owner,
            approved_by=host.approved_by,
            approved_at=clock.to_text(host.approved_at),
        )


class HostList(Schema):
    """All hosts of the province."""

    items: list[ShownHost]


class LoudspeakerScript(Schema):
    """What the ward's loudspeaker reads."""

    text: str
    seconds: int = Field(description="Thời gian đọc, tính theo tốc độ đọc loa.")
