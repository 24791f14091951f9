"""A province for the tests of broadcasts; whatever they do, the sums have to hold afterwards."""

from collections.abc import Iterator

import pytest

from tests.conftest import OpenTable
from tests.worlds.store.broadcast_world import World
from tests.worlds.store.denunciations import Place


@pytest.fixture
def world(table: OpenTable) -> Iterator[World]:
    """A province with three communes, on moto and on Amazon's engine; checked when the test is over."""
    made = World(table)
    yield made
    made.check()
    made.check_nothing_is_sent_twice()


@pytest.fixture
def place(table: OpenTable) -> Place:
    """A table of denunciations."""
    return Place(table)
