"""What officers see of conversations: what waits, one of them, whether it may be answered.

Who may read: officers above the unit that handles it, and above the unit whose account it is. Who may act:
only those of the unit that handles it, and above. What lies outside is not there.
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
    """What the use cases work with.

    Attributes:
        conversations: heads and worklists.
        rows: the officers' writes.
        audience: messages.
        directory: finds accounts by Zalo's id.
        units: to say whether a unit exists.
        outbox: messages to residents.
        queue: that sends them.
        statistics: counters.
        files: what officers send.
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
    """A conversation, and the account in whose name it is held."""

    head: Conversation
    account: Account

    @property
    def path(self) -> str:
        """The unit that handles it."""
        return self.head.handling_path or self.account.unit_path


@dataclass(frozen=True, slots=True)
class Answering:
    """Whether and how long the account may write.

    Attributes:
        window: where this instant lies; None where no rule is known.
        free_until: so long it costs nothing; None: never, or unknown.
        allowed_until: so long Zalo allows it at all; as above.
        refused: why nothing can be sent now: a stable key; empty: it can.
    """

    window: Window | None
    free_until: datetime | None = None
    allowed_until: datetime | None = None
    refused: str = ""

    @property
    def can_try(self) -> bool:
        """Whether nothing but our own reckoning stands in the way: Zalo may know of a newer interaction."""
        return self.refused in GUESSED


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """One line of a conversation.

    Attributes:
        at: its instant.
        message: what was written; None for a reply that is not sent (yet).
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


# Who may do what


def check(officer: Officer, may: Permission, *, account_path: str, handling_path: str) -> None:
    """Go on only when the officer may do this to a conversation.

    Args:
        officer: who asks.
        may: what he wants to do.
        account_path: the unit whose account it is.
        handling_path: the unit that handles it.

    Raises:
        NotFound: neither unit lies within his scope; the same words as for one that does not exist.
        NotAllowed: none of his roles permits it; or another unit handles it, and he only may read.
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
    """A conversation, if the officer may do this to it.

    Raises:
        NotFound: there is none, or it is not his.
        NotAllowed: his, and he may not.
    """
    named = _ID.fullmatch(oa_id) and _ID.fullmatch(user_id)
    account = desk.directory.by_oa(oa_id) if named else None
    head = desk.conversations.get(oa_id, user_id) if account else None
    if account is None or head is None or not head.is_known:
        raise NotFound(texts.NOT_FOUND)
    found = ConversationAccess(head, account)
    check(officer, may, account_path=account.unit_path, handling_path=found.path)
    return found


# See


def answering(found: ConversationAccess, *, rules: Sequence[WindowRule], now: datetime) -> Answering:
    """Whether and how long the account may write to the resident."""
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
    """First and last sort key of what officers may read: nothing from before he withdrew his consent."""
    return f"{clock.to_text(head.withdrawn_at)}#\uffff" if head.withdrawn_at else "0", "\uffff"


def read(found: ConversationAccess, *, limit: int, start: Row | None, desk: DeskDependencies) -> Thread:
    """A page of a conversation, newest first: messages, notes, and replies that are not sent (yet).

    The head must have been read before: then everything that it tells of is on the page.

    Args:
        found: the conversation.
        limit: messages and notes per page.
        start: where the page before stopped.
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
    """Why the account cannot write to this resident at all; empty: it can."""
    if found.head.has_withdrawn:
        return "withdrawn"
    return _UNUSABLE.get(found.account.health(now), "")
