"""Comparing Vietnamese names: letter case, where the tone mark sits, with some, all or none of the marks.

Pure rules; the reason is in the traps of `infra/units/README.md` (6: Thuỷ = Thủy, Hoà = Hòa).
"""

import re
import unicodedata
from typing import Final

from loa.text.cleaning import D_LETTERS

_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
"""Grave, acute, tilde, hook above, dot below."""

_SHAPED: Final = {"a": "aăâ", "e": "eê", "o": "oôơ", "u": "uư", "d": "dđ"}
"""Letters that somebody may have typed without their hat, breve, horn or stroke."""


def name_key(text: str) -> str:
    """The name as it is compared: NFC, lower case, single spaces, each word's tone mark at its end."""
    small = text.translate(D_LETTERS).casefold()
    return " ".join(_word_key(word) for word in unicodedata.normalize("NFD", small).split())


def half_marked(text: str) -> re.Pattern[str]:
    """What finds a `name_key` of which the text has some marks only: "Nghi lôc" for Nghi Lộc."""
    words = name_key(text).split()
    parts = [_loosely(word, is_last=place == len(words)) for place, word in enumerate(words, start=1)]
    return re.compile(r"(?<!\w)" + " ".join(parts))


def _loosely(word: str, *, is_last: bool) -> str:
    letters, tones = word.rstrip(_TONES), word[len(word.rstrip(_TONES)) :]
    shapes = "".join(f"[{_SHAPED[letter]}]" if letter in _SHAPED else re.escape(letter) for letter in letters)
    if is_last:  # it may be unfinished
        return shapes + (rf"\w*{tones}" if tones else "")
    return shapes + (tones or f"[{_TONES}]?")


def _word_key(word: str) -> str:
    tones = "".join(letter for letter in word if letter in _TONES)
    letters = "".join(letter for letter in word if letter not in _TONES)
    return unicodedata.normalize("NFC", letters) + tones
