"""A text as the net sees it: numbered pieces of its letters, words and meanings without marks. Pure rules.

Marks, capitals and the length that fear gives to a word ("cuuu") are taken off, so a word of any tone is the
same word. Words of the province and of the telephone stand for the common ones ("mần", "lm": làm), offices
and people for one another.
"""

import re
from binascii import crc32
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Final

from loa.dialogue.understanding.second_net.meanings import GROUPS, groups_in
from loa.dialogue.understanding.spelling.folding import plain

LONGEST: Final = 400
"""So many letters are looked at: what is longer tells of a matter."""

BUCKETS: Final = 1 << 14
"""So many numbers have pieces: letters and words by their check sum, groups of meanings and pairs of them by
their own number, behind."""

_SUMMED: Final = BUCKETS - len(GROUPS) * (len(GROUPS) + 1) // 2

_MOST_SIGNS: Final = 3
"""A letter with marks may be typed as so many signs."""

_LETTERS: Final = (3, 4)
"""How many letters in a row make a piece."""

_OFFICE, _PERSON, _SUM, _NUMBER = "@", "%", "$", "0"
_GOODS, _TAKING = "#", "&"

_COMMON: Final = {
    "a": "anh", "ae": "anh em", "bc": "ba con", "bit": "biet", "bt": "biet", "bv": "benh vien", "c": "chi",
    "cb": "can bo", "cbo": "can bo", "chi": "gi", "choa": "toi", "ck": "chong", "ct": "chu tich",
    "ctich": "chu tich", "cx": "cung", "dag": "dang", "dc": "duoc", "dk": "duoc", "e": "em", "g": "gi",
    "h": "gio", "hem": "khong", "hok": "khong", "hong": "khong", "hum": "hom", "iu": "yeu", "j": "gi",
    "k": "khong", "kg": "khong", "kh": "khong", "khg": "khong", "khum": "khong", "ko": "khong", "lm": "lam",
    "lun": "luon", "m": "minh", "man": "lam", "mjnh": "minh", "mk": "minh", "mn": "moi nguoi", "mo": "dau",
    "mun": "muon", "nac": "nuoc", "nc": "nuoc", "ng": "nguoi", "ngta": "nguoi ta", "nhiu": "nhieu",
    "ns": "noi", "ntn": "the nao", "nx": "nua", "og": "ong", "oong": "ong", "r": "roi", "rang": "sao",
    "rk": "roi", "rua": "the", "rui": "roi", "t": "toi", "tau": "toi", "thoy": "thoi", "thui": "thoi",
    "tui": "toi", "trc": "truoc", "trg": "truong", "tt": "truong thon", "ubnd": "uy ban", "v": "vay",
    "vk": "vo", "vs": "voi", "w": "voi", "wa": "qua", "xl": "xin loi", "z": "vay",
}  # fmt: skip


def _set(*lines: str) -> frozenset[str]:
    """Phrases between bars."""
    return frozenset("|".join(lines).split("|"))


_OFFICES: Final = _set(
    "truong thon|xom truong|truong xom|truong ban|khoi truong|truong khoi|to truong|chu tich|pho chu tich",
    "bi thu|pho bi thu|can bo|dia chinh|cong an|cong an vien|ke toan|thu quy|lanh dao|hieu truong|hieu pho",
    "giam doc|truong phong|uy ban|mat tran|xa doi|xa doi truong|kiem lam|thanh tra|hoi truong",
    "chi hoi truong|chinh quyen|cong chuc|vien chuc|quan ly|canh sat|csgt|truong tram|ban quan ly",
    "hop tac xa|pho thon|thon pho|chi bo|truong cong an|chu nhiem|giao vien|co giao|thay giao|thay|bac si",
    "nha truong|hoi phu nu|hoi nong dan|dan quan|tram truong|htx|tham phan|thu y",
    "can bo ho tich|ho tich|tu phap|cong chung vien|dai bieu|chanh van phong|van phong|bi thu doan|dien luc",
)
_PEOPLE: Final = _set(
    "bo|me|cha|ba|ong|con|vo|chong|em|anh|chi|chau|co|chu|bac|di|cau|be|cu|mu|thang|dua|noi|ngoai|trai|gai",
    "toi|minh|nguoi|o|ho|han|no",
)
_CLASSES: Final = {
    _OFFICE: _OFFICES,
    _GOODS: _set(
        "tien|quy|qua|gao|ho tro|cuu tro|den bu|tro cap|hang cuu tro|tu thien|xi mang|phan bon|giong",
        "hoc phi|tien ho tro|tien den bu|tien cuu tro|tien quy|tien tro cap|ngan sach|kinh phi",
        "tien dan gop|phong bi|dat|go|thuoc|bao hiem|che do|sua|banh keo",
    ),
    _TAKING: _set(
        "lay|an|an het|an bot|an chan|im|giu lai|bot|bot xen|giau|nuot|tieu het|xai het|dut tui|bo tui|hot",
        "vo|cat xen|xa xeo|rut ruot|chia nhau|chiem|cuom|lay mat|lay het|vao tui|vo tui|tham o|bien thu",
        "vet|gom",
    ),
}
"""Words that stand for one another, where somebody in office is named."""
_SUMS: Final = re.compile(r"\d+ ?(?:tr|trieu|cu|k|nghin|ngan|lit|chai|ty|ti)\b\d*")
_NUMBERS: Final = re.compile(r"\d+")
_STRETCHED: Final = re.compile(r"([^\W\d_])\1{2,}")


