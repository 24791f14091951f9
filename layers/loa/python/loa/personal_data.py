"""What a package keeps about a resident, and how it is told and erased: the words that all packages share.

Each package that keeps something declares it in a `HOLDINGS` of its module `personal`, table by table and
bucket by bucket, and says how it goes. A test compares the declarations with the tables, buckets and queues
of the templates, so that none is forgotten.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True)
class Person:
    """A resident, as one account knows them.

    Attributes:
        oa_id, user_id: the conversation.
    """

    oa_id: str
    user_id: str


class ErasureMethod(StrEnum):
    """How what is kept about a resident goes."""

    ERASED = "erased"
    """On request, at once."""
    RETAINED = "retained"
    """When the rule of retention ends; on request not earlier."""
    EXPIRES = "expires"
    """By itself, after the days that are named."""
    NOT_HERE = "not_here"
    """Never by this way: denunciations have a law of their own."""
    NOBODY = "nobody"
    """Nothing about residents is kept there."""


@dataclass(frozen=True, slots=True)
class Holding:
    """What is kept in one place.

    Attributes:
        store: logical name of the table, bucket or queue in the templates.
        what: what it is.
        how: how it goes.
        days: after how many days, where it expires.
    """

    store: str
    what: str
    how: ErasureMethod
    days: int = 0


@dataclass(frozen=True, slots=True)
class Retained:
    """What stayed, and why.

    Attributes:
        what: key of a text.
        until: when it goes; None: with the next step, or not by this way.
        reference: which one, such as the code of a case.
    """

    what: str
    until: datetime | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Erased:
    """What one step of an erasure did.

    Attributes:
        rows, files: how many went.
        kept: what stayed.
        complete: whether nothing is left to do now.
    """

    rows: int = 0
    files: int = 0
    kept: tuple[Retained, ...] = ()
    complete: bool = True

    def __add__(self, other: "Erased") -> "Erased":
        return Erased(
            self.rows + other.rows,
            self.files + other.files,
            (*self.kept, *other.kept),
            self.complete and other.complete,
        )


type FoundItem = tuple[str, Mapping[str, Any]]
"""Where something stands (`messages`, `cases` …), and what it says."""
