"""Keep documents and sound under their own digest, with the words of a document beside it."""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from typing import Final, Protocol

from loa.errors import InvalidInput, NotFound
from loa.publishing.documents import texts
from loa.publishing.documents.inspection import MAXIMUM_REQUEST, MEDIA_TYPES, inspected

_NAME: Final = re.compile(r"[0-9a-f]{64}\.(?:pdf|docx|mp3|m4a|ogg)")


class FileBucket(Protocol):
    """Where files are kept (`loa.platform.aws.blobs.Bucket`)."""

    def put(self, key: str, content: bytes, content_type: str) -> None:
        """Keep a file; the same key is written over."""

    def get(self, key: str) -> bytes | None:
        """The file; None if there is none."""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that items can use.

    Attributes:
        reference: `file:NAME` or `audio:NAME`.
        name: its digest and ending.
        bytes: its size.
        words: how many words of it the search will find; those of a PDF are read a little later.
    """

    reference: str
    name: str
    bytes: int
    words: int


def keep_file(encoded: str, *, blobs: FileBucket) -> KeptFile:
    """Inspect an uploaded file and keep it; the same again changes nothing.

    Raises:
        InvalidInput: no base64, or a file that may not be handed out.
    """
    try:
        content = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise InvalidInput(texts.NOT_BASE64, fields={"content_base64": texts.NOT_BASE64}) from error
    return keep_content(content, blobs=blobs, maximum=MAXIMUM_REQUEST)


def keep_content(content: bytes, *, blobs: FileBucket, maximum: int) -> KeptFile:
    """Inspect a file and keep it; the same again changes nothing.

    Raises:
        InvalidInput: a file that may not be handed out, or of more than `maximum` bytes.
    """
    found = inspected(content, maximum=maximum)
    name = f"{hashlib.sha256(content).hexdigest()}.{found.ending}"
    if found.text:
        keep_words(name, found.text, blobs=blobs)
    blobs.put(key_of_file(name), content, MEDIA_TYPES[found.ending])
    return KeptFile(f"{found.scheme}:{name}", name, len(content), len(found.text.split()))


def fetch_file(name: str, *, blobs: FileBucket) -> tuple[bytes, str]:
    """The bytes of a file and their type.

    Raises:
        NotFound: there is none of that name, or it is no name that we give.
    """
    content = blobs.get(key_of_file(name)) if is_file_name(name) else None
    if content is None:
        raise NotFound(texts.FILE_NOT_FOUND)
    return content, MEDIA_TYPES[name.rpartition(".")[2]]


def is_file_name(name: str) -> bool:
    """Whether it is a name that we give: a digest and an ending."""
    return _NAME.fullmatch(name) is not None


def key_of_file(name: str) -> str:
    """Where a file lies in the bucket."""
    return f"files/{name}"


def keep_words(name: str, text: str, *, blobs: FileBucket) -> None:
    """Keep the words of a document beside it, for the search."""
    blobs.put(f"{key_of_file(name)}.txt", text.encode(), "text/plain; charset=utf-8")
