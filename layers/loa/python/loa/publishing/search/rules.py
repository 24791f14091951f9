"""What officers of the province set for the search: programs all of it, people one thing after the other."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import unquote

from loa.errors import Conflict, InvalidInput
from loa.foundation.officers.model import Officer, Permission, require
from loa.foundation.units.model import province_of
from loa.publishing.library.projection.store import PublishedStore
from loa.publishing.library.rules.model import split_id
from loa.publishing.search import texts
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
from loa.publishing.search.store import SearchRulesStore
from loa.publishing.search.words import words


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """Changes the rules of the search; each raises `NotFound` or `NotAllowed` for who may not.

    Attributes:
        store: the rules.
        published: what residents read.
    """

    store: SearchRulesStore
    published: PublishedStore

    def save(self, officer: Officer, rules: SearchRules) -> None:
        """Put rules in the place of those they were made from.

        Raises:
            InvalidInput: an item is not shown in the province; names `promoted[0].items`.
            Conflict: somebody has changed them meanwhile.
        """
        province = _province_of(officer)
        shown = self._shown((each for rule in rules.promoted for each in rule.item_ids), province)
        for place, promoted in enumerate(rules.promoted):
            if not shown.issuperset(promoted.item_ids):
                raise _refused(f"promoted[{place}].items", texts.NOT_SHOWN)
        self.store.save(rules)

    def set_synonyms(self, officer: Officer, lines: str, version: int) -> None:
        """Set the synonyms of lines that were written from a version of the rules.

        Raises:
            InvalidInput: lines that are no group.
            Conflict: somebody has changed the synonyms since.
        """
        _province_of(officer)
        synonyms, rules = synonyms_in(lines), self.store.read()
        if rules.version != version:
            raise Conflict(texts.RULES_CHANGED_MEANWHILE)
        self.store.save(replace(rules, synonyms=synonyms, version=version + 1))

    def promote(self, officer: Officer, sought: str, address: str) -> None:
        """Let an item stand first for who searches for some words; `address`: of its page, or its id.

        Raises:
            InvalidInput: no word, no such item, too many; names `words` or `address`.
        """
        province, key = _province_of(officer), words(sought)
        if not key:
            raise _refused("words", texts.NO_WORD_IN_PHRASE)
        item_id = unquote(address.strip().partition("?")[0].rstrip("/").rpartition("/")[2])
        if not self._shown([item_id], province):
            raise _refused("address", texts.NOT_SHOWN)
        rules = self.store.read()
        same = next((rule for rule in rules.promoted if words(rule.words) == key), PromotedResult(sought, ()))
        following = replace(same, item_ids=tuple(dict.fromkeys((*same.item_ids, item_id))))
        others = tuple(rule for rule in rules.promoted if rule is not same)
        if len(following.item_ids) > MOST_FIRST:
            raise _refused("address", texts.TOO_MANY_FIRST.format(most=MOST_FIRST))
        if len(others) >= MOST_PROMOTED:
            raise _refused("words", texts.TOO_MANY_PROMOTED.format(most=MOST_PROMOTED))
        self.store.save(replace(rules, promoted=(*others, following), version=rules.version + 1))

    def demote(self, officer: Officer, sought: str, item_id: str) -> None:
        """Let an item stand first no more for who searches for these words, if it does."""
        _province_of(officer)
        rules = self.store.read()
        promoted = tuple(
            replace(rule, item_ids=tuple(each for each in rule.item_ids if each != item_id))
            if rule.words == sought
            else rule
            for rule in rules.promoted
        )
        if promoted != rules.promoted:
            kept = tuple(rule for rule in promoted if rule.item_ids)
            self.store.save(replace(rules, promoted=kept, version=rules.version + 1))

    def _shown(self, item_ids: Iterable[str], province: str) -> frozenset[str]:
        """Those of the items that residents of the province find; a request for each hundred."""
        own = [each for each in item_ids if province_of(split_id(each)[0]) == province]
        return frozenset(self.published.titles(own))


def _province_of(officer: Officer) -> str:
    """Return the officer's province, if they set its search."""
    province = province_of(officer.unit_path)
    require(officer, Permission.APPROVE_LIBRARY, province)
    return province


def _refused(field: str, message: str) -> InvalidInput:
    return InvalidInput(message, fields={field: message})


def lines_of(rules: SearchRules) -> str:
    """The synonyms as people edit them: a line for each group, with commas between the phrases."""
    return "\n".join(", ".join(group) for group in rules.synonyms)


def synonyms_in(text: str) -> tuple[tuple[str, ...], ...]:
    """The synonyms of such lines; empty lines count for nothing.

    Raises:
        InvalidInput: lines that are no group: names each, at `synonyms`.
    """
    lines = [
        (number, tuple(dict.fromkeys(filter(None, (" ".join(each.split()) for each in line.split(","))))))
        for number, line in enumerate(text.splitlines(), start=1)
    ]
    groups = [(number, group) for number, group in lines if group]
    faults = [
        texts.LINE_FAULT.format(number=number, fault=fault)
        for number, group in groups
        if (fault := _fault(group))
    ]
    if len(groups) > MOST_GROUPS:
        faults.append(texts.TOO_MANY_GROUPS.format(most=MOST_GROUPS))
    if faults:
        raise InvalidInput(faults[0], fields={"synonyms": " ".join(faults)})
    return tuple(group for _, group in groups)


def _fault(group: tuple[str, ...]) -> str:
    if any(not SHORTEST_PHRASE <= len(phrase) <= LONGEST_PHRASE for phrase in group):
        return texts.PHRASE_LENGTH.format(shortest=SHORTEST_PHRASE, longest=LONGEST_PHRASE)
    if not all(map(words, group)):
        return texts.NO_WORD_IN_PHRASE
    if len({tuple(words(phrase)) for phrase in group}) < 2:  # noqa: PLR2004 - one means nothing else
        return texts.TOO_FEW_SYNONYMS
    return texts.TOO_MANY_SYNONYMS.format(most=MOST_SYNONYMS) if len(group) > MOST_SYNONYMS else ""
