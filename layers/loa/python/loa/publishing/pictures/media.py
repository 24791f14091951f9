"""Keeping pictures where Zalo can fetch them: under their own digest, so the same picture is kept once."""

import base64
import binascii
import re
from typing import TYPE_CHECKING, Final, Protocol

from loa.errors import InvalidInput, NotFound
from loa.publishing.pictures import texts
from loa.publishing.pictures.sizes import MIDDLE, FocalPoint

if TYPE_CHECKING:
    from loa.publishing.pictures.processing import Picture

_NAME: Final = re.compile(r"[0-9a-f]{64}\.(?:jpg|png)")
_SHOWN: Final = re.compile(r"[0-9a-f]{64}(?:\.(?:jpg|png)|-(?:160|640)\.(?:jpg|webp))")
"""A picture, or one of the smaller versions that are made of it (`processing.SIZES`)."""
_CONTENT_TYPES: Final = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


class PictureBucket(Protocol):
    """Where pictures are kept (`loa.platform.aws.blobs.Bucket`)."""

    def put(self, key: str, content: bytes, content_type: str) -> None:
        """Keep a file; the same key is written over."""

    def get(self, key: str) -> bytes | None:
        """The file; None if there is none."""


def keep(encoded: str, *, blobs: PictureBucket) -> "Picture":
    """Prepare an uploaded picture and keep it with its smaller versions; the same again changes nothing.

    Args:
        encoded: the file's bytes in base64.
        blobs: where it is kept.

    Raises:
        InvalidInput: no base64, or no picture that Zalo takes.
    """
    try:
        upload = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise InvalidInput(texts.NOT_BASE64, fields={"content_base64": texts.NOT_BASE64}) from error
    return keep_content(upload, blobs=blobs)


def is_picture(content: bytes) -> bool:
    """Whether the first bytes are those of a picture; GIF too, which is refused with a reason."""
    return content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8"))


def keep_content(
    upload: bytes, *, blobs: PictureBucket, maximum: int | None = None, focus: FocalPoint = MIDDLE
) -> "Picture":
    """Prepare a picture and keep it with its smaller versions; the same again changes nothing.

    With another focal point it is cut anew, at the same addresses.

    Args:
        upload: its bytes.
        blobs: where it is kept.
        maximum: bytes at most; None: those of a request.
        focus: around which its small version is cut.

    Raises:
        InvalidInput: no picture that Zalo takes.
    """
    from loa.publishing.pictures.processing import (  # noqa: PLC0415 - who only hands out pictures loads no Pillow
        MAXIMUM_UPLOAD,
        prepared,
        smaller,
    )

    picture = prepared(upload, maximum=maximum or MAXIMUM_UPLOAD)
    for version in (*smaller(picture, focus), picture):  # the picture last: whoever finds it finds them
        blobs.put(key_of(version.name), version.content, version.content_type)
    return picture


def fetch(name: str, *, blobs: PictureBucket) -> tuple[bytes, str]:
    """The bytes of a picture and their type; of a smaller version that was never made, those of the picture.

    Raises:
        NotFound: there is none of that name, or it is no name that we give.
    """
    for kept in (name, *_wholes(name)) if is_shown(name) else ():
        content = blobs.get(key_of(kept))
        if content is not None:
            return content, _CONTENT_TYPES[kept.rpartition(".")[2]]
    raise NotFound(texts.PICTURE_NOT_FOUND)


def _wholes(name: str) -> tuple[str, ...]:
    """The names that the picture of a smaller version may have; none for a picture itself."""
    stem, dash, _ = name.partition("-")
    return (f"{stem}.jpg", f"{stem}.png") if dash else ()


def is_name(name: str) -> bool:
    """Whether it is a name that we give: a digest and an ending."""
    return _NAME.fullmatch(name) is not None


def is_shown(name: str) -> bool:
    """Whether it is the name of a picture or of a smaller version of one."""
    return _SHOWN.fullmatch(name) is not None


def key_of(name: str) -> str:
    """Where a picture lies in the bucket."""
    return f"media/{name}"
