"""Pictures of a case for the public: redacted by a person, released with the case, withdrawn again.

    attachments/OA/DIGEST                what a resident sent           residents' files bucket
    redacted/OA/DIGEST                   its newest redacted form       the same; deleted after a week
    released/PUBLIC/00000007/SHA256.jpg  what that version releases     pictures bucket

    cover(kept, reference, areas, …)     a person has checked it, and marks what to hide
    bring(kept, chosen, …)               before a release is written: copies its pictures
    sweep(kept, …)                       afterwards: deletes copies that no release names any more

A redacted form is named by the digest of its bytes, so what is released is what a person has checked. Files
are served only if a public row names them: copies of a failed release are never seen.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from loa.casework.cases.rows.files import CaseFile, files_of
from loa.casework.cases.rows.models import StoredCase
from loa.casework.cases.rows.public_list import Chosen, public_id
from loa.casework.cases.rules import texts
from loa.errors import InvalidInput
from loa.platform.aws.dynamodb.tables import Row, Table
from loa.publishing.pictures.areas import Area
from loa.residents.attachments.service import redacted_key
from loa.residents.attachments.texts import FAILURES

_RELEASED: Final = "released/"
_CONTENT_TYPE: Final = "image/jpeg"

_FRAMES: Final = frozenset({0xC0, 0xC1, 0xC2})
"""JPG markers that contain its size: baseline, extended, progressive."""


class PictureFiles(Protocol):
    """A bucket (`loa.platform.aws.blobs.Bucket`)."""

    def put(self, key: str, content: bytes, content_type: str) -> None:
        """Store a file, replacing any under the same key."""

    def get(self, key: str) -> bytes | None:
        """Return the file; None: there is none."""

    def keys(self, prefix: str) -> list[str]:
        """List the names of files with this prefix."""

    def delete(self, key: str) -> None:
        """Delete a file, if it exists."""


@dataclass(frozen=True, slots=True)
class CasePictures:
    """The storage of case pictures.

    Attributes:
        conversations: the Audience table: which files came with which message.
        private: the residents' files bucket.
        public: the pictures bucket.
    """

    conversations: Table
    private: PictureFiles
    public: PictureFiles


@dataclass(frozen=True, slots=True)
class Covered:
    """A picture as redacted by a person.

    Attributes:
        key: its key in the private bucket.
        name: the digest of its bytes, with an extension: what a release names.
        width, height: pixels.
        size: bytes.
    """

    key: str
    name: str
    width: int
    height: int
    size: int


def cover(
    kept: StoredCase, reference: str, areas: Iterable[Area], *, private: PictureFiles, conversations: Table
) -> Covered:
    """Redact parts of a picture of a case and keep the result for a release, replacing an earlier one.

    Args:
        kept: the case with its history.
        reference: the picture.
        areas: what to hide; empty if a person has found nothing.
        private: the residents' files bucket.
        conversations: the Audience table.

    Raises:
        InvalidInput: the case has no such picture, there is no copy of it, or it cannot be read.
    """
    from loa.publishing.pictures.processing import covered  # noqa: PLC0415 - Pillow: not where pictures are only released

    key = _key_of(_files(kept, conversations).get(reference), "reference")
    content = private.get(key)
    if content is None:
        raise _refused("reference", texts.PICTURE_GONE)
    try:
        picture = covered(content, areas)
    except InvalidInput as error:
        raise _refused("reference", texts.NOT_COVERABLE) from error
    there = redacted_key(key)
    private.put(there, picture.content, picture.content_type)
    return Covered(there, picture.name, picture.width, picture.height, len(picture.content))


def bring(kept: StoredCase, chosen: Sequence[Chosen], *, gallery: CasePictures) -> list[Row]:
    """Copy the pictures of a case's next release, and return the data for its rows.

    They are not accessible before those rows are written. A picture of the current release may stay after
    its redacted form was deleted.

    Raises:
        InvalidInput: one was not redacted for this case, or was redacted again since; `fields` says which.
    """
    if not chosen:
        return []
    files = _files(kept, gallery.conversations)
    shown = dict(_shown(kept))
    found: dict[str, bytes] = {}
    for place, one in enumerate(chosen):
        content = gallery.public.get(shown[one.name]) if one.name in shown else None
        found[one.name] = content or _looked_at(one, files, gallery.private, f"pictures[{place}]")
    rows: list[Row] = []
    for name, content in found.items():
        key = f"{_folder(kept.case.id, kept.case.version + 1)}{name}"
        gallery.public.put(key, content, _CONTENT_TYPE)
        width, height = size_of(content)
        rows.append({"key": key, "width": width, "height": height})
    return rows


def sweep(kept: StoredCase, *, public: PictureFiles) -> None:
    """Delete copies made for this version of a case or an earlier one that it does not show.

    Those of a later version are kept: its release may be in progress. Idempotent.
    """
    shown = {key for _, key in _shown(kept)}
    beyond = _folder(kept.case.id, kept.case.version + 1)
    for key in public.keys(_folder(kept.case.id)):
        if key < beyond and key not in shown:
            public.delete(key)


def size_of(content: bytes) -> tuple[int, int]:
    """Return width and height of a JPG that we have written.

    Raises:
        ValueError: not a JPG.
    """
    position = 2
    while position + 9 <= len(content) and content[position] == 0xFF:  # noqa: PLR2004 - start of a marker
        if content[position + 1] in _FRAMES:
            height, width = content[position + 5 : position + 7], content[position + 7 : position + 9]
            return int.from_bytes(width), int.from_bytes(height)
        position += 2 + int.from_bytes(content[position + 2 : position + 4])
    raise ValueError("no JPG of ours")


def _files(kept: StoredCase, conversations: Table) -> dict[str, CaseFile]:
    """Return the files of a case, by reference."""
    return {file.reference: file for file in files_of(kept.case, kept.history, conversations=conversations)}


def _key_of(file: CaseFile | None, field: str) -> str:
    """Return the key of a file's copy.

    Raises:
        InvalidInput: there is none; the message says why.
    """
    if file is None:
        raise _refused(field, texts.NO_SUCH_PICTURE)
    if "key" in file.copy:
        return str(file.copy["key"])
    reason = file.copy.get("failed")
    raise _refused(field, FAILURES[reason] if reason else texts.PICTURE_UNDER_WAY)


def _looked_at(one: Chosen, files: Mapping[str, CaseFile], private: PictureFiles, field: str) -> bytes:
    """Return the redacted form that a person has checked.

    Raises:
        InvalidInput: there is none, or it has been replaced.
    """
    content = private.get(redacted_key(_key_of(files.get(one.reference), field)))
    if content is None:
        raise _refused(field, texts.COVER_FIRST)
    if f"{hashlib.sha256(content).hexdigest()}.jpg" != one.name:
        raise _refused(field, texts.COVERED_ANEW)
    return content


def _shown(kept: StoredCase) -> Iterator[tuple[str, str]]:
    """Return name and key of each picture that is public now."""
    line = kept.standing_release
    if line:
        folder = _folder(kept.case.id, line.version)
        for name in line.facts.get("pictures", "").split():
            yield name, f"{folder}{name}"


def _folder(case_id: str, version: int | None = None) -> str:
    """Return the folder of a case's copies; with a version, of those made for it."""
    whole = f"{_RELEASED}{public_id(case_id)}/"
    return whole if version is None else f"{whole}{version:08}/"


def _refused(field: str, message: str) -> InvalidInput:
    return InvalidInput(texts.CHECK_INPUT, fields={field: message})
