"""A commune whose residents write, and the function `conversations` with its pages."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from types import ModuleType
from typing import Any, Final

import pytest

from loa import clock
from loa.bootstrap import dialogue
from loa.dialogue.conversations.model import Conversation
from loa.dialogue.conversations.store import ConversationStore
from loa.foundation.accounts.model import Account, AccountState
from loa.foundation.accounts.store import account_row
from loa.foundation.officers.model import Role
from loa.foundation.units.store import UnitStore
from loa.platform.aws.dynamodb.transactions import commit
from loa.residents.attachments.service import COPIES
from loa.residents.followers.model import Direction, Message
from loa.residents.followers.store import FollowerStore, follower_key, message_key
from loa.residents.messages.model import MessageState
from loa.residents.messages.store import Outbox
from tests.conftest import OpenTable
from tests.pages.public_world import UNITS
from tests.worlds.component.conversations import ATTACHMENTS, PICTURES, make_buckets
from tests.worlds.console import ConsoleWorld, OfficerBrowser, set_console_environment
from tests.worlds.doors import load
from tests.worlds.quick_moto import make_queue

COMMUNE: Final = "40.17506"
OTHER: Final = "40.16681"
OA: Final = "4207849230913"
LIST: Final = "/console/tin-nhan"

type MakeState = Callable[[Conversation], Conversation]


class Talks:
    """Residents of a commune, and its officers at the console.

    Attributes:
        module: the handler of the function.
        console: registers officers and signs them in.
    """

    def __init__(self, open_table: OpenTable, module: ModuleType) -> None:
        audience = open_table("Audience")
        self.module = module
        self.console = ConsoleWorld(open_table)
        self.audience = FollowerStore(audience)
        self.heads = ConversationStore(audience)
        self.outbox = Outbox(audience)
        self._number = 0

    def sign_in(
        self, identity: str = "hoa", unit: str = COMMUNE, *roles: Role, name: str = "Trần Thị Hoa"
    ) -> OfficerBrowser:
        """Return the browser of an officer, an editor unless said otherwise."""
        officer = self.console.officer(identity, unit, *(roles or (Role.EDITOR,)), name=name)
        return self.console.sign_in(officer, self.module.handler)

    def writes(
        self,
        user_id: str,
        text: str,
        *,
        name: str = "",
        ago: timedelta = timedelta(minutes=5),
        change: MakeState = lambda head: head,
        copies: dict[str, Any] | None = None,
        place: tuple[str, str] = (OA, COMMUNE),
        **more: Any,
    ) -> Message:
        """Let a resident write, as the inbox keeps it.

        Args:
            user_id: the resident.
            text: their words.
            name: their name; empty: as before.
            ago: how long ago.
            change: what else is different about the conversation.
            copies: what became of their files.
            place: to which account, of which unit.
            more: of the message.
        """
        self._number += 1
        at = clock.now() - ago
        said = {"kind": "text", "text": text, **more}
        oa_id, unit = place
        message = Message(oa_id, user_id, f"m{self._number}", at, Direction.IN, **said)
        before = self.heads.get(oa_id, user_id) or Conversation(oa_id, user_id)
        after = replace(
            before,
            last_message_at=max(filter(None, (before.last_message_at, at))),
            last_message_id=before.last_message_id if before.is_late(at) else message.message_id,
            interacted_at=max(filter(None, (before.interacted_at, at))),
            unanswered=before.with_word(at),
            closed_at=None,
        )
        commit(
            [
                self.audience.add_message(message),
                self.heads.turned(before, change(after), unit_path=unit, reopens=True),
            ]
        )
        table = self.audience.table
        if name:
            table.update(*follower_key(oa_id, user_id), set={"display_name": name})
        if copies:
            table.update(*message_key(message), set={COPIES: copies})
        return message

    def answered(self, user_id: str, up_to: datetime) -> None:
        """Let what a resident wrote up to an instant count as answered."""
        head = self.heads.get(OA, user_id)
        assert head
        answered = self.heads.answered(head, up_to, unit_path=COMMUNE)
        assert answered
        commit([answered.update])

    def ends(self, key: str, state: MessageState, reason: str = "") -> None:
        """Let a reply end in a state, as the worker writes it."""
        table = self.outbox.table
        message = self.outbox.get(key)
        assert message
        place = self.outbox.adding(message)[0]
        row = place.row  # type: ignore[union-attr]  # a Put
        table.update(row["partition"], row["sort"], set={"state": state.value, "reason": reason})

    def replies(self, user_id: str) -> list[str]:
        """Return the keys of what officers have answered, newest first."""
        return dialogue.conversations().rows.replies(OA, user_id, ("0", "\uffff"), 10)

    def words(self, user_id: str) -> list[str]:
        """Return what officers have answered, newest first."""
        found = self.outbox.get_all(self.replies(user_id))
        return [each.content.text for each in found if each]


def open_talks(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Talks:
    """Return a commune with an account, on tables made from the template."""
    set_console_environment(open_table, monkeypatch)
    UnitStore(open_table("Units")).save_all(UNITS)
    make_buckets()
    queue = make_queue("messages.fifo")
    for name in ("Audience", "Content", "Statistics", "Privacy", "Cases"):
        monkeypatch.setenv(f"{name.upper()}_TABLE", open_table(name).name)
    for name, value in {
        "MESSAGES_QUEUE_URL": queue,
        "ATTACHMENTS_BUCKET": ATTACHMENTS,
        "MEDIA_BUCKET": PICTURES,
    }.items():
        monkeypatch.setenv(name, value)
    now = clock.now()
    account = Account(
        "40",
        COMMUNE,
        OA,
        "Mặt trận xã Yên Thành",
        4,
        AccountState.CONNECTED,
        now,
        now,
        now + timedelta(days=80),
    )
    open_table("Units").put(account_row(account))
    return Talks(open_table, load("conversations"))
