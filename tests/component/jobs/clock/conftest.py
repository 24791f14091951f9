"""The clock under its role, with two accounts."""

from types import ModuleType

import pytest

from tests.component.conftest import connect, wire_clock
from tests.conftest import OpenTable
from tests.worlds.doors import load
from tests.worlds.province import OTHER_WARD, WARD, populate

BUSINESS = 2


@pytest.fixture
def job(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    wire_clock(open_table, monkeypatch)
    populate(open_table("Units"))
    connect(open_table, WARD, oa_type=BUSINESS)
    connect(open_table, OTHER_WARD, oa_type=BUSINESS)
    return load("clock")
