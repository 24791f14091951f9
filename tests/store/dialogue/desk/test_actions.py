"""Officers at work on a conversation, on both engines: nobody answers at once, and no word is lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from loa import clock
from loa.dialogue.conversations import texts
from loa.dialogue.conversations.edit_lock import LOCKED_FOR
from loa.dialogue.conversations.model import Conversation, Unanswered
from loa.dialogue.conversations.store import ConversationStore
from loa.dialogue.desk import access
from loa.dialogue.desk.model import ConversationAccess
from loa.errors import Conflict, InvalidInput, LoaError, NotAllowed, NotFound
from loa.foundation.accounts.model import Account, AccountState
from loa.foundation.officers.model import Officer, Permission, Role
from loa.platform.zalo.errors import OutcomeUnknown
from loa.residents.followers.store import message_from
from loa.residents.messages.model import MessageState, Outgoing
from loa.residents.messages.service import work_from
from tests.worlds.fakes import Killed
from tests.worlds.fakes_messages import OA, PATH, USER
from tests.worlds.store.desk import LAN, MINH, PROVINCE, SIBLING, Room, officer


def test_a_reply_is_sent_once_and_then_nothing_waits(room: Room) -> None:
    assert room.waiting() == [USER]
    asked = room.reply()
    assert asked.by_name == LAN.name
    assert room.waiting() == [USER], "asked for is not yet sent"
    assert room.lines()[-1] == ("pending", "Chúng tôi đã nhận.")
    room.drain()
    assert room.waiting() == []
    assert room.lines() == [("in", "Đèn đường hỏng"), ("out", "Chúng tôi đã nhận.")]
    assert room.reply(found=ConversationAccess(room.head(), room.account)).state is MessageState.SENT
    assert room.queue.messages == [], "the same key again sends nothing"
    assert len(room.zalo.taken) == 1
    row = room.audience.conversation(OA, USER, limit=1).rows[0]
    assert (message_from(row).by, message_from(row).by_name) == (LAN.id, LAN.name)


def test_a_word_that_comes_between_reading_and_replying_waits_on(room: Room) -> None:
    seen = room.find()
    room.clock.forward(seconds=5)
    later = room.writes("Thêm nữa: nước cũng mất")
    room.reply(found=seen)
    room.drain()
    head = room.head()
    assert head.unanswered
    assert (head.unanswered.since, head.unanswered.count) == (later, 1)
    assert room.waiting() == [USER]


def test_a_word_that_comes_between_replying_and_sending_waits_on(room: Room) -> None:
    room.reply()
    room.clock.forward(seconds=5)
    later = room.writes("Khoan đã")
    room.drain()
    head = room.head()
    assert head.unanswered
    assert head.unanswered.since == later


def test_a_word_in_the_very_moment_of_marking_waits_on(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room.reply()
    room.clock.forward(seconds=5)
    original, once = ConversationStore.answered, [True]

    def answered(self: ConversationStore, before: Conversation, up_to: datetime, *, unit_path: str) -> Any:
        update = original(self, before, up_to, unit_path=unit_path)
        if once.pop() if once else False:
            room.writes("Giữa lúc ghi")
        return update

    monkeypatch.setattr(ConversationStore, "answered", answered)
    room.drain()
    head = room.head()
    assert head.unanswered
    assert head.unanswered.count == 1


@pytest.mark.parametrize("fault", [-230, OutcomeUnknown("no_answer")])
def test_a_reply_that_is_not_sent_hides_nothing(room: Room, fault: Any) -> None:
    room.zalo.fail(fault)
    room.reply()
    room.drain()
    assert room.waiting() == [USER]
    state = room.message("reply-0001").state
    assert state in {MessageState.SKIPPED, MessageState.FAILED, MessageState.UNKNOWN}
    assert room.lines()[-1] == (state.value, "Chúng tôi đã nhận."), "the officer sees why"


def test_who_died_after_sending_marks_it_at_the_next_delivery(room: Room) -> None:
    room.reply()

    def dies(_: Outgoing) -> None:
        raise Killed

    with pytest.raises(Killed):
        replace(room.sender(), after_sent=dies).send(work_from(room.queue.messages[0].body))
    assert room.waiting() == [USER]
    assert room.message("reply-0001").state is MessageState.SENT
    room.drain()
    assert room.waiting() == []
    assert len(room.zalo.taken) == 1


def test_two_officers_never_answer_at_once(room: Room) -> None:
    room.lease(MINH)
    with pytest.raises(Conflict, match=MINH.name):
        room.reply(LAN)
    with pytest.raises(Conflict, match=MINH.name):
        room.lease(LAN)
    with pytest.raises(Conflict, match=MINH.name):
        room.close(LAN)
    assert room.outbox.get("reply-0001") is None
    room.reply(MINH, key="reply-0002")
    room.clock.forward(seconds=LOCKED_FOR.total_seconds())
    room.reply(LAN)


def test_the_lease_is_renewed_given_back_and_runs_out(room: Room) -> None:
    room.lease(MINH)
    room.clock.forward(seconds=100)
    assert room.lease(MINH).head.lease_until == room.clock() + LOCKED_FOR
    room.desk.unlock(room.find(LAN), officer=LAN)
    with pytest.raises(Conflict):
        room.lease(LAN)
    room.desk.unlock(room.find(MINH), officer=MINH)
    room.lease(LAN)


def test_whoever_is_first_between_reading_and_writing_wins(room: Room) -> None:
    """Both have read the conversation while it was free."""
    mine, theirs = room.find(LAN), room.find(MINH)
    room.reply(MINH, key="reply-0002", found=theirs)
    with pytest.raises(Conflict, match=MINH.name):
        room.reply(LAN, found=mine)
    room.drain()
    assert len(room.zalo.taken) == 1


def test_who_lost_the_conversation_to_another_unit_cannot_answer_any_more(room: Room) -> None:
    stale = room.find(LAN)
    room.hand(PROVINCE, MINH)
    with pytest.raises(Conflict):
        room.reply(LAN, found=stale)
    assert room.outbox.get("reply-0001") is None


def test_the_window_says_at_once_since_when_it_is_closed(room: Room) -> None:
    room.clock.forward(days=7, seconds=1)
    with pytest.raises(Conflict, match="Zalo không cho gửi từ 10:00 12/10/2024"):
        room.reply()
    item = room.worklist().items[0]
    assert item.answering.refused == "window_closed"
    assert room.outbox.get("reply-0001") is None


def test_nobody_answers_what_is_not_written_yet(room: Room) -> None:
    with pytest.raises(InvalidInput):
        room.reply(seen=room.clock() + timedelta(seconds=1))
    with pytest.raises(InvalidInput):
        room.close(seen=room.clock() + timedelta(seconds=1))


def test_who_withdrew_is_written_to_only_when_they_ask(room: Room) -> None:
    room.clock.forward(seconds=1)
    room.audience.withdrew(OA, USER, room.clock())
    with pytest.raises(Conflict):
        room.reply()
    room.clock.forward(seconds=1)
    room.writes("Cho tôi hỏi")
    room.reply()


def test_who_withdrew_is_read_by_nobody_and_what_they_say_later_is(room: Room) -> None:
    first = room.writes("Số nhà tôi là 12")
    old = room.find()
    room.reply()
    room.clock.forward(seconds=1)
    room.audience.withdrew(OA, USER, room.clock())
    found = room.find()
    assert room.desk.read(found, limit=20, start=None).lines == []
    refusals: list[Callable[[], Any]] = [
        lambda: room.desk.lock(found, officer=LAN),
        lambda: room.reply(key="reply-0002", found=found),
        lambda: room.close(seen=first, found=found),
        lambda: room.hand(PROVINCE, found=found),
    ]
    for refused in refusals:
        with pytest.raises(Conflict, match="rút lại sự đồng ý"):
            refused()
    with pytest.raises(Conflict):
        room.close(seen=first, found=old)
    room.drain()
    assert room.zalo.taken == [], "what was asked for before they withdrew is not sent either"
    room.clock.forward(seconds=1)
    room.writes("Tôi hỏi lại")
    found = room.find()
    lines = room.desk.read(found, limit=20, start=None).lines
    assert [line.message.text for line in lines if line.message] == ["Tôi hỏi lại"]
    assert len(lines) == 1
    assert found.head.unanswered == Unanswered(room.clock(), 1)


@pytest.mark.parametrize("outcome", [MessageState.SENT, MessageState.FAILED])
def test_a_person_says_what_became_of_it(room: Room, outcome: MessageState) -> None:
    room.clock.forward(seconds=5)
    room.zalo.fail(OutcomeUnknown("no_answer"))
    room.reply()
    room.drain()
    room.clock.forward(minutes=5)
    assert room.message("reply-0001").state is MessageState.UNKNOWN
    for _ in range(2):
        settled = room.desk.settle("reply-0001", outcome, officer=LAN)
        assert settled.state is outcome
    sent = outcome is MessageState.SENT
    assert room.waiting() == ([] if sent else [USER])
    assert room.counted() == int(sent)
    assert room.lines()[-1][0] == ("out" if sent else "failed")
    assert settled.history[-1]["by"] == LAN.id
    other = MessageState.FAILED if sent else MessageState.SENT
    with pytest.raises(Conflict):
        room.desk.settle("reply-0001", other, officer=LAN)


def test_what_is_not_unknown_is_not_settled(room: Room) -> None:
    room.reply()
    with pytest.raises(Conflict):
        room.desk.settle("reply-0001", MessageState.SENT, officer=LAN)
    with pytest.raises(NotFound):
        room.desk.settle("no-such-key", MessageState.SENT, officer=LAN)
    with pytest.raises(InvalidInput):
        room.desk.settle("reply-0001", MessageState.PENDING, officer=LAN)


def test_a_stranger_and_another_units_look_the_same(room: Room) -> None:
    outsider = officer("outsider", SIBLING)
    told = []
    for oa_id, user_id in (
        (OA, USER),
        (OA, "no-such-user"),
        ("no-such-oa", USER),
        ("#", "a#b"),
        ("x" * 5000, USER),
    ):
        with pytest.raises(NotFound) as refused:
            access.readable(outsider, room.desk.load(oa_id, user_id))
        told.append(refused.value.message)
    assert set(told) == {texts.NOT_FOUND}


UNITS = (PROVINCE, PATH, SIBLING)
ACTIONS = (Permission.READ_CONVERSATIONS, Permission.ANSWER_CONVERSATION)
MAY_ANSWER = {Role.ADMINISTRATOR, Role.EDITOR, Role.APPROVER}


@pytest.mark.parametrize("role", [*Role, None])
@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("account_path", UNITS)
@pytest.mark.parametrize("handling_path", UNITS)
@pytest.mark.parametrize("may", ACTIONS)
def test_who_may_do_what_to_a_conversation(
    role: Role | None, unit: str, account_path: str, handling_path: str, may: Permission
) -> None:
    """Said once more in other words: above the unit that handles it all, above the account's to read."""
    who = Officer("x", "X", unit, frozenset({role} if role else ()))
    handles, owns = handling_path.startswith(unit), account_path.startswith(unit)
    trusted = role in MAY_ANSWER
    now = clock.now()
    conversation = ConversationAccess(
        Conversation(OA, USER, handling_path=handling_path),
        Account(PROVINCE, account_path, OA, "", 4, AccountState.CONNECTED, now, now, now),
    )
    expected: type[LoaError] | None
    if not handles and not owns:
        expected = NotFound
    elif not trusted or (not handles and may is Permission.ANSWER_CONVERSATION):
        expected = NotAllowed
    else:
        expected = None
    try:
        access.workable(who, conversation, may)
        found = None
    except LoaError as error:
        found = type(error)
    assert found is expected
