"""When a resident may be written to, and what a message is: pure rules."""

import json
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.platform.zalo.pauses import CEILINGS, ceiling
from loa.residents.messages import texts
from loa.residents.messages.model import (
    MISSED_AT_MOST,
    MessageState,
    is_key,
    missed_after,
    text_content,
)
from loa.residents.messages.windows import (
    RULES,
    Verdict,
    Window,
    WindowRule,
    read_window_rules,
    rule_for,
    verdict,
    window,
)
from tests.worlds.fakes import START

RULE = RULES[0]
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("ago", "expected"),
    [
        (timedelta(seconds=-3), Window.FREE),
        (timedelta(), Window.FREE),
        (48 * HOUR, Window.FREE),
        (48 * HOUR + timedelta(milliseconds=1), Window.PAID),
        (timedelta(days=7), Window.PAID),
        (timedelta(days=7, milliseconds=1), Window.CLOSED),
        (timedelta(days=400), Window.CLOSED),
    ],
)
def test_a_window_is_free_for_48_hours_and_open_for_seven_days(ago: timedelta, expected: Window) -> None:
    assert window(RULE, START - ago, START) is expected


def test_who_has_never_done_anything_is_in_no_window() -> None:
    assert verdict(RULES, 2, None, START) == Verdict(Window.NEVER, "never_interacted")


@given(st.integers(0, 60 * 24 * 30), st.integers(0, 60 * 24 * 30))
def test_a_later_interaction_never_closes_a_window(minutes: int, earlier: int) -> None:
    order = [Window.FREE, Window.PAID, Window.CLOSED]
    recent = window(RULE, START - timedelta(minutes=minutes), START)
    older = window(RULE, START - timedelta(minutes=minutes + earlier), START)
    assert order.index(recent) <= order.index(older)


def test_an_open_window_has_no_reason_and_a_closed_one_says_why() -> None:
    assert verdict(RULES, 4, START - HOUR, START) == Verdict(Window.FREE)
    assert verdict(RULES, 4, START - 50 * HOUR, START) == Verdict(Window.PAID)
    assert verdict(RULES, 4, START - 200 * HOUR, START) == Verdict(Window.CLOSED, "window_closed")


def test_the_configuration_may_ask_zalo_anyway_or_refuse_to_pay() -> None:
    wish = {"oa_type": 4, "free_hours": 48, "allowed_hours": 168, "since": "2026-01-01", "source": "công văn"}
    asking = read_window_rules(json.dumps([{**wish, "ask_anyway": True}]))
    at = datetime.fromisoformat("2026-11-21T08:00:00+07:00")
    assert verdict(asking, 4, None, at) == Verdict(Window.NEVER)
    assert verdict(asking, 4, at - timedelta(days=30), at) == Verdict(Window.CLOSED)
    thrifty = read_window_rules(json.dumps([{**wish, "send_paid": False}]))
    assert verdict(thrifty, 4, at - timedelta(days=3), at) == Verdict(Window.PAID, "window_paid")


def test_the_last_rule_in_force_counts_and_an_accounts_own_before_the_general_one() -> None:
    own = WindowRule(4, HOUR, HOUR, date(2025, 1, 1), "riêng")
    later = WindowRule(0, 2 * HOUR, 2 * HOUR, date(2026, 1, 1), "chung")
    rules = (*RULES, own, later)
    assert rule_for(rules, 4, date(2026, 6, 1)) is own
    assert rule_for(rules, 2, date(2026, 6, 1)) is later
    assert rule_for(rules, 2, date(2025, 12, 31)) is RULE
    assert rule_for(rules, 2, date(2020, 1, 1)) is None


def test_without_a_rule_zalo_decides() -> None:
    assert verdict((), 2, None, START) == Verdict(None)


def test_no_setting_means_what_is_known_and_a_wrong_one_is_refused() -> None:
    assert read_window_rules("") == RULES
    assert all(rule.source and rule.free <= rule.allowed for rule in RULES)
    with pytest.raises(ValueError, match="rule 1: free_hours is missing"):
        read_window_rules('[{"oa_type": 4}]')


@pytest.mark.parametrize("key", ["a" * 8, "case-7:acknowledged", "A.b_c-d:" * 16])
def test_a_key_is_a_plain_name(key: str) -> None:
    assert is_key(key)


@pytest.mark.parametrize(
    "key", ["", "short", "a" * 129, "has space", "có dấu đây", "line\nbreak1", "a#b#c#d#e"]
)
def test_other_texts_are_no_keys(key: str) -> None:
    assert not is_key(key)


def test_a_text_is_kept_as_people_see_it() -> None:
    assert text_content("Ho\u0302\u0300").text == "H\u1ed3"


@given(st.integers(0, 100))
def test_pauses_grow_and_have_a_ceiling(number: int) -> None:
    assert missed_after(number) <= missed_after(number + 1) <= MISSED_AT_MOST
    assert ceiling(number) in CEILINGS


def test_every_state_has_its_words() -> None:
    assert set(texts.STATES) == {state.value for state in MessageState}
