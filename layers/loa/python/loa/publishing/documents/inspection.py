"""What an uploaded file really is, and whether it may be handed out to everybody.

A file is known by its first bytes, not by its name. What could run something on a reader's machine is
refused: scripts, launches and hidden files in a PDF; macros, embedded objects, fields that run programs, and
what is fetched from elsewhere in a DOCX. What would become too large is refused before it does.

A PDF is not parsed, for a reader forgives what a parser does not: all its bytes are searched, and whatever in
them can be inflated, wherever it stands and whatever it says to be.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import Final
from xml.parsers import expat  # nosec B407 - what declares a type or an entity is refused

from loa.errors import InvalidInput, TooLarge
from loa.publishing.documents import texts
from loa.publishing.documents.word_fields import CODE, MARKS, FieldCodes
from loa.publishing.documents.word_parts import parts_of

MAXIMUM_REQUEST: Final = 4 * 1024 * 1024
"""Bytes of a file in a request. Lambda takes requests of 6 MB, and base64 makes a third more of a file."""
MAXIMUM_UPLOAD: Final = 25 * 1024 * 1024
"""Bytes of a file that is put into the bucket directly."""
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

MAXIMUM_STREAMS: Final = 10_000
"""In a PDF."""
MAXIMUM_INFLATED: Final = 200 * 1024 * 1024
"""Bytes that are inflated of a PDF, with those that they come from: a few scanned pages are 60 MB."""


def _named(*names: str) -> re.Pattern[bytes]:
    """A pattern of names in a PDF, where `#4A` may stand for `J` (ISO 32000-1, 7.3.5)."""
    spelled = ("".join(f"(?:{letter}|(?i:#{ord(letter):02x}))" for letter in name) for name in names)
    return re.compile(f"/(?:{'|'.join(spelled)})".encode())


# Each action with a script says /JavaScript or /Rendition. Its /JS is no sign: such bytes stand in pictures.
_ACTIVE: Final = _named("JavaScript", "Rendition", "Launch", "EmbeddedFile", "RichMedia", "XFA")
_ENCRYPTED: Final = _named("Encrypt")
_OBJECT_STREAM: Final = _named("ObjStm")
_OTHER_PACKING: Final = _named(
    "ASCIIHexDecode", "ASCII85Decode", "LZWDecode", "RunLengthDecode", "AHx", "A85"
)
_OBJECTS: Final = _named("ObjStm", "First")
_CODED: Final = _named("DecodeParms", "DP", "FDecodeParms")
"""How a stream was coded before it was packed. No writer codes the stream of objects; it would hide them."""
_LONGEST_DICTIONARY: Final = 4096
_LONGEST_NAME: Final = 64
"""Bytes, and more, of a name that is looked for."""
_STREAM: Final = b"stream"
_SPACES: Final = frozenset(bytes([code]) for code in b"\r\n\t \x00\x0c")
_FED: Final = 1024
_WORD: Final = frozenset(
    {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    }
)
"""The vocabulary of Word, as it is saved usually and as Strict Open XML (ISO/IEC 29500, parts 4 and 1)."""
_BREAKS: Final = {"tab": " ", "br": "\n", "cr": "\n"}
"""What parts words without being one."""
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


def inspected(content: bytes, *, maximum: int) -> InspectedFile:
    """What a file is, if everybody may have it.

    Raises:
        TooLarge: more than so many bytes, or more than 60 MB unpacked.
        InvalidInput: another kind of file, damaged, encrypted, or active.
    """
    if len(content) > maximum:
        raise TooLarge(texts.FILE_TOO_LARGE.format(megabytes=maximum // 1024 // 1024))
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
    if _ENCRYPTED.search(content):
        raise _refused(texts.PDF_ENCRYPTED)
    if _ACTIVE.search(content):
        raise _refused(texts.PDF_ACTIVE)
    if _OBJECT_STREAM.search(content) and _OTHER_PACKING.search(content):
        raise _refused(texts.PDF_ACTIVE)  # objects may be packed as they are not looked for
    left = MAXIMUM_INFLATED
    for number, start in enumerate(_streams(content)):
        if number >= MAXIMUM_STREAMS:
            raise TooLarge(texts.DAMAGED)
        dictionary = _dictionary(content, start)
        if _OBJECTS.search(dictionary) and _CODED.search(dictionary):
            raise _refused(texts.PDF_ACTIVE)
        left = _check_stream(memoryview(content)[start:], left)


def _check_stream(packed: memoryview, left: int) -> int:
    """Refuse a stream that says what a reader could run; returns how many more bytes may be inflated."""
    end = b""
    for fed, piece in _inflated(packed):
        left -= fed + len(piece)
        if left < 0:
            raise TooLarge(texts.DAMAGED)
        seen = end + piece
        if _ACTIVE.search(seen):
            raise _refused(texts.PDF_ACTIVE)
        end = seen[-_LONGEST_NAME:]
    return left


def _streams(content: bytes) -> Iterator[int]:
    """Where something that zlib may have packed begins (RFC 1950, 2.2), behind each word `stream`."""
    place = content.find(_STREAM)
    while place >= 0:
        start = place + len(_STREAM)
        while content[start : start + 1] in _SPACES:
            start += 1
        with suppress(zlib.error):
            zlib.decompressobj().decompress(content[start : start + 2])
            yield start
        place = content.find(_STREAM, start)


def _dictionary(content: bytes, start: int) -> bytes:
    """What stands before a stream since the word `obj`: how it is packed (ISO 32000-1, 7.3.8)."""
    before = content[max(0, start - _LONGEST_DICTIONARY) : start]
    return before[before.rfind(b" obj") + 1 :]


def _inflated(packed: memoryview) -> Iterator[tuple[int, bytes]]:
    """What a stream unpacks to, up to the first fault, as readers do; and how many bytes were fed for it."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)  # the bytes alone: a wrong checksum hides nothing
    for start in range(2, len(packed), _FED):
        if inflater.eof:
            return
        fed = packed[start : start + _FED]
        before = inflater.copy()
        try:
            yield len(fed), inflater.decompress(fed)
        except zlib.error:
            yield len(fed), b"".join(_to_the_fault(before, fed))
            return


