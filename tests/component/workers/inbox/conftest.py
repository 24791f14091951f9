"""A resident who writes to a ward."""

import pytest

from tests.conftest import OpenTable
from tests.worlds.component.chats import MONDAY
from tests.worlds.fakes_inbox import Resident


@pytest.fixture
def resident(open_table: OpenTable) -> Resident:
    made = Resident(open_table)
    made.clock.now = MONDAY
    return made
