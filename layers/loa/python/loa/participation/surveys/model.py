"""Questions of a survey, and what may be an answer. Pure rules."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from loa.errors import Conflict, InvalidInput, NotFound
from loa.participation.campaigns.model import Campaign
from loa.participation.surveys import texts

MOST_QUESTIONS: Final = 40
FEWEST_OPTIONS: Final = 2
MOST_OPTIONS: Final = 12
LONGEST_TEXT: Final = 1_000
SCALE: Final = ("1", "2", "3", "4", "5")
_NUMBER: Final = re.compile(r"\d{1,9}", re.ASCII)

type Answer = str | list[str]


class AnswerKind(StrEnum):
    """The eight types of questions."""

    SINGLE = "single"
    SEVERAL = "several"
    SCALE = "scale"
    ORDER = "order"
    """All options, from the most to the least important."""
    MATRIX = "matrix"
    """Each option on a scale from 1 to 5."""
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"

    @property
    def label(self) -> str:
        """Return the word for officers."""
        return texts.ANSWER_KINDS[self.value]

    @property
    def has_options(self) -> bool:
        """Whether somebody writes options for it."""
        return self in {AnswerKind.SINGLE, AnswerKind.SEVERAL, AnswerKind.ORDER, AnswerKind.MATRIX}


@dataclass(frozen=True, slots=True)
class SurveyQuestion:
    """One question.

    Attributes:
        number: from 1, in the order of the survey.
        kind: what an answer is.
        words: the question.
        options: what can be chosen; of a matrix its rows.
        is_required: whether it must be answered, where it is asked.
        only_if: (number of an earlier question, place of the option that must be chosen there); None: always.
        wanted: how many people should choose each option, so that all are heard (`targets`); empty: not said.
    """

    number: int
    kind: AnswerKind
    words: str
    options: tuple[str, ...] = ()
    is_required: bool = True
    only_if: tuple[int, int] | None = None
    wanted: tuple[int, ...] = ()


def questions_of(campaign: Campaign) -> tuple[SurveyQuestion, ...]:
    """Return the questions of a survey."""
    return tuple(
        SurveyQuestion(
            number=number,
            kind=AnswerKind(row["kind"]),
            words=row["words"],
            options=tuple(row["options"]),
            is_required=row["is_required"],
            only_if=(int(row["only_if"][0]), int(row["only_if"][1])) if row["only_if"] else None,
            wanted=tuple(map(int, row.get("wanted", ()))),
        )
        for number, row in enumerate(campaign.content.get("questions", ()), 1)
    )


def with_question(campaign: Campaign, added: SurveyQuestion) -> Mapping[str, Any]:
    """Return the content of a survey with one more question at its end.

    Raises:
        InvalidInput: its options or its condition are wrong; says at which field.
    """
    before = questions_of(campaign)
    if len(before) >= MOST_QUESTIONS:
        raise InvalidInput(texts.TOO_MANY, fields={"words": texts.TOO_MANY})
    count = len(set(added.options))
    is_fit = count == len(added.options) and FEWEST_OPTIONS <= count <= MOST_OPTIONS
    if added.kind.has_options and not is_fit:
        raise InvalidInput(texts.OPTIONS_WRONG, fields={"options": texts.OPTIONS_WRONG})
    if added.only_if:
        number, place = added.only_if
        asked = before[number - 1] if 0 < number <= len(before) else None
        if asked is None or asked.kind is not AnswerKind.SINGLE or place not in range(len(asked.options)):
            raise InvalidInput(texts.CONDITION_WRONG, fields={"if_question": texts.CONDITION_WRONG})
    row = {
        "kind": added.kind.value,
        "words": added.words,
        "options": list(added.options) if added.kind.has_options else [],
        "is_required": added.is_required,
        "only_if": list(added.only_if) if added.only_if else [],
    }
    return {**campaign.content, "questions": [*campaign.content.get("questions", ()), row]}


def without_question(campaign: Campaign, number: int) -> Mapping[str, Any]:
    """Return the content of a survey without one of its questions; conditions follow their questions.

    Raises:
        NotFound: there is no such question.
        Conflict: another is asked because of it.
    """
    rows = list(campaign.content.get("questions", ()))
    if not 0 < number <= len(rows):
        raise NotFound
    del rows[number - 1]
    if any(row["only_if"] and row["only_if"][0] == number for row in rows):
        raise Conflict(texts.IS_CONDITION)
    kept = []
    for row in rows:
        asked, *place = row["only_if"] or [0]
        kept.append({**row, "only_if": [asked - (asked > number), *place] if place else []})
    return {**campaign.content, "questions": kept}


def is_asked(question: SurveyQuestion, answers: Mapping[str, Answer]) -> bool:
    """Whether the answers so far let a question be asked."""
    if question.only_if is None:
        return True
    number, place = question.only_if
    return answers.get(str(number)) == str(place)


def read_answers(
    questions: Sequence[SurveyQuestion], given: Mapping[str, Sequence[str]]
) -> tuple[dict[str, Answer], dict[str, str]]:
    """Return the answers in the fields of a form, and what is wrong by field.

    Args:
        questions: of the survey.
        given: fields `q1`, `q2` …; of an order or a matrix `q3-0`, `q3-1` …, one for each option.
    """
    answers: dict[str, Answer] = {}
    faults: dict[str, str] = {}
    for question in questions:
        if not is_asked(question, answers):
            continue  # what was typed there before the condition changed is dropped
        name = f"q{question.number}"
        answer, fault = _read(question, name, given)
        if fault or (question.is_required and not answer):
            faults[_anchor(question, name)] = f"{question.number}. {fault or texts.MISSING}"
        elif answer:
            answers[str(question.number)] = answer
    return answers, faults


def _anchor(question: SurveyQuestion, name: str) -> str:
    return name if question.kind in {AnswerKind.TEXT, AnswerKind.NUMBER, AnswerKind.DATE} else f"{name}-0"


def _read(question: SurveyQuestion, name: str, given: Mapping[str, Sequence[str]]) -> tuple[Answer, str]:
    """An answer and what is wrong with it; both empty where nothing was given."""
    places = [str(place) for place in range(len(question.options))]
    one = next(iter(given.get(name, ())), "").strip()
    each = [next(iter(given.get(f"{name}-{place}", ())), "") for place in places]
    match question.kind:
        case AnswerKind.SINGLE | AnswerKind.SCALE:
            known = places if question.kind is AnswerKind.SINGLE else SCALE
            found: tuple[Answer, str] = (one if one in known else "", "")
        case AnswerKind.SEVERAL:
            found = [place for place in places if place in given.get(name, ())], ""
        case AnswerKind.MATRIX:
            is_whole = all(row in SCALE for row in each)
            found = (each, "") if is_whole else ([], texts.ROWS_MISSING if any(each) else "")
        case AnswerKind.ORDER:
            ranks = dict(zip(each, places, strict=True))
            wanted = [str(rank + 1) for rank in range(len(places))]
            is_whole = ranks.keys() == set(wanted)
            order = [ranks[rank] for rank in wanted] if is_whole else []
            found = order, "" if is_whole or not any(each) else texts.ORDER_WRONG
        case _:
            found = (one, "") if not one or _is_fit(question.kind, one) else ("", _WRONG[question.kind])
    return found


_WRONG: Final = {
    AnswerKind.NUMBER: texts.NUMBER_WRONG,
    AnswerKind.DATE: texts.DAY_WRONG,
    AnswerKind.TEXT: texts.TOO_LONG,
}


def _is_fit(kind: AnswerKind, text: str) -> bool:
    if kind is AnswerKind.TEXT:
        return len(text) <= LONGEST_TEXT
    return _is_day(text) if kind is AnswerKind.DATE else _NUMBER.fullmatch(text) is not None


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
