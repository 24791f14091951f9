"""The ward of these tests."""

from datetime import timedelta

import pytest

from loa import clock
from loa.dialogue.conversations.store import ConversationStore
from loa.residents.followers.store import FollowerStore
from loa.residents.messages.store import Outbox
from tests.component.conftest import connect
from tests.conftest import OpenTable
from tests.worlds.component.conversations import conversations_door
from tests.worlds.component.ward import Ward
from tests.worlds.province import (
    WARD,
)


@pytest.fixture
def ward(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Ward:
    made = Ward(
        door=conversations_door(open_table, monkeypatch),
        audience=FollowerStore(open_table("Audience")),
        conversations=ConversationStore(open_table("Audience")),
        outbox=Outbox(open_table("Audience")),
    )
    connect(open_table, WARD)
    made.writes(clock.now() - timedelta(hours=1))
    return made
