"""Officers' access to conversations: what waits, a single conversation, whether it may be answered.

Officers above the unit that handles it, or above the unit that owns the account, may read. Only officers of
the handling unit and above may act. Anything outside this scope is treated as nonexistent.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from loa import clock
from loa.dialogue.conversations import texts
from loa.dialogue.conversations.model import Conversation
from loa.dialogue.conversations.store import ConversationStore
from loa.dialogue.desk.files import ReplyFiles
from loa.dialogue.desk.store import DeskStore
from loa.errors import NotAllowed, NotFound
from loa.foundation.accounts.directory import Directory
from loa.foundation.accounts.model import Account, Health
from loa.foundation.officers.model import Officer, Permission, in_scope, require
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.units.store import UnitStore
from loa.platform.aws.dynamodb.tables import Row
from loa.platform.aws.queues import Queue
from loa.residents.followers.model import Message
from loa.residents.followers.store import FollowerStore, message_from
from loa.residents.messages.model import MessageState, Outgoing
from loa.residents.messages.store import Outbox
from loa.residents.messages.windows import GUESSED, Window, WindowRule, rule_for, verdict

_ID: Final = re.compile(r"[0-9A-Za-z._~-]{1,128}")
_REPLIES_AT_ONCE: Final = 100
_UNUSABLE: Final[Mapping[Health, str]] = {
    Health.PENDING: "not_confirmed",
    Health.NEEDS_CONSENT: "needs_consent",
    Health.DISABLED: "disabled",
}


@dataclass(frozen=True, slots=True)
class DeskDependencies:
    """Dependencies of the use cases.

    Attributes:
        conversations: heads and worklists.
        rows: the officers' writes.
        audience: messages.
        directory: finds accounts by Zalo's id.
        units: checks that a unit exists.
        outbox: messages to residents.
        queue: queue that sends them.
        statistics: counters.
        files: files that officers send.
        rules: when an account may write to a resident.
    """

    conversations: ConversationStore
    rows: DeskStore
    audience: FollowerStore
    directory: Directory
    units: UnitStore
    outbox: Outbox
    queue: Queue
    statistics: StatisticsStore
    files: ReplyFiles
    rules: tuple[WindowRule, ...]


@dataclass(frozen=True, slots=True)
class ConversationAccess:
    """A conversation, and the account it belongs to."""

    head: Conversation
    account: Account

    @property
    def path(self) -> str:
        """Return the unit that handles it."""
        return self.head.handling_path or self.account.unit_path


@dataclass(frozen=True, slots=True)
class Answering:
    """The account's permission to write, and until when it lasts.

    Attributes:
        window: the answering window at this instant; None where no rule is known.
        free_until: until when it costs nothing; None: never, or unknown.
        allowed_until: until when Zalo allows it at all; None as above.
        refused: stable key of the reason why nothing can be sent now; empty: sending is possible.
    """

    window: Window | None
    free_until: datetime | None = None
    allowed_until: datetime | None = None
    refused: str = ""

    @property
    def can_try(self) -> bool:
        """Return True if only our own estimate is in the way: Zalo may know of a newer interaction."""
        return self.refused in GUESSED


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """One line of a conversation.

    Attributes:
        at: its timestamp.
        message: the message; None for a reply that is not sent (yet).
        outgoing: that reply.
        copies: of the message's attachments, by position: see `loa.residents.attachments.service`.
    """

    at: datetime
    message: Message | None
    outgoing: Outgoing | None
    copies: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Thread:
    """A page of a conversation, newest first."""

    lines: list[ThreadLine]
    next_start: Row | None


# Permissions


def check(officer: Officer, may: Permission, *, account_path: str, handling_path: str) -> None:
    """Check that the officer may do this to a conversation.

    Args:
        officer: who asks.
        may: the permission needed.
        account_path: the unit that owns the account.
        handling_path: the unit that handles it.

    Raises:
        NotFound: neither unit lies within their scope; same wording as for one that does not exist.
        NotAllowed: none of their roles permits it; or another unit handles it, and they may only read.
    """
    if in_scope(officer, handling_path):
        require(officer, may, handling_path)
    elif in_scope(officer, account_path):
        require(officer, Permission.READ_CONVERSATIONS, account_path)
        if may is not Permission.READ_CONVERSATIONS:
            raise NotAllowed(texts.HANDLED_ELSEWHERE)
    else:
        raise NotFound(texts.NOT_FOUND)


def find(
    oa_id: str, user_id: str, *, officer: Officer, may: Permission, desk: DeskDependencies
) -> ConversationAccess:
    """Return a conversation, if the officer may do this to it.

    Raises:
        NotFound: it does not exist, or is outside the officer's scope.
        NotAllowed: it is in scope, but the officer lacks permission.
    """
    named = _ID.fullmatch(oa_id) and _ID.fullmatch(user_id)
    account = desk.directory.by_oa(oa_id) if named else None
    head = desk.conversations.get(oa_id, user_id) if account else None
    if account is None or head is None or not head.is_known:
        raise NotFound(texts.NOT_FOUND)
    found = ConversationAccess(head, account)
    check(officer, may, account_path=account.unit_path, handling_path=found.path)
    return found


# Reading


def answering(found: ConversationAccess, *, rules: Sequence[WindowRule], now: datetime) -> Answering:
    """Return whether and until when the account may write to the resident."""
    interacted, account = found.head.interacted_at, found.account
    rule = rule_for(rules, account.oa_type, clock.local_day(now))
    said = verdict(rules, account.oa_type, interacted, now)
    known = rule is not None and interacted is not None
    return Answering(
        window=said.window,
        free_until=interacted + rule.free if known and rule and interacted else None,
        allowed_until=interacted + rule.allowed if known and rule and interacted else None,
        refused=_unusable(found, now) or said.reason,
    )


def shown_range(head: Conversation) -> tuple[str, str]:
    """Return the first and last sort key officers may read: nothing from before a withdrawal of consent."""
    return f"{clock.to_text(head.withdrawn_at)}#\uffff" if head.withdrawn_at else "0", "\uffff"


def read(found: ConversationAccess, *, limit: int, start: Row | None, desk: DeskDependencies) -> Thread:
    """Return a page of a conversation, newest first: messages, notes, and replies that are not sent (yet).

    Read the head first: then everything it mentions is on the page.

    Args:
        found: the conversation.
        limit: messages and notes per page.
        start: where the previous page stopped.
        desk: stores.
    """
    head = found.head
    first, last = shown_range(head)
    page = desk.audience.conversation(
        head.oa_id, head.user_id, limit=limit, between=(first, last), start=start, consistent=True
    )
    lines = [_line(row) for row in page.rows]
    newest = start["sort"] if start else last
    oldest = page.rows[-1]["sort"] if page.rows and page.next_start else first
    keys = desk.rows.replies(head.oa_id, head.user_id, (oldest, newest), _REPLIES_AT_ONCE)
    replies = [reply for reply in desk.outbox.get_all(keys) if reply and reply.state is not MessageState.SENT]
    lines += [ThreadLine(reply.created_at, None, reply, {}) for reply in replies]
    return Thread(sorted(lines, key=lambda line: line.at, reverse=True), page.next_start)


def _line(row: Row) -> ThreadLine:
    message = message_from(row)
    return ThreadLine(message.at, message, None, row.get("copies", {}))


def _unusable(found: ConversationAccess, now: datetime) -> str:
    """Return why the account cannot write to this resident at all; empty: it can."""
    if found.head.has_withdrawn:
        return "withdrawn"
    return _UNUSABLE.get(found.account.health(now), "")