def _to_the_fault(inflater: "zlib._Decompress", fed: memoryview) -> Iterator[bytes]:
    with suppress(zlib.error):
        for place in range(len(fed)):
            yield inflater.decompress(fed[place : place + 1])


def _docx_text(content: bytes) -> str:
    """The words of a DOCX, paragraph by paragraph."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check_size(archive.infolist())
            parts, problem = parts_of(archive)
            if problem:
                raise _refused(problem)
            words, *_ = [_words_of(archive, part) for part in parts]
            return words
    except (KeyError, zipfile.BadZipFile, zlib.error, expat.ExpatError, ValueError, OSError) as error:
        raise _refused(texts.DAMAGED) from error
    except RuntimeError as error:  # it wants a password, or is packed in a way that `zipfile` does not know
        raise _refused(texts.DAMAGED) from error


def _check_size(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MAXIMUM_PARTS or sum(part.file_size for part in parts) > MAXIMUM_UNPACKED:
        raise TooLarge(texts.DOCX_TOO_LARGE)


def _words_of(archive: zipfile.ZipFile, part: str) -> str:
    """The words of a part, read as it is unpacked: nothing of it is kept but these."""
    words = _Words()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_declarations
    parser.EntityDeclHandler = _refuse_declarations
    parser.StartElementHandler = words.start
    parser.EndElementHandler = words.end
    parser.CharacterDataHandler = words.add
    size = 0
    with archive.open(part) as content:
        while piece := content.read(_PIECE):
            size += len(piece)
            if size > MAXIMUM_UNPACKED:  # it said that it is smaller
                raise TooLarge(texts.DOCX_TOO_LARGE)
            parser.Parse(piece)
    parser.Parse(b"", True)  # noqa: FBT003 - it takes no names
    if words.fields.problem:
        raise _refused(words.fields.problem)
    return words.text


def _refuse_declarations(*_: object) -> None:
    raise ValueError("a document of Word declares no type and no entities")


class _Words:
    """Text of a DOCX while it is parsed: a line for each paragraph, up to `MAXIMUM_TEXT`; and its fields."""

    def __init__(self) -> None:
        self.text = ""
        self.fields = FieldCodes()
        self._paragraph: list[str] = []
        self._inside = ""

    def start(self, name: str, given: Mapping[str, str]) -> None:
        self._inside = element = _element(name)
        if element in MARKS:
            self.fields.start(element, {_element(each): value for each, value in given.items()})
        if element in _BREAKS and len(self.text) < MAXIMUM_TEXT:
            self._paragraph.append(_BREAKS[element])

    def add(self, text: str) -> None:
        if self._inside in CODE:
            self.fields.add(text)
        if self._inside == "t" and len(self.text) < MAXIMUM_TEXT:
            self._paragraph.append(text)

    def end(self, name: str) -> None:
        self._inside = ""
        if _element(name) != "p":
            return
        if line := "".join(self._paragraph).strip():
            self.text += f"\n{line}" if self.text else line
        self._paragraph.clear()


def _element(name: str) -> str:
    """Return the name of an element of Word; empty: it is of another vocabulary."""
    vocabulary, _, element = name.rpartition(" ")
    return element if vocabulary in _WORD else ""


def _refused(message: str) -> InvalidInput:
    return InvalidInput(message, fields={"content_base64": message})
