"""What officers see of a conversation: whose it is, whether it may be answered, its lines."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

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
    """One line of a list.

    Attributes:
        found: the conversation.
        answering: whether and until when it can be answered.
        last: the resident's newest message, where it is still kept.
    """

    found: ConversationAccess
    answering: Answering
    last: Message | None = None

    def closes_at(self, now: datetime) -> datetime | None:
        """Return when answering next costs more, or is no longer possible; None: never, or it is over."""
        if self.answering.refused:
            return None
        ends = (self.answering.free_until, self.answering.allowed_until)
        return min((end for end in ends if end and end >= now), default=None)


@dataclass(frozen=True, slots=True)
class WaitingCounts:
    """How many conversations wait; more than `MOST_COUNTED` are not counted to the end.

    Attributes:
        waiting: for anybody.
        mine: of these, assigned to one officer.
        closing: of these, soon no longer free to answer, or not at all.
    """

    waiting: int
    mine: int
    closing: int


MOST_COUNTED: Final = 99
"""People read "99+": whoever has so many does not need to know more."""

CLOSING_WITHIN: Final = timedelta(hours=12)
"""How long before its window closes a conversation counts as closing."""


def counted(number: int) -> str:
    """Return a count as people read it: "7", "99+"."""
    return str(number) if number <= MOST_COUNTED else f"{MOST_COUNTED}+"
