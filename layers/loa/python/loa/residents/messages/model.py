"""A message to one resident and the states it goes through. Pure rules."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from loa.foundation.accounts.model import AccountKey
from loa.text.cleaning import clean

LEASE: Final = timedelta(seconds=90)
"""Lease of a worker on a message: longer than its function runs (60 s), so no living worker is overtaken."""

MISSED_AFTER: Final = timedelta(hours=1)
"""First pause before an unfinished message is queued again; it doubles each time."""

MISSED_AT_MOST: Final = timedelta(days=1)
"""The longest of these pauses."""

LOOKED_UP_AFTER: Final = timedelta(minutes=15)
"""Time after an attempt with unknown outcome until the message is looked up in Zalo's own list: by then, a
sent message is there."""

LOOKED_UP_FOR: Final = timedelta(days=7)
"""How long it is looked up while Zalo does not answer; then a person has to."""

LOA: Final = "loa"
"""The author of what nobody wrote: automatic messages."""

AUTOMATIC: Final = "auto-"
"""Prefix of the keys of automatic replies to a resident's action."""

CONFIDENTIAL_KEPT: Final = timedelta(days=3)
"""How long the row of a confidential message stays: until Zalo has taken it, or nobody tries any more."""

AUTOMATIC_FOR: Final = timedelta(hours=24)
"""How long it may still be sent: after a day, nobody knows what a menu or a question answers."""

MAXIMUM_KEY: Final = 128
_KEY: Final = re.compile(rf"[A-Za-z0-9._:-]{{8,{MAXIMUM_KEY}}}")


class MessageState(StrEnum):
    """State of a message."""

    PENDING = "pending"
    SENDING = "sending"
    """Zalo is being called: from here on the message may have been sent."""
    HELD = "held"
    """Waits until a quota is renewed."""
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

    @property
    def is_given_up(self) -> bool:
        """Whether it was not sent, and is not tried again."""
        return self in {MessageState.FAILED, MessageState.SKIPPED}


class OutgoingKind(StrEnum):
    """Kind of content; the values are those of `loa.platform.zalo.webhooks.events.MessageKind`."""

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
    """Return a text message, with buttons below where the account's kind shows them."""
    return MessageContent(OutgoingKind.TEXT, clean(text), buttons=tuple(buttons))


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to one resident: the row of the ledger.

    Attributes:
        key: the caller's; the same key is the same message, for ever.
        account: which account writes, and for which unit.
        user_id: the resident, as the account knows them.
        content: what it says.
        state: where it stands.
        created_at, updated_at: instants.
        by: who or what asked for it: the id of an officer, or the name of a part of Loa.
        by_name: the officer's name, as others read it.
        answers: up to which of the resident's messages it answers (`loa.dialogue.desk.store`); empty: none.
        upload: Zalo's name of the uploaded file, once there is one; good for seven days.
        reason: why it is held, failed, skipped or unknown; or why the last attempt had no result.
        attempts: how often Zalo was asked.
        api_version: the family of calls that took it (`v2`, `v3`).
        window: free or paid, at the instant of sending.
        message_id: Zalo's.
        held_until: when it is tried again.
        lease_owner, lease_until: the worker that calls Zalo at this moment.
        uploading: whether its file is being uploaded to Zalo: until that is done, no message has been sent.
        insists: try Zalo although we think that the window is closed: a person asked for it.
        matter: what it is about, such as `case-ID`. If it cannot be sent, it is sent when the resident next
            writes, but of one matter only the newest. Empty: then it is not sent at all.
        waiting: sort key of its row in the sweep.
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
    matter: str = ""
    waiting: str = ""
    history: tuple[Mapping[str, str], ...] = ()

    def says_the_same_as(self, other: "Outgoing") -> bool:
        """Return whether account, resident and content are the same."""
        return (self.account, self.user_id, self.content) == (other.account, other.user_id, other.content)

    def is_stale(self, at: datetime) -> bool:
        """Return whether it is an automatic message that is too late; never if it hides a secret."""
        said_by_itself = self.key.startswith(AUTOMATIC) and not self.content.shown_as
        return said_by_itself and at - self.created_at > AUTOMATIC_FOR

    def is_left_behind(self, at: datetime) -> bool:
        """Return whether its worker died while calling Zalo."""
        return self.state is MessageState.SENDING and (self.lease_until is None or self.lease_until < at)


def is_key(text: str) -> bool:
    """Return whether the text may be the key of a message."""
    return _KEY.fullmatch(text) is not None


def missed_after(rounds: int) -> timedelta:
    """Return the sweep's pause for a message that it has put back so many times."""
    return min(MISSED_AT_MOST, MISSED_AFTER * (1 << min(rounds, 10)))


def is_owed(matter: str, state: MessageState, reason: str) -> bool:
    """Return whether a message is sent when the resident next writes: of a matter, and not withdrawn from."""
    return bool(matter) and state.is_given_up and reason != "withdrawn"


def owed_key(key: str) -> str:
    """Return the key under which a message that could not be sent is sent when the resident next writes."""
    return f"{key}-owed"


def automatic_key(oa_id: str, user_id: str, event_id: str) -> str:
    """Return the key of the automatic reply to an event: the same event gets the same reply, once."""
    digest = hashlib.sha256(f"{oa_id}\n{user_id}\n{event_id}\nreply".encode()).hexdigest()
    return f"{AUTOMATIC}{digest[:40]}"