@dataclass(frozen=True, slots=True)
class Pieces:
    """The numbers of a text's pieces, each once, in rising order.

    Each kind weighs as much as another, however many of it there are.

    Attributes:
        letters: three and four in a row.
        words: words, and pairs of them.
        meanings: groups of meanings, and pairs of them.
    """

    letters: list[int]
    words: list[int]
    meanings: list[int]

    @property
    def kinds(self) -> tuple[list[int], list[int], list[int]]:
        """The numbers, by kind."""
        return self.letters, self.words, self.meanings


def buckets(text: str) -> Pieces:
    """The numbers of its pieces."""
    line = key(text)
    words = line.split()
    return Pieces(_numbered(_of_letters(f" {line} ")), _numbered(_said_in(words)), _meant_by(words))


def _numbered(pieces: Iterator[str]) -> list[int]:
    return sorted({crc32(piece.encode()) % _SUMMED for piece in pieces})


def _meant_by(words: list[str]) -> list[int]:
    groups = groups_in(words)
    pairs = (
        _SUMMED + len(GROUPS) + late * (late - 1) // 2 + early for early, late in combinations(groups, 2)
    )
    return sorted([*(_SUMMED + group for group in groups), *pairs])


def key(text: str) -> str:
    """The text in common words without marks; sums of money and other numbers are alike."""
    line = _STRETCHED.sub(r"\1", plain(text[: LONGEST * _MOST_SIGNS])[:LONGEST])
    line = _NUMBERS.sub(_NUMBER, _SUMS.sub(_SUM, line))
    return " ".join(_COMMON.get(word, word) for word in line.split())


def _of_letters(line: str) -> Iterator[str]:
    return (line[at : at + many] for many in _LETTERS for at in range(len(line) - many + 1))


def _said_in(words: list[str]) -> Iterator[str]:
    yield from _of_words(words, "")
    classes = _classes(words)
    yield from _of_words(classes, "c")
    if _OFFICE in classes:
        yield from (f"{_OFFICE}{word}" for word in classes)


def _of_words(words: list[str], tag: str) -> Iterator[str]:
    """The words, and pairs of them with at most one between."""
    yield from (f"1{tag}{word}" for word in words)
    yield from (f"2{tag}{one} {two}" for one, two in pairwise(words))
    yield from (f"3{tag}{one} {two}" for one, two in zip(words, words[2:], strict=False))


def _classes(words: list[str]) -> list[str]:
    """The words with one sign for each of a class, and one for each person or row of them."""
    found: list[str] = []
    at = 0
    while at < len(words):
        many, sign = _class_at(words, at)
        if not (sign == _PERSON and found and found[-1] == _PERSON):
            found.append(sign)
        at += many or 1
    return found


def _class_at(words: list[str], at: int) -> tuple[int, str]:
    """How many words from there on stand for one, and its sign; 0 and the word itself: none does."""
    for many in (3, 2, 1):
        phrase = " ".join(words[at : at + many])
        for sign, phrases in _CLASSES.items():
            if phrase in phrases:
                return many, sign
    return 0, _PERSON if words[at] in _PEOPLE else words[at]
