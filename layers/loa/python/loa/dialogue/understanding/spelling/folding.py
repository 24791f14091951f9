"""Words without marks, for comparison. Pure rules."""

import unicodedata
from collections.abc import Mapping

from loa.foundation.units.names import name_key
from loa.text.folding import fold


def plain(text: str) -> str:
    """Words as they are compared: small letters and digits without marks, one space between."""
    letters = (character if character.isalnum() else " " for character in fold(text))
    return " ".join("".join(letters).split())


def spelled(text: str) -> list[str]:
    """The words with their marks, as `name_key` writes them: the tone of each at its end."""
    letters = "".join(letter if letter.isalnum() else " " for letter in unicodedata.normalize("NFC", text))
    return name_key(letters).split()


def folded(text: str, meant: Mapping[str, frozenset[str]]) -> str:
    """As `plain`, except that a word whose marks say something else becomes "_".

    Args:
        text: what was typed.
        meant: by word without marks, the words with marks (as `spelled`) that are meant. A word without
            marks always may be meant; one that is not listed counts without its marks.
    """
    found = []
    for word in spelled(text):
        bare = plain(word)
        may_be = bare not in meant or word == bare or word in meant[bare]
        found.append(bare if may_be else "_")
    return " ".join(found)
