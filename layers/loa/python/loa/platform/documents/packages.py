"""Parts of an Office file: a ZIP in which each part says where the others lie (ECMA-376, part 2).

Their usual names bind nobody: Word in a browser writes `word/document2.xml`, and programs of offices
`xl/workbook22.xml`.
"""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from loa.platform.documents.xml import parse

_MOST_LINKS: Final = 1_000_000
"""Bytes of the links of one part; those of a document with a thousand pictures are some 200,000."""


class UnreadablePart(ValueError):  # noqa: N818 - read as an outcome
    """A part is too large, or packed as Office packs none."""


@dataclass(frozen=True, slots=True)
class PartLink:
    """Where a part leads.

    Attributes:
        kind: the last word of its type, such as `officeDocument`, `worksheet`, `sharedStrings`.
        target: name of the other part in the archive.
    """

    kind: str
    target: str


def read_part(archive: ZipFile, name: str, most: int) -> bytes:
    """Return a part of at most so many bytes.

    Raises:
        UnreadablePart: see there.
        KeyError: there is none.
        RuntimeError, OSError, ValueError: as `zipfile` meets what is broken, forged or locked.
    """
    if archive.getinfo(name).compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise UnreadablePart
    with archive.open(name) as part:
        content = part.read(most + 1)
    if len(content) > most:
        raise UnreadablePart
    return content


def main_part(archive: ZipFile, usual: str) -> str:
    """Return the name of the part that the file begins with; where it does not say so, the usual one."""
    targets = (link.target for link in links_of(archive, "").values() if link.kind == "officeDocument")
    return next(targets, usual)


def links_of(archive: ZipFile, part: str) -> dict[str, PartLink]:
    """Return where a part leads, by the ids that stand in it; of the empty name where the file begins."""
    folder, name = posixpath.split(part)
    links = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, PartLink] = {}

    def start(element: str, given: Mapping[str, str]) -> None:
        if element == "Relationship" and given.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, given["Target"]))
            found[given["Id"]] = PartLink(given.get("Type", "").rpartition("/")[2], target.lstrip("/"))

    if links in archive.namelist():
        parse(read_part(archive, links, _MOST_LINKS), start)
    return found
