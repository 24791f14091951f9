"""The public list of answered cases: released rows, redacted texts and pictures.

    partition `published#PATH` (the unit that answered, and each unit above it) · sort `ANSWERED_AT#ID`

One Query reads a page of a unit and everything below it. Readers need access only to partitions that begin
with `published#`: heads, codes and reporters are in other ones.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from loa import clock
from loa.casework.cases.rules.model import CaseKind
from loa.foundation.units.model import is_path, province_of
from loa.ids import derived_id
from loa.platform.aws.dynamodb.tables import Row, Table

PUBLISHED: Final = "published#"
MAXIMUM_PICTURES: Final = 10
"""Maximum per case, which keeps a page of the list far below what one Query may read."""

_SORT: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z#[0-9a-f]{22}")
_MAXIMUM_REFERENCE: Final = 80


@dataclass(frozen=True, slots=True)
class Chosen:
    """A picture chosen for publication.

    Attributes:
        reference: as the case names it (`loa.casework.cases.rows.files`).
        name: name of its redacted form, as a person checked it (`loa.casework.publication.pictures`).
    """

    reference: str
    name: str


@dataclass(frozen=True, slots=True)
class PublicPicture:
    """A picture of a released case, redacted by a person.

    Attributes:
        key: its key in the pictures bucket.
        width, height: pixels.
    """

    key: str
    width: int
    height: int

    @property
    def name(self) -> str:
        """Return its public name: the digest of its bytes, with an extension."""
        return self.key.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class PublicCase:
    """A case released by an officer.

    Attributes:
        reference: its public name: its place in the list, no personal data.
        kind: the kind of case.
        unit_path: the unit that answered.
        received_at, answered_at: when.
        text: the matter, redacted by a person.
        answer: the answer, likewise.
        pictures: the pictures released with it.
    """

    reference: str
    kind: CaseKind
    unit_path: str
    received_at: datetime
    answered_at: datetime
    text: str
    answer: str
    pictures: tuple[PublicPicture, ...] = ()


@dataclass(frozen=True, slots=True)
class PublicPage:
    """A page of the list, newest answer first, and where the next one starts (None at the end)."""

    cases: tuple[PublicCase, ...]
    next_start: Row | None


def partition_of(path: str) -> str:
    """Return the partition of everything public at and below a unit."""
    return f"{PUBLISHED}{path}"


def public_id(case_id: str) -> str:
    """Return the public stand-in for a case's id: always the same, and not reversible."""
    return derived_id(f"published {case_id}")


def reference_of(sort: str) -> str:
    """Return the public name of a released case, from the sort key of its row."""
    return base64.urlsafe_b64encode(sort.encode()).rstrip(b"=").decode()


def sort_of(reference: str) -> str | None:
    """Return the sort key for a public name, the inverse of `reference_of`; None: not a name."""
    if len(reference) > _MAXIMUM_REFERENCE or not reference.isascii():
        return None
    try:
        padded = reference.encode() + b"=" * (-len(reference) % 4)
        sort = base64.b64decode(padded, altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None
    # One name per case: base64 has several spellings of the same bytes, only ours is valid.
    return sort if _SORT.fullmatch(sort) and reference_of(sort) == reference else None


class PublicCaseStore:
    """The public part of a Cases table."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def page(self, path: str, *, limit: int, start: Row | None = None) -> PublicPage:
        """List released cases of a unit and those below it, newest answer first; one Query.

        Args:
            path: the unit's path; an invalid or unknown one has no cases.
            limit: the page size.
            start: where the previous page stopped.
        """
        if not is_path(path):
            return PublicPage((), None)
        page = self._table.page(partition_of(path), limit=limit, newest_first=True, start=start)
        return PublicPage(tuple(_public(row) for row in page.rows), page.next_start)

    def one(self, province: str, reference: str) -> PublicCase | None:
        """Return the released case of that public name; None: unknown, or no longer public."""
        sort = sort_of(reference)
        row = self._table.get(partition_of(province_of(province)), sort, consistent=False) if sort else None
        return _public(row) if row else None


def _public(row: Row) -> PublicCase:
    """Return the public case in a row; other attributes are ignored."""
    return PublicCase(
        reference=reference_of(row["sort"]),
        kind=CaseKind(row["kind"]),
        unit_path=row["unit_path"],
        received_at=clock.from_text(row["received_at"]),
        answered_at=clock.from_text(row["answered_at"]),
        text=row["text"],
        answer=row["answer"],
        pictures=tuple(PublicPicture(**picture) for picture in row.get("pictures", ())),
    )
