"""How the figures of a crowd are computed."""

import random
from collections import Counter

import pytest

from infra.local.bench.crowd import ACKNOWLEDGED, acknowledgements, shuffled_twice
from infra.local.crowd import Asked, share
from loa.dialogue.conversations import texts


def test_an_acknowledgement_is_known_by_its_first_sentence() -> None:
    assert texts.acknowledgement("Mặt trận xã Mường Xén", "").startswith(ACKNOWLEDGED)
    assert texts.acknowledgement("Mặt trận xã Mường Xén", "07:30 thứ Hai").startswith(ACKNOWLEDGED)


def test_acknowledgements_are_counted_by_resident() -> None:
    told = f"Chào mừng.\n{ACKNOWLEDGED} Cán bộ sẽ đọc."
    messages = [{"user_id": "a", "text": told}, {"user_id": "a", "text": told}, {"user_id": "b", "text": "1"}]
    assert acknowledgements(messages) == {"a": 2}


def test_everything_comes_twice_and_in_another_order() -> None:
    records = [{"body": str(number)} for number in range(20)]
    shuffled = shuffled_twice(records, random.Random(4))
    assert Counter(record["body"] for record in shuffled) == dict.fromkeys(map(str, range(20)), 2)
    assert [record["body"] for record in shuffled[::2]] != [record["body"] for record in records]


def test_a_worklist_is_told_as_a_multiple_of_its_query_and_of_what_was_asked_beside_it() -> None:
    shown = Asked(worklist=[0.3] * 9 + [0.8], query=[0.05] * 10, beside=[0.1] * 9 + [0.4]).shown()
    assert shown["asked"] == 10
    assert share(shown) == pytest.approx(2)
