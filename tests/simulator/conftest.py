from collections.abc import Iterator

import pytest

from infra.local.zalo.simulator import Simulator
from tests.simulator.desk import Client, Desk, Receiver


@pytest.fixture
def desk() -> Iterator[Desk]:
    """A simulator inside this process, at ten in the morning, with one app."""
    receiver = Receiver()
    simulator = Simulator(post=receiver)
    with Client(simulator) as client:
        prepared = Desk(client, simulator, receiver)
        prepared.at("2026-11-21T10:00:00+07:00")
        prepared.add_app()
        yield prepared
        client.post("/_sim/reset", json={})
