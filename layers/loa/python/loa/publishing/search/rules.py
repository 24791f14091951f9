"""Synonyms and promoted results as maps, for rows and for the index. Pure rules."""

from collections.abc import Mapping
from typing import Any

from loa.publishing.search.model import PromotedResult, SearchRules


def rules_to_map(rules: SearchRules) -> dict[str, Any]:
    """The rules as plain values."""
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
