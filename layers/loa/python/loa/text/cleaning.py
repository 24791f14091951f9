"""One cleaning for every text that comes in, whoever wrote it. Pure rules.

    clean(text) -> str          what is kept of a text; empty when nothing in it can be seen
    plain_signs(text) -> str    digits, dashes and spaces of phone numbers and codes as a keyboard has them

Cleaning changes what nobody sees and never what somebody reads: composed letters (NFC), one kind of space
and of line end, no control characters, marks of direction or zero-width characters, and "đ" where a letter
of another alphabet looks like it. Text in the fonts before Unicode (TCVN3, VNI) becomes readable.
"""

import re
import unicodedata
from typing import Final

from loa.text.legacy import converted

D_LETTERS: Final = {
    0x00D0: "Đ",  # LATIN CAPITAL LETTER ETH
    0x0189: "Đ",  # LATIN CAPITAL LETTER AFRICAN D
    0x00F0: "đ",  # LATIN SMALL LETTER ETH
    0x0256: "đ",  # LATIN SMALL LETTER D WITH TAIL
}
"""Letters that stand where somebody meant Đ or đ; keyboards of other languages write them."""

_OVERLAID: Final = re.compile("([dD])[\u0335\u0336\u0337\u0338]")
"""A "d" with a stroke of its own on it."""

_LINE_ENDS: Final = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_HYPHENS: Final = dict.fromkeys(map(ord, "\u2010\u2011\ufe63\uff0d"), "-")
_BULLETS: Final = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✓"}
"""Bullets of Word, which mean something in its own fonts alone."""

_BLANKS: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols that look like a space."""

_UNSEEN_MARKS: Final = frozenset("\u034f\u17b4\u17b5\u180b\u180c\u180d\u180f")
_JOINER: Final = "\N{ZERO WIDTH JOINER}"
_VARIATIONS: Final = ("\ufe00", "\ufe0f")
_DASHES: Final = re.compile("[\u00ad\u2010-\u2015\u2043\u2212\u2796\ufe58\ufe63\uff0d\u30fc]")

_DOTS: Final = re.compile("[\u00b7\u2022\u2024\u2027\u2219\u22c5\u30fb\uff65]")


def clean(text: str) -> str:
    """The text as it is kept, without space around it.

    Args:
        text: as it was typed or pasted; half of a surrogate pair becomes a question mark.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    text = text.encode("utf-8", "replace").decode()
    readable = unicodedata.normalize("NFC", converted(text))
    readable = _OVERLAID.sub(lambda found: "đ" if found[1] == "d" else "Đ", readable)
    readable = _LINE_ENDS.sub("\n", readable).translate(D_LETTERS).translate(_HYPHENS).translate(_BULLETS)
    kept = "".join(_kept(readable, place) for place in range(len(readable)))
    # What stood between a letter and its mark may have gone.
    whole = unicodedata.normalize("NFC", kept).strip()
    if converted(whole) != whole:
        return clean(whole)  # what had kept old letters from being recognised has gone
    return whole if any(map(_is_seen, whole)) else ""


def plain_signs(text: str) -> str:
    """A phone number or code with the digits, dashes and spaces that a keyboard has."""
    signs = unicodedata.normalize("NFKC", _DOTS.sub(".", _DASHES.sub("-", clean(text))))
    digits = (str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in signs)
    return clean(" ".join("".join(digits).split()))


def _kept(text: str, place: int) -> str:
    """What is kept of one character."""
    letter = text[place]
    if letter.isascii():
        return letter if letter.isprintable() or letter in "\n\t" else ""
    category = unicodedata.category(letter)
    if category == "Zs" or letter in _BLANKS:
        return " "
    if letter == _JOINER:
        return letter if _joins_pictures(text, place) else ""
    if _VARIATIONS[0] <= letter <= _VARIATIONS[1]:
        return letter if place and _is_picture(text[place - 1]) else ""
    gone = category in {"Cc", "Cf"} or letter in _UNSEEN_MARKS or _is_no_character(letter)
    return "" if gone else letter


def _joins_pictures(text: str, place: int) -> bool:
    """Whether a joiner makes one emoji of two; between letters it only hides."""
    before = text[:place].rstrip("".join(_VARIATIONS))[-1:]
    return bool(before) and _is_picture(before) and _is_picture(text[place + 1 : place + 2])


def _is_picture(letter: str) -> bool:
    return bool(letter) and (unicodedata.category(letter) in {"So", "Sk", "Sm"} or letter in "#*0123456789‼⁉")


def _is_no_character(letter: str) -> bool:
    return ord(letter) & 0xFFFE == 0xFFFE or "\ufdd0" <= letter <= "\ufdef"  # noqa: PLR2004 - Unicode's own


def _is_seen(letter: str) -> bool:
    """Whether the character is one that people see by itself."""
    return unicodedata.category(letter)[0] in "LNPS" or unicodedata.category(letter) == "Co"
