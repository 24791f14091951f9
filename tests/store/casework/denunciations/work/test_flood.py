"""An hour of the page: the first as they come, more with an answer, never over the bound, none twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from loa.casework.denunciations.model import Receipt
from loa.casework.denunciations.work import flood
from loa.casework.denunciations.work.flood import FormQuestion, PageFull
from loa.casework.denunciations.work.intake import new_form_key
from loa.errors import Busy, InvalidInput
from tests.conftest import OpenTable
from tests.worlds.store.denunciations import NOW, ON_THE_REAL_ENGINE, PROVINCE, SAID, Place

HOUR = timedelta(hours=1)


@pytest.fixture
def place(table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setattr(flood, "OPEN_AN_HOUR", 3)
    monkeypatch.setattr(flood, "MOST_AN_HOUR", 5)
    return Place(table)


def answered(place: Place, key: str = "", answer: str | None = None, after: timedelta = 0 * HOUR) -> Receipt:
    key = key or new_form_key()
    asked = FormQuestion.of(key)
    said = f"Bằng {asked.first + asked.second} ạ" if answer is None else answer
    return place.registry.at(NOW + after).submit(key, SAID, province=PROVINCE, answer=said)


def test_above_the_first_a_question_is_asked_and_above_all_nothing_is_taken(place: Place) -> None:
    for _ in range(3):
        answered(place, answer="")
    for wrong in ("", "1", "12 13", "không biết"):
        with pytest.raises(InvalidInput) as refused:
            answered(place, answer=wrong)
        assert list(refused.value.fields) == ["answer"]
    answered(place)
    answered(place)
    with pytest.raises(PageFull):
        answered(place)
    assert len(place.heads(PROVINCE)) == 5
    answered(place, answer="", after=HOUR)


def test_the_same_form_gets_its_receipt_whatever_the_hour_has_taken(place: Place) -> None:
    key = new_form_key()
    first = answered(place, key)
    for _ in range(4):
        answered(place)
    assert answered(place, key, answer="") == first
    assert len(place.heads(PROVINCE)) == 5


def test_words_from_the_chat_are_not_counted_and_come_in_while_the_page_is_full(place: Place) -> None:
    for _ in range(5):
        answered(place)
    bundle = place.sealed()
    assert place.taken_over(bundle, NOW + 2 * HOUR)
    assert len(place.heads(PROVINCE)) == 6


@ON_THE_REAL_ENGINE
def test_all_at_once_never_pass_the_bound(place: Place) -> None:
    def tries(_: int) -> bool:
        for _ in range(20):
            try:
                answered(place)
            except PageFull:
                return False
            except Busy:
                continue
            return True
        return False

    with ThreadPoolExecutor(6) as pool:
        taken = list(pool.map(tries, range(12)))
    assert taken.count(True) == len(place.heads(PROVINCE)) == 5


def test_the_question_is_of_its_form_alone() -> None:
    questions = {FormQuestion.of(new_form_key()) for _ in range(200)}
    assert len(questions) > 20
    assert all(4 <= asked.first + asked.second <= 18 for asked in questions)
