"""Possible personal data in a text. Pure rules, an aid for the person who decides.

    marks(text) -> list[Mark]            in order, not overlapping; positions in the original text
    beginning(text, longest) -> str      the part of a long text that may become public
    redacted(text, marks) -> str         the text with placeholders for the marks
    MUST_GO                              kinds that no public text contains unless a person confirms each

It prefers too many marks to too few: a missed name in a public text hurts somebody, an unnecessary mark costs
a click. The text is first folded to what a reader sees (`loa.text.seen`), then searched; findings are
reported in positions of the original. Numbers, e-mail addresses and links are found by their form; names by
surnames, by words that precede a name ("ông", "tên là"), and by capital letters. People write without
capitals, without marks or in capitals only: then a surname is required.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from loa.casework.cases.rules import texts
from loa.casework.publication.numbers import NumberKind, digits_in, numbers_in
from loa.text.folding import fold, has_marks
from loa.text.seen import SeenText


class MarkKind(StrEnum):
    """The kind of personal data; of two that overlap, the one listed first here counts."""

    PHONE = "phone"
    ID_NUMBER = "id_number"
    """Citizen's number (12 digits), the older identity card (9), a passport."""
    EMAIL = "email"
    NUMBER = "number"
    """Another long number: bank account, insurance, tax code."""
    REPORTER = "reporter"
    """The name of the reporter."""
    LINK = "link"
    PLATE = "plate"
    BIRTH = "birth"
    ADDRESS = "address"
    """House or plot; a hamlet or street alone is not one."""
    NAME = "name"

    @property
    def placeholder(self) -> str:
        """Return the placeholder, in brackets."""
        return f"[{texts.PERSONAL[self.value]}]"


MUST_GO: Final = frozenset(
    {MarkKind.PHONE, MarkKind.ID_NUMBER, MarkKind.EMAIL, MarkKind.NUMBER, MarkKind.REPORTER}
)
"""Kinds that no public text contains unless a person has confirmed each mark."""

_RANK: Final = {kind: rank for rank, kind in enumerate(MarkKind)}


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A person whom the public must not recognise."""

    name: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of a text: `text[start:end]`."""

    start: int
    end: int
    kind: MarkKind


def marks(text: str, people: Iterable[NamedPerson] = ()) -> list[Mark]:
    """Return possible personal data, in order; overlapping parts become one mark.

    Args:
        text: the original text.
        people: the reporters: their names and telephone numbers are found however they are written.
    """
    seen = SeenText.of(text)
    forms = list(_forms(seen.text))
    found = [*_numbers(seen.text, forms), *forms, *_names(seen.text)]
    in_text = [Mark(*seen.in_source(mark.start, mark.end), mark.kind) for mark in found]
    return _joined([*in_text, *_of(people, seen)])


def beginning(text: str, longest: int, people: Iterable[NamedPerson] = ()) -> str:
    """Return the beginning of a text, up to a length; marks are never cut in two."""
    if len(text) <= longest:
        return text
    end = longest - 1
    for mark in marks(text[: 2 * longest], people):  # the patterns would take minutes for a whole book
        if mark.start < end < mark.end:
            end = mark.start
    return f"{text[:end].rstrip()}…"


def redacted(text: str, marks: Iterable[Mark]) -> str:
    """Return the text with a placeholder for each mark.

    Raises:
        ValueError: marks overlap, or are outside the text.
    """
    parts, position = [], 0
    for mark in sorted(marks, key=lambda mark: mark.start):
        if not position <= mark.start <= mark.end <= len(text):
            raise ValueError("marks lie in the text, one after the other")
        parts += [text[position : mark.start], mark.kind.placeholder]
        position = mark.end
    return "".join([*parts, text[position:]])


def _joined(found: Iterable[Mark]) -> list[Mark]:
    joined: list[Mark] = []
    for mark in sorted(found, key=lambda mark: (mark.start, -mark.end)):
        last = joined[-1] if joined else None
        if last and mark.start < last.end:
            kind = min(last.kind, mark.kind, key=_RANK.__getitem__)
            joined[-1] = Mark(last.start, max(last.end, mark.end), kind)
        else:
            joined.append(mark)
    return joined


# Numbers

_PASSPORT: Final = re.compile(r"(?<!\w)[A-Z]\d{7,8}(?!\w)")


