"""Learn the second net of the dialogue from labelled inputs, and choose from which score on it speaks.

    make net                    weights to layers/loa/…/second_net/weights.bin, and how good they are

Learned from: `seen`, `stranger`, `fresh`, `varied`, `exam`, `people` (all spent as measures), `examples`,
`taught`, `subtle` and `others` of tests/dialogue, and what `infra.local.composing` composes. `unseen` and
`later` are never read here. Logistic regression, by AdaGrad, in a fixed order: the same inputs make the same
bytes.
Thresholds are chosen on folds that were not learned from: as low as the share of ordinary messages that may
be raised in vain allows. Runs with the layer on its path.
"""

import json
import random
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from math import exp, sqrt
from pathlib import Path
from typing import Any, Final
from zlib import crc32

from infra.local.composing import composed
from infra.local.dialogue import FOLDER, INTAKE, WRITTEN_FOR_THE_NET, rules_alone
from loa.dialogue.understanding.parser import parse
from loa.dialogue.understanding.second_net import features, net
from loa.dialogue.understanding.second_net.net import WEIGHTS, Sound
from loa.dialogue.understanding.stopping import may_refuse

SPENT: Final = ("seen", "stranger", "fresh", "varied", "exam", "people")
"""Measures once."""
LEARNED: Final = (*SPENT, *WRITTEN_FOR_THE_NET)
FOLDS: Final = 5
ROUNDS: Final = 12
PENALTY: Final = 1e-3
COMPOSED_COUNTS: Final = 0.4
"""A composed sentence counts so much as one that somebody wrote."""
SPEED: Final = 0.5
SEED: Final = 7
_BYTE: Final = 127
_FAR: Final = 30.0

HAZARDS: Final = {
    Sound.DANGER: "emergency",
    Sound.ACCUSATION: "denunciation",
    Sound.REFUSAL: "no",
}
IN_VAIN: Final = {Sound.DANGER: 0.045, Sound.ACCUSATION: 0.065, Sound.REFUSAL: 0.25}
"""Which share of ordinary messages, which the rules leave to people, may be raised. An offer in vain keeps
words from the unit until their writer chooses, a question in vain costs a line. At "send it?" it is the same
question once more."""

