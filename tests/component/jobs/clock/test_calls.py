"""A call for help in a form about a draft reaches the officers on call, under the roles of all."""

from datetime import timedelta

import pytest

from loa.bootstrap import participation
from loa.clock import to_text
from loa.foundation.officers.model import Role
from loa.foundation.officers.store import officer_key
from loa.residents.messages.store import Outbox
from tests.component.conftest import connect, taken, wire_clock
from tests.conftest import OpenTable
from tests.worlds.component.consultation import TITLE, Consultation
from tests.worlds.component.participation import ParticipationWorld
from tests.worlds.doors import Context, load

CALL = "Lũ cuốn nhà tôi rồi, cứu với"


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ParticipationWorld:
    wire_clock(open_table, monkeypatch)
    world = ParticipationWorld(open_table, monkeypatch)
    connect(open_table, "40")
    officer = world.known_officer("officer-on-call", "40", Role.EDITOR)
    open_table("Units").update(
        *officer_key("40", officer.id),
        set={"account": "oa-40", "user_id": "501", "linked_at": to_text(world.now)},
    )
    return world


def told(open_table: OpenTable) -> list[tuple[str, str]]:
    """What the clock says in a round, and to whom."""
    load("clock").handler({}, Context(300_000))
    keys = [body["key"] for _, body in taken("messages")]
    found = Outbox(open_table("Audience")).get_all(keys)
    return [(each.user_id, each.content.text) for each in found if each]


def test_an_opinion_that_calls_for_help__is_told_once_in_a_quarter_of_an_hour(
    world: ParticipationWorld, open_table: OpenTable
) -> None:
    law = Consultation(world)
    law.give(world.resident(1), "Điều 4", "other", "Nên là hai phần ba số hộ")
    assert not told(open_table)
    page = law.give(world.resident(2), "Điều 4", "other", CALL).text()
    assert "gọi 114" in page
    law.give(world.resident(3), "Điều 1", "other", CALL)
    ((user, words),) = told(open_table)
    assert user == "501"
    assert TITLE in words
    assert f"{law.page}" in words
    assert "Lũ cuốn" not in words
    assert not told(open_table)
    assert not list(participation.calls().waiting())
    world.later(timedelta(minutes=20))
    law.give(world.resident(4), "Điều 1", "other", CALL)
    assert len(told(open_table)) == 1
