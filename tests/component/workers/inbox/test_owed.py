"""What a resident should have been told of a case, and could not be, is told when they next write."""

from dataclasses import replace

import pytest

from loa.platform.aws.dynamodb.transactions import commit
from loa.residents.followers.service import EventOutcome
from loa.residents.messages.model import MessageState, Outgoing, text_content
from tests.conftest import OpenTable
from tests.worlds.fakes import Killed
from tests.worlds.fakes_inbox import OA, Resident

ANSWER = "Mặt trận xã đã trả lời phản ánh MT-1: đã sửa đèn."


@pytest.fixture
def resident(open_table: OpenTable) -> Resident:
    made = Resident(open_table)
    made.says("Đèn đường xóm 3 hỏng")
    made.clock.forward(days=9)
    return made


def could_not_be_told(resident: Resident, key: str, matter: str, text: str = ANSWER) -> Outgoing:
    """Keep a message that Zalo did not take."""
    now = resident.clock()
    message = Outgoing(
        key, resident.account.key, resident.user, text_content(text), MessageState.PENDING, now, now, "loa"
    )
    message = replace(message, matter=matter)
    outbox = resident.desk.outbox
    outbox.add(message)
    kept = outbox.get(key)
    assert kept
    turned = outbox.turn(kept, MessageState.SKIPPED, now, reason="window_closed")
    commit([turned, resident.desk.audience.owing(OA, resident.user, key)])
    return kept


def test_what_is_owed__is_told_after_the_reply__once(resident: Resident) -> None:
    could_not_be_told(resident, "case-1-5-aaaa", "case-1")
    body = resident.event("Cảm ơn cán bộ")
    said = resident.sends(body)
    assert said.endswith(f"Tin này trước đây chưa gửi được tới ông/bà:\n\n{ANSWER}")
    assert "owed" not in resident.row()
    resident.take(body)
    resident.says("Alo", "Có ai không")
    assert sum(ANSWER in message.content.text for message in resident.told()) == 1


def test_of_one_matter__only_the_newest_is_told(resident: Resident) -> None:
    could_not_be_told(resident, "case-1-5-aaaa", "case-1", "Đang làm.")
    could_not_be_told(resident, "case-2-2-aaaa", "case-2", "Đã tiếp nhận.")
    could_not_be_told(resident, "case-1-6-aaaa", "case-1", "Đã làm xong.")
    said = resident.says("Alo")
    assert "Đã làm xong." in said
    assert "Đã tiếp nhận." in said
    assert "Đang làm." not in said


def test_what_is_older_than_a_message_that_came__is_not_told(resident: Resident) -> None:
    could_not_be_told(resident, "case-1-5-aaaa", "case-1", "Xin bổ sung giấy tờ.")
    resident.clock.forward(days=1)
    now = resident.clock()
    newer = Outgoing(
        "case-1-6-aaaa", resident.account.key, resident.user, text_content("Đã xong."),
        MessageState.PENDING, now, now, "loa", matter="case-1",
    )  # fmt: skip
    outbox = resident.desk.outbox
    outbox.add(newer)
    commit([outbox.turn(newer, MessageState.SENT, now, sent={"message_id": "zalo-1"})])
    resident.desk.audience.told_instead(OA, resident.user, newer.key)
    assert "giấy tờ" not in resident.says("Alo")
    assert "owed" not in resident.row()


def test_whoever_is_owed_nothing__is_noted_nothing_when_told(resident: Resident) -> None:
    resident.desk.audience.told_instead(OA, resident.user, "case-1-6-aaaa")
    assert "owed" not in resident.row()


def test_a_process_that_dies_after_it_stored_the_words__tells_when_they_come_again(
    resident: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    could_not_be_told(resident, "case-1-5-aaaa", "case-1")
    body = resident.event("Alo")
    with monkeypatch.context() as dying:
        dying.setattr("loa.dialogue.inbox.handlers.owed.tell_owed", killed)
        with pytest.raises(Killed):
            resident.take(body)
    assert resident.take(body) is EventOutcome.REPEATED
    assert sum(ANSWER in message.content.text for message in resident.told()) == 1


def killed(*_: object, **__: object) -> None:
    raise Killed


def test_a_process_that_dies_before_it_forgets__tells_nothing_twice(
    resident: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    could_not_be_told(resident, "case-1-5-aaaa", "case-1")
    with monkeypatch.context() as dying:
        dying.setattr(type(resident.desk.audience), "no_longer_owing", lambda *_: None)
        resident.says("Alo")
    resident.clock.forward(hours=1)
    resident.says("Alo")
    assert sum(ANSWER in message.content.text for message in resident.told()) == 1
    assert "owed" not in resident.row()


def test_a_long_answer__is_told_without_the_words_before_it(resident: Resident) -> None:
    long = "Đã sửa. " * 249
    could_not_be_told(resident, "case-1-5-aaaa", "case-1", long)
    assert resident.says("Alo").endswith(long.strip())


def test_whoever_withdraws__is_owed_nothing_any_more(resident: Resident) -> None:
    could_not_be_told(resident, "case-1-5-aaaa", "case-1")
    resident.take(resident.withdraw())
    resident.clock.forward(hours=1)
    assert ANSWER not in resident.says("Alo")
