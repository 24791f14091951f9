"""The officers' desk over stores: residents who write, officers who act, a worker that sends."""

import json
from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Any

from loa import clock
from loa.dialogue.conversations.model import Conversation
from loa.dialogue.conversations.store import ConversationStore
from loa.dialogue.conversations.worklist_keys import Worklist
from loa.dialogue.desk import access
from loa.dialogue.desk.canned_answers import CannedAnswerStore
from loa.dialogue.desk.delivery_receipts import mark_answered
from loa.dialogue.desk.files import ReplyFiles
from loa.dialogue.desk.model import ConversationAccess
from loa.dialogue.desk.service import ConversationService
from loa.dialogue.desk.store import DeskStore
from loa.dialogue.desk.worklists import ListPage
from loa.foundation.accounts.directory import Directory
from loa.foundation.officers.model import Officer, Permission, Role
from loa.foundation.units.model import Unit, UnitKind
from loa.foundation.units.store import UnitStore
from loa.platform.aws.dynamodb.tables import ConditionFailed
from loa.platform.aws.dynamodb.transactions import commit
from loa.residents.followers.model import Direction, Message
from loa.residents.messages.model import MessageContent, Outgoing, text_content
from loa.residents.messages.windows import RULES
from tests.conftest import OpenTable
from tests.worlds.fakes_messages import OA, PATH, USER, MessageWorld

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
