"""Tables of one survey, looked at together, say no more than each of them."""

from collections import Counter
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from loa.foundation.statistics.disclosure import FEWEST
from loa.participation.surveys.model import Answer, AnswerKind, SurveyQuestion
from loa.participation.surveys.suppression import REST
from loa.participation.surveys.tables import GivenAnswers, tables_of
from loa.participation.surveys.texts import NO_ANSWER
from loa.reports.surveys.tables import result_table
from loa.reports.surveys.texts import NOT_APART

OPTIONS = ("Có", "Không", "Chưa biết")
FIRST = SurveyQuestion(1, AnswerKind.SINGLE, "Có đi họp không?", OPTIONS)
WHY = SurveyQuestion(2, AnswerKind.SINGLE, "Họp có ích không?", ("Có", "Không"), only_if=(1, 0))
OPTIONAL_WHY = SurveyQuestion(2, AnswerKind.SINGLE, WHY.words, WHY.options, is_required=False, only_if=(1, 0))
OPTIONAL = SurveyQuestion(2, AnswerKind.SCALE, "Hài lòng mức nào?", is_required=False)


def people(unit: str, count: int, **answers: Answer) -> list[GivenAnswers]:
    return [GivenAnswers(unit, {name[1:]: answer for name, answer in answers.items()})] * count


def test_a_question_asked_of_some__where_their_number_was_hidden__is_not_published() -> None:
    yes, no, unknown = (
        people("40.1", 7, q1="0", q2="1"),
        people("40.1", 3, q1="1"),
        people("40.1", 20, q1="2"),
    )
    first, why = tables_of([FIRST, WHY], [*yes, *no, *unknown])
    assert first["total"] == [10, 20]  # the three are hidden among those who said yes
    assert why["answered"] == 0  # seven were asked: three would follow


def test_a_commune_hidden_in_one_table__does_not_stand_alone_in_the_next() -> None:
    answers = [
        *people("40.1", 6, q1="0", q2="0"), *people("40.1", 2, q1="1"), *people("40.1", 10, q1="2"),
        *people("40.2", 3, q1="0", q2="0"), *people("40.2", 6, q1="1"), *people("40.2", 6, q1="2"),
        *people("40.3", 9, q1="0", q2="0"), *people("40.3", 9, q1="1"), *people("40.3", 9, q1="2"),
        *people("40.4", 5, q1="0", q2="0"), *people("40.4", 6, q1="1"), *people("40.4", 6, q1="2"),
    ]  # fmt: skip
    first, why = tables_of([FIRST, WHY], answers)
    assert by_unit(first) == {"40.4": [5, 6, 6], REST: [18, 17, 25]}
    assert {unit: sum(numbers) for unit, numbers in by_unit(why).items()} == {"40.4": 5, REST: 18}


def test_who_left_a_question_out__is_counted_or_hidden_as_every_answer_is() -> None:
    answers = [*people("40.1", 20, q1="0", q2="5"), *people("40.1", 8, q1="1")]
    assert tables_of([FIRST, OPTIONAL], answers)[1]["columns"][-1] == NO_ANSWER
    few = tables_of([FIRST, OPTIONAL], [*answers[:20], *people("40.1", 2, q1="0")])[1]
    assert few["answered"] == sum(few["total"]) == 22
    assert not set(few["total"]) & set(range(1, FEWEST))


def test_an_option_whose_number_is_kept_back__is_named() -> None:
    several = SurveyQuestion(1, AnswerKind.SEVERAL, "Thiếu gì?", OPTIONS)
    (table,) = tables_of([several], [*people("40.1", 6, q1=["1"]), *people("40.1", 2, q1=["2"])])
    assert table["columns"] == ["Có"]
    assert table["untold"] == ["Không", "Chưa biết"], "six and two of eight: two would follow"
    cells = [row.cells for row in result_table([{**table, "words": "Thiếu gì?"}], "").rows]
    assert [cell for cell, number in cells if number is None] == [
        f"{option}: {NOT_APART}" for option in table["untold"]
    ]


@st.composite
def surveyed(draw: st.DrawFn) -> list[GivenAnswers]:
    """Persons of up to five communes; some leave the second question out."""
    found: list[GivenAnswers] = []
    for number in range(draw(st.integers(1, 5))):
        unit = f"40.{number}"
        found += people(unit, draw(st.integers(0, 9)), q1="1") + people(unit, draw(st.integers(0, 9)), q1="2")
        for answer in ("0", "1"):
            found += people(unit, draw(st.integers(0, 9)), q1="0", q2=answer)
        found += people(unit, draw(st.integers(0, 4)), q1="0")
    return found


@given(surveyed())
def test_what_follows_from_an_answer__adds_up_to_what_was_said_of_it(answers: list[GivenAnswers]) -> None:
    first, after = tables_of([FIRST, OPTIONAL_WHY], answers)
    if not after["answered"]:
        return
    said = dict(zip(first["columns"], first["total"], strict=True))
    assert after["answered"] == sum(after["total"]) == said["Có"]
    alone = by_unit(after).keys() - {REST}
    assert alone <= by_unit(first).keys()
    for unit in alone:
        assert sum(by_unit(after)[unit]) == by_unit(first)[unit][first["columns"].index("Có")]


@given(surveyed(), st.randoms(use_true_random=False), st.integers(0, 40))
def test_an_officer_who_takes_away_what_came_on_paper__is_left_with_five_or_nobody(
    answers: list[GivenAnswers], chance: Random, typed: int
) -> None:
    on_paper = set(chance.sample(range(len(answers)), min(typed, len(answers))))
    paper = Counter(answers[place].unit_path for place in on_paper)
    first, why = tables_of([FIRST, OPTIONAL_WHY], answers, paper)
    for table, is_asked in ((first, None), (why, "0")):
        alone = by_unit(table).keys() - {REST}
        groups: dict[str, Counter[bool]] = {}
        for place, each in enumerate(answers if table["answered"] else ()):
            if is_asked is None or each.answers["1"] == is_asked:
                unit = each.unit_path if each.unit_path in alone else REST
                groups.setdefault(unit, Counter())[place in on_paper] += 1
        assert groups.keys() == by_unit(table).keys()
        for group in groups.values():
            assert not group[True] or group[False] >= FEWEST or len(on_paper) == len(answers)


def test_a_commune_with_paper__stands_alone_only_with_five_others__or_where_all_came_on_paper() -> None:
    answers = [*people("40.1", 20, q1="0"), *people("40.2", 20, q1="0"), *people("40.3", 20, q1="0")]
    alone = [by_unit(tables_of([FIRST], answers, {"40.2": typed})[0]).keys() for typed in (15, 16)]
    assert alone[0] == {"40.1", "40.2", "40.3"}
    assert "40.2" not in alone[1]
    assert tables_of([FIRST], answers[:20], {"40.1": 19})[0]["answered"] == 0
    assert tables_of([FIRST], answers[:20], {"40.1": 20}) == tables_of([FIRST], answers[:20])


def by_unit(table: dict[str, Any]) -> dict[str, list[int]]:
    return {each["unit_path"]: each["numbers"] for each in table["units"]}
