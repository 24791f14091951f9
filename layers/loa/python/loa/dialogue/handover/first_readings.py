"""Give back what the unit above was to read first and has not read: somebody has to answer it.

Done twice, the second time finds nothing.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from loa.dialogue.conversations import texts
from loa.dialogue.conversations.model import Conversation
from loa.dialogue.conversations.store import ConversationStore
from loa.dialogue.conversations.worklist_keys import FIRST, NEXT, Worklist, parse_worklist_order
from loa.dialogue.desk.store import DeskStore, note_of
from loa.foundation.accounts.store import AccountStore
from loa.platform.aws.dynamodb.tables import ConditionFailed, Row
from loa.platform.aws.dynamodb.transactions import commit

READ_WITHIN: Final = timedelta(hours=24)
"""How long the unit above has; half of the time in which Zalo lets an answer through free of charge."""

_AT_ONCE: Final = 500


def give_back(
    province: str,
    now: datetime,
    *,
    conversations: ConversationStore,
    rows: DeskStore,
    accounts: AccountStore,
    may_go_on: Callable[[], bool],
) -> int:
    """Give conversations back to the units that their accounts belong to; return how many."""
    listing, start, given = Worklist(province, subtree=True), None, 0
    while may_go_on():
        page = conversations.listed(listing, limit=_AT_ONCE, start=start)
        watched = [pair for row in page.rows if (pair := _watched(listing, row))]
        given += sum(_given_back(head, now, rows, accounts) for head in conversations.heads(watched))
        start = page.next_start
        if start is None:
            break
    return given


def _watched(listing: Worklist, row: Row) -> tuple[str, str] | None:
    order = listing.order_of(row)
    _, _, oa_id, user_id = parse_worklist_order(order)
    return (oa_id, user_id) if order.split("#")[1].startswith((FIRST, NEXT)) else None


def _given_back(head: Conversation, now: datetime, rows: DeskStore, accounts: AccountStore) -> bool:
    # Older words may wait there, too: what counts is when the unit above got it.
    late = head.first_reader and head.first_reader_at and head.first_reader_at <= now - READ_WITHIN
    account = accounts.by_oa(head.oa_id) if late else None
    if account is None:
        return False
    name, said = f"{head.last_message_id}-given-back", texts.NOT_READ_ABOVE
    note = note_of(head, name, said, officer=None, kind="handed", now=now)
    try:
        commit([rows.noted(note), rows.handed(head, account.unit_path)])
    except ConditionFailed:
        return False  # somebody was faster
    return True
