"""What a text sounds like, where the rules hear nothing. Weights that were learned: `make net`.

    resembles("trưởng bản giữ lại quà tết của dân")      {Sound.ACCUSATION: 0.8}
    resembles("làm sổ đỏ mất mấy ngày")                  {}

The weights are read when the first text is weighed, not when a function starts.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from math import sqrt
from typing import Any, Final

from loa.dialogue.understanding.second_net.features import BUCKETS, Pieces, buckets
from loa.shipped import shipped

WEIGHTS: Final = "weights.bin"
"""Beside this module: a line of JSON (scales, what was learned from), then a byte a bucket for each sound."""


class Sound(StrEnum):
    """What a text may be."""

    DANGER = "danger"
    """A call for help."""
    ACCUSATION = "accusation"
    """An accusation against somebody in office."""
    REFUSAL = "refusal"
    """A no, to the question whether to send."""


FEWEST_ACCUSING: Final = 4
"""Words: who, and what they have done. Of fewer the letters alone would decide ("Mã là số")."""

FEWEST_REFUSING: Final = 4
"""Words: of fewer the letters would decide ("bản Na Loi", "khối Tân Thành")."""

FAR_ABOVE: Final = 4.1
"""Such a margin few answers have that are no refusals."""


@dataclass(frozen=True, slots=True)
class Scorer:
    """The weights of one sound.

    Attributes:
        weights: a signed number a bucket.
        step: what one of their units is worth.
        bias: what a text without any piece scores.
        threshold: from this score on it may be that sound.
        watched: from this lower one on nobody is asked, and a person reads it first.
    """

    weights: memoryview
    step: float
    bias: float
    threshold: float
    watched: float

    @property
    def leeway(self) -> float:
        """The margin from which on a text is watched; 0 or less."""
        return self.watched - self.threshold

    def margin(self, pieces: Pieces) -> float:
        """By how much a text of these pieces is above the threshold; below it: less than 0."""
        total = sum(
            sum([self.weights[piece] for piece in kind]) / sqrt(len(kind) or 1) for kind in pieces.kinds
        )
        return self.bias + total * self.step - self.threshold


@dataclass(frozen=True, slots=True)
class Raised:
    """What a text in which no rule hears anything may be.

    Attributes:
        accuses: it sounds like an accusation: the confidential way is offered.
        calls: it sounds like a call for help: one asks.
        may_accuse: it is not unlike an accusation: the unit above reads it first.
        may_call: it is not unlike a call for help: a person reads it before other words.
    """

    accuses: bool = False
    calls: bool = False
    may_accuse: bool = False
    may_call: bool = False


@lru_cache(maxsize=1)
def resembles(text: str) -> Mapping[Sound, float]:
    """What a text may be, with how far each is above its threshold; below it, where it is only watched.

    The last one is kept: an intake asks up to three times about one message.
    """
    pieces = buckets(text)
    margins = {sound: scorer.margin(pieces) for sound, scorer in scorers().items()}
    return {sound: margin for sound, margin in margins.items() if margin >= scorers()[sound].leeway}


def raised_in(text: str, *, may_call: bool) -> Raised:
    """What a text sounds like, and what it is not unlike."""
    found = resembles(text)
    few = len(text.split()) < FEWEST_ACCUSING
    accusation = None if few else found.get(Sound.ACCUSATION)
    call = found.get(Sound.DANGER) if may_call else None
    return Raised(
        accuses=accusation is not None and accusation >= 0,
        calls=call is not None and call >= 0,
        may_accuse=accusation is not None,
        may_call=call is not None,
    )


def sounds_like_refusing(text: str) -> bool:
    """Whether words in which no rule hears a refusal sound like one."""
    return resembles(text).get(Sound.REFUSAL, -1.0) >= 0


def refuses_by_its_sound(text: str) -> bool:
    """Whether a sentence sounds like a refusal so much that no word of refusing need stand in it."""
    return len(text.split()) >= FEWEST_REFUSING and resembles(text).get(Sound.REFUSAL, 0.0) >= FAR_ABOVE


def header() -> dict[str, Any]:
    """What stands before the weights."""
    found: dict[str, Any] = json.loads(shipped(__file__, WEIGHTS).partition(b"\n")[0])
    return found


@cache
def scorers() -> Mapping[Sound, Scorer]:
    """The weights, read once."""
    line, _, numbers = shipped(__file__, WEIGHTS).partition(b"\n")
    scales = json.loads(line)["scales"]
    rows = memoryview(numbers).cast("b")
    return {
        sound: Scorer(rows[at * BUCKETS : (at + 1) * BUCKETS], **scales[sound])
        for at, sound in enumerate(Sound)
    }
