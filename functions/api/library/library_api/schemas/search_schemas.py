"""Synonyms, promoted results, and searches that found nothing."""

from typing import Annotated, Self

from pydantic import Field

from loa.publishing.search.model import (
    LONGEST_PHRASE,
    MOST_FIRST,
    MOST_GROUPS,
    MOST_PROMOTED,
    MOST_SYNONYMS,
    SHORTEST_PHRASE,
    PromotedResult,
    SearchRules,
)
from loa.web.schemas import Schema, Text

PHRASE = Annotated[Text, Field(min_length=SHORTEST_PHRASE, max_length=LONGEST_PHRASE)]


class ShownPromotedResult(Schema):
    """What stands first for a search that contains these words."""

    words: PHRASE
    items: Annotated[list[Annotated[str, Field(max_length=80)]], Field(min_length=1, max_length=MOST_FIRST)]


class ShownSearchRules(Schema):
    """Everything that is set for the search."""

    version: Annotated[int, Field(ge=0, description="Bản đã đọc; 0: chưa ai đặt gì.")]
    synonyms: Annotated[
        list[Annotated[list[PHRASE], Field(min_length=2, max_length=MOST_SYNONYMS)]],
        Field(max_length=MOST_GROUPS, description="Mỗi nhóm là những từ cùng nghĩa."),
    ]
    promoted: Annotated[list[ShownPromotedResult], Field(max_length=MOST_PROMOTED)]

    @classmethod
    def of(cls, rules: SearchRules) -> Self:
        """From the rules."""
        return cls(
            version=rules.version,
            synonyms=[list(group) for group in rules.synonyms],
            promoted=[
                ShownPromotedResult(words=rule.words, items=list(rule.item_ids)) for rule in rules.promoted
            ],
        )

    def following(self) -> SearchRules:
        """The rules that follow those that were read."""
        return SearchRules(
            synonyms=tuple(tuple(dict.fromkeys(group)) for group in self.synonyms),
            promoted=tuple(
                PromotedResult(rule.words, tuple(dict.fromkeys(rule.items))) for rule in self.promoted
            ),
            version=self.version + 1,
        )


class ShownMissedSearch(Schema):
    """Words that found nothing, and how often."""

    words: str
    count: int


class MissedSearchList(Schema):
    """Searches of a month that found nothing."""

    items: list[ShownMissedSearch]
