"""A contest in the chat: what a line asks for, and a sheet as messages. Pure rules.

A whole sheet is answered in one line, such as ACBDA or 1A 2C 3B. What does not look like that, or has marks
("dạ", "bà"), is no line of a contest.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from loa.participation.contests.rules import texts
from loa.participation.contests.rules.sheets import Sheet
from loa.text.folding import fold

LETTERS: Final = "ABCDE"
LONGEST_LINE: Final = 160
_FEWEST_SMALL: Final = 3
"""Two small letters are words in the chat, such as "da" and "ba"."""

_ASKS: Final = re.compile(
    r"(?:(?:em|toi|minh|con) )?(?:muon )?(?:du |vao |tham gia )?(?:cuoc )?thi"
    r"(?: (?:cuoc )?(?:thi )?so (?P<number>\d{1,2})| (?P<name>.{4,}?))?(?: (?:a|nhe|nha|di|voi))*"
)
_STARTS: Final = re.compile(
    r"thi(?: so (?P<before>\d{1,2}))? (?P<young>duoi |chua )?15(?: tuoi)?(?: so (?P<number>\d{1,2}))?"
    r"(?: (?P<place>.+?))??(?: (?:a|nhe|nha|di|voi))*"
)
_HANDS_IN: Final = re.compile(
    r"nop(?: bai)?(?:[ :,-]+(?:(?:du )?doan[ :]+)?(\d{1,3}(?:[ .,]\d{3}){1,2}|\d{1,9})(?: nguoi)?)?(?: a)?"
)
_SCORES: Final = re.compile(r"(?:xem )?(?:diem|diem thi|ket qua thi)")
_ANSWERS_ARE: Final = re.compile(r"(?:\w\wp \wn|tr\w l\wi)(?: l\w)?[\s:]+", re.IGNORECASE)
"""What people put before their answers, with or without marks: "đáp án là", "trả lời:"."""
_ANSWER: Final = re.compile(r"(?:(?:c\wu\s*)?(\d{1,2})\s*[.):/=-]?\s*)?([A-E])[\s,;./-]*", re.IGNORECASE)
"""A letter, with or without its number: "Câu 1: A", "2C"."""


class ContestWish(StrEnum):
    """What somebody wants who takes part in the chat."""

    ASK = "ask"
    """Which contest is open, and what to type."""
    START = "start"
    ANSWERS = "answers"
    HAND_IN = "hand_in"
    SCORE = "score"


@dataclass(frozen=True, slots=True)
class ContestLine:
    """A line that may be about a contest.

    Attributes:
        kind: what it asks for.
        answers: for ANSWERS, the place of each chosen option.
        is_plain: ANSWERS without capitals, numbers or signs: it may be a word.
        prediction: for HAND_IN; None: none was given.
        is_adult: for START.
        place: for START, the commune that was named, or other words; empty: none.
        contest: for ASK and START, the number of a contest in the list; 0: none was given.
        name: for ASK, words that may be of a contest's title; empty: none.
    """

    kind: ContestWish
    answers: tuple[int, ...] = ()
    is_plain: bool = False
    prediction: int | None = None
    is_adult: bool = False
    place: str = ""
    contest: int = 0
    name: str = ""


def read_line(text: str) -> ContestLine | None:
    """Return what a line asks for; None: it is about something else."""
    if not text or len(text) > LONGEST_LINE:
        return None
    said = " ".join(fold(text).strip(" .!?").split())
    if found := _STARTS.fullmatch(said):
        number = int(found["before"] or found["number"] or 0)
        return ContestLine(
            ContestWish.START, is_adult=not found["young"], place=found["place"] or "", contest=number
        )
    if found := _HANDS_IN.fullmatch(said):
        return ContestLine(ContestWish.HAND_IN, prediction=_number(found[1]) if found[1] else None)
    if _SCORES.fullmatch(said):
        return ContestLine(ContestWish.SCORE)
    if found := _ASKS.fullmatch(said):
        return ContestLine(ContestWish.ASK, contest=int(found["number"] or 0), name=found["name"] or "")
    return _answers(text.strip(" .!"))


def named(name: str, titles: Sequence[str]) -> list[int]:
    """Return the places of the titles in which words stand that somebody has typed, in their order."""
    return [place for place, title in enumerate(titles) if _words(name) in _words(title)]


def _words(text: str) -> str:
    """Return its words without what stands between them, each with a space on either side."""
    return f" {' '.join(re.findall(r'\w+', fold(text)))} "


def _number(text: str) -> int:
    """Return a whole number, with or without dots between its thousands."""
    return int("".join(sign for sign in text if sign.isdigit()))


def _answers(said: str) -> ContestLine | None:
    text = _ANSWERS_ARE.sub("", said, count=1) if _ANSWERS_ARE.match(said) else said
    found: list[int] = []
    place = 0
    while place < len(text):
        match = _ANSWER.match(text, place)
        if match is None or (match[1] and int(match[1]) != len(found) + 1):
            return None
        found.append(LETTERS.index(match[2].upper()))
        place = match.end()
    is_plain = text.isalpha() and not text.isupper()
    if not found or (is_plain and len(found) < _FEWEST_SMALL):
        return None
    return ContestLine(ContestWish.ANSWERS, tuple(found), is_plain)


def told_answers(answers: Sequence[int]) -> str:
    """Return answers as they are told again: "1A 2C 3B"."""
    return " ".join(f"{place}{LETTERS[answer]}" for place, answer in enumerate(answers, 1))


def example(sheet: Sheet) -> str:
    """Return a line that would answer a sheet, and says nothing of what is right."""
    return "".join(LETTERS[place % min(2, len(each.options))] for place, each in enumerate(sheet))


def sheet_pages(sheet: Sheet, longest: int) -> list[str]:
    """Return a sheet as messages, as few as there can be without cutting a question.

    Args:
        sheet: the questions.
        longest: characters of a message.
    """
    pages: list[str] = []
    for number, question in enumerate(sheet, 1):
        options = [f"{LETTERS[place]}. {option}" for place, option in enumerate(question.options)]
        told = "\n".join(
            [texts.QUESTION.format(number=number, count=len(sheet), words=question.words), *options]
        )[:longest]
        if pages and len(pages[-1]) + len(told) + 2 <= longest:
            pages[-1] = f"{pages[-1]}\n\n{told}"
        else:
            pages.append(told)
    return pages
