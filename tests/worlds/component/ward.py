"""A ward whose officers answer a resident through the API of conversations, on moto."""

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from typing import Any

from loa import clock
from loa.dialogue.conversations.model import Conversation
from loa.dialogue.conversations.store import ConversationStore
from loa.platform.aws.dynamodb.transactions import commit
from loa.residents.followers.model import Direction, Message
from loa.residents.followers.store import FollowerStore
from loa.residents.messages.store import Outbox
from tests.worlds.province import (
    WARD,
    WARD_EDITOR,
    Door,
    Person,
    Reply,
)

USER, WORDS = "77", "Đèn đường hỏng MARKED-WORDS"
OA = f"oa-{WARD}"
HERE = f"/conversations/{OA}/{USER}"
COLLEAGUE = Person("editor-9", WARD, "editor", "Lê Văn MARKED-COLLEAGUE")
KEY = "key-number-1"


@dataclass(slots=True)
class Ward:
    """A ward with an account, the door of its officers, and a resident who writes."""

    door: Door
    audience: FollowerStore
    conversations: ConversationStore
    outbox: Outbox

    def writes(self, at: datetime | None = None, user_id: str = USER, **more: Any) -> Message:
        instant = at or clock.now()
        said = {"kind": "text", "text": WORDS, **more}
        message = Message(OA, user_id, f"m{next(NUMBERS)}", instant, Direction.IN, **said)
        before = self.conversations.get(OA, user_id) or Conversation(OA, user_id)
        after = replace(
            before,
            last_message_at=max(filter(None, (before.last_message_at, instant))),
            last_message_id=before.last_message_id if before.is_late(instant) else message.message_id,
            interacted_at=max(filter(None, (before.interacted_at, instant))),
            unanswered=before.with_word(instant),
            closed_at=None,
        )
        head = self.conversations.turned(before, after, unit_path=WARD, reopens=True)
        commit([self.audience.add_message(message), head])
        return message

    def read(self, person: Person = WARD_EDITOR, path: str = HERE, **query: Any) -> Any:
        return self.door.good(person, "GET", path, **query)

    def seen(self) -> str:
        return str(self.read()["conversation"]["seen_up_to"])

    def reply(self, person: Person = WARD_EDITOR, key: str | None = KEY, **body: Any) -> Reply:
        head = self.conversations.get(OA, USER)
        seen = clock.optional_text(head.last_message_at) if head else None
        said = {"text": "Chúng tôi đã nhận.", "seen_up_to": seen, **body}
        return self.door.ask(person, "POST", f"{HERE}/replies", said, key=key)

    def post(self, what: str, body: Any = None, person: Person = WARD_EDITOR, **more: Any) -> Reply:
        return self.door.ask(person, "POST", f"{HERE}/{what}", body, **more)

    def waiting(self, person: Person = WARD_EDITOR, **query: Any) -> list[str]:
        return [item["user_id"] for item in self.door.good(person, "GET", "/conversations", **query)["items"]]


NUMBERS = count(1)
