"""Whether somebody calls for help: fire, flood, accident, violence, self-harm. Pure rules.

A false alarm costs one line and a look of a person, a missed one may cost a life: rather too often than not.
What only speaks of such things (aid after a flood, a burnt lamp, last year's storm) is taken out first. What
may be a call and may be none is asked about.

    danger_in("cháy nhà cứu với")         Danger.LIFE
    danger_in("em không muốn sống nữa")   Danger.SELF_HARM
    danger_in("bóng đèn bị cháy")         None
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from loa.dialogue.understanding.emergency import (
    cries,
    disasters,
    harmless,
    injuries,
    self_harm,
    violence,
)
from loa.dialogue.understanding.emergency.model import Danger
from loa.dialogue.understanding.emergency.patterns import any_of, compiled
from loa.dialogue.understanding.spelling.folding import folded, plain, spelled
from loa.dialogue.understanding.spelling.telex import untelexed

LONGEST: Final = 1_000
"""A call for help is short: of longer letters the beginning is looked at for everything, the end for a cry,
and each part for who wants to harm themselves, for such letters are long."""

_OVERLAP: Final = 100
"""So much of each part is looked at with the next one, too."""

DOUBTFUL_UP_TO: Final = 200
"""Longer letters tell of a matter: they are not asked about because of a word."""


def _meant(*words: str) -> dict[str, frozenset[str]]:
    """What `folded` wants: each spelling under its letters without marks."""
    found: dict[str, set[str]] = {}
    for word in words:
        (key,) = spelled(word)
        found.setdefault(folded(word, {}), set()).add(key)
    return {bare: frozenset(keys) for bare, keys in found.items()}


MARKED: Final = _meant(
    "cháy", "lũ", "lụt", "cứu", "đuối", "nổ", "chém", "đâm", "đánh", "hiếp", "tự", "tử", "chết", "vùi",
    "sập", "sắp", "lở", "giật", "cấp", "trôi", "trói", "lút", "cuốn", "vỡ", "vô", "vợ", "kẹt", "kết",
    "giết", "trộm", "cướp", "sạt", "máu", "khói", "bỏng", "ngạt", "ngất", "sét", "đổ", "xiết", "đò", "dâm",
    "cần", "khỏi", "chìm", "tông", "nhốt", "lạ", "giam", "lạc", "cắn", "dọa", "doạ", "bóp", "đuổi", "lửa",
    "lữa", "lả", "lã", "bén", "đập", "đạp", "hóc", "nôn", "méo", "xì", "rò",
)  # fmt: skip
"""Words that mean something else with other marks (chảy, đừng, từ từ, danh sách)."""

_SELF: Final = compiled(self_harm.OUTRIGHT, self_harm.MEANS, self_harm.FAREWELL)
_CHILD: Final = compiled(violence.CHILDREN)
_CRY: Final = compiled(cries.CRIES)
_HARM: Final = compiled(
    disasters.FIRE,
    disasters.WATER,
    disasters.EARTH,
    injuries.SICK,
    injuries.POISON,
    injuries.HURT,
    violence.BLOWS,
    violence.ROBBERS,
    violence.TAKEN,
    violence.ABUSED,
)
_UNLESS_OVER: Final = compiled(disasters.UNLESS_OVER, injuries.UNLESS_OVER)
_SIGNS: Final = compiled(cries.PERIL, cries.BODY, cries.PEOPLE)
_URGENT: Final = any_of(cries.URGENT)
_OTHERWISE: Final = compiled(harmless.OTHER_MEANINGS)
_OVER: Final = any_of(harmless.OVER)
_A_MATTER: Final = any_of(harmless.A_MATTER)
_NOW: Final = any_of(harmless.NOW)

NO: Final = re.compile(r"\bn[ỏõ]\b", re.IGNORECASE)
"""Not, as Nghệ An says it; without its mark it may also be nổ (to explode)."""

_PICTURES: Final = ("🆘", "\N{FIRE ENGINE}", "\N{AMBULANCE}")
_BURNING: Final = re.compile(r"^$|\b(nha|rung|ru|xe|bep|kho|cuu|chay)\b")
"""With a sign of fire: where it burns."""


def danger_in(text: str) -> Danger | None:
    """Whether the words call for help."""
    head = text[:LONGEST]
    left = _left(head)
    if _SELF.search(left) or any(_SELF.search(_left(part)) for part in _parts_behind(text)):
        return Danger.SELF_HARM
    if _CHILD.search(left):
        return Danger.CHILD
    if "🔥" in head and _BURNING.search(left):
        return Danger.LIFE
    if any(sign in text for sign in _PICTURES) or _CRY.search(left):
        return Danger.LIFE
    if len(text) > LONGEST and _CRY.search(_left(text[-LONGEST:])):
        return Danger.LIFE
    happens = _HARM.search(left) or _UNLESS_OVER.search(left)
    return Danger.LIFE if happens and not _is_spoken_of(left, plain(head)) else None


def may_be_danger(text: str) -> bool:
    """Whether words that are no call for help by `danger_in` may be one all the same: then one asks."""
    if len(text) > DOUBTFUL_UP_TO:
        return False
    left = _left(text)
    if _HARM.search(left):
        return _OVER.search(plain(text)) is None or _NOW.search(left) is not None
    if _is_spoken_of(left, plain(text)):
        return False
    several = _SIGNS.count(left) > 1
    return several or (_SIGNS.search(left) is not None and _URGENT.search(left) is not None)


def _is_spoken_of(left: str, key: str) -> bool:
    """Whether a danger is over, feared, or a matter that somebody asks about, and not said to be now."""
    return (_OVER.search(key) or _A_MATTER.search(key)) is not None and _NOW.search(left) is None


def is_told_of(text: str) -> bool:
    """Whether a danger to life is only told of: nobody cries for help, and nothing says that it is now.

    "Tôi tố cáo công an xã đánh dân bị thương" is a denunciation, and not for the eyes of those whom it names.
    """
    key = (
        _left(text[:LONGEST]) if len(text) <= LONGEST else f"{_left(text[:LONGEST])} {_left(text[-LONGEST:])}"
    )
    return not (
        any(sign in text for sign in _PICTURES) or _CRY.search(key) or _SELF.search(key) or _NOW.search(key)
    )


def _left(text: str) -> str:
    """The words without what means something else."""
    written = untelexed(NO.sub("không", unicodedata.normalize("NFC", text)))
    return " ".join(_OTHERWISE.sub(" ; ", _unstretched(folded(written, MARKED))).split())


def _parts_behind(text: str) -> Iterator[str]:
    """What comes after the beginning, part by part."""
    for start in range(LONGEST - _OVERLAP, len(text) - _OVERLAP, LONGEST - _OVERLAP):
        yield text[start : start + LONGEST]


def _unstretched(key: str) -> str:
    """The words without the length that fear gives them: "cuuuu voiii"."""
    return re.sub(r"([^\W\d_])\1{2,}", r"\1", re.sub(r"\bcuu+\b", "cuu", key))