def _numbers(text: str, forms: Sequence[Mark]) -> Iterator[Mark]:
    plates = [(mark.start, mark.end) for mark in forms if mark.kind is MarkKind.PLATE]
    for found in numbers_in(text):
        is_plate = any(start <= found.start and found.end <= end for start, end in plates)
        if not is_plate or found.kind is NumberKind.PHONE:
            yield Mark(found.start, found.end, MarkKind(found.kind.value))
    for paper in _PASSPORT.finditer(text):
        yield Mark(paper.start(), paper.end(), MarkKind.ID_NUMBER)


# Reporters

_LEAST_OF_PHONE: Final = 6
_LEAST_OF_NAME: Final = 2


def _of(people: Iterable[NamedPerson], seen: SeenText) -> Iterator[Mark]:
    """Find a reporter's names, however written, and numbers that contain enough of their telephone number."""
    plain = seen.without_marks()
    for person in people:
        words = fold(SeenText.of(person.name).text).split()
        if len(words) >= _LEAST_OF_NAME:
            short = words[-_LEAST_OF_NAME:]
            for name in {r"[\W_]{0,3}".join(map(re.escape, part)) for part in (words, short)}:
                for found in re.finditer(rf"(?<!\w){name}(?!\w)", plain.text):
                    yield Mark(*plain.in_source(*found.span()), MarkKind.REPORTER)
        digits = "".join(sign for sign in SeenText.of(person.phone).text if sign.isdigit())
        parts = {
            digits[start : start + _LEAST_OF_PHONE] for start in range(len(digits) - _LEAST_OF_PHONE + 1)
        }
        for run in digits_in(seen.text) if parts else ():
            if any(part in run.digits for part in parts):
                yield Mark(*seen.in_source(run.start, run.end), MarkKind.PHONE)


# Data with a fixed format

_HOUSE: Final = r"\d+[a-z]?(?:[/-]\d+[a-z]?)*"
_AT: Final = (
    rf"\s*(?:@|[(\[{{]\s*(?:at|a|@|{texts.AT_WORDS})\s*[)\]}}]|(?<=\s)(?:at|{texts.AT_WORDS})(?=\s))\s*"
)
_DOT: Final = (
    rf"\s*(?:\.|,|[(\[{{]\s*(?:{texts.DOT_WORDS}|\.)\s*[)\]}}]|(?<=\s)(?:{texts.DOT_WORDS})(?=\s))\s*"
)
_PROVIDER: Final = (
    r"(?:gmail|yahoo|hotmail|outlook|icloud|ymail|live|zoho|protonmail)(?!\w)(?:" + _DOT + r"\w+){0,2}"
)
_TOP: Final = "(?:com|vn|net|org|edu|gov|info|me|io|biz)(?!\\w)"

_FORMS: Final = (
    (MarkKind.EMAIL, re.compile(r"(?<![\w.+-])[\w.+-]+ ?@ ?[\w-]+(?: ?\. ?[\w-]+)+")),
    (MarkKind.EMAIL, re.compile(rf"(?<![\w.+-])[\w.+-]+{_AT}{_PROVIDER}", re.IGNORECASE)),
    (
        MarkKind.EMAIL,
        re.compile(rf"(?<![\w.+-])[\w.+-]+{_AT}[\w-]+(?:{_DOT}[\w-]+){{0,3}}{_DOT}{_TOP}", re.IGNORECASE),
    ),
    (
        MarkKind.LINK,
        re.compile(r"(?:https?://|www\.|(?:facebook|fb|zalo|m)\.(?:com|me)/)\S+", re.IGNORECASE),
    ),
    (
        MarkKind.PLATE,
        re.compile(r"(?<!\w)\d{2} ?-?[A-Za-z\u0110\u0111]{1,2}\d? ?[-. ] ?\d{3}\.?\d{1,2}(?!\d)"),
    ),
    (MarkKind.BIRTH, re.compile(rf"(?<!\w)(?:{texts.BIRTH_WORDS})\s*:?\s*\d[\d/. -]{{2,9}}", re.IGNORECASE)),
    (MarkKind.ADDRESS, re.compile(rf"(?<!\w)(?:{texts.HOUSE_WORDS})\s*:?\s*{_HOUSE}", re.IGNORECASE)),
    (
        MarkKind.ADDRESS,
        re.compile(
            rf"(?<!\w)(?:{texts.NUMBER_WORDS})?\s*{_HOUSE},?\s+(?:{texts.STREET_WORDS})\s+\w+(?: \w+)?",
            re.IGNORECASE,
        ),
    ),
    (MarkKind.NAME, re.compile(rf"(?:{texts.NAME_FOLLOWS})\s*:?\s*(\w+(?: \w+){{0,3}})", re.IGNORECASE)),
)


