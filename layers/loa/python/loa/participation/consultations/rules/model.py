"""A draft as a tree, and what is said about it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

from loa.participation.consultations.rules import texts

WHOLE: Final = "0"
"""The id of the draft as a whole: it can be spoken about like a node."""
SURE: Final = 80
"""A node that is at least so like the one before it, in percent, is taken for the same without a look."""


class NodeKind(StrEnum):
    """What a node is, from the outside in (Law 64/2025/QH15, Art. 7)."""

    WHOLE = "whole"
    OPENING = "opening"
    PART = "part"
    CHAPTER = "chapter"
    SECTION = "section"
    SUBSECTION = "subsection"
    ARTICLE = "article"
    CLAUSE = "clause"
    POINT = "point"

    @property
    def depth(self) -> int:
        """Return how deep it stands."""
        return _DEPTHS[self]


_DEPTHS: Final = {kind: depth for depth, kind in enumerate(NodeKind)}


@dataclass(frozen=True, slots=True)
class ParsedNode:
    """A piece of a draft as it was read.

    Attributes:
        kind: what it is.
        number: as it is written: "12", "IV", "đ".
        title: of articles and what stands above them.
        text: its own words, without those of nodes below it.
        parent: the place of the node above among all; -1: none.
    """

    kind: NodeKind
    number: str
    title: str
    text: str
    parent: int


@dataclass(frozen=True, slots=True)
class DraftNode:
    """A piece of a draft that opinions refer to.

    Attributes:
        id: stays when it is renumbered, moved or reworded.
        kind, number, title, text: as in `ParsedNode`.
        parent: the id of the node above; empty: none.
        likeness: how like the node of the version before it is, in percent; 0: it is new.
    """

    id: str
    kind: NodeKind
    number: str
    title: str
    text: str
    parent: str = ""
    likeness: int = 0

    @property
    def own_label(self) -> str:
        """Return how it is called inside what it stands in: "khoản 3"."""
        return texts.KINDS[self.kind.value].format(number=self.number)

    @property
    def words(self) -> str:
        """Return its own words in one text."""
        return "\n".join(part for part in (self.title, self.text) if part)


@dataclass(frozen=True)
class DraftText:
    """One version of a draft.

    Attributes:
        version: from 1.
        nodes: in the order of the draft.
        gone: what earlier versions had, with its last name: opinions on it are kept.
        used: how many ids have been given.
    """

    version: int
    nodes: tuple[DraftNode, ...]
    gone: Mapping[str, str]
    used: int

    @cached_property
    def by_id(self) -> Mapping[str, DraftNode]:
        """Return the nodes by id."""
        return {node.id: node for node in self.nodes}

    @cached_property
    def articles(self) -> tuple[DraftNode, ...]:
        """Return what has a page of its own: the opening and the articles."""
        return tuple(node for node in self.nodes if node.kind in {NodeKind.OPENING, NodeKind.ARTICLE})

    def knows(self, node_id: str) -> bool:
        """Return whether one may speak about it."""
        return node_id == WHOLE or node_id in self.by_id

    def label(self, node_id: str) -> str:
        """Return how people call a node: "Điều 12 khoản 3 điểm đ"; empty: nobody knows it."""
        if node_id == WHOLE:
            return texts.KINDS["whole"]
        node = self.by_id.get(node_id)
        if node is None:
            return self.gone.get(node_id, "")
        inner = node.kind in {NodeKind.CLAUSE, NodeKind.POINT, NodeKind.SUBSECTION, NodeKind.SECTION}
        above = self.label(node.parent) if inner and node.parent else ""
        return f"{above} {node.own_label}" if above else node.own_label

    def article_of(self, node_id: str) -> DraftNode | None:
        """Return the article or opening on whose page a node stands; None: on the page of the whole."""
        node = self.by_id.get(node_id)
        while node and node.kind.depth > NodeKind.ARTICLE.depth:
            node = self.by_id.get(node.parent)
        return node if node and node.kind in {NodeKind.OPENING, NodeKind.ARTICLE} else None

    def place_of(self, node_id: str) -> str:
        """Return the id of the article on whose page a node stands; of what stands on none, its own."""
        article = self.article_of(node_id)
        return article.id if article else node_id

    def within(self, node_id: str) -> list[DraftNode]:
        """Return a node and all below it, in their order."""
        found = {node_id}
        for node in self.nodes:
            if node.parent in found:
                found.add(node.id)
        return [node for node in self.nodes if node.id in found]

    def doubtful(self) -> list[DraftNode]:
        """Return the nodes that were taken for others of which they have not much."""
        return [node for node in self.nodes if 0 < node.likeness < SURE]

    def ordered(self, node_ids: Iterable[str]) -> list[str]:
        """Return ids in the order of the draft: the whole first, what is gone last."""
        places = {node.id: place for place, node in enumerate(self.nodes)}
        last = len(places)
        return sorted(node_ids, key=lambda each: (-1 if each == WHOLE else places.get(each, last), each))


def written(nodes: Sequence[DraftNode]) -> str:
    """Return a draft as text again: read once more, it gives the same nodes."""
    lines = []
    for node in nodes:
        head = {
            NodeKind.OPENING: "",
            NodeKind.CLAUSE: f"{node.number}. ",
            NodeKind.POINT: f"{node.number}) ",
        }.get(node.kind, f"{node.own_label}. ")
        below = f"\n{node.text}" if node.title or node.kind is NodeKind.ARTICLE else node.text
        lines.append(f"{head}{node.title}{below}".strip())
    return "\n".join(lines)


class Stance(StrEnum):
    """What somebody thinks of a node."""

    AGREE = "agree"
    DISAGREE = "disagree"
    OTHER = "other"

    @property
    def label(self) -> str:
        """Return the words for people."""
        return texts.STANCES[self.value]


class SpokenLanguage(StrEnum):
    """The language of what was spoken, of those of Nghệ An."""

    VIETNAMESE = "vi"
    TAI = "tai"
    HMONG = "hmong"
    KHMU = "khmu"
    THO = "tho"
    OTHER = "other"

    @property
    def label(self) -> str:
        """Return the words for people."""
        return texts.LANGUAGES[self.value]


class ThemeOutcome(StrEnum):
    """What became of a group of opinions."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    EXPLAINED = "explained"

    @property
    def label(self) -> str:
        """Return the words for people."""
        return texts.ANSWERS[self.value]


class SetAside(StrEnum):
    """Why the words of an opinion are not passed on; it stays counted."""

    NAMES = "names"
    INSULT = "insult"
    TOPIC = "topic"
    ADVERTISING = "advertising"
    CLASSIFIED = "classified"
    """May reveal a secret of the State: shown to nobody, as long as this stands."""
    DENUNCIATION = "denunciation"
    """Its words have gone to whoever settles denunciations."""

    @property
    def label(self) -> str:
        """Return the words for people."""
        return texts.REASONS[self.value]

    @property
    def told(self) -> str:
        """Return what its writer reads."""
        return texts.ASIDE_TOLD.get(self.value) or texts.TOLD_ASIDE.format(reason=self.label)

    @property
    def hides(self) -> bool:
        """Whether nobody reads the words here, or hears them."""
        return self in {SetAside.CLASSIFIED, SetAside.DENUNCIATION}
