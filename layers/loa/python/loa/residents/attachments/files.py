"""Recognise file types by content, and make names that are safe to save anywhere. Pure rules.

Neither the name nor the header of a file is believed: both come from whoever sent it. What is not
recognised is `application/octet-stream`, which no browser opens by itself.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from loa.text.cleaning import clean

UNKNOWN: Final = "application/octet-stream"
MAX_NAME_BYTES: Final = 200
"""Of a name in UTF-8, its ending included; file systems take 255."""


@dataclass(frozen=True, slots=True)
class FileType:
    """File type: media type, and the ending that the name gets."""

    media_type: str
    ending: str


OTHER: Final = FileType(UNKNOWN, "bin")

_BY_START: Final = (
    (b"\xff\xd8\xff", FileType("image/jpeg", "jpg")),
    (b"\x89PNG\r\n\x1a\n", FileType("image/png", "png")),
    (b"GIF87a", FileType("image/gif", "gif")),
    (b"GIF89a", FileType("image/gif", "gif")),
    (b"%PDF-", FileType("application/pdf", "pdf")),
    (b"#!AMR-WB\n", FileType("audio/amr-wb", "awb")),
    (b"#!AMR\n", FileType("audio/amr", "amr")),
    (b"ID3", FileType("audio/mpeg", "mp3")),
    (b"OggS", FileType("audio/ogg", "ogg")),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileType("application/msword", "doc")),
)
"""Types that begin with the same bytes always. The last is any Office file of before 2007."""

_MP4_BRANDS: Final = {
    b"M4A ": FileType("audio/mp4", "m4a"),
    b"M4B ": FileType("audio/mp4", "m4a"),
    b"qt  ": FileType("video/quicktime", "mov"),
    b"heic": FileType("image/heic", "heic"),
    b"heix": FileType("image/heic", "heic"),
    b"mif1": FileType("image/heic", "heic"),
}
_MP4: Final = FileType("video/mp4", "mp4")

_OFFICE: Final = (
    (b"word/", FileType("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx")),
    (b"xl/", FileType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx")),
    (b"ppt/", FileType("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx")),
)
_OLD_EXCEL: Final = FileType("application/vnd.ms-excel", "xls")
_ZIP: Final = FileType("application/zip", "zip")

_ALL_SET: Final = 0xFF

_SHOWN: Final = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
"""Pictures that a browser shows and that cannot hold a script."""

_FORBIDDEN: Final = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')
"""What some system does not take in a name, or takes for a path."""

_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


def is_picture(media_type: str) -> bool:
    """Return whether a file of that type may be shown; all others are saved."""
    return media_type in _SHOWN


def recognised(content: bytes) -> FileType:
    """Return the type of a file, by its bytes alone."""
    for start, found in _BY_START:
        if content.startswith(start):
            return _old_office(content) if found.ending == "doc" else found
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return FileType("image/webp", "webp")
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return FileType("audio/wav", "wav")
    if content[4:8] == b"ftyp":
        return _MP4_BRANDS.get(content[8:12], _MP4)
    if content[:4] == b"PK\x03\x04":
        return _zipped(content)
    return _sound(content)


def _old_office(content: bytes) -> FileType:
    """Word or Excel of before 2007: the workbook has a stream of that name, in two-byte letters."""
    workbook = "Workbook".encode("utf-16-le")
    return _OLD_EXCEL if workbook in content else FileType("application/msword", "doc")


def _zipped(content: bytes) -> FileType:
    """An Office file is a zip with certain names in its directory; it is not unpacked to find out."""
    if b"[Content_Types].xml" in content:
        for folder, found in _OFFICE:
            if folder in content:
                return found
    return _ZIP


def _sound(content: bytes) -> FileType:
    """MP3 and AAC without a header: eleven or twelve set bits, and the number of the layer."""
    second = content[1] if len(content) > 1 and content[0] == _ALL_SET else 0
    if second & 0xF6 == 0xF0:  # noqa: PLR2004 - twelve bits, layer 0: ADTS
        return FileType("audio/aac", "aac")
    if second & 0xE6 == 0xE2:  # noqa: PLR2004 - eleven bits, layer III
        return FileType("audio/mpeg", "mp3")
    return OTHER


def safe_name(name: str, kind: FileType, *, otherwise: str) -> str:
    """Return a name in NFC without paths, control or direction characters, with the type's ending.

    Args:
        name: as the resident's phone gave it; may be empty.
        kind: what the file is.
        otherwise: the name if nothing is left of it.
    """
    name = re.split(r"[/\\]", clean(name))[-1]
    # Marks of direction and joiners could make `gpj.exe` look like `exe.jpg`.
    name = "".join(letter for letter in name if unicodedata.category(letter) not in {"Cf", "Cc", "Cs", "Co"})
    name = re.sub(r"\s+", " ", _FORBIDDEN.sub("_", name)).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if not dot:
        stem, ending = name, ""
    if kind is OTHER and re.fullmatch(r"[A-Za-z0-9]{1,8}", ending):
        # Not one of those that we know: its own ending tells the officer what it may be, `.bin` keeps a
        # program from starting at a double click.
        stem = f"{stem}.{ending}"
    elif ending and ending.lower() != kind.ending and not _is_alias(ending, kind):
        stem = name
    room = MAX_NAME_BYTES - len(kind.ending) - 1
    stem = stem.strip(" .").encode()[:room].decode("utf-8", "ignore").strip(" .")
    if not stem or _RESERVED.fullmatch(stem.partition(".")[0]):
        stem = otherwise
    return f"{stem}.{kind.ending}"


def _is_alias(ending: str, kind: FileType) -> bool:
    return (ending.lower(), kind.ending) in {("jpeg", "jpg"), ("jfif", "jpg"), ("mp4", "m4a"), ("m4v", "mp4")}
