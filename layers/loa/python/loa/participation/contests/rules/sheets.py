"""Sheets: 256 for each round, drawn when it is sealed; which one somebody gets follows from who they are."""

import hashlib
import hmac
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from loa.participation.contests.rules.model import ContestQuestion, QuestionLevel

SHEETS: Final = 256
UNANSWERED: Final = -1


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


def drawn_sheets(questions: Sequence[ContestQuestion], per_sheet: int, secret: str) -> list[Sheet]:
    """Return all sheets of a round: of each level its share, questions and options shuffled.

    Args:
        questions: at least `per_sheet` of them.
        per_sheet: how many each sheet has.
        secret: of the round; the same gives the same sheets.
    """
    shares = _shares(questions, per_sheet)
    sheets = []
    for number in range(SHEETS):
        chosen = [
            question
            for level, share in shares.items()
            for question in sorted(
                (each for each in questions if each.level is level),
                key=lambda each: _chance(secret, f"draw {number} {each.id}"),
            )[:share]
        ]
        chosen.sort(key=lambda each: _chance(secret, f"place {number} {each.id}"))
        sheets.append(tuple(_shown(question, number, secret) for question in chosen))
    return sheets


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


def _shares(questions: Sequence[ContestQuestion], per_sheet: int) -> dict[QuestionLevel, int]:
    """How many of each level: as in the bank, the largest remainders rounded up."""
    counts = {level: sum(each.level is level for each in questions) for level in QuestionLevel}
    exact = {level: per_sheet * count / len(questions) for level, count in counts.items()}
    shares = {level: int(share) for level, share in exact.items()}
    for level in sorted(exact, key=lambda each: exact[each] - shares[each], reverse=True):
        if sum(shares.values()) < per_sheet:
            shares[level] += 1
    return shares


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
