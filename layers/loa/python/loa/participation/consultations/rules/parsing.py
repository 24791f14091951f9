"""A pasted draft becomes a tree: part, chapter, section, subsection, article, clause, point.

What a draft quotes (“Điều 5. …” in a law that amends another) stays text of the node that quotes it. A person
checks the tree against the draft, always: `faults` says where to look.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from loa.errors import InvalidInput
from loa.participation.consultations.rules import texts
from loa.participation.consultations.rules.model import NodeKind, ParsedNode
from loa.participation.consultations.rules.words import ARTICLE, CLAUSE, GOES_ON, HEADS, LETTERS, POINT

LONGEST: Final = 200_000
MOST_NODES: Final = 3_000
_SPACES: Final = re.compile(r"[ \t\u00a0\u200b\ufeff]+")


@dataclass(slots=True)
class _Open:
    """A node while its words come in."""

    kind: NodeKind
    number: str
    title: str
    parent: int
    lines: list[str] = field(default_factory=list)


def parsed(text: str) -> tuple[ParsedNode, ...]:
    """Return a draft as nodes.

    Raises:
        InvalidInput: it has no article, or more than we can show.
    """
    if len(text) > LONGEST:
        raise InvalidInput(texts.TOO_LONG_TEXT, fields={"text": texts.TOO_LONG_TEXT})
    plain = unicodedata.normalize("NFC", text)
    lines = [line for raw in plain.splitlines() if (line := _SPACES.sub(" ", raw).strip())]
    found: list[_Open] = []
    quoted = _quoted(lines)
    for line, is_quoted in zip(lines, quoted, strict=True):
        head = None if is_quoted else _head(line, found)
        if head:
            found.append(head)
        elif not found:
            found.append(_Open(NodeKind.OPENING, "", "", -1, [line]))
        elif found[-1].kind in _TITLED and not found[-1].title:
            found[-1].title = line
        elif found[-1].kind in _TITLED and not found[-1].lines and line.isupper():
            found[-1].title += f" {line}"
        else:
            _add(found[-1], line)
    if not any(node.kind is NodeKind.ARTICLE for node in found):
        raise InvalidInput(texts.NO_ARTICLES, fields={"text": texts.NO_ARTICLES})
    if len(found) > MOST_NODES:
        raise InvalidInput(texts.TOO_MANY_NODES, fields={"text": texts.TOO_MANY_NODES})
    return tuple(
        ParsedNode(node.kind, node.number, node.title, "\n".join(node.lines), node.parent) for node in found
    )


def _add(node: _Open, line: str) -> None:
    """Take a line in, as a line of its own or as the rest of the one before."""
    goes_on = GOES_ON.fullmatch(line) is not None and POINT.fullmatch(line) is None
    before = node.lines[-1] if node.lines else node.title
    if not goes_on or not before or before.endswith((".", ";", ":", "”")):
        node.lines.append(line)
    elif node.lines:
        node.lines[-1] += f" {line}"
    else:
        node.title += f" {line}"


_TITLED: Final = frozenset(kind for kind, _ in HEADS)


def _head(line: str, before: Sequence[_Open]) -> _Open | None:
    """The node that a line begins; None: it goes on with the one before."""
    for kind, pattern in HEADS:
        if match := pattern.fullmatch(line):
            title = match["title"] or match["bare"] or ""
            return _Open(kind, match["number"], title, _above(kind, before))
    if match := ARTICLE.fullmatch(line):
        return _Open(
            NodeKind.ARTICLE, match["number"], match["title"] or "", _above(NodeKind.ARTICLE, before)
        )
    if not any(node.kind is NodeKind.ARTICLE for node in before):
        return None
    if match := CLAUSE.fullmatch(line):
        return _Open(NodeKind.CLAUSE, match["number"], "", _above(NodeKind.CLAUSE, before), [match["text"]])
    if match := POINT.fullmatch(line):
        return _Open(NodeKind.POINT, match["number"], "", _above(NodeKind.POINT, before), [match["text"]])
    return None


def _above(kind: NodeKind, before: Sequence[_Open]) -> int:
    """The place of the nearest node that may hold one of a kind."""
    place = len(before) - 1
    while place >= 0 and before[place].kind.depth >= kind.depth:
        place = before[place].parent
    return place if place >= 0 and before[place].kind is not NodeKind.OPENING else -1


def _quoted(lines: Sequence[str]) -> list[bool]:
    """Whether each line begins inside a quotation that ends somewhere behind it."""
    ends_behind = [False] * (len(lines) + 1)
    for place in range(len(lines) - 1, -1, -1):
        ends_behind[place] = ends_behind[place + 1] or "”" in lines[place]
    result, depth = [], 0
    for place, line in enumerate(lines):
        result.append(depth > 0 and ends_behind[place])
        for letter in line:
            depth = depth + 1 if letter == "“" else max(0, depth - 1) if letter == "”" else depth
    return result


def faults(nodes: Sequence[ParsedNode]) -> Iterator[str]:
    """Say where numbers do not follow each other: something was read wrongly, or is missing."""
    last: dict[tuple[NodeKind, int], str] = {}
    for node in nodes:
        if node.kind not in {NodeKind.ARTICLE, NodeKind.CLAUSE, NodeKind.POINT}:
            continue
        # Articles are counted through the whole draft, clauses and points in what they stand in.
        key = node.kind, -1 if node.kind is NodeKind.ARTICLE else node.parent
        before = last.get(key, "")
        last[key] = node.number
        if not _follows(node.kind, before, node.number):
            found = _name(nodes, node, node.number)
            if before:
                yield texts.NUMBER_MISSING.format(before=_name(nodes, node, before), found=found)
            else:
                yield texts.FIRST_MISSING.format(found=found)


def _follows(kind: NodeKind, before: str, number: str) -> bool:
    if kind is NodeKind.POINT:
        if number[-1].isdigit():  # b1, put between b and c
            return number[0] == before[:1]
        return LETTERS.find(number) == (LETTERS.find(before[0]) + 1 if before else 0)
    old, new = _digits(before), _digits(number)
    has_letter = not number.isdigit()  # 12a, put behind 12
    return new == old if has_letter else new == old + 1


def _digits(number: str) -> int:
    return int(re.match(r"\d*", number)[0] or 0)  # type: ignore[index]  # it matches always


def _name(nodes: Sequence[ParsedNode], node: ParsedNode, number: str) -> str:
    parts = [texts.KINDS[node.kind.value].format(number=number)]
    place = node.parent
    while place >= 0 and node.kind is not NodeKind.ARTICLE:
        above = nodes[place]
        if above.kind.depth < NodeKind.ARTICLE.depth:
            break
        parts.insert(0, texts.KINDS[above.kind.value].format(number=above.number))
        place = above.parent
    return " ".join(parts)
