"""Vietnamese from before Unicode: texts whose letters only a font of their own shows. Pure rules.

Old files of offices are in TCVN3 (fonts ".VnTime") or VNI ("VNI-Times"): "Céng hoµ", "Coäng hoøa". Pasted,
their codes become letters of Western Europe. A text is taken for one of them when its words become Vietnamese
syllables by it and are none as they stand: no other language is touched.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

_TCVN3: Final[Mapping[str, str]] = dict(
    zip(
        "¡¢£¤¥§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
"""TCVN 5712:1993, the letters of its third set by their codes in Windows 1252."""

_VNI_ALONE: Final[Mapping[str, str]] = dict(zip("ÑñÔôÖöÍíÌìÆæÓóÒòÎî", "ĐđƠơƯưÍíÌìỈỉĨĩỊịỴỵ", strict=True))
_VNI_TONES: Final = dict(zip("ùøûõï", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_VNI_HATS: Final = dict(
    zip("âáàåãä", ("\u0302", *(f"\u0302{tone}" for tone in _VNI_TONES.values())), strict=True)
)
_VNI_BREVES: Final = dict(
    zip("êéèúüë", ("\u0306", *(f"\u0306{tone}" for tone in _VNI_TONES.values())), strict=True)
)
_VNI_SHAPED: Final[Mapping[str, Mapping[str, str]]] = {
    "a": {**_VNI_TONES, **_VNI_HATS, **_VNI_BREVES},
    "e": {**_VNI_TONES, **_VNI_HATS},
    "o": {**_VNI_TONES, **_VNI_HATS},
    "u": _VNI_TONES,
    "y": _VNI_TONES,
    "ô": _VNI_TONES,  # the code of "ơ"
    "ö": _VNI_TONES,  # the code of "ư"
}
"""What a second code makes of the letter before it (table of VNI-Windows)."""

_MARKED_BY_UNICODE: Final = re.compile("[ăĂđĐĩĨũŨơƠưƯ\u0300-\u0323\u1ea0-\u1ef9]")
_LEAST_LETTERS: Final = 3
_ENOUGH: Final = 2
_MOST: Final = 0.8
_LEAST_IMPOSSIBLE: Final = 1 / 3
"""Of the words with marks, so many are none as they stand; the others are so by chance ("léc" for lộc)."""

_ONSET: Final = "(?:ngh|ng|nh|gh|gi|g|kh|k|ch|c|th|tr|t|ph|p|qu|q|b|d|đ|h|l|m|n|r|s|v|x)?"
_RHYME: Final = (
    "((?:uyê|iê|yê|uô|ươ|uâ|oă|oa|oe|oo|uê|uy|uơ|[aăâeêioôơuư])(?:ng|[cmnpt])?"
    "|(?:oa|uê|uy|[aêiy])(?:ch|nh)|uy[ntp]?|y"
    "|(?:uyu|oai|oao|oay|oeo|uây|uya|yêu|iêu|uôi|ươi|ươu|ueo|uao|ia|ya|ua|ưa"
    "|ai|ao|au|ay|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|uai|uay|uya))"
)


def converted(text: str) -> str:
    """The text with its lines in TCVN3 or VNI in Unicode; any other text as it is."""
    if text.isascii():
        return text
    lines = text.split("\n")
    old = [line for line in lines if not line.isascii() and not _MARKED_BY_UNICODE.search(line)]
    reading = _reading("\n".join(old)) if old else None
    if reading is None:
        return text
    return "\n".join(line if _MARKED_BY_UNICODE.search(line) else reading(line) for line in lines)


def _reading(text: str) -> Callable[[str], str] | None:
    """How the text is to be read; None: as it is."""
    found = [(score, read) for read in (_from_tcvn3, _from_vni) if (score := _score(text, read))]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _score(text: str, read: Callable[[str], str]) -> int:
    """How many words become Vietnamese by it; 0: not enough to be sure."""
    words = [word for word in _words().findall(text) if not word.isascii() and _has_latin(word)]
    before = sum(_is_syllable(word) and word in {word.lower(), word.upper(), word.title()} for word in words)
    after = [now for word in words if _is_syllable(now := read(word))]
    changed = set(after) - set(words)
    is_enough = len(changed) >= _ENOUGH or any(len(word) >= _LEAST_LETTERS for word in changed)
    impossible = len(words) - before
    sure = is_enough and len(after) >= _MOST * len(words) and impossible >= _LEAST_IMPOSSIBLE * len(words)
    return len(after) if sure else 0


def _has_latin(word: str) -> bool:
    return any(letter.isascii() for letter in word)


def _from_tcvn3(text: str) -> str:
    return "".join(_TCVN3.get(letter, letter) for letter in text)


def _from_vni(text: str) -> str:
    parts: list[str] = []
    place = 0
    while place < len(text):
        letter, following = text[place], text[place + 1 : place + 2]
        mark = _VNI_SHAPED.get(letter.lower(), {}).get(following.lower())
        parts.append(_VNI_ALONE.get(letter, letter) + (mark or ""))
        place += 2 if mark else 1
    return unicodedata.normalize("NFC", "".join(parts))


def _is_syllable(word: str) -> bool:
    """Whether the word is one that Vietnamese could have."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = [letter for letter in decomposed if letter in _VNI_TONES.values()]
    letters = unicodedata.normalize("NFC", "".join(letter for letter in decomposed if letter not in tones))
    found = _syllable().fullmatch(letters)
    if not found or len(tones) > 1:
        return False
    if found[1][-1] in "cpt" or found[1].endswith("ch"):
        return tones in (["\u0301"], ["\u0323"])
    # In "ai", "eo", "iu" the tone stands on the first letter.
    closed = len(found[1]) > 1 and found[1] != "uy" and found[1][-1] in "iouy"
    return not (closed and decomposed[-1] in tones)


@cache
def _syllable() -> re.Pattern[str]:
    return re.compile(_ONSET + _RHYME)


@cache
def _words() -> re.Pattern[str]:
    signs = "".join(letter for letter in _TCVN3 if not letter.isalpha())
    return re.compile(f"[^\\W\\d_{signs}]*[{re.escape(signs)}][\\w{re.escape(signs)}]*|[^\\W\\d_]+")
