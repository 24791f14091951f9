"""Conversations with residents."""

from functools import cache
from typing import TYPE_CHECKING

from loa.bootstrap.wiring import table

if TYPE_CHECKING:
    from loa.dialogue.conversations.store import ConversationStore


@cache
def conversations() -> "ConversationStore":
    """Return the conversations."""
    from loa.dialogue.conversations.store import ConversationStore

    return ConversationStore(table("audience_table"))
