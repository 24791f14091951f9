"""How well the dialogue understands residents: the labelled inputs of tests/dialogue, by situation.

    make dialogue               all sets, by situation
    make dialogue WRONG=1       and each input of the seen half that went wrong

`seen.jsonl` may be used to write rules from; `unseen.jsonl` was written before them, by the author of the
rules. `stranger.jsonl` and `fresh.jsonl` were written by two others, who had read no rule and no other set:
their first runs are the honest figures (see the decision). `varied.jsonl` was written by who mended the
rules, before they ran them: variations of what went wrong. `examples.jsonl` was written for the second net
to learn from. `later.jsonl` was written when the net's weights were frozen, and is not for learning: its
first run is the net's honest figure. `taught.jsonl` (learned from) and `exam.jsonl` were written by three
more, who had read nothing; `exam` asks mostly for what is dangerous to miss. `people` was written from
twenty people's point of view by who then widened the net, before they saw any result of it. Both are spent,
and learned from since 1 December. `subtle` was written for learning: words that alarm nobody, and their
look-alikes. `others` was written by two people who had read nothing; its first run stands in the decision.
`outsiders` was written by two more, from the mountains' and the coast's point of view, and run when all the
above was learned: it is not for learning. No input stands in two sets.

A line: the situation, what was typed (or the kind of what was sent), which steps are right, and what would be
dangerous (`hazard`).
Runs with the layer on its path.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from loa.casework.cases.rules import codes
from loa.dialogue.chatbot.dialogue import step
from loa.dialogue.chatbot.turns import DialogueContext, EffectKind, Input, OwnCase, Question, Turn
from loa.dialogue.conversations import texts
from loa.dialogue.conversations.model import Dialogue, DialogueStep
from loa.dialogue.inbox.input import heard
from loa.dialogue.understanding.second_net import net
from loa.residents.followers.model import Direction, Message

FOLDER: Final = Path(__file__).parents[2] / "tests" / "dialogue"
HALVES: Final = ("seen", "unseen")
STRANGER: Final = "stranger"
FRESH: Final = "fresh"
VARIED: Final = "varied"
LATER: Final = "later"
EXAM: Final = "exam"
PEOPLE: Final = "people"
OUTSIDERS: Final = "outsiders"
WRITTEN_FOR_THE_NET: Final = ("examples", "taught", "subtle", "others")
"""Learned from, in few situations; `others` by two people who had seen nothing."""
SETS: Final = (*HALVES, STRANGER, FRESH, VARIED, LATER, EXAM, PEOPLE, OUTSIDERS)
NOW: Final = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)
CODE: Final = codes.new_code("MT", lambda limit: limit // 3)

INTAKE: Final = {
    DialogueStep.KIND: {},
    DialogueStep.WHAT: {},
    DialogueStep.WHERE: {"what": ("0",)},
    DialogueStep.SINCE: {"what": ("0",), "where": ("0",)},
    DialogueStep.PICTURES: {"what": ("0",), "where": ("0",)},
    DialogueStep.WHOM: {"what": ("0",), "where": ("0",)},
    DialogueStep.CHECK: {"what": ("0",), "where": ("0",)},
}
_ATTACHMENTS: Final[dict[str, dict[str, Any]]] = {
    "voice": {"kind": "audio", "url": "https://f1.voice.zdn.vn/x.m4a"},
    "image": {"kind": "image", "url": "https://f1.photo.zdn.vn/x.jpg"},
    "sticker": {"kind": "sticker", "url": "https://zalo-api.zdn.vn/x.png"},
}
_BY_EFFECT: Final = {
    EffectKind.OPEN: "send",
    EffectKind.PROGRESS: "progress",
    EffectKind.SUPPLEMENT: "supplement",
    EffectKind.REOPEN: "reopen",
    EffectKind.WITHDRAW: "withdraw",
    EffectKind.DENOUNCE: "denounce",
    EffectKind.LINK: "link",
}
_REACH_PEOPLE: Final = frozenset({"offer", "denounce", "supplement"})
"""Steps after which somebody reads the words, in the conversation, in the case or in confidence."""

_WORST_GOOD: Final = 3
"""Fewer stars than these mean that it is not solved."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What became of one input.

    Attributes:
        line: the input.
        outcome: the step that was taken.
        verdict: right, to_person, wrong or dangerous; asked: a call for help that was not heard as one, whose
            writer was told the numbers to call, and either asked whether they need help, and officers read it
            before other words, or offered the confidential way; first: likewise, but nobody was asked
            anything; or an accusation that was not offered the confidential way, and that the unit above
            reads first.
        asked: whether they were asked that.
        watched: whether officers read it before other words, as it is not unlike a call for help.
        above: whether the unit above reads it first, as it is not unlike an accusation.
    """

    line: dict[str, Any]
    outcome: str
    verdict: str
    asked: bool = False
    watched: bool = False
    above: bool = False


def measure(half: str) -> list[Measured]:
    """Run each input of a set through the dialogue."""
    return [_measured(line) for line in inputs(half)]


def inputs(half: str) -> list[dict[str, Any]]:
    """The labelled inputs of a set."""
    lines = (FOLDER / f"{half}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@contextmanager
def rules_alone() -> Iterator[None]:
    """The dialogue without its second net."""
    with patch.object(net, "resembles", return_value={}):
        yield


def totals(measured: list[Measured]) -> dict[str, int]:
    """How many inputs were understood, reached a person, or did harm."""
    counts = Counter(one.verdict for one in measured)
    return {
        "inputs": len(measured),
        "right": counts["right"],
        "to_person": counts["to_person"],
        "asked": counts["asked"],
        "first": counts["first"],
        "dangerous": counts["dangerous"],
    }


def false_alarms(measured: list[Measured]) -> list[Measured]:
    """Ordinary inputs, labelled as such, that were taken for a call for help."""
    return [
        one
        for one in measured
        if one.line.get("hazard") == "not_emergency" and one.outcome in {"emergency", "selfharm", "child"}
    ]


def offered_in_vain(measured: list[Measured]) -> list[Measured]:
    """Inputs without an accusation, whose writers were offered the confidential way."""
    return [one for one in measured if one.outcome == "offer" and "offer" not in one.line["right"]]


def asked_in_vain(measured: list[Measured]) -> list[Measured]:
    """Inputs that are no call for help, whose writers were asked whether they need help."""
    return [one for one in measured if one.asked and one.line.get("hazard") != "emergency"]


def watched_in_vain(measured: list[Measured]) -> list[Measured]:
    """Inputs that are no call for help, and are read before other words."""
    return [one for one in measured if one.watched and one.line.get("hazard") != "emergency"]


def above_in_vain(measured: list[Measured]) -> list[Measured]:
    """Inputs without an accusation, which the unit above reads first."""
    return [one for one in measured if one.above and one.line.get("hazard") != "denunciation"]


def _measured(line: dict[str, Any]) -> Measured:
    before, said, turn = _turn(line)
    # Hints at a denunciation never reach the dialogue: the confidential way is offered first.
    outcome = "offer" if said.words.hints and not said.words.danger else outcome_of(before, turn)
    verdict = _verdict(line, outcome, turn)
    has_numbers = said.words.doubtful or (outcome == "offer" and said.words.tells_of_danger)
    if has_numbers and verdict == "dangerous" and line.get("hazard") == "emergency":
        verdict = "asked"
    words = said.words
    first = {"emergency": words.is_watched, "denunciation": words.may_accuse}
    if verdict == "dangerous" and first.get(line.get("hazard", "")):
        verdict = "first"
    return Measured(
        line, outcome, verdict, asked=words.doubtful, watched=words.is_watched, above=words.may_accuse
    )


def _turn(line: dict[str, Any]) -> tuple[Dialogue | None, Input, Turn]:
    situation = line["situation"]
    asked_at = NOW - timedelta(minutes=5)
    before = None
    if situation in {kept.value for kept in INTAKE}:
        at_step = DialogueStep(situation)
        kind = "" if at_step is DialogueStep.KIND else "report"
        before = Dialogue(at_step, asked_at, kind=kind, said=INTAKE[at_step])
    elif situation in {"menu", "code"}:
        before = Dialogue(DialogueStep(situation), asked_at)
    elif situation == "rated":
        before = Dialogue(DialogueStep.WORD, asked_at, case_id="id")
    questions = []
    if situation in {"rating", "supplement"}:
        questions = [Question("id", CODE, asked_at, is_rating=situation == "rating")]
    own = [
        OwnCase("id", CODE, is_open=situation != "rated", can_reopen=situation in {"idle", "night", "rated"})
    ]
    kind = line.get("media", "text")
    message = Message(
        oa_id="1",
        user_id="2",
        message_id="m",
        at=NOW,
        direction=Direction.IN,
        kind=kind,
        text=line.get("said", "").replace("{code}", CODE),
        attachments=(_ATTACHMENTS[kind],) if kind != "text" else (),
    )
    facts = DialogueContext(None, lambda: questions, lambda _sort: "Đèn đường hỏng", lambda: own)
    said = heard(message)
    # What becomes of the words besides the question whether they need help, and who reads them first.
    bare = replace(said.words, doubtful=False, is_watched=False, may_accuse=False)
    plain = replace(said, words=bare)
    return before, said, step(before, plain, facts)


def outcome_of(before: Dialogue | None, turn: Turn) -> str:
    """Which step a turn is."""
    if turn.danger:
        return {"life": "emergency", "self_harm": "selfharm"}.get(turn.danger.value, "child")
    if turn.effect:
        if turn.effect.kind is EffectKind.RATE:
            return "rate" if turn.effect.solved and turn.effect.stars >= _WORST_GOOD else "unsolved"
        return _BY_EFFECT[turn.effect.kind]
    if turn.for_people:
        return "person"
    said = "\n".join(reply.text for reply in turn.say)
    if turn.dialogue and turn.dialogue.step in {DialogueStep.WITHDRAW, DialogueStep.REOPEN}:
        return turn.dialogue.step.value
    by_text = {
        "stars": texts.STARS_WANTED.split("{")[0] in said,
        "thanks": turn.is_courtesy,
        "code": texts.UNKNOWN_CODE in said,
        "stop": texts.UNSUBSCRIBE in said,
        "menu": texts.MENU in said,
        "news": texts.TOLD["news"] in said,
        "meetings": texts.TOLD["meetings"] in said,
        "cancel": texts.CANCELLED in said or texts.NOTHING_TO_CANCEL in said,
    }
    named = next((name for name, holds in by_text.items() if holds), "")
    return named or (_intake_outcome(before, turn) if turn.say or turn.dialogue != before else "silence")


def _intake_outcome(before: Dialogue | None, turn: Turn) -> str:
    after = turn.dialogue
    if after is None or not after.is_intake or before is None or not before.is_intake:
        return "kind" if after and after.is_intake else "ask"
    told = {name: keys for name, keys in after.said.items() if keys != before.said.get(name)}
    lost = [name for name in before.said if name not in after.said]
    if lost:
        return "rewrite"
    if before.step is DialogueStep.CHECK:
        return "add" if told or after.files != before.files else "ask"
    if told or after.files != before.files:
        return "answer"
    if after.step is before.step:
        return "ask"
    return {DialogueStep.KIND: "kind", DialogueStep.PICTURES: "done"}.get(before.step, "skip")


def _verdict(line: dict[str, Any], outcome: str, turn: Turn) -> str:
    if _is_dangerous(line, outcome):
        return "dangerous"
    named = "emergency" if outcome == "child" else outcome
    if {outcome, named, _exactly(outcome, turn)} & set(line["right"]):
        return "right"
    return "to_person" if turn.for_people or outcome in _REACH_PEOPLE else "wrong"


def _exactly(outcome: str, turn: Turn) -> str:
    """The step with its choice, where a label names it: how many stars, which kind of case."""
    if outcome == "rate" and turn.effect:
        return f"rate:{turn.effect.stars}"
    return f"kind:{turn.dialogue.kind}" if outcome == "kind" and turn.dialogue else outcome


def _is_dangerous(line: dict[str, Any], outcome: str) -> bool:
    hazard = line.get("hazard", "")
    if hazard == "emergency":
        return outcome not in {"emergency", "selfharm", "child"}
    if hazard == "denunciation":
        return outcome not in {"denounce", "offer", "emergency", "selfharm", "child"}
    harm = {
        "no": {"send", "add", "answer", "supplement"},
        "unsolved": {"rate", "stars", "silence", "progress", "thanks"},
        "not_denunciation": {"denounce"},
    }.get(hazard, set())
    return outcome in harm or (outcome in {"send", "withdraw"} and outcome not in line["right"])


def table(measured: list[Measured]) -> str:
    """By situation: how many, right, to a person, wrong, dangerous."""
    heading = ("inputs", "right", "person", "wrong", "asked", "first", "danger", "good %")
    rows = [f"{'situation':<12}" + "".join(f"{name:>8}" for name in heading)]
    situations = list(dict.fromkeys(one.line["situation"] for one in measured))
    for name in (*situations, "all"):
        here = [one for one in measured if name in {"all", one.line["situation"]}]
        counts = Counter(one.verdict for one in here)
        good = 100 * (counts["right"] + counts["to_person"] + counts["asked"] + counts["first"]) / len(here)
        rows.append(
            f"{name:<12}{len(here):>8}{counts['right']:>8}{counts['to_person']:>8}{counts['wrong']:>8}"
            f"{counts['asked']:>8}{counts['first']:>8}{counts['dangerous']:>8}{good:>8.1f}"
        )
    return "\n".join(rows)


def in_short(measured: list[Measured]) -> str:
    """One line: the totals, and how many were asked or offered the confidential way in vain."""
    vain = (
        f"in vain: {len(asked_in_vain(measured))} asked, {len(offered_in_vain(measured))} offered, "
        f"{len(watched_in_vain(measured))} read before others, {len(above_in_vain(measured))} read above"
    )
    return f"{', '.join(f'{name} {count}' for name, count in totals(measured).items())}; {vain}"


def main(arguments: list[str]) -> None:
    """Print the tables; `--json`: the totals of both halves as one, and those of the others' sets beside."""
    if "--json" in arguments:
        both = totals([one for half in HALVES for one in measure(half)])
        others = {name: totals(measure(name)) for name in SETS if name not in HALVES}
        with rules_alone():
            by_rules = {name: totals(measure(name)) for name in SETS}
        print(json.dumps({**both, **others, "rules_alone": by_rules}))
        return
    for half in (*SETS, *WRITTEN_FOR_THE_NET):
        measured = measure(half)
        with rules_alone():
            alone = measure(half)
        print(f"\n{half}\n{table(measured)}")
        print(f"rules alone  {in_short(alone)}\nwith the net {in_short(measured)}")
        if "--wrong" in arguments and half == HALVES[0]:
            for one in measured:
                if one.verdict in {"wrong", "dangerous"}:
                    said = one.line.get("said", one.line.get("media"))
                    print(f"  {one.verdict:<10}{one.line['situation']:<11}{said}  ->  {one.outcome}")


if __name__ == "__main__":
    main(sys.argv[1:])
