"""What a text sounds like, where the rules hear nothing. Weights that were learned: `make net`.

    resembles("trưởng bản giữ lại quà tết của dân")      {Sound.ACCUSATION: 0.8}
    resembles("làm sổ đỏ mất mấy ngày")                  {}

The weights are read when the first text is weighed, not when a function starts.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
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


@dataclass(frozen=True, slots=True)
class Scorer:
    """The weights of one sound.

    Attributes:
        weights: a signed number a bucket.
        step: what one of their units is worth.
        bias: what a text without any piece scores.
        threshold: from this score on it may be that sound.
    """

    weights: memoryview
    step: float
    bias: float
    threshold: float

    def margin(self, pieces: Pieces) -> float:
        """By how much a text of these pieces is above the threshold; below it: less than 0."""
        total = sum(
            sum([self.weights[piece] for piece in kind]) / sqrt(len(kind) or 1) for kind in pieces.kinds
        )
        return self.bias + total * self.step - self.threshold


def resembles(text: str) -> Mapping[Sound, float]:
    """What a text may be, with how far each is above its threshold."""
    pieces = buckets(text)
    margins = {sound: scorer.margin(pieces) for sound, scorer in scorers().items()}
    return {sound: margin for sound, margin in margins.items() if margin >= 0}


def raised_in(text: str, *, may_call: bool) -> tuple[bool, bool]:
    """Whether a text sounds like an accusation, and whether like a call for help."""
    found = resembles(text)
    accuses = Sound.ACCUSATION in found and len(text.split()) >= FEWEST_ACCUSING
    return accuses, may_call and Sound.DANGER in found


def sounds_like_refusing(text: str) -> bool:
    """Whether words in which no rule hears a refusal sound like one."""
    return Sound.REFUSAL in resembles(text)


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
