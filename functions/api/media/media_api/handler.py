"""Pictures of articles: officers put them in, Zalo and everybody else fetch them.

* `POST /images` by an officer: the picture is checked, turned upright, freed of metadata, brought below 1 MB;
* `POST /files`, `GET /files/{name}`: the same for documents and sound, inspected by what they are, and handed
  out as long as a published item uses them;
* `GET /media/{name}` by anyone: the bytes. The name is their digest, so an answer never changes.
"""

from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Final

import loa  # noqa: F401 - first: while the rest loads, there is nothing to collect

# isort: split
from aws_lambda_powertools.event_handler import Response
from pydantic import Field

from loa.errors import NotFound
from loa.foundation.officers.model import Permission, require
from loa.foundation.units.model import is_path
from loa.platform.aws.blobs import Bucket
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.zalo.api.articles import MEDIA
from loa.publishing.documents.inspection import MAXIMUM_REQUEST, MEDIA_TYPES
from loa.publishing.documents.service import fetch_file, is_file_name, keep_file, key_of_file
from loa.publishing.library.projection.store import PublishedStore
from loa.publishing.pictures import media
from loa.settings import read
from loa.web.api.resolver import PUBLIC, api
from loa.web.schemas import Schema, Text
from media_api.settings import Settings

MAXIMUM_BODY: Final = 6_000_000
"""4 MB in base64 and a little more; Lambda itself takes 6 MiB with everything around the body."""

LINK_SECONDS: Final = 60
"""So long a link into the bucket works: what is larger than an answer of Lambda may be is fetched there."""

HOUR: Final = 3_600
"""Seconds that a file may be kept without asking: one that was taken down is gone within the hour."""

_BINARY: Final[Any] = {
    kind: {"schema": {"type": "string", "format": "binary"}}
    for kind in ("image/jpeg", "image/png", "image/webp")
}

_FILES: Final[Any] = {
    kind: {"schema": {"type": "string", "format": "binary"}} for kind in MEDIA_TYPES.values()
}

app = api("media", max_body_bytes=MAXIMUM_BODY)


@dataclass(frozen=True, slots=True)
class Root:
    """What the handler works with."""

    public_url: str
    blobs: Bucket
    published: PublishedStore


@cache
def root() -> Root:
    """Wire it, once per process."""
    settings = read(Settings)
    return Root(
        public_url=settings.public_url,
        blobs=Bucket(settings.media_bucket),
        published=PublishedStore(Table(settings.published_table)),
    )


def _require(action: Permission, unit: str | None) -> None:
    """Go on only when the officer may do this in the unit, or in their own.

    Raises:
        NotFound: it is no path of a unit, or lies outside their scope.
        NotAllowed: none of their roles permits it.
    """
    officer = app.officer()
    path = unit or officer.unit_path
    if not is_path(path):
        raise NotFound
    require(officer, action, path)


class NewImage(Schema):
    """A picture, as a file in base64."""

    unit: Annotated[
        str | None, Field(max_length=16, description="Đơn vị dùng ảnh; mặc định là đơn vị của cán bộ.")
    ] = None
    file_name: Annotated[
        Text,
        Field(
            max_length=255,
            description="Chỉ để người gửi nhận ra tệp; không dùng để đặt tên.",
        ),
    ] = ""
    content_base64: Annotated[str, Field(min_length=1, description="Ảnh JPG hoặc PNG, tối đa 4 MB.")]


class KeptImage(Schema):
    """A picture that articles can show.

    `reference` goes into `cover_url` and the `url` of image blocks; `url` is where anyone can see it.
    """

    reference: str
    url: str
    width: int
    height: int
    bytes: int


@app.post("/images", summary="Tải ảnh lên", tags=["Ảnh"], status_code=201)
def keep_image(body: NewImage) -> Response[KeptImage]:
    """Kiểm tra, xoay đúng chiều, xóa thông tin ẩn (vị trí, thiết bị), thu xuống dưới 1 MB rồi lưu ảnh.

    Kèm hai cỡ nhỏ: `…-160` (160 x 120) và `…-640` (rộng 640), mỗi cỡ có WebP và JPG.
    """
    _require(Permission.WRITE_ARTICLE, body.unit)
    picture = media.keep(body.content_base64, blobs=root().blobs)
    kept = KeptImage(
        reference=f"{MEDIA}{picture.name}",
        url=f"{root().public_url}/media/{picture.name}",
        width=picture.width,
        height=picture.height,
        bytes=len(picture.content),
    )
    return Response(201, content_type="application/json", body=kept)


