"""Words of a text and of a search, folded letter by letter. Pure rules.

The fold keeps one character for each, so that what is found in the folded text can be cut from the original.
SQLite folds marks as well (`remove_diacritics 2`; its default does not know "Hà Nội") but leaves đ alone.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

WORD: Final = re.compile(r"[^\W_]+")
"""What SQLite's `unicode61` takes for a word: letters and digits."""

MAXIMUM_WORDS: Final = 12
KEPT_WORDS: Final = 8
DIGITS_OF_SOMEBODY: Final = 8
"""A telephone has ten digits, an identity card nine or twelve; the number of a document has fewer."""

MAXIMUM_READINGS: Final = 6
"""Of one search: what was typed, and the same with synonyms."""

_OLD_TONES: Final = (
    ("òa", "oà"), ("óa", "oá"), ("ỏa", "oả"), ("õa", "oã"), ("ọa", "oạ"),
    ("òe", "oè"), ("óe", "oé"), ("ỏe", "oẻ"), ("õe", "oẽ"), ("ọe", "oẹ"),
    ("ùy", "uỳ"), ("úy", "uý"), ("ủy", "uỷ"), ("ũy", "uỹ"), ("ụy", "uỵ"),
)  # fmt: skip
"""Two places where people put the same tone mark: Hòa and Hoà."""


class _Letters(dict[int, str]):
    """Each character's letter without marks and in small; made when first asked for."""

    def __missing__(self, code: int) -> str:
        letter = unicodedata.normalize("NFD", chr(code))[0].lower()[:1]
        self[code] = folded = "d" if letter == "đ" else letter
        return folded


_LETTERS: Final = _Letters()


def composed(text: str) -> str:
    """The text in NFC: the form in which it is kept, cut and compared."""
    return unicodedata.normalize("NFC", text)


def folded(text: str) -> str:
    """A composed text in small letters without marks, as long as it was."""
    return text.translate(_LETTERS)


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return WORD.findall(folded(composed(text)))


def may_be_kept(searched: Sequence[str]) -> bool:
    """Whether the words of a search may be shown to officers: few, and no number that may be somebody's."""
    digits = sum(letter.isdigit() for word in searched for letter in word)
    return 0 < len(searched) <= KEPT_WORDS and digits < DIGITS_OF_SOMEBODY


def readings(typed: Sequence[str], synonyms: Iterable[Sequence[Sequence[str]]]) -> list[tuple[str, ...]]:
    """What may be meant: the words as typed, and with a phrase in the place of one that means the same.

    Args:
        typed: folded words.
        synonyms: groups of phrases, each phrase as folded words.
    """
    found = {tuple(typed): None}
    for group in synonyms:
        for phrase in group:
            place = place_of(phrase, typed)
            if place is not None:
                rest = tuple(typed[:place]), tuple(typed[place + len(phrase) :])
                found |= {(*rest[0], *other, *rest[1]): None for other in group}
    return list(found)[:MAXIMUM_READINGS]


def place_of(phrase: Sequence[str], within: Sequence[str]) -> int | None:
    """Where the words of a phrase stand together; None: they do not."""
    size = len(phrase)
    wanted = list(phrase)
    places = (
        start for start in range(len(within) - size + 1) if list(within[start : start + size]) == wanted
    )
    return next(places, None) if size else None


def all_of(reading: Sequence[str]) -> str:
    """An expression for FTS5: the words together, or each somewhere. In quotes: no operator gets in."""
    each = " AND ".join(f'"{word}"' for word in reading)
    return f'("{" ".join(reading)}") OR ({each})' if len(reading) > 1 else each


def any_of(reading: Sequence[str]) -> str:
    """An expression for FTS5: at least one of the words."""
    return " OR ".join(f'"{word}"' for word in dict.fromkeys(reading))


def marked_words(text: str) -> list[re.Pattern[str]]:
    """Finders of those words of a search that were typed with marks; whatever the place of a tone mark.

    Only the first words count, as for the search itself.
    """
    typed = WORD.findall(composed(text).lower())
    return [_finder(word) for word in dict.fromkeys(typed[:MAXIMUM_WORDS]) if word != folded(word)]


def _finder(word: str) -> re.Pattern[str]:
    spelt = {word}
    for new, old in _OLD_TONES:
        spelt |= {word.replace(old, new), word.replace(new, old)}
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(spelt)))})(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text and the places in it that answer a search: start and end of each."""

    text: str
    places: tuple[tuple[int, int], ...] = ()

    @property
    def parts(self) -> list[tuple[str, bool]]:
        """The text in pieces, each with whether it answers the search."""
        parts, place = [], 0
        for start, end in self.places:
            parts += [(self.text[place:start], False), (self.text[start:end], True)]
            place = end
        parts.append((self.text[place:], False))
        return [(text, hit) for text, hit in parts if text]


def marked(text: str, wanted: frozenset[str]) -> MarkedText:
    """The text with the places of the wanted (folded) words; neighbours are one place."""
    places: list[tuple[int, int]] = []
    plain = folded(text)
    for found in WORD.finditer(plain):
        if found[0] in wanted:
            start, end = found.span()
            if places and not WORD.search(plain, places[-1][1], start):
                start = places.pop()[0]
            places.append((start, end))
    return MarkedText(text, tuple(places))


def excerpt(text: str, wanted: frozenset[str], size: int) -> MarkedText:
    """The piece of a text in which most of the wanted words stand, cut between words, with its places.

    Args:
        text: composed.
        wanted: folded words.
        size: about how many characters.
    """
    found = [match for match in WORD.finditer(folded(text)) if match[0] in wanted]
    start = max(0, _best_start(found, size) - size // 6) if found else 0
    end = min(len(text), start + size)
    if start:
        start = _word_start(text, start)
    if end < len(text):
        end = text.rfind(" ", start, end) if " " in text[start:end] else end
    piece = " ".join(text[start:end].split())
    lead, tail = "… " if start else "", " …" if end < len(text) else ""
    return marked(f"{lead}{piece}{tail}", wanted)


def _best_start(found: Sequence[re.Match[str]], size: int) -> int:
    """Where the window begins that holds most different words; the first of equals."""
    best, most = found[0].start(), 0
    for number, first in enumerate(found):
        within = {match[0] for match in found[number : number + 40] if match.end() <= first.start() + size}
        if len(within) > most:
            best, most = first.start(), len(within)
    return best


def _word_start(text: str, place: int) -> int:
    """The beginning of the next word, unless one begins here."""
    if text[place - 1].isspace():
        return place
    following = text.find(" ", place)
    return following + 1 if following >= 0 else place
