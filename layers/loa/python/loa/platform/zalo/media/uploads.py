"""Files before they go to Zalo: kind by name and first bytes, and size."""

import re
import unicodedata
from pathlib import PureWindowsPath

from loa.platform.zalo import texts
from loa.platform.zalo.checks import Checks

MEGABYTE = 1024 * 1024
MAX_IMAGE_MEGABYTES = 1
MAX_FILE_MEGABYTES = 5
MAX_NAME = 100

_IMAGES = {
    ".jpg": ("image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    ".png": ("image/png", b"\x89PNG\r\n\x1a\n"),
}
_DOCUMENTS = {
    ".pdf": ("application/pdf", b"%PDF-"),
    ".doc": ("application/msword", b"\xd0\xcf\x11\xe0"),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK\x03\x04"),
    ".csv": ("text/csv", b""),
}


def image(file_name: str, content: bytes) -> tuple[str, bytes, str]:
    """Return (file name, content, media type) of a JPG or PNG of at most 1 MB, or raise `InvalidInput`."""
    return _checked(file_name, content, _IMAGES, MAX_IMAGE_MEGABYTES, texts.UNKNOWN_IMAGE)


def document(file_name: str, content: bytes) -> tuple[str, bytes, str]:
    """Return the same of a PDF, DOC, DOCX or CSV of at most 5 MB, or raise `InvalidInput`."""
    return _checked(file_name, content, _DOCUMENTS, MAX_FILE_MEGABYTES, texts.UNKNOWN_FILE)


def _checked(
    file_name: str, content: bytes, kinds: dict[str, tuple[str, bytes]], megabytes: int, unknown: str
) -> tuple[str, bytes, str]:
    """Check kind and size, and make the name plain."""
    checks = Checks()
    path = PureWindowsPath(file_name)  # it knows both kinds of slashes
    extension = path.suffix.casefold()
    media_type, beginning = kinds.get(extension, ("", b""))
    if not media_type:
        checks.fault("file", unknown)
    if not content:
        checks.fault("file", texts.EMPTY_FILE)
    if len(content) > megabytes * MEGABYTE:
        checks.fault("file", texts.too_large(megabytes))
    if not content.startswith(beginning):
        checks.fault("file", unknown)
    checks.done(texts.INVALID_FILE)
    return f"{_plain(path.stem)[: MAX_NAME - len(extension)]}{extension}", content, media_type


def _plain(stem: str) -> str:
    """The name that the resident sees in Zalo, in ASCII: "Kế hoạch" becomes "Ke hoach".

    The page is silent on other letters in a multipart header, and Zalo drops files with odd names unsaid.
    """
    decomposed = unicodedata.normalize("NFD", stem.translate(texts.STROKED))
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return re.sub(r"[^0-9A-Za-z._()-]+", " ", letters).strip(" .") or "upload"
