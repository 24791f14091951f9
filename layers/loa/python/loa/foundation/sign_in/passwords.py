"""Own passwords: long, and not what everybody in the office would guess first.

No kinds of characters are demanded: they make people write the password on the screen's frame. Length counts,
and what is left when everything guessable is taken out (NIST SP 800-63B, 5.1.1.2: length, a list of blocked
words, nothing else).
"""

import re
import secrets
import unicodedata
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from loa.errors import InvalidInput
from loa.foundation.sign_in import texts
from loa.text.folding import fold

MINIMUM: Final = 12
MAXIMUM: Final = 128
LEFT: Final = 6
"""So many characters must be left without the guessable ones, and `KINDS` different ones among them."""
KINDS: Final = 4

_GUESSABLE: Final = (
    "matkhau", "password", "dangnhap", "nghean", "thanhvinh", "xunghe", "vietnam", "mattran", "toquoc",
    "mttq", "ubmttq", "canbo", "quantri", "admin", "zalo", "hochiminh", "langsen", "kimlien", "bacho",
    "sonlam", "anhyeuem", "iloveyou", "qwertyuiop", "qwerty", "asdfghjkl", "asdfgh", "zxcvbnm", "abcdef",
    "abcd", "loaphuong", "loa",
)  # fmt: skip
"""Words that somebody who knows the office would try; folded, without spaces."""
_YEARS: Final = re.compile(r"(?:19|20)\d\d")
_ROWS: Final = ("01234567890", "09876543210")
_SHORTEST_WORD: Final = 4
_SYLLABLES: Final = (
    "bach", "bien", "binh", "buoi", "cam", "chanh", "chim", "choi", "dua", "gao", "gio", "hat", "hoa", "khe",
    "lua", "mai", "muoi", "nang", "ngo", "nuoc", "que", "rau", "sen", "song", "tim", "tram", "tre", "vang",
    "vui", "xoai", "xuan", "yen",
)  # fmt: skip
"""32 of them: three are 15 bits, six digits 20. It works for three days, and five wrong ones make a pause."""


def checked(password: str, known: Iterable[str]) -> str:
    """Return an own password as the pool gets it.

    Args:
        password: as typed.
        known: words about its owner that others know: username, name, unit.

    Raises:
        InvalidInput: too short, too long, or guessable; `fields` says so at `password`.
    """
    given = normalised(password)
    if len(given) < MINIMUM:
        raise _refused(texts.TOO_SHORT)
    if len(given) > MAXIMUM:
        raise _refused(texts.TOO_LONG)
    if given != given.strip() or not given.isprintable():
        raise _refused(texts.EDGE_SPACES)
    rest = _without_guessable(given, known)
    if len(rest) < LEFT or len(set(rest)) < KINDS:
        raise _refused(texts.GUESSABLE)
    return given


def normalised(password: str) -> str:
    """Return a password in one spelling: keyboards write "ệ" in two ways, and both must open the door."""
    return unicodedata.normalize("NFC", password)


def temporary_password() -> str:
    """Return a password for a slip of paper: three syllables and six digits, read and typed without doubt."""
    words = [secrets.choice(_SYLLABLES) for _ in range(3)]
    return f"{'-'.join(words)}-{secrets.randbelow(1_000_000):06d}"


def _without_guessable(password: str, known: Iterable[str]) -> str:
    rest = fold(password).replace(" ", "")
    about = {part for words in known for part in _parts(words)}
    for word in sorted({*_GUESSABLE, *about}, key=len, reverse=True):
        rest = rest.replace(word, "")
    rest = _YEARS.sub("", rest)
    return _without_runs("".join(sign for sign in rest if sign.isalnum()))


def _parts(words: str) -> set[str]:
    """Return a name as one word, its words, and neighbours among them, if they are long enough to matter."""
    parts = re.findall(r"[a-z0-9]+", fold(words))
    pairs = [first + second for first, second in pairwise(parts)]
    return {part for part in (*parts, *pairs, "".join(parts)) if len(part) >= _SHORTEST_WORD}


def _without_runs(text: str) -> str:
    """Take out rows of digits (123456) and what only repeats the sign before it."""
    for length in range(10, 3, -1):
        for row in _ROWS:
            for start in range(len(row) - length + 1):
                text = text.replace(row[start : start + length], "")
    return re.sub(r"(.)\1{2,}", r"\1", text)


def _refused(words: str) -> InvalidInput:
    return InvalidInput(words, fields={"password": words})
