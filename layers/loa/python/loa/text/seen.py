"""A text as a reader sees it, with the way back to the text as it was typed. Pure rules."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from loa.text.cleaning import D_LETTERS
from loa.text.confusables import LETTERS


@dataclass(frozen=True, slots=True)
class SeenText:
    """What a reader sees, and where each of its characters comes from.

    Attributes:
        text: composed letters; full-width, circled and keycap ones as ordinary ones, digits of any script as
            0 to 9, look-alikes of other alphabets as Latin letters, and nothing that nobody sees.
        starts, ends: for each character, its place in the source.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def of(cls, source: str) -> "SeenText":
        """As a reader sees the source."""
        characters: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        position = 0
        while position < len(source):
            end = position + 1
            while end < len(source) and _belongs_to_the_last(source[end]):
                end += 1
            for character in _as_seen(source[position:end]):
                characters.append(character)
                starts.append(position)
                ends.append(end)
            position = end
        return cls("".join(characters), starts, ends)

    def without_marks(self) -> "SeenText":
        """The same in small letters without marks."""
        found = [
            (plain, place)
            for place, letter in enumerate(self.text)
            for plain in unicodedata.normalize("NFD", letter.casefold()).replace("đ", "d")
            if not unicodedata.combining(plain)
        ]
        return SeenText(
            "".join(plain for plain, _ in found),
            [self.starts[place] for _, place in found],
            [self.ends[place] for _, place in found],
        )

    def in_source(self, start: int, end: int) -> tuple[int, int]:
        """The part of the source that a part of the seen text comes from."""
        return self.starts[start], self.ends[end - 1]


def _belongs_to_the_last(character: str) -> bool:
    """Whether it is a mark on the character before it (the frame of a keycap among them)."""
    return unicodedata.category(character)[0] == "M"


def _as_seen(cluster: str) -> str:
    """A character with its marks, as a reader takes it; empty: nobody sees it."""
    first = cluster[0]
    if unicodedata.category(first) == "Cf" or first in "\u115f\u1160\u3164\uffa0":
        return ""
    digit = unicodedata.digit(first, None)
    if digit is not None:
        return str(digit)
    # What only frames or chooses a picture is no mark of a letter.
    marks = "".join(mark for mark in cluster[1:] if unicodedata.combining(mark))
    base = unicodedata.normalize("NFKC", first)
    if len(base) > 1 and base.strip("()., ") and base.strip("()., ").isalnum() and base.isascii():
        base = base.strip("()., ")  # a letter or number in a circle, in brackets or with its full stop
    return unicodedata.normalize(
        "NFC", (base if len(base) <= _FEW else first).translate(D_LETTERS).translate(LETTERS) + marks
    )


_FEW = 3
"""One sign may stand for a whole phrase; such a sign stays."""