@app.get(
    "/media/<name>",
    summary="Một ảnh",
    tags=["Ảnh"],
    responses={
        200: {"description": "JPEG, PNG, WebP", "content": _BINARY},
        304: {"description": "Not Modified"},
    },
    enable_validation=False,  # bytes fit no model
    openapi_extensions={PUBLIC: True},
)
def show_image(name: str) -> Response[Any]:
    """Ảnh đã lưu; không cần đăng nhập vì Zalo phải tải được."""
    tag = f'"{name}"'
    headers: dict[str, str | list[str]] = {
        "Cache-Control": "public, max-age=31536000, immutable",
        "ETag": tag,
    }
    if media.is_shown(name) and app.current_event.headers.get("if-none-match") == tag:
        return Response(304, body="", headers=headers)  # who has the tag has what it names
    content, content_type = media.fetch(name, blobs=root().blobs)
    return Response(200, content_type=content_type, body=content, headers=headers)


class NewFile(Schema):
    """A document or sound file, in base64."""

    unit: Annotated[
        str | None, Field(max_length=16, description="Đơn vị dùng tệp; mặc định là đơn vị của cán bộ.")
    ] = None
    content_base64: Annotated[
        str, Field(min_length=1, description="PDF, DOCX, MP3, M4A hoặc OGG, tối đa 4 MB.")
    ]


class KeptUpload(Schema):
    """A file that items of the library can use by its `reference`."""

    reference: str
    url: str
    bytes: int
    words: int = Field(description="Số chữ sẽ tìm được trong tệp; chữ của PDF được đọc sau ít phút.")


@app.post("/files", summary="Tải tệp lên", tags=["Tệp"], status_code=201)
def keep_upload(body: NewFile) -> Response[KeptUpload]:
    """Nhận dạng tệp theo nội dung, từ chối tệp có mã lệnh, rồi lưu; chữ của DOCX được lưu để tìm kiếm."""
    _require(Permission.WRITE_LIBRARY, body.unit)
    kept = keep_file(body.content_base64, blobs=root().blobs)
    answer = KeptUpload(
        reference=kept.reference,
        url=f"{root().public_url}/files/{kept.name}",
        bytes=kept.bytes,
        words=kept.words,
    )
    return Response(201, content_type="application/json", body=answer)


@app.get(
    "/files/<name>",
    summary="Một tệp",
    tags=["Tệp"],
    responses={
        200: {"description": "PDF, DOCX, MP3, M4A, OGG", "content": _FILES},
        302: {"description": "Found"},
        304: {"description": "Not Modified"},
    },
    enable_validation=False,  # bytes fit no model
    openapi_extensions={PUBLIC: True},
)
def show_file(name: str) -> Response[Any]:
    """Tệp của một bài đang đăng; trước khi đăng và sau khi gỡ thì không ai tải được ở đây."""
    if not is_file_name(name) or not root().published.is_file_shown(name):
        raise NotFound
    tag = f'"{name}"'
    headers: dict[str, str | list[str]] = {"Cache-Control": f"public, max-age={HOUR}", "ETag": tag}
    if app.current_event.headers.get("if-none-match") == tag:
        return Response(304, body="", headers=headers)
    if (root().blobs.size(key_of_file(name)) or 0) > MAXIMUM_REQUEST:
        link = root().blobs.link(key_of_file(name), expires_seconds=LINK_SECONDS, file_name=name)
        return Response(302, body="", headers={"Location": link, "Cache-Control": "no-store"})
    content, content_type = fetch_file(name, blobs=root().blobs)
    return Response(200, content_type=content_type, body=content, headers=headers)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway."""
    return app.resolve(event, context)
