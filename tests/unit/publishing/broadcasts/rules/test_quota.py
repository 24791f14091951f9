"""Rules of quotas: dated, own kind before the general, reserve, warnings, resets."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.clock import VIETNAM, local_day
from loa.publishing.broadcasts.rules.quota import (
    GOVERNMENT,
    RULES,
    Period,
    QuotaRule,
    QuotaWarning,
    RemainingQuota,
    read_quota_rules,
    room,
    rule_for,
    warning_for,
)
from tests.worlds.fakes import START

BUSINESS = 2
EARLY, LATE = date(2024, 1, 1), date(2024, 7, 1)
INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1)).map(
    lambda naive: naive.replace(tzinfo=UTC)
)


def _rule(
    limit: int | None, *, oa_type: int = 0, period: Period = Period.DAY, reserve: int = 0, since: date = EARLY
) -> QuotaRule:
    return QuotaRule(oa_type, period, limit, reserve, since, "test")


# Which rule holds


def test_the_last_rule_in_force_on_the_day_holds() -> None:
    rules = [_rule(5, since=LATE), _rule(1, since=EARLY)]
    assert rule_for(rules, BUSINESS, Period.DAY, date(2023, 12, 31)) is None
    assert rule_for(rules, BUSINESS, Period.DAY, EARLY) == rules[1]
    assert rule_for(rules, BUSINESS, Period.DAY, LATE - timedelta(days=1)) == rules[1]
    assert rule_for(rules, BUSINESS, Period.DAY, LATE) == rules[0]


def test_a_rule_for_its_own_kind_of_account_goes_before_a_general_one_that_is_newer() -> None:
    rules = [_rule(1, since=LATE), _rule(9, oa_type=BUSINESS, since=EARLY)]
    assert rule_for(rules, BUSINESS, Period.DAY, LATE) == rules[1]
    assert rule_for(rules, GOVERNMENT, Period.DAY, LATE) == rules[0]


def test_rules_of_another_period_or_kind_do_not_hold() -> None:
    rules = [_rule(1, period=Period.MONTH), _rule(2, oa_type=BUSINESS)]
    assert rule_for(rules, GOVERNMENT, Period.DAY, LATE) is None


def test_state_agencies_have_no_limit_until_it_is_known_and_others_have_that_of_zalo() -> None:
    assert (
        room(RULES, GOVERNMENT, {Period.DAY: 99, Period.MONTH: 999}, emergency=False, at=START).left is None
    )
    assert room(RULES, BUSINESS, {}, emergency=False, at=START).left == 1
    assert room(RULES, BUSINESS, {Period.MONTH: 3}, emergency=False, at=START).left == 0
    assert room(RULES, BUSINESS, {Period.MONTH: 3}, emergency=True, at=START).left == 1


def test_every_rule_says_where_it_is_written() -> None:
    assert all(rule.source for rule in RULES)


# Room


def test_the_tightest_rule_counts() -> None:
    rules = [_rule(3), _rule(4, period=Period.MONTH)]
    day = room(rules, BUSINESS, {Period.DAY: 2, Period.MONTH: 2}, emergency=False, at=START)
    month = room(rules, BUSINESS, {Period.DAY: 1, Period.MONTH: 4}, emergency=False, at=START)
    assert (day.left, day.limit, day.used) == (1, 3, 2)
    assert (month.left, month.limit, month.used) == (0, 4, 4)
    assert month.resets_at == Period.MONTH.resets_after(START)


def test_when_both_are_used_up_the_later_reset_counts() -> None:
    rules = [_rule(1), _rule(1, period=Period.MONTH)]
    found = room(rules, BUSINESS, {Period.DAY: 1, Period.MONTH: 1}, emergency=False, at=START)
    assert found.resets_at == Period.MONTH.resets_after(START)


def test_the_reserve_is_for_emergencies_only() -> None:
    rules = [_rule(4, reserve=1)]
    assert room(rules, BUSINESS, {Period.DAY: 3}, emergency=False, at=START).left == 0
    assert room(rules, BUSINESS, {Period.DAY: 3}, emergency=True, at=START).left == 1


@given(limit=st.integers(0, 10), reserve=st.integers(0, 10), used=st.integers(0, 20), emergency=st.booleans())
def test_what_is_left_is_never_below_zero_nor_above_the_limit(
    limit: int, reserve: int, used: int, *, emergency: bool
) -> None:
    found = room([_rule(limit, reserve=reserve)], BUSINESS, {Period.DAY: used}, emergency=emergency, at=START)
    assert found.left is not None
    assert 0 <= found.left <= limit
    if emergency:
        assert found.left == max(0, limit - used)


# Warnings


@pytest.mark.parametrize(
    ("limit", "used", "warning"),
    [
        (None, 0, None),
        (0, 0, None),
        (10, 6, None),
        (10, 7, QuotaWarning.MOSTLY_USED),
        (10, 8, QuotaWarning.MOSTLY_USED),
        (10, 9, QuotaWarning.USED_UP),
        (4, 2, None),
        (4, 3, QuotaWarning.USED_UP),
        (1, 0, QuotaWarning.USED_UP),
        (5, 3, QuotaWarning.MOSTLY_USED),
    ],
)
def test_an_officer_is_warned_at_80_and_at_100_percent(
    limit: int | None, used: int, warning: QuotaWarning | None
) -> None:
    assert warning_for(RemainingQuota(1, limit, used)) is warning


# Resets


@pytest.mark.parametrize(
    ("at", "day", "month"),
    [
        ("2024-10-05T10:00", "2024-10-06", "2024-11-01"),
        ("2024-10-31T23:59", "2024-11-01", "2024-11-01"),
        ("2024-12-31T00:00", "2025-01-01", "2025-01-01"),
        ("2024-02-28T12:00", "2024-02-29", "2024-03-01"),
    ],
)
def test_a_quota_begins_anew_at_midnight_in_vietnam(at: str, day: str, month: str) -> None:
    instant = datetime.fromisoformat(at).replace(tzinfo=VIETNAM)
    assert Period.DAY.resets_after(instant) == datetime.fromisoformat(day).replace(tzinfo=VIETNAM)
    assert Period.MONTH.resets_after(instant) == datetime.fromisoformat(month).replace(tzinfo=VIETNAM)


@given(INSTANTS, st.sampled_from(Period))
def test_after_the_reset_another_period_counts(instant: datetime, period: Period) -> None:
    opens = period.resets_after(instant)
    assert opens > instant
    assert period.label(local_day(opens)) != period.label(local_day(instant))
    assert period.label(local_day(opens - timedelta(seconds=1))) == period.label(local_day(instant))


# Rules in a setting


def test_an_empty_setting_means_what_is_known_today() -> None:
    assert read_quota_rules("") == RULES


def test_rules_can_be_given_without_a_new_release() -> None:
    rows = [
        {"oa_type": 4, "period": "month", "limit": 8, "reserve": 2, "since": "2027-01-01", "source": "Zalo"},
        {"oa_type": 0, "period": "day", "limit": None, "since": "2027-01-01", "source": "Zalo"},
    ]
    assert read_quota_rules(json.dumps(rows)) == (
        QuotaRule(4, Period.MONTH, 8, 2, date(2027, 1, 1), "Zalo"),
        QuotaRule(0, Period.DAY, None, 0, date(2027, 1, 1), "Zalo"),
    )


@pytest.mark.parametrize(
    "text", ["no json", '[{"oa_type": 4, "period": "week", "limit": 1}]', '[{"oa_type": 4}]']
)
def test_rules_in_another_form_are_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - json's own and the enum's
        read_quota_rules(text)
