"""How alike two matters are, so that several residents with one matter can be offered as one. Pure rules.

    likeness(one, other) -> float      0 to 1, the same both ways round; `SIMILAR` and more: worth offering
    matter(case) -> Matter             what is compared of a case

Words are compared without marks, in any order, with their neighbours ("mat dien" counts besides "mat" and
"dien"): Vietnamese words are often two syllables. Syllables that say nothing are left out. A person decides;
so rather one offered too many than one missed, but never one from another place.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from loa.casework.cases.rules.model import Case, CaseKind
from loa.text.folding import fold

SIMILAR: Final = 0.5
"""From here on two open cases of one area are offered for joining."""

_CERTAIN, _PLACE, _TIME, _KIND = 0.4, 0.3, 0.15, 0.15
"""What the same words count for by themselves, and what each further part adds; together 1."""
_NEIGHBOURS: Final = 0.4
"""What neighbouring syllables count for among the words."""
_UNKNOWN: Final = 0.5
"""How alike two places are of which one is not known."""
_FAR: Final = 0.25
"""Places at most so alike are two places."""
_FADES: Final = timedelta(days=30)
"""After so long the time says half as much."""
_LONGEST: Final = 4000
"""Characters that are compared; longer texts are not better known by more."""

_SYLLABLE: Final = re.compile(r"[a-z0-9]+", re.ASCII)
_EMPTY: Final = frozenset(
    _SYLLABLE.findall("""
    a ah ai anh bac bi biet cac cai can chao chi cho chu chung co con cua cung da dang day de di do duoc e
    em gi giup ha hay het hoi hom khi khong la lai lam len luon minh mong moi muon nao nay nen nghi ngay
    nhe nhieu nho nhu nhung no noi o oi ong qua ra rang rat roi sao se tai the thi thay theo toi tren
    trong tu van va vao ve vi viec voi vua xin y
    """)
)
"""Syllables that say nothing about the matter: forms of address, particles, politeness."""
_LEVELS: Final = frozenset(
    _SYLLABLE.findall("xa phuong thi tran huyen tinh thanh pho xom thon ban khoi to duong ngo nha")
)
"""Syllables of a place that say what it is and not which."""
_NEIGHBOURING_KINDS: Final = frozenset({CaseKind.REPORT, CaseKind.RECOMMENDATION, CaseKind.COMPLAINT})
"""Which of these it is, residents often cannot tell."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What is compared."""

    kind: CaseKind
    what: str
    where: str
    at: datetime


def matter(case: Case) -> Matter:
    """What is compared of a case."""
    return Matter(case.kind, case.details.what, case.details.where, case.received_at)


def likeness(one: Case | Matter, other: Case | Matter) -> float:
    """How alike two matters are, from 0 to 1.

    Two known places that have nothing in common make two matters: at most half of `SIMILAR`.
    """
    first = matter(one) if isinstance(one, Case) else one
    second = matter(other) if isinstance(other, Case) else other
    place = _alike_places(first.where, second.where)
    circumstances = (
        _CERTAIN
        + _PLACE * place
        + _TIME * (_FADES / (_FADES + abs(first.at - second.at)))
        + _KIND * _alike_kinds(first.kind, second.kind)
    )
    whole: float = _alike_words(first.what, second.what) ** 0.5 * circumstances
    return min(whole, SIMILAR / 2) if place <= _FAR else whole


def syllables(text: str) -> tuple[str, ...]:
    """The syllables of a text that say something, without marks, in order."""
    found = _SYLLABLE.findall(fold(text[:_LONGEST]))
    return tuple(syllable for syllable in found if syllable not in _EMPTY)


def _alike_words(one: str, other: str) -> float:
    first, second = syllables(one), syllables(other)
    single = _overlap(frozenset(first), frozenset(second))
    if len(first) == len(second) == 1:
        return single  # no neighbours to compare
    double = _overlap(frozenset(pairwise(first)), frozenset(pairwise(second)))
    return (1 - _NEIGHBOURS) * single + _NEIGHBOURS * double


def _alike_places(one: str, other: str) -> float:
    first, second = (frozenset(_SYLLABLE.findall(fold(where))) - _LEVELS for where in (one, other))
    if not first or not second:
        return _UNKNOWN
    numbers = tuple(frozenset(part for part in place if part.isdigit()) for place in (first, second))
    if all(numbers) and not numbers[0] & numbers[1]:
        return 0.0  # hamlet 4 is not hamlet 5, however alike the rest
    return _overlap(first, second)


def _overlap[Part](one: frozenset[Part], other: frozenset[Part]) -> float:
    """Shared parts against the mean of both sizes, the smaller counting double: a short report of the same.

    0 where nothing is shared, 1 where both are the same.
    """
    if not one or not other:
        return 0.0
    small, large = sorted((len(one), len(other)))
    return len(one & other) * 3 / (2 * small + large)


def _alike_kinds(one: CaseKind, other: CaseKind) -> float:
    if one is other:
        return 1.0
    return _UNKNOWN if {one, other} <= _NEIGHBOURING_KINDS else 0.0
