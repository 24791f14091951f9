"""Which node of a new version is which of the version before: opinions follow what people spoke about.

Numbers say nothing, for they change; words do. From the outside in, first what has not changed a word, then
what is most alike. What is only half alike is shown to a person, who may say that it is new. Residents see
which words went and which came.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise
from typing import Final

from loa.participation.consultations.rules.model import DraftNode, DraftText, NodeKind, ParsedNode

_ENOUGH: Final = 50
"""Percent of words that two nodes must share to be taken for the same."""
_SAME: Final = 100

_LONG: Final = 3_000
"""Words of a node beyond which whole lines are compared."""

type _Words = frozenset[tuple[str, str]]


def first_text(nodes: Sequence[ParsedNode]) -> DraftText:
    """Return the first version of a draft."""
    return next_text(nodes, DraftText(0, (), {}, 0))


def next_text(nodes: Sequence[ParsedNode], before: DraftText) -> DraftText:
    """Return a new version whose nodes keep the ids that they had."""
    came = _Matching(nodes, before.nodes).came()
    used, ids, made = before.used, [], []
    for place, node in enumerate(nodes):
        old, likeness = came.get(place, (-1, 0))
        if old >= 0:
            ids.append(before.nodes[old].id)
        else:
            used += 1
            ids.append(str(used))
        parent = ids[node.parent] if node.parent >= 0 else ""
        made.append(DraftNode(ids[-1], node.kind, node.number, node.title, node.text, parent, likeness))
    lost = {node.id: before.label(node.id) for node in before.nodes if node.id not in set(ids)}
    return DraftText(before.version + 1, tuple(made), {**before.gone, **lost}, used)


def parted(text: DraftText, before: DraftText, node_ids: Iterable[str]) -> DraftText:
    """Return a version in which some nodes are new after all; what they were taken for is gone."""
    own = {node_id for node_id in node_ids if node_id in text.by_id and text.by_id[node_id].likeness}
    fresh = {node_id: str(text.used + place) for place, node_id in enumerate(sorted(own), 1)}
    nodes = tuple(
        replace(
            node,
            id=fresh.get(node.id, node.id),
            parent=fresh.get(node.parent, node.parent),
            likeness=0 if node.id in fresh else node.likeness,
        )
        for node in text.nodes
    )
    gone = {**text.gone, **{node_id: before.label(node_id) for node_id in own}}
    return DraftText(text.version + 1, nodes, gone, text.used + len(fresh))


class Fate(StrEnum):
    """What became of words."""

    KEPT = "kept"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class NodeChange:
    """How a node differs from the one with its id in an earlier version.

    Attributes:
        fate: NEW: there was none; KEPT: there was one, and it differs; GONE: it is no more.
        label_before: how it was called there; empty: the same, or it was not there.
        words: its words in order, with what became of them.
        article: the id of the article in which it stood, if it is no more; its own: it was one.
    """

    fate: Fate
    label_before: str
    words: tuple[tuple[Fate, str], ...]
    article: str = ""

    @property
    def is_reworded(self) -> bool:
        """Whether it is more than another number."""
        return any(fate is not Fate.KEPT for fate, _ in self.words)


def changes(text: DraftText, before: DraftText, article: str = "") -> dict[str, NodeChange]:
    """Return what differs from an earlier version, by id, also of nodes that are no more.

    It compares word by word, which takes its time for a whole law; with `article` of that alone.
    """
    nodes = text.within(article) if article else text.nodes
    olds = before.within(article) if article else before.nodes
    return _changes(nodes, olds, text, before, _compared)


def rough_changes(text: DraftText, before: DraftText) -> dict[str, NodeChange]:
    """Return the same at once: of each node that differs, all words went and all came."""
    return _changes(text.nodes, before.nodes, text, before, _replaced)


def _changes(
    nodes: Iterable[DraftNode],
    olds: Iterable[DraftNode],
    text: DraftText,
    before: DraftText,
    compared: Callable[[str, str], tuple[tuple[Fate, str], ...]],
) -> dict[str, NodeChange]:
    found = {}
    for node in nodes:
        old = before.by_id.get(node.id)
        if old is None:
            found[node.id] = NodeChange(Fate.NEW, "", ((Fate.NEW, node.words),))
        elif node.words != old.words or node.own_label != old.own_label:
            label = "" if node.own_label == old.own_label else before.label(node.id)
            found[node.id] = NodeChange(Fate.KEPT, label, compared(old.words, node.words))
    for old in olds:
        if old.id not in text.by_id:
            stood = before.article_of(old.id)
            words = ((Fate.GONE, old.words),)
            found[old.id] = NodeChange(Fate.GONE, before.label(old.id), words, stood.id if stood else "")
    return found


def _replaced(old: str, new: str) -> tuple[tuple[Fate, str], ...]:
    if old.split() == new.split():
        return ((Fate.KEPT, new),)
    return ((Fate.GONE, old), (Fate.NEW, new))


def _compared(old: str, new: str) -> tuple[tuple[Fate, str], ...]:
    one, other = old.split(), new.split()
    if max(len(one), len(other)) > _LONG:
        one, other = old.split("\n"), new.split("\n")
    parts: list[tuple[Fate, str]] = []
    for what, start, end, begin, stop in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if what == "equal":
            parts.append((Fate.KEPT, " ".join(other[begin:stop])))
            continue
        gone, came = " ".join(one[start:end]), " ".join(other[begin:stop])
        parts += [(fate, words) for fate, words in ((Fate.GONE, gone), (Fate.NEW, came)) if words]
    return tuple(parts)


class _Matching:
    """Pairs the nodes of two versions, from the outside in."""

    def __init__(self, new: Sequence[ParsedNode], old: Sequence[DraftNode]) -> None:
        self._new, self._old = new, old
        places = {node.id: place for place, node in enumerate(old)}
        self._old_parents = [places.get(node.parent, -1) for node in old]
        own_new = ["\n".join(part for part in (node.title, node.text) if part) for node in new]
        own_old = [node.words for node in old]
        self._whole_new = _with_all_below(own_new, [node.parent for node in new])
        self._whole_old = _with_all_below(own_old, self._old_parents)
        self._own_new, self._own_old = own_new, own_old
        self._came: dict[int, tuple[int, int]] = {}
        self._taken: set[int] = set()

    def came(self) -> Mapping[int, tuple[int, int]]:
        """Return for the place of a new node the place of the old one, and how alike they are."""
        for kind in NodeKind:
            self._pair_same(kind, self._whole_new, self._whole_old)
            self._pair_same(kind, self._own_new, self._own_old)
            self._pair_alike(kind)
        return self._came

    def _left(self, kind: NodeKind) -> tuple[list[int], list[int]]:
        new = [
            place
            for place, node in enumerate(self._new)
            if node.kind is kind and place not in self._came
        ]  # fmt: skip
        old = [
            place
            for place, node in enumerate(self._old)
            if node.kind is kind and place not in self._taken
        ]  # fmt: skip
        return new, old

    def _pair_same(self, kind: NodeKind, words_new: Sequence[str], words_old: Sequence[str]) -> None:
        """Pair what has not changed a word: first inside what was paired already, then anywhere."""
        above_new: Callable[[int], int] = self._parent_before
        above_old: Callable[[int], int] = self._old_parents.__getitem__
        for new_key, old_key in ((above_new, above_old), (_anywhere, _anywhere)):
            new, old = self._left(kind)
            waiting: dict[tuple[int, str], deque[int]] = defaultdict(deque)
            for place in old:
                waiting[old_key(place), _plain(words_old[place])].append(place)
            for place in new:
                words = _plain(words_new[place])
                found = waiting.get((new_key(place), words))
                if words and found:
                    self._pair(place, found.popleft(), _SAME)

    def _pair_alike(self, kind: NodeKind) -> None:
        new, old = self._left(kind)
        words_new = {place: _pairs_of_words(self._whole_new[place]) for place in new}
        words_old = {place: _pairs_of_words(self._whole_old[place]) for place in old}
        ways = []
        for place in new:
            for other in old:
                alike = _likeness(words_new[place], words_old[other])
                if alike >= _ENOUGH:
                    is_inside = self._parent_before(place) == self._old_parents[other]
                    ways.append((-alike, not is_inside, abs(place - other), place, other))
        for negative, _, _, place, other in sorted(ways):
            if place not in self._came and other not in self._taken:
                self._pair(place, other, min(-negative, _SAME - 1))

    def _parent_before(self, place: int) -> int:
        """The place of what a new node's parent was; -1: it has none, or that is new."""
        return self._came.get(self._new[place].parent, (-1, 0))[0]

    def _pair(self, new: int, old: int, likeness: int) -> None:
        self._came[new] = old, likeness
        self._taken.add(old)


def _anywhere(_: int) -> int:
    return 0


def _with_all_below(own: Sequence[str], parents: Sequence[int]) -> list[str]:
    parts = [[words] for words in own]
    for place in range(len(own) - 1, -1, -1):
        if parents[place] >= 0:
            parts[parents[place]][1:1] = parts[place]
    return ["\n".join(part for part in each if part) for each in parts]


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


def _pairs_of_words(words: str) -> _Words:
    each = ["", *_plain(words).split(), ""]
    return frozenset(pairwise(each))


def _likeness(one: _Words, other: _Words) -> int:
    """How many pairs of words two texts share, in percent of both."""
    both = len(one) + len(other)
    return 200 * len(one & other) // both if both else 0