def _forms(text: str) -> Iterator[Mark]:
    for kind, form in _FORMS:
        for found in form.finditer(text):
            group = 1 if form.groups else 0
            yield Mark(found.start(group), found.end(group), kind)


# Names

_WORD: Final = re.compile(r"[^\W\d_]+")
_LONGEST_NAME: Final = 5
_LONGEST_INITIAL: Final = 2
_LONGEST_TITLE: Final = max(map(len, texts.COMRADE))
_LOUD: Final = 0.6
"""From this share of capital letters on, capitals carry no meaning."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the text.

    Attributes:
        start, end: where it stands.
        key: in lower case.
        is_capital: it begins with a meaningful capital letter.
        is_next: only a space, or the full stop of an initial (Ng. V. Nam), precedes it.
    """

    start: int
    end: int
    key: str
    is_capital: bool
    is_next: bool


def _words(text: str) -> list[_Word]:
    letters = [character for character in text if character.isalpha()]
    loud = sum(character.isupper() for character in letters) > _LOUD * len(letters)
    words: list[_Word] = []
    end = before = 0
    for found in _WORD.finditer(text):
        between = text[end : found.start()]
        joins = between.isspace() or (between in {".", ". "} and before <= _LONGEST_INITIAL)
        words.append(
            _Word(
                found.start(),
                found.end(),
                found[0].casefold(),
                is_capital=found[0][0].isupper() and not loud,
                is_next=bool(words) and joins and "\n" not in between,
            )
        )
        end, before = found.end(), len(found[0])
    return words


_ALSO_WORDS: Final = frozenset({"do", "to", "ta"})
"""Surnames without marks that are ordinary words in a text with marks."""


def _both_ways(words: Iterable[str]) -> frozenset[str]:
    """Return words with and without their marks: a single text may mix both."""
    return frozenset(form for word in words for form in (word, fold(word)))


_TITLES: Final = _both_ways(texts.TITLES)
_COMRADE: Final = tuple(_both_ways(texts.COMRADE))
_SURNAMES: Final = _both_ways(texts.SURNAMES)
_RARE_SURNAMES: Final = _both_ways(texts.RARE_SURNAMES)
_MIDDLE_NAMES: Final = _both_ways(texts.MIDDLE_NAMES)
_STREETS: Final = _both_ways(texts.STREETS)


def _names(text: str) -> Iterator[Mark]:
    words = _words(text)
    surnames = _SURNAMES - _ALSO_WORDS if has_marks(text) else _SURNAMES
    street_until = -1
    for place, word in enumerate(words):
        following = _following(words, place)
        if word.key in _TITLES or text[max(0, word.end - _LONGEST_TITLE) : word.end].casefold().endswith(
            _COMRADE
        ):
            yield from _named(_after_title(following, surnames))
        if word.key in _STREETS:
            street_until = place + len(_capitals(following, least=1))
        if place <= street_until:
            continue
        if word.is_capital and word.key in surnames | _RARE_SURNAMES:
            yield from _named(_capitals([word, *following], least=2))
        if word.key in surnames:
            yield from _named(_with_middle_name([word, *following]))


def _following(words: Sequence[_Word], place: int) -> list[_Word]:
    """Return the words that follow with nothing between them."""
    found: list[_Word] = []
    for word in words[place + 1 : place + 1 + _LONGEST_NAME]:
        if not word.is_next:
            break
        found.append(word)
    return found


def _after_title(following: Sequence[_Word], surnames: frozenset[str]) -> Sequence[_Word]:
    """Return the name after a form of address; in lower case, it must begin with a surname."""
    capitals = _capitals(following, least=1)
    if capitals or not following or following[0].key not in surnames:
        return capitals
    return following[:3]


def _capitals(words: Sequence[_Word], *, least: int) -> Sequence[_Word]:
    """Return the capitalised words at the beginning; none if fewer than `least`."""
    length = next((place for place, word in enumerate(words) if not word.is_capital), len(words))
    return words[:length] if length >= least else ()


def _with_middle_name(words: Sequence[_Word]) -> Sequence[_Word]:
    """Return surname, middle names and one more word, however they are written."""
    length = 1
    while length < len(words) and words[length].key in _MIDDLE_NAMES:
        length += 1
    return words[: length + 1] if length > 1 else ()


def _named(words: Sequence[_Word]) -> Iterator[Mark]:
    if words:
        yield Mark(words[0].start, words[-1].end, MarkKind.NAME)
