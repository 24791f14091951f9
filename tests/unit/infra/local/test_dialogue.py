"""How well the dialogue understands what residents type: labelled sets, as `make dialogue` measures."""

from collections import Counter
from functools import cache

import pytest

from infra.local.dialogue import (
    EXAM,
    FRESH,
    HALVES,
    LATER,
    OUTSIDERS,
    PEOPLE,
    SETS,
    STRANGER,
    VARIED,
    WRITTEN_FOR_THE_NET,
    Measured,
    above_in_vain,
    asked_in_vain,
    false_alarms,
    inputs,
    measure,
    offered_in_vain,
    rules_alone,
    totals,
    watched_in_vain,
)

FEWEST = 1_000
SITUATIONS = {
    "idle", "night", "menu", "kind", "what", "where", "since", "whom", "pictures", "check", "code", "rating",
    "supplement", "rated",
}  # fmt: skip


MENDED = (*HALVES, STRANGER)
"""The rules were widened by these: no danger may come back."""


@cache
def measured_in(name: str) -> list[Measured]:
    return measure(name)


@pytest.fixture(scope="module", params=MENDED)
def half(request: pytest.FixtureRequest) -> list[Measured]:
    return measured_in(request.param)


def test_there_are_enough_inputs_in_every_situation() -> None:
    lines = {name: inputs(name) for name in SETS}
    assert sum(map(len, lines.values())) >= FEWEST
    for name, of_half in lines.items():
        assert name in {EXAM, PEOPLE, OUTSIDERS} or {line["situation"] for line in of_half} == SITUATIONS
        keys = Counter((line["situation"], line.get("said"), line.get("media")) for line in of_half)
        assert max(keys.values()) == 1


def test_no_input_stands_in_two_sets() -> None:
    keys = [
        (line["situation"], line.get("said"), line.get("media"))
        for name in (*SETS, *WRITTEN_FOR_THE_NET)
        for line in inputs(name)
    ]
    assert [key for key, times in Counter(keys).items() if times > 1] == []


def test_nearly_all_are_understood_or_reach_a_person(half: list[Measured]) -> None:
    found = totals(half)
    assert (found["right"] + found["to_person"]) / found["inputs"] >= 0.95


@pytest.mark.parametrize("hazard", ["emergency", "no", "unsolved", "denunciation"])
def test_no_danger_is_unheard_no_no_taken_for_a_yes_no_denunciation_exposed(
    half: list[Measured], hazard: str
) -> None:
    labelled = [one for one in half if one.line.get("hazard") == hazard]
    assert labelled
    harmed = [(one.line, one.outcome) for one in labelled if one.verdict == "dangerous"]
    assert harmed == []


def test_nothing_is_done_that_was_not_wanted(half: list[Measured]) -> None:
    harmed = [(one.line, one.outcome) for one in half if one.verdict == "dangerous"]
    assert harmed == []


def test_silence_is_no_answer(half: list[Measured]) -> None:
    assert [one.line for one in half if one.outcome == "silence"] == []


def test_calls_for_help_that_nobody_wrote_rules_from_are_heard_or_asked_about() -> None:
    measured = measured_in(FRESH)
    calls = [one for one in measured if one.line.get("hazard") == "emergency"]
    assert len(calls) >= 100
    assert [one.line for one in calls if one.verdict == "dangerous"] == []
    assert len(false_alarms(measured)) <= 2
    assert len(asked_in_vain(measured)) <= 0.12 * len(measured)


# The net has learned from `exam` and `people` since 1 December: what they measure is no longer new to it.


@pytest.mark.parametrize(
    ("name", "most"), [(FRESH, 0), (VARIED, 0), (LATER, 0), (EXAM, 0), (PEOPLE, 0), (OUTSIDERS, 0)]
)
def test_what_is_still_dangerous_only_shrinks(name: str, most: int) -> None:
    assert totals(measured_in(name))["dangerous"] <= most


LEFT_IN_WHAT_WAS_WRITTEN_FOR_THE_NET = {"examples": 0, "taught": 1, "subtle": 1, "others": 0}


@pytest.mark.parametrize("name", WRITTEN_FOR_THE_NET)
def test_what_the_net_has_learned_from__is_dangerous_no_more_than_that(name: str) -> None:
    assert totals(measure(name))["dangerous"] <= LEFT_IN_WHAT_WAS_WRITTEN_FOR_THE_NET[name]


@pytest.mark.parametrize("name", [VARIED, LATER, EXAM, PEOPLE, OUTSIDERS])
def test_the_second_net_catches_most_of_what_the_rules_let_through(name: str) -> None:
    with rules_alone():
        alone = totals(measure(name))["dangerous"]
    assert 2 * totals(measured_in(name))["dangerous"] <= alone


@pytest.mark.parametrize("name", ["unseen", VARIED, LATER, EXAM, PEOPLE, OUTSIDERS])
def test_nearly_all_are_understood_or_read_and_who_may_need_help_has_the_numbers(name: str) -> None:
    found = totals(measured_in(name))
    assert found["right"] + found["to_person"] + found["asked"] + found["first"] >= 0.95 * found["inputs"]


@pytest.mark.parametrize(
    ("name", "asked", "offered", "watched", "above"),
    [
        ("unseen", 15, 7, 30, 18),
        (VARIED, 7, 6, 6, 10),
        (LATER, 11, 8, 16, 10),
        (EXAM, 17, 1, 5, 1),
        (PEOPLE, 20, 1, 3, 17),
        (OUTSIDERS, 41, 16, 18, 27),
    ],
)
def test_ordinary_words_are_seldom_asked_about_or_offered_the_confidential_way_or_read_before_others(
    name: str, asked: int, offered: int, watched: int, above: int
) -> None:
    measured = measured_in(name)
    ordinary = [one for one in measured if one.line.get("hazard") not in {"emergency", "denunciation"}]
    assert len(asked_in_vain(ordinary)) <= asked
    assert len(offered_in_vain(ordinary)) <= offered
    assert len(watched_in_vain(ordinary)) <= watched
    assert len(above_in_vain(ordinary)) <= above


def test_ordinary_words_of_fire_water_and_death_raise_no_alarm() -> None:
    measured = measured_in(STRANGER)
    assert sum(one.line.get("hazard") == "not_emergency" for one in measured) >= 40
    assert [one.line for one in false_alarms(measured)] == []
