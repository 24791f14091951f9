"""Rows of a unit's media library, of what uses it, and of hosts for links (table Content).

media#REFERENCE             a file, as officers find it again
use#REFERENCE#IDENT         an item whose edition in work or live one uses it
host#HOST                   a host that links may lead to (partition: the province)
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from loa.errors import Conflict, NotFound
from loa.foundation.units.model import ancestors, province_of
from loa.platform.aws.blobs import Bucket
from loa.platform.aws.dynamodb.tables import Delete, Page, Put, Row, Table, Write
from loa.publishing.library.rows.codec import from_map, to_map
from loa.publishing.library.rules import texts
from loa.publishing.library.rules.media import MediaFile, references
from loa.publishing.library.rules.model import Edition, LibraryContent, item_id, split_id

_MEDIA: Final = "media#"
_PICTURE: Final = "media:"
_USE: Final = "use#"
_HOST: Final = "host#"


@dataclass(frozen=True, slots=True)
class LinkHost:
    """A host that links may lead to, with everything below it.

    Attributes:
        host: such as `nghean.gov.vn`.
        owner: who runs it, for people.
        approved_by, approved_at: by which administrator, and when.
    """

    host: str
    owner: str
    approved_by: str
    approved_at: datetime


class MediaStore:
    """The media library, in the Content table."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def add(self, file: MediaFile) -> None:
        """Write a file; the same one again takes the new title and words."""
        self.table.put(media_row(file))

    def get(self, unit_path: str, reference: str) -> MediaFile:
        """A file of a unit's library.

        Raises:
            NotFound: it does not stand there.
        """
        row = self.table.get(unit_path, f"{_MEDIA}{reference}")
        if row is None:
            raise NotFound(texts.NO_SUCH_FILE)
        return file_from(row)

    def shapes(self, unit_path: str, content: LibraryContent) -> dict[str, tuple[int, int]]:
        """Width and height of the pictures that a content of a unit uses, as far as its libraries know them.

        A picture stands in the library of the unit, or of one above it.
        """
        found: dict[str, tuple[int, int]] = {}
        for reference in dict.fromkeys(references(content)):
            if not reference.startswith(_PICTURE):
                continue
            for path in (unit_path, *reversed(ancestors(unit_path))):
                row = self.table.get(path, f"{_MEDIA}{reference}")
                if row is None:
                    continue
                file = file_from(row)
                if file.width and file.height:
                    found[reference] = file.width, file.height
                break
        return found

    def page(self, unit_path: str, *, limit: int, start: Row | None = None) -> Page:
        """A unit's files; rows for `file_from`."""
        return self.table.page(unit_path, prefix=_MEDIA, limit=limit, start=start)

    def newest(self, unit_path: str, scheme: str) -> list[MediaFile]:
        """A unit's files of a scheme (`media`, `file`, `audio`), newest first; one Query for thousands."""
        rows = self.table.rows(unit_path, prefix=f"{_MEDIA}{scheme}:")
        return sorted(map(file_from, rows), key=lambda file: file.uploaded_at, reverse=True)

    def used_by(self, unit_path: str, reference: str) -> list[str]:
        """The ids of items that use a file."""
        rows = self.table.rows(unit_path, prefix=f"{_USE}{reference}#", consistent=True)
        return [item_id(unit_path, row["sort"].rpartition("#")[2]) for row in rows]

    def remove(self, unit_path: str, reference: str) -> None:
        """Take a file that nothing uses out of the library.

        Raises:
            NotFound: it does not stand there.
            Conflict: an item uses it.
        """
        sort = f"{_MEDIA}{reference}"
        if self.table.get(unit_path, sort) is None:
            raise NotFound(texts.NO_SUCH_FILE)
        if self.used_by(unit_path, reference):
            raise Conflict(texts.FILE_IN_USE)
        self.table.delete(unit_path, sort)


class LinkHostStore:
    """The hosts that an administrator has approved, in the Content table."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def all(self, province: str) -> list[LinkHost]:
        """All of a province, by name."""
        return [from_map(LinkHost, row) for row in self.table.rows(province, prefix=_HOST)]

    def approved(self, unit_path: str) -> frozenset[str]:
        """The hosts that links of a unit may lead to."""
        return frozenset(host.host for host in self.all(province_of(unit_path)))

    def add(self, province: str, host: LinkHost) -> None:
        """Approve a host; again changes nothing but by whom."""
        self.table.put({"partition": province, "sort": f"{_HOST}{host.host}", **to_map(host)})

    def remove(self, province: str, host: str) -> None:
        """Approve it no more; what is published stays until it is reviewed."""
        self.table.delete(province, f"{_HOST}{host}")


def media_row(file: MediaFile) -> Row:
    """The row of a file in its unit's library."""
    return {"partition": file.unit_path, "sort": f"{_MEDIA}{file.reference}", **to_map(file)}


def file_from(row: Row) -> MediaFile:
    """The file of a row."""
    return from_map(MediaFile, row)


def use_writes(
    table: Table, an_item_id: str, before: Iterable[Edition], after: Iterable[Edition]
) -> list[Write]:
    """The writes that follow a change of what an item uses."""
    unit_path, identifier = split_id(an_item_id)
    old, new = (
        {reference for edition in editions for reference in references(edition.content)}
        for editions in (before, after)
    )
    writes: list[Write] = [
        Put(table, {"partition": unit_path, "sort": f"{_USE}{reference}#{identifier}"})
        for reference in sorted(new - old)
    ]
    return writes + [
        Delete(table, unit_path, f"{_USE}{reference}#{identifier}") for reference in sorted(old - new)
    ]


class FileTextStore:
    """The words of uploaded documents, which lie beside them in the bucket (`files/NAME.txt`)."""

    def __init__(self, blobs: Bucket) -> None:
        self.blobs = blobs

    def text_of(self, references_of_files: Iterable[str]) -> str:
        """The words of the files of those references, `file:…`; nothing for one without words."""
        keys = [f"files/{reference.removeprefix('file:')}.txt" for reference in references_of_files]
        found = [self.blobs.get(key) for key in keys]
        return "\n".join(text.decode("utf-8", "replace") for text in found if text)
