"""Long numbers in text: telephone, identity and account numbers, however they are separated. Pure rules.

    numbers_in(text) -> Iterator[Found]       in a text as a reader sees it (`loa.text.seen`)

A number is a run of digits with a few separators between them (spaces, dots, dashes, slashes, line ends),
where letters that look like digits and number words count as digits. Dates, years, sums of money and document
numbers are excluded.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

from loa.casework.cases.rules import texts
from loa.text.confusables import DIGIT_LETTERS, DIGITS
from loa.text.folding import fold


class NumberKind(StrEnum):
    """The kind of a long number."""

    PHONE = "phone"
    ID_NUMBER = "id_number"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A number: `text[start:end]`, its possible kind, and its digits."""

    start: int
    end: int
    kind: NumberKind
    digits: str


@dataclass(frozen=True, slots=True)
class _Token:
    """A group of digits, or a number word."""

    start: int
    end: int
    digits: str
    is_word: bool


_SIGNS: Final = r"[\s.,;:/\\()\[\]_'\"*+=~\u00b7\u2022\u2024\u2027\u2219\u22c5\u30fb\u2010-\u2015\u2212-]"
_LETTER: Final = r"[^\W\d_]"
_LIKE: Final = f"[{re.escape(DIGIT_LETTERS)}]"
_TOKEN: Final = re.compile(
    rf"(?P<digits>(?:(?<!{_LETTER}){_LIKE}{{1,3}}(?=\d))?\d(?:\d|{_LIKE}{{1,3}}(?=\d)|{_LIKE}(?!\w))*)"
    rf"|(?<!\w)(?P<alone>[oOlI|])(?!\w)"
    rf"|(?<!\w)(?P<word>{texts.DIGIT_WORDS})(?!\w)",
    re.IGNORECASE,
)
_BETWEEN: Final = re.compile(rf"{_SIGNS}{{0,4}}")
_OPENING: Final = re.compile(r"(?:\(\s?\+?|\+\s?)$")

_PHONE: Final = re.compile(r"(?:0|0{0,2}84)(?:[35789]\d{8}|2\d{8,9}|1\d{8,9})")
_LEAST: Final = 8
_LANDLINE: Final = 7
_SPOKEN: Final = 8
_CARD, _CITIZEN = 9, 12
_LONGEST_PHONE: Final = 13

_YEAR: Final = r"(?:19|20)\d\d"
_DATED: Final = (
    r"(?:(?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|1[0-2])[./-](?:19|20)\d\d"  # a day
    rf"|(?:0?[1-9]|1[0-2])[/-]{_YEAR}"  # a month
    rf"|{_YEAR}\s?[\u2010-\u2015-]\s?{_YEAR}"  # years
    rf"|\d{{1,5}}/{_YEAR}"  # a document
    rf"|{_YEAR}|[012]?\d:[0-5]\d)"
)
_SMALL: Final = r"(?:0|[1-9]\d{0,2})"
_LISTING: Final = r"(?:\s*[,;:]\s+|\s*\n\s*)"
_ORDINARY: Final = re.compile(
    rf"(?:{_SMALL}{_LISTING})*{_DATED}(?:(?:{_LISTING}|\s+|\s*[\u2010-\u2015-]\s*)(?:{_DATED}|{_SMALL}))*"
)
_SMALL_ONES: Final = re.compile(rf"{_SMALL}(?:{_LISTING}{_SMALL})*")
_FEW: Final = 4
_AMOUNT: Final = re.compile(r"[1-9]\d{0,2}(?:[., ]\d{3})+")
_CURRENCY: Final = re.compile(rf"\s?(?:{texts.MONEY_WORDS})(?!\w)", re.IGNORECASE)
_CALLED: Final = re.compile(rf"(?:{texts.PHONE_WORDS})\W{{0,3}}(?:\w+\W{{1,3}}){{0,2}}$", re.IGNORECASE)
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:[., ]\d{3}){2}")
_DIGIT_OF: Final = {
    word: str(digit)
    for digit, words in enumerate(texts.DIGITS_SPOKEN)
    for word in map(fold, words.split("|"))
}


def numbers_in(text: str) -> Iterator[FoundNumber]:
    """Yield the long numbers in a text."""
    for run in _runs(text):
        yield from _joined(list(_of_run(text, run)))


def digits_in(text: str) -> Iterator[FoundNumber]:
    """Return all runs of digits with only a few separators between them, however short."""
    for run in _runs(text):
        yield _found(text, run, NumberKind.NUMBER)


def _runs(text: str) -> Iterator[list[_Token]]:
    """Yield runs of digits and number words with only a few separators between them."""
    run: list[_Token] = []
    for found in _TOKEN.finditer(text):
        word = found["word"]
        digits = _DIGIT_OF[fold(word)] if word else found[0].translate(DIGITS)
        token = _Token(found.start(), found.end(), digits, is_word=bool(word))
        if run and not _BETWEEN.fullmatch(text, run[-1].end, token.start):
            yield run
            run = []
        run.append(token)
    if run:
        yield run


