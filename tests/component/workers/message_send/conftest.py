"""A desk at which officers write to a resident."""

import pytest

from tests.conftest import OpenTable
from tests.worlds.component.messages import MakeDesk, desk_of
from tests.worlds.component.zalo import Zalo


@pytest.fixture
def make_desk(open_table: OpenTable, zalo: Zalo, monkeypatch: pytest.MonkeyPatch) -> MakeDesk:
    """Give me a desk whose account is of that kind."""
    return lambda kind: desk_of(kind, open_table, zalo, monkeypatch)
