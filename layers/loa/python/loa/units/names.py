"""Comparing Vietnamese names: letter case, where the tone mark sits, with or without marks.

Pure rules; the reason is in the traps of `data/units/README.md` (6: Thuỷ = Thủy, Hoà = Hòa).
"""

import unicodedata
from typing import Final

_TONES: Final = frozenset("\N{COMBINING GRAVE ACCENT}\N{COMBINING ACUTE ACCENT}\N{COMBINING TILDE}"
                          "\N{COMBINING HOOK ABOVE}\N{COMBINING DOT BELOW}")  # fmt: skip


def name_key(text: str) -> str:
    """The name as it is compared: NFC, lower case, single spaces, each word's tone mark at its end."""
    return " ".join(_word_key(word) for word in unicodedata.normalize("NFD", text.casefold()).split())


def plain_key(text: str) -> str:
    """The name without any mark, for people who type none: "Thanh phố Vinh" and "thanh pho vinh" alike."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(letter for letter in decomposed if not unicodedata.combining(letter)).split())


def has_marks(text: str) -> bool:
    """Whether the text carries any Vietnamese mark."""
    return plain_key(text) != " ".join(text.casefold().split())


def _word_key(word: str) -> str:
    tones = "".join(letter for letter in word if letter in _TONES)
    letters = "".join(letter for letter in word if letter not in _TONES)
    return unicodedata.normalize("NFC", letters) + tones
