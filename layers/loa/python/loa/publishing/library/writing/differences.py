"""What differs between two editions of an item, word by word. Pure rules."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from loa.publishing.library.rules import texts
from loa.publishing.library.rules.model import LibraryContent
from loa.publishing.library.writing.parts import FILE, FILM, PICTURE, WrittenPart, parts_of
from loa.text.differences import WordChange, changed_lines, changed_words

type Piece = tuple[WordChange, str]

_WORDS: Final = re.compile(r"\s+|[^\s]+")
_ALIKE: Final = 0.4
"""Below that one line has taken the place of another: word by word it would be a puzzle."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where two editions differ.

    Attributes:
        label: what people call the place.
        pieces: its words: those of both, the new ones, the old ones.
    """

    label: str
    pieces: tuple[Piece, ...]


def differences(old: LibraryContent | None, new: LibraryContent) -> list[Difference]:
    """Where a new edition differs from an old one, in the order of reading; None: there was none."""
    before = dict(_places(old)) if old else {}
    after = dict(_places(new))
    found = [
        Difference(label, tuple(_pieces(before.get(label, ""), after.get(label, ""))))
        for label in [*after, *(label for label in before if label not in after)]
        if before.get(label, "") != after.get(label, "")
    ]
    old_lines = list(_lines(parts_of(old.blocks))) if old else []
    new_lines = list(_lines(parts_of(new.blocks)))
    return found + [Difference(texts.BODY, pieces) for pieces in _changed_lines(old_lines, new_lines)]


def _places(content: LibraryContent) -> Iterator[tuple[str, str]]:
    yield texts.TITLE, content.title
    yield texts.SUMMARY, content.summary
    yield texts.AUTHOR, content.author
    yield texts.TAGS, ", ".join(content.tags)
    if content.cover:
        cover = content.cover
        yield texts.COVER, " ".join(filter(None, (cover.url, cover.alt, cover.caption)))
    for name, value in content.fields.items():
        if isinstance(value, str):
            yield texts.FIELDS[name], value
        else:
            yield texts.FIELDS[name], "; ".join(f"{one['starts_at']} – {one['ends_at']}" for one in value)
    for spoken in content.audio:
        yield texts.SPOKEN.format(language=texts.LANGUAGES[spoken.language]), spoken.url[6:14]


def _lines(parts: Sequence[WrittenPart]) -> Iterator[str]:
    for part in parts:
        if part.kind == PICTURE:
            words = part.alt or texts.DECORATIVE
            yield texts.PICTURE.format(words=words, caption=part.caption, name=part.reference[6:14])
        elif part.kind in {FILE, FILM}:
            yield texts.ATTACHED.format(words=part.words, caption=part.caption, name=part.reference[5:13])
        else:
            yield from part.words.splitlines()


def _changed_lines(old: list[str], new: list[str]) -> Iterator[tuple[Piece, ...]]:
    for before, after in changed_lines(old, new):
        if after is None:
            yield (("old", before or ""),)
        elif before is None:
            yield (("new", after),)
        else:
            yield tuple(_pieces(before, after))


def _pieces(old: str, new: str) -> Iterator[Piece]:
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    alike = SequenceMatcher(None, before, after, autojunk=False).ratio() if old and new else 0
    if alike < _ALIKE:
        yield from ((name, words) for name, words in (("old", old), ("new", new)) if words)  # type: ignore[misc]
        return
    yield from ((change, "".join(words)) for change, words in changed_words(before, after))