def _of_run(text: str, run: Sequence[_Token]) -> Iterator[FoundNumber]:
    """Yield telephone numbers first, wherever they begin; then the rest of the run."""
    if sum(len(token.digits) for token in run) < _LANDLINE or _is_ordinary(text, run):
        return
    if len(run) >= _SPOKEN and all(token.is_word for token in run):
        yield _found(text, run, NumberKind.PHONE)
        return
    place = first = 0
    while place < len(run):
        length = _phone_at(run, place)
        if length:
            start, end = _whole(text, run, place, place + length, first)
            yield from _other(text, run[first:start])
            yield _found(text, run[start:end], NumberKind.PHONE)
            place = first = end
        else:
            place += 1
    yield from _other(text, run[first:])


def _whole(text: str, run: Sequence[_Token], start: int, end: int, first: int) -> tuple[int, int]:
    """Return the telephone number with adjacent digits that no comma or line end separates from it."""
    while start > first and not run[start - 1].is_word and not _is_listed(text, run[start - 1], run[start]):
        start -= 1
    while end < len(run) and not run[end].is_word and not _is_listed(text, run[end - 1], run[end]):
        end += 1
    return start, end


def _is_listed(text: str, one: _Token, other: _Token) -> bool:
    """Tell whether a comma or a line end separates two numbers; digit by digit it does not."""
    if len(one.digits) == len(other.digits) == 1:
        return False
    return re.fullmatch(_LISTING, text[one.end : other.start]) is not None


def _phone_at(run: Sequence[_Token], place: int) -> int:
    """Return how many tokens from there form a telephone number; 0: none."""
    digits, length = "", 0
    for count, token in enumerate(run[place:], start=1):
        digits += token.digits
        if len(digits) > _LONGEST_PHONE:
            break
        if _PHONE.fullmatch(digits):
            length = count
    return length


def _other(text: str, run: Sequence[_Token]) -> Iterator[FoundNumber]:
    """Classify a number without the form of a telephone number; words at its ends are words."""
    tokens = list(run)
    while tokens and tokens[0].is_word:
        del tokens[0]
    while tokens and tokens[-1].is_word:
        del tokens[-1]
    digits = "".join(token.digits for token in tokens)
    if len(digits) < _LANDLINE or _is_ordinary(text, tokens) or _is_list(text, tokens):
        return
    written = text[tokens[0].start : tokens[-1].end]
    if _AMOUNT.fullmatch(written) and _is_money(text, tokens[-1].end):
        return
    if len(digits) == _LANDLINE:
        called = _CALLED.search(text, 0, tokens[0].start)
        plain = not _THOUSANDS.fullmatch(written) and digits[0] in "2345678"
        if called or (plain and not _is_money(text, tokens[-1].end)):
            yield _found(text, tokens, NumberKind.PHONE)
        return
    is_paper = len(digits) in {_CARD, _CITIZEN}
    yield _found(text, tokens, NumberKind.ID_NUMBER if is_paper else NumberKind.NUMBER)


def _is_ordinary(text: str, run: Sequence[_Token]) -> bool:
    """Tell whether the run is dates, years or documents, with small numbers beside them."""
    return bool(run) and _ORDINARY.fullmatch(text, run[0].start, run[-1].end) is not None


def _is_list(text: str, run: Sequence[_Token]) -> bool:
    """Tell whether the run is a few small or increasing numbers ("1, 2, 3"), not one dictated number."""
    if not _SMALL_ONES.fullmatch(text, run[0].start, run[-1].end):
        return False
    numbers = [int(token.digits) for token in run]
    return len(numbers) <= _FEW or all(one < other for one, other in pairwise(numbers))


def _is_money(text: str, end: int) -> bool:
    """Tell whether a currency follows; "đồng chí" is a title."""
    return _CURRENCY.match(text, end) is not None


def _found(text: str, tokens: Sequence[_Token], kind: NumberKind) -> FoundNumber:
    """Return a number with its opening sign."""
    opening = _OPENING.search(text, max(0, tokens[0].start - 3), tokens[0].start)
    start = opening.start() if opening else tokens[0].start
    return FoundNumber(start, tokens[-1].end, kind, "".join(token.digits for token in tokens))


def _joined(found: list[FoundNumber]) -> Iterator[FoundNumber]:
    """Join adjacent numbers of one kind."""
    for place, one in enumerate(found):
        if place and found[place - 1].kind is one.kind:
            continue
        last = place
        while last + 1 < len(found) and found[last + 1].kind is one.kind:
            last += 1
        yield FoundNumber(
            one.start, found[last].end, one.kind, "".join(each.digits for each in found[place : last + 1])
        )
