"""Contests, consultations and surveys of which the reports tell."""

import pytest

from tests.conftest import OpenTable
from tests.worlds.component.participation import ParticipationWorld
from tests.worlds.quick_moto import make_bucket

BUCKET = "loa-reports"


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ParticipationWorld:
    for name in ("Statistics", "Broadcasts", "Cases", "Privacy"):
        monkeypatch.setenv(f"{name.upper()}_TABLE", open_table(name).name)
    monkeypatch.setenv("REPORTS_BUCKET", make_bucket(BUCKET))
    return ParticipationWorld(open_table, monkeypatch)
