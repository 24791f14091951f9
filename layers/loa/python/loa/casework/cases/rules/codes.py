"""The code that a resident quotes when asking about a case: `NA-7K3M-Q94X-WR`. Pure rules.

    new_code(prefix, random_below) -> str       random_below: such as `secrets.randbelow`
    parse(text, prefix="") -> str | None        finds a code in a sentence

Two letters for the province (or `PREFIX`), nine signs of chance and one to check them. The signs are digits
and letters without those that are confused by eye or ear (0 and O, 1, I and L, U). There are 2^43 codes of
one province: with a million cases a guess is right once in eight million tries. Nothing in a code says who,
when or what.

The check is a weighted sum modulo the prime 37 over all twelve signs. As every weight is different and none
is 0 modulo 37, no single wrong sign and no swap of neighbours leaves the sum as it is.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from loa.text.cleaning import plain_signs

PREFIX: Final = "MT"
"""The letters of a code where no province has its own."""

SIGNS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_SIGNS: Final = 9
_PRIME: Final = 37
_GROUPS: Final = (2, 4, 4, 2)
_LONGEST: Final = 4000
"""Characters of a text that are searched; nobody quotes a code further down."""

_PREFIX: Final = re.compile(r"[A-Z]{2}", re.ASCII)
_SIGN: Final = f"[{SIGNS}]"
_BETWEEN: Final = r"[\s.,:/_\u2010-\u2015\u2212-]{0,3}"
_LETTERS: Final = f"[A-Z01]{_BETWEEN}[A-Z01]"
_IN_GROUPS: Final = _BETWEEN.join(f"{_SIGN}{{{length}}}" for length in _GROUPS[1:])
_LOOSE: Final = _BETWEEN.join([_SIGN] * (RANDOM_SIGNS + 1))
_WHOLE: Final = tuple(rf"(?<!\w)(?=({_LETTERS}{_BETWEEN}{body})(?!\w))" for body in (_IN_GROUPS, _LOOSE))
_WITHOUT_LETTERS: Final = tuple(rf"(?<!\w)(?=({body})(?!\w))" for body in (_IN_GROUPS, _LOOSE))
"""Compiled when a text is first searched, and kept by `re`: a cold start does not wait for it."""

_NO_SIGN: Final = re.compile(r"[^0-9A-Z]")
_LETTER_FOR_DIGIT: Final = str.maketrans("01", "OI")


def new_code(prefix: str, random_below: Callable[[int], int]) -> str:
    """A code that nobody can guess.

    Args:
        prefix: two letters A to Z.
        random_below: gives a number from 0 to below the one it is asked for, each as likely as the others.

    Raises:
        ValueError: another prefix.
    """
    if not _PREFIX.fullmatch(prefix):
        raise ValueError("the letters of a code are two of A to Z")
    number = random_below(len(SIGNS) ** RANDOM_SIGNS)
    while True:
        body = _signs(number)
        check = _check_sign(prefix + body)
        # One digit at least: words of ordinary text are then no codes.
        if check and any(sign.isdigit() for sign in body):
            return _written(prefix + body + check)
        number = (number + 1) % len(SIGNS) ** RANDOM_SIGNS


def parse(text: str, prefix: str = "") -> str | None:
    """The first code in a text, as `new_code` writes it; None: there is none whose check is right.

    Small letters, full-width ones, spaces, dots or dashes of any kind between the signs, or nothing between
    them, are all the same. So are 0 and 1 for O and I in the first two letters. What stands in the groups of
    a code goes before what does not, for in a text of short words one letter may belong to either.

    Args:
        text: what somebody wrote.
        prefix: the letters of our own codes, which are preferred and may be left out; empty: not known.
    """
    plain = plain_signs(text[:_LONGEST]).upper()
    whole = list(_candidates(plain, _WHOLE))
    ours = [signs for signs in whole if signs.startswith(prefix)] if prefix else []
    short = (prefix + signs for signs in _candidates(plain, _WITHOUT_LETTERS)) if prefix else ()
    return next((_written(signs) for signs in (*ours, *short, *whole) if _is_right(signs)), None)


def beside(text: str) -> str:
    """What stands beside the first code: "MT-… vẫn tắt" gives "vẫn tắt"; without a code all of it."""
    said = plain_signs(text[:_LONGEST])
    raised = said.upper()
    if len(raised) != len(said):
        said = raised  # a letter that is written with two when it is large
    for form in _WHOLE:
        for found in re.finditer(form, raised):
            signs = _NO_SIGN.sub("", found[1])
            if _is_right(signs[:2].translate(_LETTER_FOR_DIGIT) + signs[2:]):
                first, last = found.span(1)
                return f"{said[:first]} {said[last:]}".strip(" ,.:;\n")
    return text


def _candidates(plain: str, forms: tuple[str, ...]) -> Iterator[str]:
    for form in forms:
        for found in re.finditer(form, plain):
            signs = _NO_SIGN.sub("", found[1])
            yield signs[:2].translate(_LETTER_FOR_DIGIT) + signs[2:]


def _signs(number: int) -> str:
    signs = ""
    for _ in range(RANDOM_SIGNS):
        number, place = divmod(number, len(SIGNS))
        signs += SIGNS[place]
    return signs


def _sum(signs: str) -> int:
    """Each sign's value (0 to 35) times its place counted from the end, where the check has place 1."""
    return sum(int(sign, 36) * place for place, sign in enumerate(reversed(signs), start=1)) % _PRIME


def _check_sign(signs: str) -> str:
    """The sign that makes the sum 0; empty: none of ours does."""
    return next((sign for sign in SIGNS if _sum(signs + sign) == 0), "")


def _is_right(signs: str) -> bool:
    return _sum(signs) == 0 and any(sign.isdigit() for sign in signs[2:-1])


def _written(signs: str) -> str:
    groups, start = [], 0
    for length in _GROUPS:
        groups.append(signs[start : start + length])
        start += length
    return "-".join(groups)
