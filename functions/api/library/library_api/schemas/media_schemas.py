"""The media library, and hosts of links."""

from typing import Annotated, Self

from pydantic import Field

from loa import clock
from loa.publishing.library.rows.media_store import LinkHost
from loa.publishing.library.rules.media import LibraryUpload, MediaFile, UploadState
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


class FileLink(Schema):
    """Where a file can be opened for a while."""

    url: str


class NewUpload(Schema):
    """A file that is about to be put into the bucket directly."""

    unit: PATH | None = Field(None, description="Thư viện của đơn vị này; mặc định là đơn vị của cán bộ.")
    title: Annotated[
        Text, Field(min_length=1, max_length=MAXIMUM_TITLE, description="Tên của tệp trong thư viện.")
    ]
    page: Annotated[
        bool, Field(description="Tải xong thì trình duyệt về trang của tệp; mặc định trả 204.")
    ] = False


class ShownUpload(Schema):
    """Where an upload stands."""

    upload_id: str
    unit: str
    title: str
    state: UploadState = Field(description="waiting, kept, refused, expired.")
    reference: str = Field(description="Mã của tệp khi đã nhận (`kept`).")
    reason: str = Field(description="Vì sao tệp bị từ chối (`refused`).")

    @classmethod
    def of(cls, upload: LibraryUpload) -> Self:
        """From an upload, as it stands now."""
        return cls(
            upload_id=upload.upload_id,
            unit=upload.unit_path,
            title=upload.title,
            state=upload.state_at(clock.now()),
            reference=upload.reference,
            reason=upload.reason,
        )


class BegunUpload(Schema):
    """A form for one file: post `fields`, then the file as `file`, to `url`."""

    upload: ShownUpload
    url: str
    fields: dict[str, str]
    maximum_bytes: int
    expires_at: str


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
