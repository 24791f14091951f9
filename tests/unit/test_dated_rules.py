"""Dated rules: one reader for all of them, which answers what it does not understand with ValueError."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.rules.catalogue import KINDS
from loa.dated_rules import RuleOfLaw, dump, in_force, load, nearest
from loa.foundation.rules.store import RuleName


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True)
class Sample:
    since: date
    days: int
    colour: Colour
    wait: timedelta
    note: str = ""
    limit: int | None = None
    sure: bool = False
    until: date | None = None

    def __post_init__(self) -> None:
        if self.days < 0:
            raise ValueError("days are counted forwards")


ROW = {"since": "2026-07-01", "days": 3, "colour": "red", "wait_hours": 1.5}
RULE = Sample(date(2026, 7, 1), 3, Colour.RED, timedelta(minutes=90))
KNOWN = (RULE,)


def test_an_empty_text_is_what_stands_in_the_code() -> None:
    assert load("", Sample, KNOWN) is KNOWN
    assert load(" \n", Sample, KNOWN) is KNOWN


def test_a_row_becomes_a_rule_and_goes_back() -> None:
    whole = ROW | {"note": "điều 7", "limit": 4, "sure": True, "until": "2026-12-31"}
    rules = load(json.dumps([ROW, whole]), Sample, ())
    assert rules == (
        RULE,
        Sample(date(2026, 7, 1), 3, Colour.RED, timedelta(minutes=90), "điều 7", 4, True, date(2026, 12, 31)),
    )
    assert load(dump(rules), Sample, ()) == rules


@dataclass(frozen=True, slots=True)
class Lawful(RuleOfLaw):
    since: date
    days: int


def test_a_rule_of_law__says_what_it_rests_on__last__and_goes_back() -> None:
    rule = Lawful(date(2026, 7, 1), 3, source="điều 7", verified=True, read_by="Nguyễn Thị Đọc")
    assert list(json.loads(dump([rule]))[0])[:2] == ["since", "days"]
    assert load(dump([rule]), Lawful, ()) == (rule,)
    assert not rule.is_confirmed, "nobody knows when it was read"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "Expecting"),
        ("[" * 100_000, "nested too deeply"),
        ("{}", "a list of at least one"),
        ("[]", "a list of at least one"),
        ("[1]", "rule 1: not an object"),
        (json.dumps([ROW, {}]), "rule 2: since is missing"),
        (json.dumps([ROW | {"day": 1}]), "rule 1: 'day' is none of since, days, colour, wait_hours"),
        (json.dumps([ROW | {"days": "3"}]), "days: not of the type int"),
        (json.dumps([ROW | {"days": True}]), "days: not of the type int"),
        (json.dumps([ROW | {"days": 3.5}]), "days: not of the type int"),
        (json.dumps([ROW | {"days": -1}]), "days are counted forwards"),
        (json.dumps([ROW | {"sure": "false"}]), "sure: not of the type bool"),
        (json.dumps([ROW | {"colour": "green"}]), "colour: 'green' is not a valid"),
        (json.dumps([ROW | {"colour": ["red"]}]), "colour: not a text"),
        (json.dumps([ROW | {"since": "1/7/2026"}]), "since: Invalid isoformat"),
        (json.dumps([ROW | {"since": None}]), "since: not a text"),
        (json.dumps([ROW | {"wait_hours": "1"}]), "wait_hours: not a number of hours"),
        (json.dumps([ROW | {"wait_hours": 1e300}]), "wait_hours: "),
        (json.dumps([ROW | {"wait_hours": float("nan")}]), "wait_hours: "),
        (json.dumps([ROW | {"until": "2026-06-30"}]), "it ends before it begins"),
        (f'[{{"since": "2026-07-01", "days": {"9" * 5000}}}]', "Exceeds the limit"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_place(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        load(text, Sample, KNOWN)
    assert reason in str(refused.value)


def at(day: str, until: str | None = None) -> Sample:
    return Sample(
        date.fromisoformat(day),
        1,
        Colour.RED,
        timedelta(0),
        until=date.fromisoformat(until) if until else None,
    )


def test_the_rule_that_began_last_and_has_not_ended_holds() -> None:
    old, ended, new = at("2024-01-01"), at("2025-01-01", "2025-03-31"), at("2026-07-01")
    rules = [new, old, ended]
    assert in_force(rules, date(2023, 12, 31)) is None
    assert in_force(rules, date(2024, 1, 1)) is old
    assert in_force(rules, date(2025, 3, 31)) is ended
    assert in_force(rules, date(2025, 4, 1)) is old
    assert in_force(rules, date(2026, 7, 1)) is new
    assert nearest(rules, date(2001, 1, 1)) is old
    assert nearest([ended, at("2030-01-01")], date(2026, 1, 1)) is ended
    with pytest.raises(ValueError, match="no rule"):
        nearest([], date(2026, 1, 1))


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=8,
)
READERS = pytest.mark.parametrize("name", list(RuleName))


def spoiled(value: Any, with_what: Any, draw: Callable[[int], int]) -> Any:
    """The value with one of its parts replaced."""
    if isinstance(value, list | dict) and value and draw(4):
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        key = keys[draw(len(keys))]
        copy = value.copy()
        copy[key] = spoiled(value[key], with_what, draw)
        return copy
    return with_what


@READERS
@given(data=st.data(), junk=ANYTHING)
def test_no_reader_raises_anything_but_a_value_error(name: RuleName, data: st.DataObject, junk: Any) -> None:
    kind = KINDS[name]
    whole = json.loads(kind.write(kind.read("")))
    text = json.dumps(spoiled(whole, junk, lambda below: data.draw(st.integers(0, below - 1))))
    try:
        kind.read(text)
    except ValueError as error:
        assert str(error)  # noqa: PT017 - either outcome is right


@READERS
def test_what_holds_is_written_so_that_it_can_be_read(name: RuleName) -> None:
    kind = KINDS[name]
    assert kind.read(kind.write(kind.read(""))) == kind.read("")


def test_a_calendar_goes_there_and_back() -> None:
    kind = KINDS[RuleName.CALENDAR]
    text = json.dumps(
        {
            "hours": {"1": [["07:00", "11:00"], ["13:00", "16:30:30"]], "6": [["08:00", "11:00"]]},
            "days_off": [{"day": "2026-12-31", "name": "Nghỉ bù"}, {"day": "2027-01-04"}],
            "working_days": [{"day": "2027-01-09"}],
        }
    )
    assert kind.read(kind.write(kind.read(text))) == kind.read(text)
