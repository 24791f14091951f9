"""Look up a message with unknown outcome in Zalo's own list of the conversation.

A row matches if it has the same content, dates from the time of the attempt, and is not one that we have kept
already. Absence counts only if the list reaches back to before the attempt.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from loa import clock
from loa.errors import Busy
from loa.platform.zalo.webhooks.envelope import is_anonymous
from loa.residents.followers.model import OTHER_APPLICATION
from loa.residents.followers.store import FollowerStore
from loa.residents.messages.model import MessageState, Outgoing, OutgoingKind

if TYPE_CHECKING:
    from loa.platform.zalo.api.answers import ConversationRow

CLOCKS_DIFFER: Final = timedelta(minutes=2)
MAXIMUM_PAGES: Final = 10

_KINDS: Final = {OutgoingKind.TEXT: frozenset({"text"}), OutgoingKind.IMAGE: frozenset({"image", "photo"})}
"""Zalo's names for them in its list; anything else is a file."""


def can_look_up(message: Outgoing) -> bool:
    """Return whether Zalo's list can show a message's outcome: its words are known, and the list exists."""
    unknown = message.state is MessageState.UNKNOWN
    return unknown and not message.content.shown_as and not is_anonymous(message.user_id)


def look_up(
    message: Outgoing,
    rows: "Callable[[int], Sequence[ConversationRow]]",
    audience: FollowerStore,
    *,
    may_go_on: Callable[[], bool] = lambda: True,
) -> "ConversationRow | None":
    """Return the row of the message; None: it was never sent.

    Args:
        message: with an unknown outcome.
        rows: returns a page of the list from an offset on, newest first.
        audience: what is kept.
        may_go_on: whether there is time for one more page.

    Raises:
        Busy: the list does not reach back to the attempt, or the time was up before.
    """
    attempted = _attempted_at(message)
    offset = 0
    for _ in range(MAXIMUM_PAGES):
        if not may_go_on():
            raise Busy("no time to read the list of the conversation to its end")
        page = rows(offset)
        for row in page:
            if row.at and row.at < attempted - CLOCKS_DIFFER:
                return None
            if _is_it(message, row) and _may_be_ours(row, message, audience):
                return row
        if not page:
            return None
        offset += len(page)
    raise Busy("the list of the conversation does not reach back to the attempt")


def _may_be_ours(row: "ConversationRow", message: Outgoing, audience: FollowerStore) -> bool:
    """Return whether no other author of the row is known.

    Zalo also reports what we sent. While its answer is lost, we attribute that report to another app, so a
    message with the same words from an app is more likely ours than never sent.
    """
    return audience.claimed_by(message.account.oa_id, row.message_id) in {None, OTHER_APPLICATION}


def _attempted_at(message: Outgoing) -> datetime:
    """Return when Zalo was last called."""
    attempts = [line["at"] for line in message.history if line["what"] == "attempt"]
    return clock.from_text(attempts[-1]) if attempts else message.created_at


def _is_it(message: Outgoing, row: "ConversationRow") -> bool:
    if not row.from_account or not row.message_id:
        return False
    text = message.content.text.strip()
    kinds = _KINDS.get(message.content.kind)
    same_kind = row.kind in kinds if kinds else row.kind not in {"text", "image", "photo"}
    return same_kind and row.text.strip() == text
