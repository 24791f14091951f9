"""Pictures, documents and sound that officers use again: on their way, in the library, and in items. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from loa.publishing.library.rules.model import LibraryContent

MAXIMUM_REFERENCES: Final = 40
"""Files that one item may use: each is a row of the transaction that saves it."""

MAXIMUM_FILES: Final = 12
"""Documents and sounds among them: each is one more row of the transaction that publishes it."""


UPLOAD_WITHIN: Final = timedelta(minutes=30)
"""So long a form can be posted."""
LOOKED_AT_WITHIN: Final = timedelta(minutes=30)
"""After that an upload that was not seen is over."""


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
        seconds: how long a sound is; 0: it is none, or does not say.
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
    seconds: int = 0


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


def files_of(content: LibraryContent) -> frozenset[str]:
    """The names of documents and sounds that a content uses; pictures are not among them."""
    parts = (reference.partition(":") for reference in references(content))
    return frozenset(name for scheme, _, name in parts if scheme in {"file", "audio"})


class UploadState(StrEnum):
    """Where an upload stands."""

    WAITING = "waiting"
    """For the file, or for whoever looks at it."""
    KEPT = "kept"
    REFUSED = "refused"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class LibraryUpload:
    """One upload.

    Attributes:
        upload_id: its identifier.
        unit_path: for whose media library.
        title: what officers will call the file.
        begun_by: id of the officer.
        begun_at: when.
        alt: what a picture shows.
        state: as written; see `state_at`.
        reference: of the file that it became, `file:NAME` or `audio:NAME`.
        bytes: the file's size.
        reason: why it was refused, for the officer.
        focus: what a picture is about (`pictures.sizes.FocalPoint`).
        place: where in an item it is to stand, as the query of the page that chose it; empty: nowhere yet.
    """

    upload_id: str
    unit_path: str
    title: str
    begun_by: str
    begun_at: datetime
    alt: str = ""
    state: UploadState = UploadState.WAITING
    reference: str = ""
    bytes: int = 0
    reason: str = ""
    place: str = ""
    focus: tuple[int, ...] = (50, 50)

    def state_at(self, now: datetime) -> UploadState:
        """Where it stands: one that waits for too long is over."""
        is_late = now >= self.begun_at + UPLOAD_WITHIN + LOOKED_AT_WITHIN
        return UploadState.EXPIRED if self.state is UploadState.WAITING and is_late else self.state

    @property
    def key(self) -> str:
        """Where its file lies until somebody has looked at it."""
        return f"uploads/{self.unit_path}/{self.upload_id}"


def upload_in(key: str) -> tuple[str, str]:
    """Unit path and identifier in such a key; both empty if it is none."""
    folder, _, rest = key.partition("/")
    path, _, identifier = rest.partition("/")
    return (path, identifier) if folder == "uploads" and path and identifier else ("", "")
