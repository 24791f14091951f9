"""What the parts of a Word file are, and where they lead: whether it may be handed out to everybody.

Names bind nobody: a program in a part of any name runs. What a part is says `[Content_Types].xml`, how it is
used say the links (`.rels`) of the part that uses it (ECMA-376, part 2, 8.3 and 9.3).
"""

import re
from collections.abc import Mapping
from typing import Final
from zipfile import ZipFile

from loa.platform.documents.packages import main_part, read_part
from loa.platform.documents.xml import parse
from loa.publishing.documents import texts

_MOST: Final = 1_000_000
"""Bytes of the types, and of the links of one part: those of a thousand pictures are some 200,000."""
_TYPES: Final = "[content_types].xml"
_MAIN: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OF_WORD: Final = re.compile(r"application/vnd\.openxmlformats-officedocument\.wordprocessingml\..*\+xml")
_ACTIVE_NAME: Final = re.compile(r"vbaproject|/embeddings/|/activex/")
_ACTIVE_TYPE: Final = re.compile(
    r"vbaproject|vbadata|macroenabled|oleobject|activex|webextension|attachedtoolbars|keymapcustomizations"
)
_ACTIVE_LINK: Final = re.compile(
    r"(?:word)?vba(?:project|data)|oleobject|package|control|activex.*|attachedtoolbars|keymapcustomizations"
    r"|webextension(?:taskpanes)?|afchunk|subdocument|frame|attachedtemplate"
)
"""Last words of types of links; `afChunk` is a whole document of any kind (ECMA-376, part 1, 11.3.1)."""
_OWN_DISK: Final = re.compile(r"file:/{3}[a-z]:(?![/\\]{2}).*", re.IGNORECASE)
"""The template that a document was begun from, on its writer's machine: on a reader's there is none."""


def parts_of(archive: ZipFile) -> tuple[list[str], str]:
    """Return the names of Word's own parts, and what speaks against the file; empty: nothing.

    The part with the words comes first; others may hold fields as well, such as a header.

    Raises:
        KeyError: it does not say what its parts are.
        ValueError: a part stands in it twice, or is none that Word writes.
    """
    names = {info.filename.lower(): info.filename for info in archive.infolist()}
    if len(names) < len(archive.infolist()):  # programs do not agree on which of the two holds
        raise ValueError("a part stands in it twice")
    main = main_part(archive, "word/document.xml")
    types = _types(read_part(archive, names[_TYPES], _MOST), names)
    if any(_ACTIVE_NAME.search(name) for name in names) or any(map(_ACTIVE_TYPE.search, types.values())):
        return [main], texts.DOCX_ACTIVE
    if types.get(main.lower()) != _MAIN:
        return [main], texts.UNKNOWN_KIND
    others = [full for name, full in names.items() if full != main and _OF_WORD.fullmatch(types[name])]
    leading = (read_part(archive, full, _MOST) for name, full in names.items() if name.endswith(".rels"))
    return [main, *others], next((problem for links in leading for problem in _problems(links)), "")


def _types(content: bytes, names: Mapping[str, str]) -> dict[str, str]:
    """What each part is, by its name in small letters."""
    usual: dict[str, str] = {}
    found: dict[str, str] = {}

    def start(element: str, given: Mapping[str, str]) -> None:
        kind = given.get("ContentType", "").strip().lower()
        if element == "Default":
            usual[given["Extension"].lower()] = kind
        elif element == "Override":
            found[given["PartName"].lower().lstrip("/")] = kind

    parse(content, start)
    return {name: usual.get(name.rpartition(".")[2], "") for name in names} | found


def _problems(content: bytes) -> list[str]:
    """What speaks against the links of a part."""
    found: list[str] = []

    def start(element: str, given: Mapping[str, str]) -> None:
        if element != "Relationship":
            return
        kind = given.get("Type", "").strip().rpartition("/")[2].lower()
        outside = given.get("TargetMode", "Internal").strip().lower() != "internal"
        if outside and kind == "attachedtemplate" and _OWN_DISK.fullmatch(given.get("Target", "")):
            return
        if _ACTIVE_LINK.fullmatch(kind):
            found.append(texts.DOCX_TEMPLATE if kind == "attachedtemplate" else texts.DOCX_ACTIVE)
        elif outside and kind != "hyperlink":
            found.append(texts.DOCX_OUTSIDE)

    parse(content, start)
    return found
