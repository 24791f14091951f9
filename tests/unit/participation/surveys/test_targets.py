"""Where a survey was not heard enough, without a number of a few people."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as some

from loa.foundation.statistics.disclosure import FEWEST
from loa.participation.surveys.model import AnswerKind, SurveyQuestion
from loa.participation.surveys.targets import STEP, coverage, heard, is_due, reach_of

PATHS = ("40.1", "40.2", "40.3")


@given(
    some.integers(1, 30),
    some.dictionaries(some.sampled_from((*PATHS, "40.9")), some.integers(0, 40)),
)
def test_each_commune__is_reached_or_missing__and_no_few_are_numbered(
    target: int, answered: dict[str, int]
) -> None:
    found = coverage(target, PATHS, answered)
    missing = {path for path, _ in found.missing}
    assert found.reached + len(found.missing) == len(PATHS)
    assert missing == {path for path in PATHS if answered.get(path, 0) < target}
    assert all(count is None or count == 0 or count >= FEWEST for _, count in found.missing)


SEX = SurveyQuestion(1, AnswerKind.SINGLE, "Nam hay nữ?", ("Nam", "Nữ"), wanted=(20, 0))
AGE = SurveyQuestion(2, AnswerKind.SINGLE, "Bao nhiêu tuổi?", ("Dưới 40", "Từ 40"), wanted=(30, 50))
NOT_AIMED = SurveyQuestion(3, AnswerKind.SINGLE, "Có đi họp không?", ("Có", "Không"))


@given(some.lists(some.fixed_dictionaries({}, optional={name: some.sampled_from("01") for name in "123"})))
def test_what_an_answer_has__is_told_in_tens__never_more_than_it_has(given: list[dict[str, str]]) -> None:
    told = heard([SEX, AGE, NOT_AIMED], given)
    assert told.keys() == {"1", "2", "3"}
    for number, tens in told.items():
        chosen = Counter(each[number] for each in given if number in each)
        for place, count in enumerate(tens):
            assert count % STEP == 0
            assert count <= chosen[str(place)] < count + STEP


@given(some.integers(0, 100_000), some.integers(0, 100_000))
def test_numbers_of_answers__are_told_anew__only_when_many_more_have_answered(told: int, more: int) -> None:
    assert not (is_due(told + more, told) and more < max(10, told // 20))
    assert is_due(told + max(10, told // 20), told)


def test_options_without_a_target__are_not_told() -> None:
    assert [(each.option, each.wanted, each.heard) for each in reach_of(SEX, [10, 40])] == [("Nam", 20, 10)]
    assert [each.heard for each in reach_of(AGE, ())] == [0, 0]
