"""Pictures of a case on their way to everybody: covered by a person, released with it, taken away again.

    attachments/OA/DIGEST                what a resident sent           bucket of residents' files
    redacted/OA/DIGEST                   its newest covered form        the same; forgotten after a week
    released/PUBLIC/00000007/SHA256.jpg  what that version releases     bucket of pictures

    cover(kept, reference, areas, …)     a person has looked, and says what nobody is to see
    bring(kept, chosen, …)               before a release is written: its pictures, each in its own copy
    sweep(kept, …)                       afterwards: away with every copy that no release names any more

A covered form is named by the digest of its bytes, so what is released is what somebody has looked at. Files
are handed out only where a public row names them: copies of a release that failed are never seen.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from loa.casework.cases.rows.files import CaseFile, files_of
from loa.casework.cases.rows.public_list import Chosen, public_id
from loa.casework.cases.rows.rows import StoredCase
from loa.casework.cases.rules import texts
from loa.errors import InvalidInput
from loa.platform.aws.dynamodb.tables import Row, Table
from loa.publishing.pictures.areas import Area
from loa.residents.attachments import texts as audience_texts
from loa.residents.attachments.service import redacted_key

_RELEASED: Final = "released/"
_CONTENT_TYPE: Final = "image/jpeg"

_FRAMES: Final = frozenset({0xC0, 0xC1, 0xC2})
"""Markers of a JPG that say its size: baseline, extended, progressive."""


class PictureFiles(Protocol):
    """A bucket (`loa.platform.aws.blobs.Bucket`)."""

    def put(self, key: str, content: bytes, content_type: str) -> None:
        """Keep a file; the same key is written over."""

    def get(self, key: str) -> bytes | None:
        """The file; None if there is none."""

    def keys(self, prefix: str) -> list[str]:
        """The names of files that begin so."""

    def delete(self, key: str) -> None:
        """Delete a file; nothing happens when there is none."""


@dataclass(frozen=True, slots=True)
class CasePictures:
    """Where pictures of cases are.

    Attributes:
        conversations: the Audience table: which files came with which message.
        private: the bucket of residents' files.
        public: the bucket of pictures.
    """

    conversations: Table
    private: PictureFiles
    public: PictureFiles


@dataclass(frozen=True, slots=True)
class Covered:
    """A picture as a person has covered it.

    Attributes:
        key: where it lies in the private bucket.
        name: the digest of its bytes, with an ending: what a release names.
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
    """Cover parts of a picture of a case, and keep the result for a release; it replaces an earlier one.

    Args:
        kept: the case with its history.
        reference: the picture.
        areas: what nobody is to see; none where a person has found nothing.
        private: the bucket of residents' files.
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
    """Copy the pictures of the release that makes the next version of a case; what its rows say of them.

    Nobody gets them before those rows are written. A picture that the present release shows may stay when
    its covered form is forgotten.

    Raises:
        InvalidInput: one was not covered for this case, or has been covered anew since; `fields` says which.
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
    """Delete copies that were made for this version of a case or an earlier one, and that it does not show.

    Those of a later version are left alone: somebody may be about to release it. Safe to repeat.
    """
    shown = {key for _, key in _shown(kept)}
    beyond = _folder(kept.case.id, kept.case.version + 1)
    for key in public.keys(_folder(kept.case.id)):
        if key < beyond and key not in shown:
            public.delete(key)


def size_of(content: bytes) -> tuple[int, int]:
    """Width and height of a JPG that we have written.

    Raises:
        ValueError: it is none.
    """
    position = 2
    while position + 9 <= len(content) and content[position] == 0xFF:  # noqa: PLR2004 - how a marker begins
        if content[position + 1] in _FRAMES:
            height, width = content[position + 5 : position + 7], content[position + 7 : position + 9]
            return int.from_bytes(width), int.from_bytes(height)
        position += 2 + int.from_bytes(content[position + 2 : position + 4])
    raise ValueError("no JPG of ours")


def _files(kept: StoredCase, conversations: Table) -> dict[str, CaseFile]:
    """The files of a case, by reference."""
    return {file.reference: file for file in files_of(kept.case, kept.history, conversations=conversations)}


def _key_of(file: CaseFile | None, field: str) -> str:
    """Where the copy of a file lies.

    Raises:
        InvalidInput: there is none, and why.
    """
    if file is None:
        raise _refused(field, texts.NO_SUCH_PICTURE)
    if "key" in file.copy:
        return str(file.copy["key"])
    reason = file.copy.get("failed")
    raise _refused(field, audience_texts.FAILURES[reason] if reason else texts.PICTURE_UNDER_WAY)


def _looked_at(one: Chosen, files: Mapping[str, CaseFile], private: PictureFiles, field: str) -> bytes:
    """The covered form that somebody has looked at.

    Raises:
        InvalidInput: there is none, or another one by now.
    """
    content = private.get(redacted_key(_key_of(files.get(one.reference), field)))
    if content is None:
        raise _refused(field, texts.COVER_FIRST)
    if f"{hashlib.sha256(content).hexdigest()}.jpg" != one.name:
        raise _refused(field, texts.COVERED_ANEW)
    return content


def _shown(kept: StoredCase) -> Iterator[tuple[str, str]]:
    """Name and key of each picture that everybody sees now."""
    line = kept.standing_release
    if line:
        folder = _folder(kept.case.id, line.version)
        for name in line.facts.get("pictures", "").split():
            yield name, f"{folder}{name}"


def _folder(case_id: str, version: int | None = None) -> str:
    """Where the copies of a case are; with a version, those made for it."""
    whole = f"{_RELEASED}{public_id(case_id)}/"
    return whole if version is None else f"{whole}{version:08}/"


def _refused(field: str, message: str) -> InvalidInput:
    return InvalidInput(texts.CHECK_INPUT, fields={field: message})
