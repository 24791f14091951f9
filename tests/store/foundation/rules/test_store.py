"""Rules in the Units table: read once, again after minutes, and never a reason to stand still."""

import json
import logging
from datetime import UTC, date, datetime

import pytest

from infra.rules.__main__ import changed, holding, listed
from infra.rules.catalogue import LONGEST_TEXT, checked
from loa.errors import Busy
from loa.foundation.rules.store import (
    AGAIN_SECONDS,
    KEPT_SECONDS,
    PARTITION,
    RuleName,
    RuleTextStore,
    StoredRules,
    StoredText,
)
from loa.platform.aws.dynamodb.tables import Table
from loa.publishing.broadcasts.rules.quota import RULES, Period, QuotaRule, read_quota_rules
from tests.conftest import OpenTable

NOW = datetime(2026, 11, 29, 16, 0, tzinfo=UTC)
QUOTAS = RuleName.QUOTAS
ROW = {"oa_type": 4, "period": "day", "limit": 8, "since": "2027-01-01", "source": "Zalo"}
STORED = (QuotaRule(4, Period.DAY, 8, 0, date(2027, 1, 1), "Zalo"),)


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def units(table: OpenTable) -> Table:
    return table("Units")


@pytest.fixture
def rules(units: Table, clock: Clock) -> StoredRules:
    return StoredRules(units, monotonic=clock)


def store(units: Table, text: str) -> None:
    RuleTextStore(units).save(StoredText(QUOTAS, text, NOW, "test"))


def test_nothing_stored_is_what_stands_in_the_code(rules: StoredRules) -> None:
    assert rules.read(QUOTAS, read_quota_rules) == RULES
    assert rules.version() == ()


def test_a_change_is_seen_after_some_minutes_and_only_then(
    rules: StoredRules, units: Table, clock: Clock
) -> None:
    before = rules.version()
    store(units, json.dumps([ROW]))
    clock.seconds += KEPT_SECONDS - 1
    assert (rules.version(), rules.read(QUOTAS, read_quota_rules)) == (before, RULES)
    clock.seconds += 1
    assert rules.version() != before
    assert rules.read(QUOTAS, read_quota_rules) == STORED
    RuleTextStore(units).delete(QUOTAS)
    clock.seconds += KEPT_SECONDS
    assert (rules.version(), rules.read(QUOTAS, read_quota_rules)) == (before, RULES)


@pytest.mark.parametrize("text", ["{", "[]", '[{"oa_type": 4}]', "[" * 20_000])
def test_what_cannot_be_read_leaves_what_was_valid_before(
    rules: StoredRules, units: Table, clock: Clock, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    store(units, json.dumps([ROW]))
    assert rules.read(QUOTAS, read_quota_rules) == STORED
    store(units, text)
    clock.seconds += KEPT_SECONDS
    with caplog.at_level(logging.ERROR):
        assert rules.read(QUOTAS, read_quota_rules) == STORED
    assert rules.unreadable == {QUOTAS}
    (line,) = caplog.records
    assert (line.message, vars(line)["rules"]) == ("stored rules cannot be read", "quotas")
    store(units, json.dumps([ROW]))
    clock.seconds += KEPT_SECONDS
    assert rules.read(QUOTAS, read_quota_rules) == STORED
    assert rules.unreadable == set()


def test_a_new_process_that_cannot_read_them_has_those_of_the_code(rules: StoredRules, units: Table) -> None:
    store(units, "[1]")
    assert rules.read(QUOTAS, read_quota_rules) == RULES
    assert rules.unreadable == {QUOTAS}


def test_when_aws_does_not_answer_the_known_ones_hold_and_a_process_without_any_says_so(
    rules: StoredRules, units: Table, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_: object) -> None:
        raise Busy("aws is busy")

    store(units, json.dumps([ROW]))
    assert rules.read(QUOTAS, read_quota_rules) == STORED
    with monkeypatch.context() as broken:
        broken.setattr(RuleTextStore, "all", busy)
        clock.seconds += KEPT_SECONDS
        assert rules.read(QUOTAS, read_quota_rules) == STORED
        with pytest.raises(Busy):
            StoredRules(units, monotonic=clock).version()
    RuleTextStore(units).delete(QUOTAS)
    clock.seconds += AGAIN_SECONDS - 1
    assert rules.read(QUOTAS, read_quota_rules) == STORED
    clock.seconds += 1
    assert rules.read(QUOTAS, read_quota_rules) == RULES


def test_the_command_shows_changes_and_takes_back(units: Table) -> None:
    texts = RuleTextStore(units)
    assert json.loads(holding(texts, QUOTAS))[0]["limit"] is None
    assert "quotas" in listed(texts)
    assert "stored" not in listed(texts)

    text = json.dumps([ROW])
    checked(QUOTAS, text)
    said = changed(texts, QUOTAS, text, by="an of test")
    assert '+    "limit": 8,' in said
    assert read_quota_rules(texts.all()[QUOTAS].text) == STORED
    assert "by an of test" in listed(texts)
    assert read_quota_rules(holding(texts, QUOTAS)) == STORED

    assert '-    "limit": 8,' in changed(texts, QUOTAS, "", by="an of test")
    assert texts.all() == {}


def test_the_command_mends_what_cannot_be_read(units: Table) -> None:
    texts = RuleTextStore(units)
    store(units, "[1]")
    assert "CANNOT BE READ (rule 1: not an object)" in listed(texts)
    assert holding(texts, QUOTAS) == "[1]"
    changed(texts, QUOTAS, json.dumps([ROW]), by="an of test")
    assert read_quota_rules(holding(texts, QUOTAS)) == STORED


@pytest.mark.parametrize("text", ["", " ", "{}", f"[{' ' * LONGEST_TEXT}]"])
def test_the_command_stores_nothing_that_is_empty_wrong_or_too_long(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        checked(QUOTAS, text)


def test_rows_of_rules_are_no_units(units: Table) -> None:
    store(units, json.dumps([ROW]))
    assert [row["sort"] for row in units.rows(PARTITION)] == ["quotas"]
    assert list(units.rows("40")) == []
