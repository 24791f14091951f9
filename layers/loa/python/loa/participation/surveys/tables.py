"""What is published of a survey: a table for each question, all of them together giving nobody away. Pure.

Tables of one survey are about the same persons, so what one hides another could show. Hence a commune that
is put together with others in one table never stands alone in a table that follows from it, and a question
that only some were asked is published only where the table before already says how many they were.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from loa.participation.surveys import texts
from loa.participation.surveys.model import SCALE, Answer, AnswerKind, SurveyQuestion
from loa.participation.surveys.suppression import REST, SafeTable, UnitAnswers, safe_table


@dataclass(frozen=True, slots=True)
class GivenAnswers:
    """What one person answered, and where they live; nothing of who they are."""

    unit_path: str
    answers: Mapping[str, Answer]


def tables_of(
    questions: Sequence[SurveyQuestion],
    given: Sequence[GivenAnswers],
    paper: Mapping[str, int] = MappingProxyType({}),
) -> list[dict[str, Any]]:
    """Return the tables in the order of the questions: of a matrix one for each of its rows.

    Args:
        questions: of the survey.
        given: all answers, on paper or not: they do not say which.
        paper: how many of them came on paper, by commune.

    Each has `words`, `answered` (0: too few), `columns`, `total`, and `units` with a number for each column.
    """
    if sum(paper.values()) == len(given):
        paper = {}  # nobody else answered whom officers could find
    everybody = _safe([(each.unit_path, ()) for each in given], 0, None, paper)
    safe: dict[int, SafeTable | None] = {}
    shown = []
    for question in questions:
        asked, before = given, everybody
        if question.only_if:
            number, place = question.only_if
            asked = [each for each in given if each.answers.get(str(number)) == str(place)]
            before = _says(safe[number], place)
        for words, labels, places in _columns_of(question, asked):
            table = None
            if before:
                is_exclusive = question.kind is not AnswerKind.SEVERAL
                table = _safe(places, len(labels), before.by_unit, paper, is_exclusive=is_exclusive)
            safe[question.number] = table
            shown.append({"words": words, **_shown(table, labels)})
    return shown


def _says(table: SafeTable | None, place: int) -> SafeTable | None:
    """The table, if it says how many chose an option: else nothing may be said of them either."""
    return table if table and (place,) in table.options else None


def _safe(
    chosen: Iterable[tuple[str, Sequence[int]]],
    columns: int,
    apart: Collection[str] | None,
    paper: Mapping[str, int],
    *,
    is_exclusive: bool = True,
) -> SafeTable | None:
    """The table of what persons chose; of the communes only those in `apart` may stand alone."""
    by_unit: dict[str, UnitAnswers] = {}
    seen: Counter[str] = Counter()
    for path, places in chosen:
        seen[path] += 1
        unit = path if apart is None or path in apart else REST
        may_be_paper = seen[path] <= paper.get(path, 0)
        one = UnitAnswers(1, tuple(int(place in places) for place in range(columns)), int(may_be_paper))
        by_unit[unit] = by_unit[unit] + one if unit in by_unit else one
    return safe_table(by_unit, is_exclusive=is_exclusive)


def _columns_of(
    question: SurveyQuestion, asked: Sequence[GivenAnswers]
) -> Iterator[tuple[str, list[str], list[tuple[str, list[int]]]]]:
    """The tables of a question: its words, its columns, and which of them each person is in."""
    name, words = str(question.number), f"{question.number}. {question.words}"
    for row in range(len(question.options) if question.kind is AnswerKind.MATRIX else 1):
        labels = _labels(question)
        nothing = [len(labels)]  # whoever gave no answer would follow by subtraction
        places = [
            (
                each.unit_path,
                _places(question.kind, each.answers[name], row) if name in each.answers else nothing,
            )
            for each in asked
        ]
        if not question.is_required:
            labels.append(texts.NO_ANSWER)
        is_matrix = question.kind is AnswerKind.MATRIX
        yield f"{words} {question.options[row]}" if is_matrix else words, labels, places


def _labels(question: SurveyQuestion) -> list[str]:
    match question.kind:
        case AnswerKind.SINGLE | AnswerKind.SEVERAL:
            return list(question.options)
        case AnswerKind.SCALE | AnswerKind.MATRIX:
            return [texts.SCORE.format(score=score) for score in SCALE]
        case AnswerKind.ORDER:
            return [texts.FIRST.format(option=option) for option in question.options]
        case _:
            return [texts.WRITTEN]


def _places(kind: AnswerKind, answer: Answer, row: int) -> list[int]:
    match kind:
        case AnswerKind.SINGLE:
            return [int(str(answer))]
        case AnswerKind.SEVERAL:
            return [int(place) for place in answer]
        case AnswerKind.SCALE:
            return [int(str(answer)) - 1]
        case AnswerKind.ORDER:
            return [int(answer[0])]
        case AnswerKind.MATRIX:
            return [int(answer[row]) - 1]
        case _:
            return [0]


def _shown(safe: SafeTable | None, labels: Sequence[str]) -> dict[str, Any]:
    if safe is None:
        return {"answered": 0, "columns": [], "total": [], "units": []}
    told = {place for column in safe.options for place in column}
    return {
        "answered": safe.answered,
        "columns": [labels[column[0]] if len(column) == 1 else texts.FEW for column in safe.options],
        "total": list(safe.total),
        "untold": [label for place, label in enumerate(labels) if place not in told],
        "units": [
            {"unit_path": unit, "numbers": list(numbers)}
            for unit, numbers in sorted(safe.by_unit.items(), key=lambda each: (each[0] == REST, each[0]))
        ],
    }