WATCHED: Final = {Sound.DANGER: 0.21, Sound.ACCUSATION: 0.2, Sound.REFUSAL: 0.25}
"""The same, of what nobody is asked about: a person reads it before other words, or the unit above does."""


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled text.

    Attributes:
        said: the text.
        weighed: the numbers of its pieces, each with how much it weighs.
        is_it: whether it is what is looked for.
        is_left: whether the rules hear nothing in it, so that the net is asked.
        is_composed: whether nobody wrote it: learned from, and no measure.
    """

    said: str
    weighed: list[tuple[int, float]]
    is_it: bool
    is_left: bool
    is_composed: bool = False

    @property
    def fold(self) -> int:
        """Which fold it is in: wherever it stands, the same."""
        return crc32(self.said.encode()) % FOLDS


type Model = tuple[list[float], float]
"""A weight a bucket, and the bias."""


def rows(lines: Sequence[dict[str, Any]], sound: Sound) -> list[Row]:
    """The texts from which one sound is learned, what people wrote first; a text counts once."""
    # What an accusation tells of violence would speak against calls for help.
    beside = [
        line
        for line in composed()
        if sound is not Sound.DANGER or line["hazard"] != HAZARDS[Sound.ACCUSATION]
    ]
    written, invented = _texts(lines, sound), _texts(beside, sound)
    with rules_alone():
        found = [Row(said, _weighed(said), is_it, _is_left(said, sound)) for said, is_it in written.items()]
    return found + [
        Row(said, _weighed(said), is_it, is_left=False, is_composed=True)
        for said, is_it in invented.items()
        if said not in written
    ]


def _weighed(said: str) -> list[tuple[int, float]]:
    kinds = features.buckets(said).kinds
    return [(piece, 1 / sqrt(len(kind))) for kind in kinds for piece in kind]


def _texts(lines: Sequence[dict[str, Any]], sound: Sound) -> dict[str, bool]:
    texts: dict[str, bool] = {}
    for line in lines:
        if line.get("said") and (sound is not Sound.REFUSAL or line["situation"] in INTAKE):
            texts[line["said"]] = texts.get(line["said"], False) or line.get("hazard") == HAZARDS[sound]
    return texts


def _is_left(said: str, sound: Sound) -> bool:
    if sound is Sound.REFUSAL:
        return not (may_refuse(said) or parse(said).commands)
    words = parse(said)
    return words.is_plain and not words.doubtful


def learned(from_rows: Sequence[Row]) -> Model:
    """The weights that tell the rows apart."""
    weights, sums = [0.0] * features.BUCKETS, [1e-8] * features.BUCKETS
    bias, of_bias = 0.0, 1e-8
    order = list(from_rows)
    chance = random.Random(SEED)  # noqa: S311 - an order, no secret
    for _ in range(ROUNDS):
        chance.shuffle(order)
        for row in order:
            error = 1 / (1 + exp(-max(-_FAR, min(_FAR, score((weights, bias), row))))) - row.is_it
            error *= COMPOSED_COUNTS if row.is_composed else 1
            for piece, share in row.weighed:
                slope = error * share + PENALTY * weights[piece]
                sums[piece] += slope * slope
                weights[piece] -= SPEED * slope / sqrt(sums[piece])
            of_bias += error * error
            bias -= SPEED * error / sqrt(of_bias)
    return weights, bias


def score(model: Model, row: Row) -> float:
    """How much a row is what the model looks for."""
    weights, bias = model
    return bias + sum([weights[piece] * share for piece, share in row.weighed])


def held_out(all_rows: Sequence[Row]) -> list[tuple[float, Row]]:
    """The score of each row by a model that has not learned from its fold."""
    found: list[tuple[float, Row]] = []
    for fold in range(FOLDS):
        model = learned([row for row in all_rows if row.is_composed or row.fold != fold])
        found += [(score(model, row), row) for row in all_rows if row.fold == fold and not row.is_composed]
    return found


def threshold(scored: Sequence[tuple[float, Row]], in_vain: float) -> float:
    """From which score on no more than that share of ordinary texts, of those that are left, is raised."""
    ordinary = sorted((value for value, row in scored if row.is_left and not row.is_it), reverse=True)
    return ordinary[int(in_vain * len(ordinary))]


def digest() -> str:
    """What the weights were learned from: the inputs, how texts are seen, and the settings above."""
    found = sha256(str((FOLDS, ROUNDS, PENALTY, COMPOSED_COUNTS, SPEED, SEED, IN_VAIN, WATCHED)).encode())
    for line in (*labelled(), *composed()):
        found.update(f"{line}{features.buckets(line.get('said', ''))}".encode())
    return found.hexdigest()[:16]


def labelled() -> list[dict[str, Any]]:
    """The lines that may be learned from."""
    return [
        json.loads(line)
        for name in LEARNED
        for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]


def _report(sound: Sound, scored: Sequence[tuple[float, Row]], limit: float, watched: float) -> str:
    def share(wanted: Callable[[Row], bool], *, above: bool) -> str:
        of = [value for value, row in scored if wanted(row)]
        count, at_least = (sum((value >= bound) is above for value in of) for bound in (limit, watched))
        return f"{count:>5} ({at_least}) of {len(of):<5}"

    return (
        f"{sound.value:<12}"
        f" missed {share(lambda row: row.is_it, above=False)}"
        f" of what the rules leave {share(lambda row: row.is_it and row.is_left, above=False)}"
        f" in vain {share(lambda row: row.is_left and not row.is_it, above=True)}"
    )


def _learned_sound(sound: Sound) -> tuple[dict[str, float], bytes, str]:
    """The scales of one sound, its weights, and how good they are."""
    all_rows = rows(labelled(), sound)
    scored = held_out(all_rows)
    limit = threshold(scored, IN_VAIN[sound])
    watched = min(limit, threshold(scored, WATCHED[sound]))
    weights, bias = learned(all_rows)
    step = max(map(abs, weights)) / _BYTE
    numbers = bytes(round(weight / step) % 256 for weight in weights)
    return (
        {"step": step, "bias": bias, "threshold": limit, "watched": watched},
        numbers,
        _report(sound, scored, limit, watched),
    )


def main() -> None:
    """Learn, write the weights, and print how good they are on folds not learned from."""
    with ProcessPoolExecutor(2) as processes:
        found = dict(zip(Sound, processes.map(_learned_sound, Sound), strict=True))
    print("\n".join(report for _, _, report in found.values()))
    scales = {sound.value: scale for sound, (scale, _, _) in found.items()}
    head = json.dumps({"learned_from": digest(), "scales": scales})
    numbers = b"".join(weights for _, weights, _ in found.values())
    Path(net.__file__).with_name(WEIGHTS).write_bytes(head.encode() + b"\n" + numbers)


if __name__ == "__main__":
    main()
