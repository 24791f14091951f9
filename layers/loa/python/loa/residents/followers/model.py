"""Followers and messages. Pure rules.

Events come late, twice and out of order (zalo/README.md 10.1). What is kept of a follower is therefore a
function of the *set* of events seen, not of their order: the earliest and the latest change.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

MESSAGE_KEPT: Final = timedelta(days=730)
"""How long messages are kept; the rule of retention comes with the cases."""

OTHER_APPLICATION: Final = "other-application"
"""Who wrote a message of which Zalo told before we knew it as ours, and which no officer wrote by hand."""

SEEN_KEPT: Final = timedelta(days=90)
"""How long an event is remembered, so that a repetition is recognised, and an unknown one can be studied."""


@dataclass(frozen=True, slots=True)
class FollowChange:
    """A resident began (or ceased) to follow, at an instant."""

    at: datetime
    follows: bool

    def order(self) -> tuple[datetime, bool]:
        """By instant; of two in one millisecond the one that follows counts as later."""
        return self.at, self.follows


@dataclass(frozen=True, slots=True)
class Follower:
    """A resident, as one account knows them.

    Attributes:
        oa_id: the account.
        user_id: the resident; another id at each account.
        user_id_by_app: the same at every account of our app; empty until Zalo tells.
        earliest, latest: the first and the last change of following that we know of.
        version: grows with each write; guards against lost updates.
    """

    oa_id: str
    user_id: str
    user_id_by_app: str = ""
    earliest: FollowChange | None = None
    latest: FollowChange | None = None
    version: int = 0

    @property
    def follows(self) -> bool:
        """Whether they follow now."""
        return self.latest is not None and self.latest.follows

    @property
    def weight(self) -> int:
        """Their contribution to the followers counted at connection: +1, 0 or -1.

        Residents whose first change is to leave were among those counted then.
        """
        was_counted = self.earliest is not None and not self.earliest.follows
        return int(self.follows) - int(was_counted)

    def changed(self, change: FollowChange) -> "Follower":
        """The follower after one more change is known, whenever it happened."""
        known = [known for known in (self.earliest, self.latest, change) if known]
        earliest, latest = min(known, key=FollowChange.order), max(known, key=FollowChange.order)
        return replace(self, earliest=earliest, latest=latest)


class Direction(StrEnum):
    """Who wrote a message."""

    IN = "in"
    """The resident."""
    OUT = "out"
    """The account: an officer by hand in OA Manager, or Loa."""
    NOTE = "note"
    """An officer, for officers: never shown to the resident."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation.

    Attributes:
        oa_id, user_id: the conversation.
        message_id: Zalo's id.
        at: when it was written.
        direction: who wrote it.
        kind: text, image, file and so on (`loa.platform.zalo.webhooks.events.MessageKind`).
        text: NFC; empty for a picture without words.
        attachments: as `loa.platform.zalo.webhooks.events.Attachment` has them, empty fields left out.
        quotes: id of the message that it answers.
        by, by_name: the officer who wrote it; empty where Loa or OA Manager did.
        outgoing: the key of the message as Loa sent it; empty where it did not.
        automatic: the menu or an intake took it: nobody has to answer it.
        urgent: a call for help of which officers on call are told.
        unread: something in it could not be read.
    """

    oa_id: str
    user_id: str
    message_id: str
    at: datetime
    direction: Direction
    kind: str
    text: str
    attachments: tuple[Mapping[str, Any], ...] = ()
    quotes: str = ""
    by: str = ""
    by_name: str = ""
    outgoing: str = ""
    automatic: bool = False
    urgent: bool = False
    unread: bool = False
