"""Services are built once per process, from one setting at a time, and anew when a stored rule changes."""

import pytest

from loa.bootstrap import casework, foundation, wiring
from loa.foundation.rules.store import StoredRules
from loa.settings import SettingsMissing

ENVIRONMENT = {
    "PROVINCE_CODE": "40",
    "UNITS_AS_OF": "",
    "UNITS_TABLE": "units",
    "CASES_TABLE": "cases",
    "STATISTICS_TABLE": "statistics",
    "AUDIENCE_TABLE": "audience",
    "MESSAGES_QUEUE_URL": "https://sqs.example.vn/messages",
}


@pytest.fixture(autouse=True)
def version(monkeypatch: pytest.MonkeyPatch) -> list[tuple[tuple[str, str], ...]]:
    """The version of the stored rules; a test may replace it."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    present: list[tuple[tuple[str, str], ...]] = [()]
    monkeypatch.setattr(StoredRules, "version", lambda _: present[-1])
    monkeypatch.setattr(StoredRules, "read", lambda _, _name, reader: reader(""))
    return present


def test_service__asked_for_again__is_the_same() -> None:
    assert casework.cases() is casework.cases()
    assert foundation.units() is foundation.units()
    assert wiring.table("units_table") is wiring.table("units_table")


def test_service__stored_rule_has_changed__is_built_anew(version: list[tuple[tuple[str, str], ...]]) -> None:
    before = casework.cases()
    version.append((("deadlines", "[]"),))
    assert casework.cases() is not before
    assert casework.case_store() is casework.cases().store, "only what reads rules is built anew"


def test_setting__variable_is_missing__is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CASES_TABLE")
    with pytest.raises(SettingsMissing, match="CASES_TABLE"):
        casework.case_store()
