"""What an uploaded file really is, and whether it may be handed out to everybody.

A file is known by its first bytes, not by its name. What could run something on a reader's machine is
refused: scripts, launches and hidden files in a PDF; macros and embedded objects in a DOCX. A DOCX that would
become too large is refused before it does.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Final
from xml.etree import ElementTree as ET

from loa.errors import InvalidInput, TooLarge
from loa.publishing.documents import texts

MAXIMUM_UPLOAD: Final = 4 * 1024 * 1024
"""Bytes. Lambda takes requests of 6 MB, and base64 makes a third more of a file."""
MAXIMUM_UNPACKED: Final = 60 * 1024 * 1024
MAXIMUM_PARTS: Final = 2_000
MAXIMUM_TEXT: Final = 200_000
"""Letters that are kept for the search."""

MEDIA_TYPES: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
}

_ACTIVE: Final = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA)\b")
_STREAM: Final = re.compile(rb"(?<!end)stream\r?\n")
_BODIES: Final = re.compile(rb"(?<!end)stream\r?\n.*?endstream", re.DOTALL)
_DICTIONARY: Final = 512
"""Bytes before a stream in which its dictionary is looked for."""
_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PIECE: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class InspectedFile:
    """A file that may be kept.

    Attributes:
        ending: `pdf`, `docx`, `mp3`, `m4a` or `ogg`.
        text: its words, for the search; empty where they are not read.
    """

    ending: str
    text: str = ""

    @property
    def scheme(self) -> str:
        """How items refer to it: `file` or `audio`."""
        return "file" if self.ending in {"pdf", "docx"} else "audio"


def inspected(content: bytes) -> InspectedFile:
    """What a file is, if everybody may have it.

    Raises:
        TooLarge: more than 4 MB, or more than 60 MB unpacked.
        InvalidInput: another kind of file, damaged, encrypted, or active.
    """
    if len(content) > MAXIMUM_UPLOAD:
        raise TooLarge(texts.FILE_TOO_LARGE.format(megabytes=MAXIMUM_UPLOAD // 1024 // 1024))
    ending = _ending(content)
    if ending == "pdf":
        _check_pdf(content)
    text = _docx_text(content) if ending == "docx" else ""
    return InspectedFile(ending, text[:MAXIMUM_TEXT])


def _ending(content: bytes) -> str:
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return "docx"
    if content.startswith(b"ID3") or (content[:1] == b"\xff" and content[1:2] in {b"\xfb", b"\xf3", b"\xf2"}):
        return "mp3"
    if content[4:8] == b"ftyp" and content[8:12] in {b"M4A ", b"mp42", b"isom", b"M4B "}:
        return "m4a"
    if content.startswith(b"OggS"):
        return "ogg"
    raise _refused(texts.UNKNOWN_KIND)


def _check_pdf(content: bytes) -> None:
    """Refuse what a reader could run, also where it stands in a packed stream."""
    if b"%%EOF" not in content[-2048:]:
        raise _refused(texts.DAMAGED)
    if b"/Encrypt" in content:
        raise _refused(texts.PDF_ENCRYPTED)
    parts = (_BODIES.sub(b"", content), *_packed_objects(content))
    if any(_ACTIVE.search(_names_spelled_out(part)) for part in parts):
        raise _refused(texts.PDF_ACTIVE)


def _names_spelled_out(part: bytes) -> bytes:
    """The bytes with `#4A` in names as the letter that it stands for (ISO 32000-1, 7.3.5)."""
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), part)


def _packed_objects(content: bytes) -> Iterator[bytes]:
    """The streams that hold objects (ISO 32000-1, 7.5.7), unpacked; pictures and fonts are left alone."""
    left = MAXIMUM_UNPACKED
    for found in _STREAM.finditer(content):
        if b"/ObjStm" not in content[max(0, found.start() - _DICTIONARY) : found.start()]:
            continue
        try:
            part = zlib.decompressobj().decompress(content[found.end() :], left)
        except zlib.error as error:
            raise _refused(texts.DAMAGED) from error
        left -= len(part)
        if left <= 0:
            raise TooLarge(texts.DAMAGED)
        yield part


def _docx_text(content: bytes) -> str:
    """The words of a DOCX, paragraph by paragraph."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            _check_parts(parts)
            with archive.open("word/document.xml") as document:
                return "\n".join(_paragraphs(_bounded(document, MAXIMUM_UNPACKED)))
    except (KeyError, zipfile.BadZipFile, zlib.error, ET.ParseError, ValueError, OSError) as error:
        raise _refused(texts.DAMAGED) from error
    except (NotImplementedError, RuntimeError) as error:  # a packing that nobody uses, or a password
        raise _refused(texts.DAMAGED) from error


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MAXIMUM_PARTS or sum(part.file_size for part in parts) > MAXIMUM_UNPACKED:
        raise TooLarge(texts.DOCX_TOO_LARGE)
    names = {part.filename.lower() for part in parts}
    if any("vbaproject" in name or "/embeddings/" in name or "/activex/" in name for name in names):
        raise _refused(texts.DOCX_ACTIVE)


def _bounded(document: IO[bytes], limit: int) -> bytes:
    """The part unpacked; what says that it is small and is not is refused."""
    content = bytearray()
    while piece := document.read(_PIECE):
        content += piece
        if len(content) > limit:
            raise TooLarge(texts.DOCX_TOO_LARGE)
    return bytes(content)


def _paragraphs(xml: bytes) -> Iterator[str]:
    if b"<!DOCTYPE" in xml[:1024] or b"<!ENTITY" in xml:
        raise ValueError("a document of Word declares no entities")
    root = ET.fromstring(xml)  # noqa: S314 # nosec B314 - without entities, and bounded
    for paragraph in root.iter(f"{_WORD}p"):
        text = "".join(run.text or "" for run in paragraph.iter(f"{_WORD}t"))
        if text.strip():
            yield text.strip()


def _refused(message: str) -> InvalidInput:
    return InvalidInput(message, fields={"content_base64": message})
