"""What officers see of a conversation: whose it is, whether it may be answered, its lines."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from loa.dialogue.conversations.model import Conversation
from loa.foundation.accounts.model import Account
from loa.residents.followers.model import Message
from loa.residents.messages.model import Outgoing
from loa.residents.messages.windows import GUESSED, Window


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
class ListedConversation:
    """One line of a list."""

    found: ConversationAccess
    answering: Answering
