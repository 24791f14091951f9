"""Officers at work on a conversation, on both engines: nobody answers at once, and no word is lost."""

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count, permutations
from typing import Any

import pytest

from loa import clock
from loa.dialogue.conversations import texts
from loa.dialogue.conversations.edit_lock import LOCKED_FOR
from loa.dialogue.conversations.model import Conversation, Unanswered
from loa.dialogue.conversations.store import ConversationStore
from loa.dialogue.conversations.worklist_keys import Worklist
from loa.dialogue.desk import access
from loa.dialogue.desk.canned_answers import CannedAnswerStore, filled, places_in
from loa.dialogue.desk.delivery_receipts import mark_answered
from loa.dialogue.desk.files import ReplyFiles, safe_name
from loa.dialogue.desk.model import ConversationAccess
from loa.dialogue.desk.service import ConversationService
from loa.dialogue.desk.store import DeskStore
from loa.dialogue.desk.worklists import ListPage
from loa.errors import Conflict, InvalidInput, LoaError, NotAllowed, NotFound
from loa.foundation.accounts.directory import Directory
from loa.foundation.accounts.model import Account, AccountState
from loa.foundation.officers.model import Officer, Permission, Role
from loa.foundation.units.model import Unit, UnitKind
from loa.foundation.units.store import UnitStore
from loa.platform.aws.dynamodb.tables import ConditionFailed
from loa.platform.aws.dynamodb.transactions import commit
from loa.platform.zalo.errors import NotSent, OutcomeUnknown
from loa.residents.followers.model import Direction, Message
from loa.residents.followers.store import message_from
from loa.residents.messages.model import MessageContent, MessageState, Outgoing, text_content
from loa.residents.messages.service import work_from
from loa.residents.messages.windows import RULES
from tests.conftest import OpenTable
from tests.worlds.fakes_messages import OA, PATH, USER, Killed, MessageWorld

PROVINCE, SIBLING = "40", "40.10001"
ANSWER = "Chào {ten}, chúng tôi đã nhận."


def officer(identity: str, unit: str = PATH, role: Role = Role.EDITOR) -> Officer:
    return Officer(identity, f"Cán bộ {identity}", unit, frozenset({role}))


LAN, MINH, ABOVE = officer("lan"), officer("minh"), officer("above", PROVINCE)


