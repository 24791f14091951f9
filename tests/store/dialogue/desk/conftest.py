"""One desk for each test."""

import pytest

from tests.conftest import OpenTable
from tests.worlds.store.desk import Room


@pytest.fixture
def room(table: OpenTable) -> Room:
    made = Room(table)
    made.writes()
    made.clock.forward(seconds=10)
    return made
