"""Pictures, documents and sound that officers use again: what is known of them, and where they are used."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from loa.publishing.library.rules.model import LibraryContent

MAXIMUM_REFERENCES: Final = 40
"""Files that one item may use: each is a row of the transaction that saves it."""


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A file of a unit's media library.

    Attributes:
        reference: `media:NAME`, `file:NAME` or `audio:NAME`; the name is the digest of its bytes.
        unit_path: whose library it stands in.
        title: what officers call it.
        alt: what a picture shows; proposed wherever it is used.
        bytes: its size.
        width, height: of a picture, pixels.
        uploaded_by: id of an officer.
        uploaded_at: when.
    """

    reference: str
    unit_path: str
    title: str
    uploaded_by: str
    uploaded_at: datetime
    alt: str = ""
    bytes: int = 0
    width: int = 0
    height: int = 0


def references(content: LibraryContent) -> Iterator[str]:
    """Every file that a content uses."""
    if content.cover:
        yield content.cover.url
    for block in content.blocks:
        if block.get("type") in {"image", "file"}:
            yield str(block["url"])
        if thumb := block.get("thumb"):
            yield str(thumb)
        for picture in block.get("images") or ():
            yield str(picture["url"])
    for spoken in content.audio:
        yield spoken.url
