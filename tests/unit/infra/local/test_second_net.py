"""How the second net is learned: from which inputs, and twice alike."""

import pytest

from infra.local.dialogue import LATER, OUTSIDERS
from infra.local.second_net import LEARNED, Row, digest, held_out, labelled, learned, rows, threshold
from loa.dialogue.understanding.second_net.net import Sound, header

A_PART = 20
"""What is composed is learned from for half a minute: every so many of it say as much here."""


def test_the_weights_are_those_of_the_inputs_as_they_stand() -> None:
    assert header()["learned_from"] == digest(), "make net"


def test_what_measures_is_not_learned_from() -> None:
    assert not {"unseen", LATER, OUTSIDERS} & set(LEARNED)


@pytest.fixture(scope="module")
def some() -> list[Row]:
    found = rows(labelled()[-150:], Sound.REFUSAL)
    return [row for number, row in enumerate(found) if not row.is_composed or not number % A_PART]


def test_the_same_inputs_make_the_same_weights(some: list[Row]) -> None:
    assert learned(some) == learned(some)
    assert held_out(some) == held_out(some)


def test_the_threshold_raises_no_more_than_its_share(some: list[Row]) -> None:
    scored = held_out(some)
    ordinary = [value for value, row in scored if row.is_left and not row.is_it]
    limit = threshold(scored, 0.1)
    assert ordinary
    assert sum(value > limit for value in ordinary) <= 0.1 * len(ordinary)
