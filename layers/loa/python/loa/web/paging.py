"""Pages: how many rows, and where the next one begins.

A cursor is the key of the last row, as base64url of JSON. It is not secret and not signed: whoever makes one
up gets nowhere, because it is checked to lie inside the range that the caller may read anyway.

    limit = page_limit(limit)
    page = table.page("40", between=subtree_range(path), limit=limit, start=read_cursor(cursor, span))
    return Answer(items=…, next=make_cursor(page.next_start))
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from loa.errors import InvalidInput
from loa.web import texts

DEFAULT_LIMIT: Final = 50
HIGHEST_LIMIT: Final = 200
MAX_CURSOR: Final = 2048
MAX_KEY_BYTES: Final = 1024
"""Length of a sort key in DynamoDB; partitions may be longer, ours are not."""


@dataclass(frozen=True, slots=True)
class Span:
    """The rows that this caller may read in this list.

    Attributes:
        partition: the partition's value.
        first: the smallest sort key, included.
        last: the largest sort key, included; see `loa.foundation.units.model.subtree_range`.
        partition_name: of the table, or of the index that is read.
        sort_name: as above.
    """

    partition: str
    first: str = ""
    last: str = "\U0010ffff"
    partition_name: str = "partition"
    sort_name: str = "sort"

    @property
    def names(self) -> set[str]:
        """The attributes of a key where a page of this list can stop: the table's, and the index's."""
        return {"partition", "sort", self.partition_name, self.sort_name}


def page_limit(asked: int | None) -> int:
    """Return how many rows a page has.

    Raises:
        InvalidInput: fewer than one or more than `HIGHEST_LIMIT`.
    """
    if asked is None:
        return DEFAULT_LIMIT
    if not 1 <= asked <= HIGHEST_LIMIT:
        message = texts.limit_between(1, HIGHEST_LIMIT)
        raise InvalidInput(message, fields={"limit": message})
    return asked


def make_cursor(next_start: Mapping[str, str] | None) -> str | None:
    """Return the cursor for the key where a page stopped; None at the end."""
    if next_start is None:
        return None
    text = json.dumps(dict(next_start), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def read_cursor(cursor: str | None, span: Span) -> dict[str, Any] | None:
    """Return the key where the page is to begin; None for the first page.

    Raises:
        InvalidInput: not a cursor of ours, or outside what the caller may read.
    """
    if not cursor:
        return None
    key = _decoded(cursor)
    inside = (
        key is not None
        and key.keys() == span.names
        and key[span.partition_name] == span.partition
        and span.first <= key[span.sort_name] <= span.last
    )
    if key is None or not inside:
        raise InvalidInput(texts.BAD_CURSOR, fields={"cursor": texts.BAD_CURSOR})
    return dict(key)


def _decoded(cursor: str) -> dict[str, str] | None:
    """Return the key inside a cursor, or None when it holds none."""
    if len(cursor) > MAX_CURSOR:
        return None
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        key = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, RecursionError):
        return None
    if not isinstance(key, dict) or not all(_is_key(value) for value in key.values()):
        return None
    return key


def _is_key(value: Any) -> bool:
    """Say whether DynamoDB takes the value in a key."""
    if not isinstance(value, str):
        return False
    try:
        return 0 < len(value.encode()) <= MAX_KEY_BYTES
    except UnicodeEncodeError:  # half of a surrogate pair
        return False
