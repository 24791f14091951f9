"""What the work on conversations relies on, and reading one of them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Self

from loa import clock
from loa.dialogue.conversations import texts
from loa.dialogue.conversations.model import Conversation
from loa.dialogue.conversations.store import ConversationStore
from loa.dialogue.desk.files import ReplyFiles
from loa.dialogue.desk.model import Answering, ConversationAccess, ThreadLine
from loa.dialogue.desk.store import DeskStore
from loa.errors import NotFound
from loa.foundation.accounts.directory import Directory
from loa.foundation.accounts.model import Health
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.units.store import UnitStore
from loa.platform.aws.dynamodb.tables import Row
from loa.platform.aws.queues import Queue
from loa.residents.followers.store import FollowerStore, message_from, thread_partition
from loa.residents.messages.model import MessageState
from loa.residents.messages.store import Outbox
from loa.residents.messages.windows import WindowRule, rule_for, verdict

_ID: Final = re.compile(r"[0-9A-Za-z._~-]{1,128}")
_REPLIES_AT_ONCE: Final = 100
_UNUSABLE: Final = {
    Health.PENDING: "not_confirmed",
    Health.NEEDS_CONSENT: "needs_consent",
    Health.DISABLED: "disabled",
}


@dataclass(frozen=True, slots=True)
class Thread:
    """A page of a conversation, newest first; `next_start` is where the next one begins."""

    lines: list[ThreadLine]
    next_start: Row | None


@dataclass(frozen=True, slots=True)
class ThreadRange:
    """The rows of a conversation that officers may read: nothing from before a withdrawal of consent."""

    partition: str
    first: str
    last: str = "\uffff"

    @classmethod
    def of(cls, head: Conversation) -> "ThreadRange":
        """Return the range of a conversation."""
        first = f"{clock.to_text(head.withdrawn_at)}#\uffff" if head.withdrawn_at else "0"
        return cls(thread_partition(head.oa_id, head.user_id), first)

    def after(self, instant: datetime | None) -> "ThreadRange":
        """Return the part that was written after an instant."""
        later = f"{clock.to_text(instant)}#\uffff" if instant else self.first
        return replace(self, first=max(self.first, later))


@dataclass(frozen=True)
class ConversationReading:
    """The dependencies of the work on conversations; the base of `ConversationService`.

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
        now: the clock.
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
    now: Callable[[], datetime] = lambda: clock.now()  # noqa: PLW0108 - looked up at each call

    def at(self, instant: datetime) -> Self:
        """Return the same service at an instant: a request uses one instant throughout."""
        return replace(self, now=lambda: instant)

    def load(self, oa_id: str, user_id: str) -> ConversationAccess:
        """Return a conversation; whether an officer may see it says `loa.dialogue.desk.access`.

        Raises:
            NotFound: it does not exist.
        """
        named = _ID.fullmatch(oa_id) and _ID.fullmatch(user_id)
        account = self.directory.by_oa(oa_id) if named else None
        head = self.conversations.get(oa_id, user_id) if account else None
        if account is None or head is None or not head.is_known:
            raise NotFound(texts.NOT_FOUND)
        return ConversationAccess(head, account)

    def answering(self, conversation: ConversationAccess) -> Answering:
        """Return whether and until when the account may write to the resident."""
        now = self.now()
        interacted, account = conversation.head.interacted_at, conversation.account
        rule = rule_for(self.rules, account.oa_type, clock.local_day(now))
        said = verdict(self.rules, account.oa_type, interacted, now)
        known = rule is not None and interacted is not None
        return Answering(
            window=said.window,
            free_until=interacted + rule.free if known and rule and interacted else None,
            allowed_until=interacted + rule.allowed if known and rule and interacted else None,
            refused=_unusable(conversation, now) or said.reason,
        )

    def read(
        self,
        conversation: ConversationAccess,
        *,
        limit: int,
        start: Row | None,
        after: datetime | None = None,
    ) -> Thread:
        """Return a page of a conversation, newest first: messages, notes, and replies not sent (yet).

        Read the head first: then everything it mentions is on the page.

        Args:
            conversation: whose lines.
            limit: messages and notes per page.
            start: where the previous page stopped.
            after: only what was written later; None: all.
        """
        head = conversation.head
        shown = ThreadRange.of(head).after(after)
        page = self.audience.conversation(
            head.oa_id,
            head.user_id,
            limit=limit,
            between=(shown.first, shown.last),
            start=start,
            consistent=True,
        )
        lines = [_line(row) for row in page.rows]
        newest = start["sort"] if start else shown.last
        oldest = page.rows[-1]["sort"] if page.rows and page.next_start else shown.first
        keys = self.rows.replies(head.oa_id, head.user_id, (oldest, newest), _REPLIES_AT_ONCE)
        replies = [
            reply for reply in self.outbox.get_all(keys) if reply and reply.state is not MessageState.SENT
        ]
        lines += [ThreadLine(reply.created_at, None, reply, {}) for reply in replies]
        return Thread(sorted(lines, key=lambda line: line.at, reverse=True), page.next_start)


def _line(row: Row) -> ThreadLine:
    message = message_from(row)
    return ThreadLine(message.at, message, None, row.get("copies", {}))


def _unusable(conversation: ConversationAccess, now: datetime) -> str:
    """Return why the account cannot write to this resident at all; empty: it can."""
    if conversation.head.has_withdrawn:
        return "withdrawn"
    return _UNUSABLE.get(conversation.account.health(now), "")
