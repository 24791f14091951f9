"""How a field of a case is described: once, where its dataclass declares it.

    whom: str = kept(FieldKind.TEXT, longest=MAXIMUM_LINE, personal=True)

Rows, exchange, checks and shapes go through `kept_fields`: a new field of `Details` or `Case` needs no line
of theirs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, Final

from loa.clock import from_text, to_text

MAXIMUM_TEXT: Final = 2_000
"""Of a note, or of what everybody may read."""
MAXIMUM_SAID: Final = 80_000
"""Of a resident's own words, which nobody cuts: twenty messages of 4,000 characters, more than Zalo lets them
write; whatever the letters, they fit into one row of DynamoDB (400 kB)."""
MAXIMUM_TOLD: Final = 1_400
"""Of words that go to a resident: with what stands around them they fit Zalo's 2,000 characters."""
MAXIMUM_LINE: Final = 300
MAXIMUM_HAMLET: Final = 100


class FieldKind(StrEnum):
    """The kinds of fields."""

    TEXT = "text"
    NUMBER = "number"
    FLAG = "flag"
    INSTANT = "instant"
    SAID = "said"
    """Words that stand in a line of the history; the head names its version."""

    @property
    def empty(self) -> Any:
        """The value that rows leave out."""
        return {FieldKind.NUMBER: 0, FieldKind.FLAG: False, FieldKind.INSTANT: None}.get(self, "")


@dataclass(frozen=True, slots=True)
class KeptField:
    """A field as rows and documents keep it.

    Attributes:
        name: of the field, of the attribute of the row, and in documents.
        kind: what it holds.
        longest: at most this many characters; 0: it is no text that people write.
        needed: whether it may not be empty.
    """

    name: str
    kind: FieldKind
    longest: int = 0
    needed: bool = False

    def written(self, value: Any) -> Any:
        """Return the value as a row or a document holds it."""
        return to_text(value) if isinstance(value, datetime) else value

    def read(self, row: Mapping[str, Any]) -> Any:
        """Return the value from a row that may leave it out."""
        value = row.get(self.name, self.kind.empty)
        return from_text(value) if self.kind is FieldKind.INSTANT and value else value


def kept(kind: FieldKind, *, longest: int = 0, needed: bool = False, personal: bool = False) -> Any:
    """Declare a field of a dataclass that rows keep as it is.

    Args:
        kind: what it holds.
        longest: at most this many characters; 0: it is no text that people write.
        needed: whether it may not be empty.
        personal: personal data, which no `repr` shows.
    """
    description = {"kept": (kind, longest, needed)}
    if needed:
        return field(repr=not personal, metadata=description)
    return field(default=kind.empty, repr=not personal, metadata=description)


@cache
def kept_fields(declared: type, *kinds: FieldKind) -> tuple[KeptField, ...]:
    """Return the fields of a dataclass that were declared by `kept`; if kinds are given, only those."""
    described = [(one.name, *one.metadata["kept"]) for one in fields(declared) if "kept" in one.metadata]
    found = [KeptField(*description) for description in described]
    return tuple(one for one in found if not kinds or one.kind in kinds)
