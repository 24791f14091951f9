"""The clock tells contributors under its own role, from the page where they spoke to the queue."""

from datetime import timedelta

import pytest

from loa.bootstrap import participation
from loa.residents.followers.store import FollowerStore
from loa.residents.messages.store import Outbox
from tests.component.conftest import connect, taken, wire_clock
from tests.conftest import OpenTable
from tests.worlds.component.consultation import Consultation
from tests.worlds.component.participation import COMMUNE, ParticipationWorld
from tests.worlds.doors import Context, load

ANSWER = "Ghi 05 ngày làm việc."


def test_the_clock__tells_who_spoke__once_and_officers_read_how_many(
    open_table: OpenTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire_clock(open_table, monkeypatch)
    world = ParticipationWorld(open_table, monkeypatch)
    connect(open_table, COMMUNE)
    law = Consultation(world)
    law.give(world.resident(1), "Điều 3 khoản 1", "disagree", "Ba ngày ngắn quá")
    law.give(world.resident(), "Điều 3 khoản 1", "agree")
    law.answer(law.group("ngắn quá", "Báo trước lâu hơn"), "accepted", ANSWER)
    world.later(timedelta(hours=6))
    world.step(world.approver, law.page, f"{law.page}/cong-bo")
    FollowerStore(open_table("Audience")).touched(f"oa-{COMMUNE}", "77", "zalo-1", world.now)

    clock = load("clock")
    for _ in range(2):
        clock.handler({}, Context(300_000))
    ((_, job),) = taken("messages")
    assert (job["user_id"], job["oa_id"]) == ("77", f"oa-{COMMUNE}")
    (message,) = Outbox(open_table("Audience")).get_all([job["key"]])
    assert message
    assert f"Điều 3 khoản 1: Tiếp thu. {ANSWER}" in message.content.text
    assert f"http://loa.test{law.public}" in message.content.text
    assert "1 người góp ý không qua Zalo" in world.writer.page(law.page).text()
    ledger = participation.told().ledger(law.id)
    assert ledger
    assert (ledger.known, ledger.elsewhere, ledger.waiting) == (1, 1, 0)
