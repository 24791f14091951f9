"""A message to one resident and the states it goes through. Pure rules."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from loa.foundation.accounts.model import AccountKey
from loa.text.cleaning import clean

LEASE: Final = timedelta(seconds=90)
"""How long a worker owns a message: longer than its function runs (60 s): no living one is overtaken."""

MISSED_AFTER: Final = timedelta(hours=1)
"""When a message that is still not done is put on the queue again; each time after twice as long."""

MISSED_AT_MOST: Final = timedelta(days=1)
"""The longest of these pauses."""

LOOKED_UP_AFTER: Final = timedelta(minutes=15)
"""So long after its attempt a message with an unknown outcome is looked for in Zalo's own list: what was sent
is there by then."""

LOOKED_UP_FOR: Final = timedelta(days=7)
"""So long it is looked for while Zalo does not answer; then a person has to."""

AUTOMATIC: Final = "auto-"
"""How the keys begin of what is said by itself to something that a resident did."""

CONFIDENTIAL_KEPT: Final = timedelta(days=3)
"""So long the row of a confidential message stays: until Zalo has taken it, or nobody tries any more."""

AUTOMATIC_FOR: Final = timedelta(hours=24)
"""So long it may still be said: after a day nobody knows any more what a menu or a question answers."""

MAXIMUM_KEY: Final = 128
_KEY: Final = re.compile(rf"[A-Za-z0-9._:-]{{8,{MAXIMUM_KEY}}}")


class MessageState(StrEnum):
    """Where a message stands."""

    PENDING = "pending"
    SENDING = "sending"
    """Zalo is being asked: from here on it may have happened."""
    HELD = "held"
    """Waits until a quota begins anew."""
    SENT = "sent"
    UNKNOWN = "unknown"
    """Zalo's answer was lost: nothing is sent again before Zalo's own list has shown that it is not there."""
    FAILED = "failed"
    SKIPPED = "skipped"
    """Not sent, on purpose; the reason says why."""

    @property
    def is_final(self) -> bool:
        """Whether nothing more happens by itself."""
        return self in {MessageState.SENT, MessageState.UNKNOWN, MessageState.FAILED, MessageState.SKIPPED}


class OutgoingKind(StrEnum):
    """What is sent; the values are those of `loa.platform.zalo.webhooks.events.MessageKind`."""

    TEXT = "text"
    IMAGE = "image"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class MessageContent:
    """What a message says.

    Attributes:
        kind: text, image or file.
        text: the words, in NFC; the caption of an image; empty for a file.
        attachment: `{"attachment_id": …}` or `{"url": …}` of an image, `{"token": …}` of a file; or of either
            `{"kept": …, "name": …}`: a file of ours, which goes up to Zalo right before it is sent.
        buttons: below a text: `{"title": …, "answer": …}` or `{"title": …, "url": …}` each, at most five.
            An ornament: the text says all that they say, for accounts and phones that do not show them.
        shown_as: what officers read in its place; empty: the text itself.
        confidential: whether it answers a denunciation: officers see nothing of it, not even that it was
            sent.
    """

    kind: OutgoingKind
    text: str = ""
    attachment: Mapping[str, str] = field(default_factory=dict)
    buttons: tuple[Mapping[str, str], ...] = ()
    shown_as: str = ""
    confidential: bool = False

    @property
    def shown(self) -> str:
        """The words as officers may read them."""
        return self.shown_as or self.text


def text_content(text: str, buttons: Sequence[Mapping[str, str]] = ()) -> MessageContent:
    """A message of words, with buttons below where the account's kind shows them."""
    return MessageContent(OutgoingKind.TEXT, clean(text), buttons=tuple(buttons))


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to one resident: the row of the ledger.

    Attributes:
        key: the caller's; the same key is the same message, for ever.
        account: which account writes, and for which unit.
        user_id: the resident, as the account knows him.
        content: what it says.
        state: where it stands.
        created_at, updated_at: instants.
        by: who or what asked for it: the id of an officer, or the name of a part of Loa.
        by_name: the officer's name, as others read it.
        answers: up to which of the resident's words it answers (`loa.dialogue.desk.store`); empty: none.
        upload: Zalo's name of the uploaded file, once there is one; good for seven days.
        reason: why it is held, failed, skipped or unknown; or why the last attempt led to nothing.
        attempts: how often Zalo was asked.
        api_version: the family of calls that took it (`v2`, `v3`).
        window: free or paid, at the instant of sending.
        message_id: Zalo's.
        held_until: when it is tried again.
        lease_owner, lease_until: the worker that asks Zalo at this moment.
        uploading: whether its file is on its way up to Zalo: until it is there, no message has been sent.
        insists: whether Zalo is asked although we think that the window is closed: a person wants to try.
        waiting: sort key of its row among those that the clock looks after.
        history: what happened, oldest first: `at`, `what`, and details.
    """

    key: str
    account: AccountKey
    user_id: str
    content: MessageContent
    state: MessageState
    created_at: datetime
    updated_at: datetime
    by: str = ""
    by_name: str = ""
    answers: str = ""
    upload: str = ""
    reason: str = ""
    attempts: int = 0
    api_version: str = ""
    window: str = ""
    message_id: str = ""
    held_until: datetime | None = None
    lease_owner: str = ""
    lease_until: datetime | None = None
    uploading: bool = False
    insists: bool = False
    waiting: str = ""
    history: tuple[Mapping[str, str], ...] = ()

    def says_the_same_as(self, other: "Outgoing") -> bool:
        """Whether it is the same message: account, resident and content alike."""
        return (self.account, self.user_id, self.content) == (other.account, other.user_id, other.content)

    def is_stale(self, at: datetime) -> bool:
        """Whether it was to be said by itself, and its moment has passed. Not what stands in for a secret."""
        said_by_itself = self.key.startswith(AUTOMATIC) and not self.content.shown_as
        return said_by_itself and at - self.created_at > AUTOMATIC_FOR

    def is_left_behind(self, at: datetime) -> bool:
        """Whether its worker died while Zalo was being asked."""
        return self.state is MessageState.SENDING and (self.lease_until is None or self.lease_until < at)


def is_key(text: str) -> bool:
    """Whether the text may be the key of a message."""
    return _KEY.fullmatch(text) is not None


def missed_after(rounds: int) -> timedelta:
    """How long the clock leaves a message alone that it has put back so many times."""
    return min(MISSED_AT_MOST, MISSED_AFTER * (1 << min(rounds, 10)))
