"""The clock tells contributors under its own role, from the page where they spoke to the queue."""

from datetime import timedelta

import pytest

from loa import clock
from loa.bootstrap import participation
from loa.foundation.officers.model import Role
from loa.platform.aws.dynamodb.transactions import commit
from loa.residents.followers.store import FollowerStore
from loa.residents.messages.model import MessageState
from loa.residents.messages.store import Outbox
from tests.component.conftest import connect, taken, wire_clock
from tests.conftest import OpenTable
from tests.worlds.component.consultation import Consultation
from tests.worlds.component.participation import AREA, COMMUNE, ParticipationWorld
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
    assert f"Điều 3 khoản 1: Tiếp thu (Bộ Nội vụ). {ANSWER}" in message.content.text
    assert f"http://loa.test{law.public}" in message.content.text
    assert "1 người góp ý không qua Zalo" in world.writer.page(law.page).text()
    ledger = participation.told().ledger(law.id)
    assert ledger
    assert (ledger.known, ledger.elsewhere, ledger.waiting) == (1, 1, 0)


def test_the_clock__tells_the_owner_of_an_entry__once_and_the_period_begins_when_it_is_sent(
    open_table: OpenTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire_clock(open_table, monkeypatch)
    world = ParticipationWorld(open_table, monkeypatch)
    connect(open_table, COMMUNE)
    contest, owner = world.contest(prizes=1), world.resident(1)
    world.sheet(owner, contest)
    world.now += timedelta(seconds=1)
    world.hand_in(owner, contest, right=3, prediction=1)
    world.later(timedelta(hours=4, minutes=2))
    page = f"{AREA}/{contest}"
    world.step(world.writer, page, f"{page}/dot/1/boc-tham", value="48213")
    world.draw()
    reviews = participation.reviews().reviews
    (seen,) = reviews.seen(contest, 1)
    officer = world.known_officer("officer-looks", "40", Role.EDITOR)
    receipt = seen.entry.receipt
    participation.reviews().look(
        officer, contest, 1, receipt, "Không kịp đọc câu hỏi.", world.now, signals=seen.digest
    )
    noon = world.now.astimezone(clock.VIETNAM).replace(hour=12) + timedelta(days=1)
    world.later(noon - world.now)
    job = load("clock")
    job.handler({}, Context(300_000))
    world.later(timedelta(days=1))
    FollowerStore(open_table("Audience")).touched(f"oa-{COMMUNE}", "77", "zalo-1", world.now)
    for _ in range(2):
        job.handler({}, Context(300_000))
    ((_, sent),) = taken("messages")
    outbox = Outbox(open_table("Audience"))
    (message,) = outbox.get_all([sent["key"]])
    assert message
    assert receipt in message.content.text
    assert receipt not in message.content.shown_as
    review = reviews.find(contest, 1, receipt)
    assert review
    assert review.informed_at is None, "it is not sent yet"
    assert "Tin Zalo đang chờ gửi" in world.approver.page(f"{page}/dot/1/can-xem").text()
    commit([outbox.turn(message, MessageState.SENT, world.now)])
    world.later(timedelta(minutes=10))
    job.handler({}, Context(300_000))
    review = reviews.find(contest, 1, receipt)
    assert review
    assert review.informed_at == clock.from_text(clock.to_text(world.now))
    assert "đã được báo" in world.approver.page(f"{page}/dot/1/can-xem").text()


def test_the_clock__tells_a_winner__and_officers_read_how_far_that_is(
    open_table: OpenTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire_clock(open_table, monkeypatch)
    world = ParticipationWorld(open_table, monkeypatch)
    connect(open_table, COMMUNE)
    contest, winner = world.contest(prizes=1), world.resident(1)
    page = f"{AREA}/{contest}"
    world.sheet(winner, contest)
    world.hand_in(winner, contest, right=3, prediction=1)
    world.step(world.approver, f"{page}/tam-dung", f"{page}/tam-dung", reason="Một câu in sai, đang sửa.")
    world.later(timedelta(hours=1))  # what it changes of the lot is no reason why winners are not told
    world.step(world.officer_of("40", Role.APPROVER), page, f"{page}/mo-tiep")
    world.later(timedelta(hours=1))
    world.finish(contest)
    prizes = f"{page}/dot/1/trao-giai"
    assert "Mỗi ngày máy tìm lại" in world.writer.page(prizes).text()
    FollowerStore(open_table("Audience")).touched(f"oa-{COMMUNE}", "77", "zalo-1", world.now)
    job = load("clock")
    for _ in range(2):
        job.handler({}, Context(300_000))
    ((_, sent),) = taken("messages")
    outbox = Outbox(open_table("Audience"))
    (message,) = outbox.get_all([sent["key"]])
    assert message
    assert "trúng giải thứ 1" in message.content.text
    assert "trúng giải" not in message.content.shown
    commit([outbox.turn(message, MessageState.SENT, world.now)])
    world.later(timedelta(minutes=10))
    job.handler({}, Context(300_000))
    assert "Đã báo trúng giải qua Zalo" in world.writer.page(prizes).text()
