"""Sheets: 256 for each round, drawn when it is sealed; which one somebody gets follows from who they are."""

import hashlib
import hmac
import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from loa.participation.contests.rules import texts
from loa.participation.contests.rules.model import ContestQuestion, QuestionLevel, SheetShare
from loa.text.folding import fold

SHEETS: Final = 256
UNANSWERED: Final = -1
_COUNTED: Final = re.compile(r"(?P<count>[1-9]\d?)(?: cau)?(?P<level>[^\d]*)")
_LEVELS: Final[Mapping[str, QuestionLevel | None]] = {
    "": None,
    **{fold(level.label): level for level in QuestionLevel},
}


@dataclass(frozen=True, slots=True)
class SheetQuestion:
    """A question as one sheet shows it.

    Attributes:
        id: of the bank.
        words: the question.
        options: in the order of this sheet.
        order: for each of them, its place in the bank.
    """

    id: str
    words: str
    options: tuple[str, ...]
    order: tuple[int, ...]


type Sheet = tuple[SheetQuestion, ...]


def sheet_number(secret: str, person: str, attempt: int) -> int:
    """Return which sheet somebody gets for a try: always the same, and nobody can choose."""
    return _chance(secret, f"{person}|{attempt}")[0]


def read_shares(text: str) -> tuple[SheetShare, ...]:
    """Return how many questions of each topic and level a text asks for, a topic in each line.

    "Căn cước: 3 dễ, 2 vừa", "Đất đai: 5", or without topics "5 dễ, 7 vừa, 3 khó".

    Raises:
        ValueError: a line is none, or counts what another counts; says which.
    """
    found: list[SheetShare] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        topic, _, wanted = line.rpartition(":")
        shares = []
        for part in wanted.split(","):
            counted = _COUNTED.fullmatch(fold(part))
            if counted is None or counted["level"].strip() not in _LEVELS:
                raise ValueError(texts.SHARE_UNREAD.format(line=line))
            shares.append(SheetShare(topic.strip(), _LEVELS[counted["level"].strip()], int(counted["count"])))
        if any(_overlap(one, other) for one in shares for other in [*found, *shares] if one is not other):
            raise ValueError(texts.SHARES_OVERLAP.format(line=line))
        found += shares
    return tuple(found)


def _overlap(one: SheetShare, other: SheetShare) -> bool:
    same_topic = not one.topic or not other.topic or fold(one.topic) == fold(other.topic)
    return same_topic and (one.level is None or other.level is None or one.level is other.level)


def drawn_sheets(
    questions: Sequence[ContestQuestion], per_sheet: int, secret: str, shares: Sequence[SheetShare] = ()
) -> list[Sheet]:
    """Return all sheets of a round: of each topic and level its share, questions and options shuffled.

    Args:
        questions: at least `per_sheet` of them, and enough for each share.
        per_sheet: how many each sheet has.
        secret: of the round; the same gives the same sheets.
        shares: disjoint, `per_sheet` together; none: of each level as many as `questions` has in proportion.
    """
    shares = shares or _shares(questions, per_sheet)
    pools = [(share.count, [each for each in questions if share.takes(each)]) for share in shares]
    sheets = []
    for number in range(SHEETS):
        chosen = [
            question
            for count, pool in pools
            for question in sorted(pool, key=lambda each: _chance(secret, f"draw {number} {each.id}"))[:count]
        ]
        chosen.sort(key=lambda each: _chance(secret, f"place {number} {each.id}"))
        sheets.append(tuple(_shown(question, number, secret) for question in chosen))
    return sheets


def read_choices(sheet: Sheet, given: Mapping[str, str]) -> list[int]:
    """Return the place of the option that each question has in a form, by its fields `c0`, `c1` and so on."""
    said = [given.get(f"c{place}", "") for place in range(len(sheet))]
    known = [{str(option): option for option in range(len(question.options))} for question in sheet]
    return [options.get(each, UNANSWERED) for each, options in zip(said, known, strict=True)]


def sealed_document(sheets: Sequence[Sheet], right: Mapping[str, int], seed: str) -> str:
    """Return what is closed until the end: questions, what is right, all sheets, and the seed of the lot.

    Its digest is public before. Without the seed, who knows the questions could try answers until it fits.

    Args:
        sheets: of the round, in order.
        right: question → its right option, as in the bank.
        seed: of the lot.
    """
    questions = {
        each.id: {
            "words": each.words,
            "options": [option for _, option in sorted(zip(each.order, each.options, strict=True))],
            "right": right[each.id],
        }
        for sheet in sheets
        for each in sheet
    }
    drawn = [[[each.id, list(each.order)] for each in sheet] for sheet in sheets]
    document = {"questions": questions, "seed": seed, "sheets": drawn}
    return json.dumps(document, ensure_ascii=False, sort_keys=True)


def mark(sheet: Sheet, answers: Sequence[int], right: Mapping[str, int]) -> int:
    """Return how many answers are right.

    Args:
        sheet: that somebody had.
        answers: the place of the chosen option, in the order of the sheet; `UNANSWERED` for none.
        right: question → its right option, as in the bank.
    """
    return sum(
        question.order[answer] == right[question.id]
        for question, answer in zip(sheet, answers, strict=True)
        if 0 <= answer < len(question.order)
    )


def given_back(
    sheet: Sheet, answers: Sequence[int], right: Mapping[str, int], withdrawn: Collection[str]
) -> int:
    """Return how many points withdrawn questions give to somebody: those of them that they missed.

    Sheets differ. Whoever had the question loses nothing by it, and nobody else gains or loses.
    """
    missed = [
        question
        for question, answer in zip(sheet, answers, strict=True)
        if question.id in withdrawn and not mark((question,), (answer,), right)
    ]
    return len(missed)


def _shares(questions: Sequence[ContestQuestion], per_sheet: int) -> list[SheetShare]:
    """How many of each level: as in the bank, the largest remainders rounded up."""
    counts = {level: sum(each.level is level for each in questions) for level in QuestionLevel}
    exact = {level: per_sheet * count / len(questions) for level, count in counts.items()}
    shares = {level: int(share) for level, share in exact.items()}
    for level in sorted(exact, key=lambda each: exact[each] - shares[each], reverse=True):
        if sum(shares.values()) < per_sheet:
            shares[level] += 1
    return [SheetShare("", level, count) for level, count in shares.items()]


def _shown(question: ContestQuestion, number: int, secret: str) -> SheetQuestion:
    order = sorted(
        range(len(question.options)),
        key=lambda each: _chance(secret, f"option {number} {question.id} {each}"),
    )
    return SheetQuestion(
        question.id, question.words, tuple(question.options[each] for each in order), tuple(order)
    )


def _chance(secret: str, words: str) -> bytes:
    return hmac.new(secret.encode(), words.encode(), hashlib.sha256).digest()