class FakeBlobs:
    """A bucket in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def put(self, key: str, content: bytes, content_type: str) -> None:
        self.kept[key] = content

    def get(self, key: str) -> bytes | None:
        return self.kept.get(key)

    def link(self, key: str, **how: Any) -> str:
        return f"https://s3.test/{key}?{json.dumps(how, sort_keys=True)}"


class Room(MessageWorld):
    """A unit with an account, one resident who writes, officers who answer, and the worker that sends."""

    def __init__(self, table: OpenTable) -> None:
        super().__init__(table)
        units = UnitStore(table("Units"))
        units.save_all(
            [
                Unit(PROVINCE, "2024-09", "40", "Tỉnh Nghệ An", UnitKind.PROVINCE),
                Unit(PATH, "2024-09", "10000", "Phường Một", UnitKind.WARD),
                Unit(SIBLING, "2024-09", "10001", "Phường Hai", UnitKind.WARD),
            ]
        )
        self.private, self.pictures = FakeBlobs(), FakeBlobs()
        self.files = ReplyFiles(self.private, self.pictures)  # type: ignore[arg-type]  # in place of buckets
        self.conversations = ConversationStore(table("Audience"))
        self.desk = ConversationService(
            conversations=self.conversations,
            rows=DeskStore(table("Audience")),
            audience=self.audience,
            directory=Directory(self.accounts),
            units=units,
            outbox=self.outbox,
            queue=self.queue,
            statistics=self.statistics,
            files=self.files,
            rules=RULES,
            now=self.clock,
        )
        self.canned = CannedAnswerStore(table("Content"))
        self._words = count(1)

    # the resident

    def writes(
        self, text: str = "Đèn đường hỏng", user_id: str = USER, at: datetime | None = None
    ) -> datetime:
        """The resident writes, as the inbox keeps it."""
        instant = at or self.clock()
        number = next(self._words)
        message = Message(OA, user_id, f"m{number}", instant, Direction.IN, "text", text)
        for _ in range(5):
            before = self.conversations.get(OA, user_id) or Conversation(OA, user_id)
            latest = max(filter(None, (before.last_message_at, instant)))
            after = replace(
                before,
                last_message_at=latest,
                interacted_at=max(filter(None, (before.interacted_at, instant))),
                last_text_kind="text",
                unanswered=before.with_word(instant),
                closed_at=None,
            )
            head = self.conversations.turned(before, after, unit_path=PATH, reopens=True)
            try:
                commit([self.audience.add_message(message), head])
            except ConditionFailed:
                continue
            return instant
        raise AssertionError("the resident never came through")

    # the officers

    def find(
        self, who: Officer = LAN, may: Permission = Permission.ANSWER_CONVERSATION, user_id: str = USER
    ) -> ConversationAccess:
        found = self.desk.load(OA, user_id)
        access.workable(who, found, may)
        return found

    def head(self, user_id: str = USER) -> Conversation:
        found = self.conversations.get(OA, user_id)
        assert found
        return found

    def reply(
        self,
        who: Officer = LAN,
        text: str | MessageContent = "Chúng tôi đã nhận.",
        key: str = "reply-0001",
        seen: datetime | None = None,
        found: ConversationAccess | None = None,
    ) -> Outgoing:
        found = found or self.find(who)
        content = text_content(text) if isinstance(text, str) else text
        return self.desk.reply(
            found,
            content,
            key=key,
            seen_up_to=seen or found.head.last_message_at,
            officer=who,
        )

    def close(
        self, who: Officer = LAN, seen: datetime | None = None, found: ConversationAccess | None = None
    ) -> ConversationAccess:
        found = found or self.find(who)
        return self.desk.close(
            found,
            seen or found.head.last_message_at,
            idempotency_key=f"close-{next(self._words)}",
            officer=who,
        )

    def hand(
        self,
        path: str,
        who: Officer = LAN,
        identifier: str = "hand-1",
        found: ConversationAccess | None = None,
    ) -> ConversationAccess:
        return self.desk.transfer(
            found or self.find(who),
            path,
            idempotency_key=identifier,
            officer=who,
            on=clock.local_day(self.clock()),
        )

    def lease(self, who: Officer = LAN) -> ConversationAccess:
        return self.desk.lock(self.find(who), officer=who)

    def worklist(self, path: str = PATH, *, below: bool = False, **more: Any) -> ListPage:
        asked = {"limit": 50, "start": None, **more}
        return self.desk.worklist(Worklist(path, subtree=below), **asked)

    def waiting(self, path: str = PATH, *, below: bool = False) -> list[str]:
        return [item.found.head.user_id for item in self.worklist(path, below=below).items]

    def lines(self, who: Officer = LAN) -> list[tuple[str, str]]:
        """Direction and words, oldest first; replies that are not sent with their state."""
        found = self.find(who, Permission.READ_CONVERSATIONS)
        thread = self.desk.read(found, limit=50, start=None)
        shown = []
        for line in reversed(thread.lines):
            if line.message:
                shown.append((line.message.direction.value, line.message.text))
            elif line.outgoing:
                shown.append((line.outgoing.state.value, line.outgoing.content.text))
        return shown

    # the worker

    def sender(self) -> Any:
        def after(message: Outgoing) -> None:
            mark_answered(message, conversations=self.conversations, statistics=self.statistics)

        return replace(super().sender(), files=self.files.read, after_sent=after)


@pytest.fixture
def room(table: OpenTable) -> Room:
    made = Room(table)
    made.writes()
    made.clock.forward(seconds=10)
    return made


# Reply


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


def test_who_withdrew_is_written_to_only_when_he_asks(room: Room) -> None:
    room.clock.forward(seconds=1)
    room.audience.withdrew(OA, USER, room.clock())
    with pytest.raises(Conflict):
        room.reply()
    room.clock.forward(seconds=1)
    room.writes("Cho tôi hỏi")
    room.reply()


def test_who_withdrew_is_read_by_nobody_and_what_he_says_later_is(room: Room) -> None:
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
    assert room.zalo.taken == [], "what was asked for before he withdrew is not sent either"
    room.clock.forward(seconds=1)
    room.writes("Tôi hỏi lại")
    found = room.find()
    lines = room.desk.read(found, limit=20, start=None).lines
    assert [line.message.text for line in lines if line.message] == ["Tôi hỏi lại"]
    assert len(lines) == 1
    assert found.head.unanswered == Unanswered(room.clock(), 1)


# Files


PDF = b"%PDF-1.7\n" + b"x" * 100
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 100


def encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


def test_a_file_goes_up_right_before_it_is_sent_and_only_once(room: Room) -> None:
    kept = room.files.keep(OA, USER, "Kế hoạch.PDF", encoded(PDF))
    assert room.files.keep(OA, USER, "khac.pdf", encoded(PDF)).file_id == kept.file_id
    content = room.files.document(OA, USER, kept.file_id, "Kế hoạch.pdf", "")
    room.zalo.fail(NotSent("no_connection", had_no_effect=True))
    room.reply(text=content)
    assert room.zalo.uploads == []
    room.drain()
    assert room.zalo.uploads == ["Ke hoach.pdf application/pdf"], (
        "the second attempt uses what went up before"
    )
    message = room.message("reply-0001")
    assert (message.state, message.attempts, message.upload) == (MessageState.SENT, 2, "upload-1")
    line = room.audience.conversation(OA, USER, limit=1).rows[0]
    assert line["attachments"][0]["name"] == "Kế hoạch.pdf"


@pytest.mark.parametrize(
    ("called", "sent"), [("Giấy mời", "Giay moi.pdf"), ("Giấy mời.exe", "Giay moi.exe.pdf"), ("", ".pdf")]
)
def test_a_file_ends_as_what_it_is_whatever_the_reply_calls_it(room: Room, called: str, sent: str) -> None:
    kept = room.files.keep(OA, USER, "a.pdf", encoded(PDF))
    room.reply(text=room.files.document(OA, USER, kept.file_id, called, ""))
    room.drain()
    assert room.message("reply-0001").state is MessageState.SENT
    (up,) = room.zalo.uploads
    assert up.endswith(f"{sent} application/pdf")


def test_what_zalo_has_forgotten_goes_up_again_once(room: Room) -> None:
    kept = room.files.keep(OA, USER, "ảnh.png", encoded(PNG))
    room.zalo.fail(-100)
    room.reply(text=room.files.document(OA, USER, kept.file_id, "ảnh.png", "Xem ảnh"))
    room.drain()
    assert room.zalo.uploads == ["anh.png image/png"] * 2
    assert room.zalo.taken == [(USER, "Xem ảnh")]
    room.zalo.fail(-100, -100)
    room.reply(key="reply-0002", text=room.files.document(OA, USER, kept.file_id, "ảnh.png", ""))
    room.drain()
    assert room.message("reply-0002").reason == "attachment_expired"


def test_a_failing_upload_is_tried_again_and_never_unknown(room: Room) -> None:
    kept = room.files.keep(OA, USER, "a.pdf", encoded(PDF))
    room.zalo.upload_faults += [OutcomeUnknown("no_answer"), NotSent("no_connection")]
    room.reply(text=room.files.document(OA, USER, kept.file_id, "a.pdf", ""))
    room.drain()
    assert (room.message("reply-0001").state, room.message("reply-0001").attempts) == (MessageState.SENT, 3)


def test_a_file_that_is_gone_fails_the_message_and_hides_nothing(room: Room) -> None:
    kept = room.files.keep(OA, USER, "a.pdf", encoded(PDF))
    room.reply(text=room.files.document(OA, USER, kept.file_id, "a.pdf", ""))
    room.private.kept.clear()
    room.drain()
    message = room.message("reply-0001")
    assert (message.state, message.reason) == (MessageState.FAILED, "file_gone")
    assert room.waiting() == [USER]


def test_a_picture_of_ours_is_sent_by_its_reference(room: Room) -> None:
    name = f"{'a' * 64}.png"
    room.pictures.put(f"media/{name}", PNG, "image/png")
    room.reply(text=room.files.picture(f"media:{name}", "Xem"))
    room.drain()
    assert room.zalo.uploads == [f"{name} image/png"]
    for wrong in (f"media:{'b' * 64}.png", "media:../x.png", "https://elsewhere.vn/a.png", ""):
        with pytest.raises(InvalidInput):
            room.files.picture(wrong, "")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("virus.exe", b"MZ"), ("a.pdf", PNG), ("a.pdf", b""), ("a.png", PDF), ("a.docx", b"%PDF-"),
        ("a.pdf", b"%PDF-" + b"x" * (4 * 1024 * 1024)), ("a.png", b"\x89PNG\r\n\x1a\n" + b"x" * 1024 * 1024),
        ("pdf", PDF), ("a.html", b"<script>"),
    ],
    ids=str,
)  # fmt: skip
def test_what_zalo_would_not_take_is_not_kept(room: Room, name: str, content: bytes) -> None:
    with pytest.raises(InvalidInput):
        room.files.keep(OA, USER, name, encoded(content))
    assert room.private.kept == {}


def test_a_file_belongs_to_one_conversation(room: Room) -> None:
    kept = room.files.keep(OA, USER, "a.pdf", encoded(PDF))
    for oa_id, user_id, file_id in (
        (OA, "78", kept.file_id),
        ("9002", USER, kept.file_id),
        (OA, USER, "../x.pdf"),
    ):
        with pytest.raises(InvalidInput):
            room.files.document(oa_id, user_id, file_id, "a.pdf", "")
    with pytest.raises(InvalidInput):
        room.files.document(OA, USER, kept.file_id, "a.pdf", "kèm chữ")
    with pytest.raises(InvalidInput):
        room.files.keep(OA, USER, "a.pdf", "không phải base64")


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("../../etc/passwd", "passwd"), ("C:\\Users\\x\\báo cáo.pdf", "báo cáo.pdf"),
        ("a\x00b\u202efdp.exe", "abfdp.exe"), ("", "tep"), ("...", "tep"),
        ("x" * 300 + ".pdf", "x" * 96 + ".pdf"),
    ],
)  # fmt: skip
def test_a_file_name_is_made_harmless(given: str, safe: str) -> None:
    assert safe_name(given) == safe


# Close, note, assign, hand on


def test_closing_needs_to_have_seen_everything(room: Room) -> None:
    seen = room.find()
    room.clock.forward(seconds=5)
    room.writes("Còn một việc")
    with pytest.raises(Conflict, match=texts.NEW_WORDS_MEANWHILE):
        room.close(found=room.find(), seen=seen.head.last_message_at)
    with pytest.raises(Conflict):
        room.close(found=seen)  # the word came after this officer had read
    assert room.waiting() == [USER]
    closed = room.close()
    assert closed.head.closed_at == room.clock()
    assert room.waiting() == []
    room.clock.forward(seconds=5)
    room.writes("Lại hỏng rồi")
    assert room.head().closed_at is None, "it opens by itself"
    assert room.waiting() == [USER]


def test_notes_and_what_officers_did_stand_in_the_conversation_and_nowhere_else(room: Room) -> None:
    for _ in range(2):
        room.desk.note(room.find(), "Gọi điện lực", idempotency_key="note-1", officer=LAN)
        room.clock.forward(seconds=1)
    found = room.desk.assign(room.find(), "minh", "Cán bộ minh", idempotency_key="a-1", officer=LAN)
    assert (found.head.assigned_to, found.head.assigned_name) == ("minh", "Cán bộ minh")
    room.clock.forward(seconds=1)
    found = room.desk.assign(room.find(), "", "", idempotency_key="a-2", officer=LAN)
    assert (found.head.assigned_to, found.head.assigned_name) == ("", "")
    assert [text for direction, text in room.lines() if direction == "note"] == [
        "Gọi điện lực",
        "Giao cho Cán bộ minh.",
        "Không giao cho Cán bộ minh nữa.",
    ]
    assert room.waiting() == [USER]
    with pytest.raises(InvalidInput):
        room.desk.note(room.find(), " \n", idempotency_key="n-2", officer=LAN)


def test_handing_up_and_down_moves_the_place_in_the_worklist_and_not_the_account(room: Room) -> None:
    room.lease(LAN)
    handed = room.hand(PROVINCE, LAN)
    assert handed.path == PROVINCE
    assert handed.head.lease_until is None
    assert (room.waiting(PATH), room.waiting(PROVINCE)) == ([], [USER])
    with pytest.raises(NotAllowed, match=texts.HANDLED_ELSEWHERE):
        room.find(LAN)
    assert room.find(LAN, Permission.READ_CONVERSATIONS).path == PROVINCE, "its own account's, to read"
    room.reply(ABOVE)
    assert room.message("reply-0001").account.unit_path == PATH, "the account that writes stays the same"
    room.clock.forward(seconds=5)
    room.writes("Cảm ơn, còn nữa")
    assert room.waiting(PROVINCE) == [USER]
    room.hand(SIBLING, ABOVE, "hand-2")
    neighbour = officer("neighbour", SIBLING)
    assert room.waiting(SIBLING) == [USER]
    assert room.find(neighbour).account.unit_path == PATH
    assert room.waiting(PROVINCE) == []
    assert room.waiting(PROVINCE, below=True) == [USER]
    with pytest.raises(InvalidInput):
        room.hand(PATH, neighbour, "hand-3")
    with pytest.raises(Conflict):
        room.hand(SIBLING, neighbour, "hand-4")
    with pytest.raises(NotFound):
        room.hand(f"{SIBLING}.99999", neighbour, "hand-5")


def test_the_same_wish_twice_is_one(room: Room) -> None:
    found = room.find()
    room.hand(PROVINCE, found=found)
    room.hand(PROVINCE, found=found)
    notes = [text for direction, text in room.lines() if direction == "note"]
    assert notes == ["Chuyển từ Phường Một sang Tỉnh Nghệ An."]


def test_two_who_hand_it_on_at_once(room: Room) -> None:
    mine, theirs = room.find(ABOVE), room.find(LAN)
    room.hand(PROVINCE, LAN, "hand-1", found=theirs)
    with pytest.raises(Conflict):
        room.hand(f"{PROVINCE}", ABOVE, "hand-2", found=mine)
    assert room.waiting(PROVINCE) == [USER]


def test_a_word_while_it_is_handed_on_stands_in_one_worklist(room: Room) -> None:
    stale = room.find()
    room.close()
    room.clock.forward(seconds=5)
    room.writes("Lại hỏng")
    with pytest.raises(Conflict):
        room.hand(PROVINCE, found=stale)  # what waits is another word than he saw
    room.hand(PROVINCE, identifier="hand-2")
    assert (room.waiting(PATH), room.waiting(PROVINCE)) == ([], [USER])


type Step = Callable[[Room, ConversationAccess, ConversationAccess], object]

STEPS: dict[str, Step] = {
    "lan replies": lambda room, lan, _: room.reply(LAN, key="reply-lan0", found=lan),
    "minh replies": lambda room, _, minh: room.reply(MINH, key="reply-minh", found=minh),
    "lan closes": lambda room, lan, _: room.close(LAN, found=lan),
    "minh hands up": lambda room, _, minh: room.hand(PROVINCE, MINH, found=minh),
    "the resident writes": lambda room, _, __: room.writes("Chen vào"),
    "the worker sends": lambda room, _, __: room.drain(),
}


TWICE = [(name, name, "the worker sends") for name in STEPS]


@pytest.mark.parametrize("names", [*permutations(STEPS, 3), *TWICE], ids=" / ".join)
def test_whatever_three_people_do_no_unseen_word_is_answered(room: Room, names: tuple[str, ...]) -> None:
    """Both officers read at the beginning; then three things happen in any order, also twice."""
    lan, minh = room.find(LAN), room.find(MINH)
    unseen = 0
    for name in names:
        room.clock.forward(seconds=1)
        try:
            STEPS[name](room, lan, minh)
        except LoaError:
            continue
        unseen += name == "the resident writes"
    room.drain()
    head = room.head()
    waiting = head.unanswered.count if head.unanswered else 0
    assert waiting >= unseen, "a word that nobody saw counts as answered"
    everywhere = room.waiting(PROVINCE, below=True)
    assert everywhere == ([USER] if waiting else [])
    if unseen:
        assert head.closed_at is None
    sent = {text for _, text in room.zalo.taken}
    assert len(room.zalo.taken) <= 2
    if not sent and "lan closes" not in names:
        assert waiting == 1 + unseen
    if {"lan replies", "minh replies"} <= set(names):
        assert len(room.zalo.taken) <= 1, "two officers answered at once"


# Worklist


def test_who_waits_longest_comes_on_the_first_page_and_urgent_ones_first(room: Room) -> None:
    start = room.clock()
    for number in range(1, 8):
        room.writes(user_id=f"10{number}", at=start + timedelta(minutes=number))
    room.clock.forward(minutes=10)
    for below in (False, True):
        found: list[str] = []
        following: Any = None
        while True:
            page = room.worklist(below=below, limit=3, start=following)
            found += [item.found.head.user_id for item in page.items]
            following = page.next_start
            if following is None:
                break
        assert found == [USER, *(f"10{number}" for number in range(1, 8))]
    # He who wrote again has a window that ends later: within the page he comes last.
    room.writes("Vẫn chờ", at=room.clock())
    assert room.waiting()[-1] == USER


def test_a_subtree_is_one_list_in_order_of_waiting(room: Room) -> None:
    room.clock.forward(minutes=1)
    room.writes(user_id="101")
    room.clock.forward(minutes=1)
    room.writes(user_id="102")
    found = room.find(ABOVE, user_id="101")
    room.hand(PROVINCE, ABOVE, "hand-2", found=found)
    assert room.waiting(PROVINCE) == ["101"]
    assert room.waiting(PATH) == [USER, "102"]
    assert room.waiting(PROVINCE, below=True) == [USER, "101", "102"]
    assert room.worklist(PROVINCE, below=True).complete
    item = room.worklist(PROVINCE, below=True).items[0]
    assert item.answering.free_until == room.find().head.interacted_at + timedelta(hours=48)  # type: ignore[operator]


# Settle what is unknown


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


# Who may do what


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


# Canned answers


def keep(room: Room, path: str, name: str, text: str, version: int = 0) -> None:
    room.canned.keep(
        path, name, title=f"Mẫu {name}", text=text, version=version, officer_id="lan", now=room.clock()
    )


def test_the_nearest_units_words_count(room: Room) -> None:
    keep(room, PROVINCE, "cam-on", "Tỉnh cảm ơn {ten}.")
    keep(room, PROVINCE, "hen", "Hẹn {ten} ngày {han}.")
    keep(room, PATH, "cam-on", "Phường cảm ơn {ten}.")
    assert [(one.name, one.unit_path) for one in room.canned.for_unit(PATH)] == [
        ("cam-on", PATH),
        ("hen", PROVINCE),
    ]
    assert [one.unit_path for one in room.canned.for_unit(SIBLING)] == [PROVINCE, PROVINCE]
    assert room.canned.nearest(PATH, "cam-on").text == "Phường cảm ơn {ten}."
    assert room.canned.nearest(SIBLING, "cam-on").text == "Tỉnh cảm ơn {ten}."
    room.canned.remove(PATH, "cam-on")
    room.canned.remove(PATH, "cam-on")
    assert room.canned.nearest(PATH, "cam-on").unit_path == PROVINCE
    with pytest.raises(NotFound):
        room.canned.nearest(PATH, "khac")


def test_two_who_write_the_same_words_at_once(room: Room) -> None:
    keep(room, PATH, "cam-on", "Một.")
    keep(room, PATH, "cam-on", "Một.")  # the same request again
    with pytest.raises(Conflict):
        keep(room, PATH, "cam-on", "Hai.")
    keep(room, PATH, "cam-on", "Hai.", version=1)
    with pytest.raises(Conflict):
        keep(room, PATH, "cam-on", "Ba.", version=1)
    assert room.canned.nearest(PATH, "cam-on").version == 2


@pytest.mark.parametrize(
    ("name", "text"),
    [("Cảm ơn", "x"), ("a/b", "x"), ("-a", "x"), ("a" * 41, "x"), ("a", ""), ("a", "x" * 2001), ("a", "{0}"),
     ("a", "{ten.__class__}")],
)  # fmt: skip
def test_words_that_cannot_be_kept(room: Room, name: str, text: str) -> None:
    with pytest.raises(InvalidInput):
        keep(room, PATH, name, text)


def test_placeholders_are_filled_and_nothing_else() -> None:
    text = "Chào {ten}, mã {ma}, hạn { han }, {khac} {{ten}}"
    assert places_in(text) == ["ten", "ma", "han", "khac"]
    assert filled(text, {"ten": "{ma}", "ma": "X1"}) == "Chào {ma}, mã X1, hạn { han }, {khac} {{ma}}"
