"""Dependencies of the inbox, and helpers shared by all its events."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Final

from loa.dialogue.conversations import texts
from loa.dialogue.conversations.model import Conversation
from loa.dialogue.conversations.store import ConversationStore, conversation_from
from loa.dialogue.inbox.effect_context import EffectContext
from loa.dialogue.understanding.parser import ParsedText
from loa.dialogue.withheld.model import Withholding
from loa.dialogue.withheld.store import WithheldStore
from loa.foundation.accounts.model import Account
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.working_time.model import WorkingCalendar
from loa.platform.aws.dynamodb.tables import Row
from loa.platform.aws.queues import Queue
from loa.platform.zalo.webhooks.events import Event, EventKind, SubmittedInfo
from loa.residents.followers.model import Direction, Message
from loa.residents.followers.store import FollowerStore, SeenEvents
from loa.residents.messages.store import Outbox

ATTEMPTS: Final = 6
"""How often an event is retried because something else happened to its resident meanwhile."""


@dataclass(frozen=True, slots=True)
class InboxDependencies:
    """Dependencies of the inbox.

    Attributes:
        account_of: finds an account by its id.
        audience: followers and messages.
        conversations: their heads.
        withheld: messages withheld from officers.
        seen: events that are not messages.
        statistics: counters.
        outbox, messages: messages to residents, and their queue.
        attachments: queue of messages with files to copy.
        calendar: when officers read; created when needed.
        means: dependencies of further effects of messages.
    """

    account_of: Callable[[str], Account | None]
    audience: FollowerStore
    conversations: ConversationStore
    withheld: WithheldStore
    seen: SeenEvents
    statistics: StatisticsStore
    outbox: Outbox
    messages: Queue
    attachments: Queue
    calendar: Callable[[], WorkingCalendar]
    means: EffectContext


@dataclass(frozen=True, slots=True)
class ArrivedMessage:
    """A message that has arrived, and what is known about its writer.

    Attributes:
        event: the event from Zalo.
        message: the message as stored in our tables.
        words: what was understood.
        before: the head of its conversation.
        standing: the writer's position in the confidential flow; None: not in it.
        account: the account that it was written to.
    """

    event: Event
    message: Message
    words: ParsedText
    before: Conversation
    standing: Withholding | None
    account: Account


def message_of(event: Event) -> Message:
    """Return the message in an event."""
    incoming = event.kind in {EventKind.MESSAGE_IN, EventKind.SUBMIT_INFO}
    return Message(
        oa_id=event.oa_id,
        user_id=event.user_id,
        message_id=event.message_id or event.event_id,
        at=event.timestamp,
        direction=Direction.IN if incoming else Direction.OUT,
        kind=event.message_kind.value if event.message_kind else "",
        text=_submitted(event.submitted) if event.submitted else event.text,
        attachments=tuple(_present(asdict(attachment)) for attachment in event.attachments),
        quotes=event.quote_message_id,
    )


def _submitted(info: SubmittedInfo) -> str:
    return texts.submitted(
        name=info.name,
        phone=info.phone,
        birth_date=info.birth_date,
        gender=info.gender,
        address=", ".join(part for part in (info.address, info.ward, info.city) if part),
    )


def _present(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "", (), [], {})}


def head_of(row: Row | None, event: Event) -> Conversation:
    """Return the head in a row, or a new one."""
    return conversation_from(row) if row else Conversation(event.oa_id, event.user_id)
