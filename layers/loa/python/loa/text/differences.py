"""What differs between two texts: line by line, and word by word within a line. Pure rules."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

type WordChange = Literal["same", "old", "new"]


def changed_lines(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str | None, str | None]]:
    """Yield the lines that differ, the old one beside the new one; None where there is none."""
    for what, a, b, c, d in _steps(old, new):
        if what == "equal":
            continue
        paired = min(b - a, d - c)
        yield from zip(old[a : a + paired], new[c : c + paired], strict=True)
        yield from ((line, None) for line in old[a + paired : b])
        yield from ((None, line) for line in new[c + paired : d])


def changed_words(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[WordChange, Sequence[str]]]:
    """Yield the words of both in the order of reading: those that stay, the old ones, the new ones."""
    for what, a, b, c, d in _steps(old, new):
        if what == "equal":
            yield "same", old[a:b]
            continue
        if b > a:
            yield "old", old[a:b]
        if d > c:
            yield "new", new[c:d]


def _steps(old: Sequence[str], new: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
