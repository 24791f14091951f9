"""Words typed with an input method that was switched off: "nuowcs leen" for "nước lên". Pure rules."""

import re
from typing import Final

_SYLLABLE: Final = re.compile(
    r"(?:ngh|ch|gh|gi|kh|ng|nh|ph|qu|th|tr|[bcdghklmnprstvx])?"
    r"[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?"
)
"""A syllable without marks."""

_DOUBLED: Final = re.compile(r"aa|ee|oo|dd")
_TONES: Final = re.compile(r"(?<=[aeiouyw])([bcdghklmnpt]*)[sfrxj]|(?<=[aeiouyw])[sfrxj]")
_WORD: Final = re.compile(r"[a-z]{4,9}", re.IGNORECASE)


def untelexed(text: str) -> str:
    """The text with such words written without marks; other words as they are."""
    return _WORD.sub(lambda found: _plain(found.group()), text)


def _plain(word: str) -> str:
    key = word.lower()
    if _SYLLABLE.fullmatch(key) and not _DOUBLED.search(key):
        return word
    bare = _DOUBLED.sub(lambda found: found.group()[0], key).replace("w", "")
    bare = _TONES.sub(lambda found: found.group(1) or "", bare, count=1)
    return bare if _SYLLABLE.fullmatch(bare) else word
