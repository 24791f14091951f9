"""What is indexed, asked and found. Pure types."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from loa.publishing.search.words import MarkedText

MAXIMUM_TEXT: Final = 200
"""Letters of a search."""

PAGE: Final = 10
SHORTEST_PHRASE: Final = 2
LONGEST_PHRASE: Final = 60
MOST_SYNONYMS: Final = 10
"""Phrases of one group."""
MOST_GROUPS: Final = 200
MOST_PROMOTED: Final = 100
MOST_FIRST: Final = 5
"""Items that stand first for one phrase."""

BEST: Final = 50
"""So many of the best are looked at again, and can be paged through."""


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """An item as the index holds it.

    Attributes:
        item_id: its address.
        version: of what is published; a lower one never replaces a higher one.
        unit_path: whose item it is.
        section, kind: for filters and lists.
        year: of a document's date, else of the publication, in Vietnam.
        published_at: when it first appeared.
        expires_at: from when on it is found no more.
        title: as residents read it.
        number: of a document, empty for everything else.
        text: everything that it says, plain.
    """

    item_id: str
    version: int
    unit_path: str
    section: str
    kind: str
    year: int
    published_at: datetime
    expires_at: datetime | None
    title: str
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class PromotedResult:
    """What officers want to stand first for a search that contains a phrase."""

    words: str
    item_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchRules:
    """What officers have set.

    Attributes:
        synonyms: groups of phrases that mean the same.
        promoted: what stands first.
        version: grows with every change.
    """

    synonyms: tuple[tuple[str, ...], ...] = ()
    promoted: tuple[PromotedResult, ...] = ()
    version: int = 0


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What a resident asks.

    Attributes:
        text: as typed.
        unit_path: only items of this unit and those below it; empty: of all.
        units: only items of exactly these units, such as a commune and its province; empty: of all.
        section: only of this section; empty: of all.
        year: only of this year; None: of all.
        offset: how many of the best to pass over.
        limit: how many to give.
    """

    text: str
    unit_path: str = ""
    section: str = ""
    year: int | None = None
    units: tuple[str, ...] = ()
    offset: int = 0
    limit: int = PAGE


@dataclass(frozen=True, slots=True)
class SearchHit:
    """An item that was found; title and excerpt say where."""

    item_id: str
    unit_path: str
    unit_name: str
    section: str
    kind: str
    number: str
    published_at: datetime
    title: MarkedText
    excerpt: MarkedText
    promoted: bool = False


@dataclass(frozen=True, slots=True)
class SearchPage:
    """An answer.

    Attributes:
        hits: best first.
        total: how many there are; `BEST` stands for as many or more.
        exact: whether every word occurs in each; else these come near, and the search counts as one that
            found nothing.
    """

    hits: tuple[SearchHit, ...]
    total: int
    exact: bool = True


@dataclass(frozen=True, slots=True)
class SearchCounts:
    """How many items a search finds in each section and year, whichever of them it is narrowed to."""

    sections: Mapping[str, int]
    years: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class MissedSearch:
    """Folded words that found nothing, and how often they were typed."""

    words: str
    count: int


def rules_to_map(rules: SearchRules) -> dict[str, Any]:
    """The rules as plain values, for rows and for the index."""
    return {
        "synonyms": [list(group) for group in rules.synonyms],
        "promoted": [{"words": rule.words, "item_ids": list(rule.item_ids)} for rule in rules.promoted],
        "version": rules.version,
    }


def rules_from_map(row: Mapping[str, Any]) -> SearchRules:
    """The way back; empty for an empty map."""
    return SearchRules(
        synonyms=tuple(tuple(group) for group in row.get("synonyms", ())),
        promoted=tuple(
            PromotedResult(rule["words"], tuple(rule["item_ids"])) for rule in row.get("promoted", ())
        ),
        version=row.get("version", 0),
    )
