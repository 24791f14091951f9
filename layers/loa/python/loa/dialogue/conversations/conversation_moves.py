"""The conversations of a unit go to its successor: those in its lists, waiting, answered and closed.

A follower who never wrote stands in no list, and costs nothing. Accounts move first
(`foundation.accounts`): from then on new messages go to the successor by themselves. A conversation that
changes meanwhile is left to the next round. Safe to repeat, and to stop anywhere.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from loa.dialogue.conversations.model import Conversation, WorklistState
from loa.dialogue.conversations.store import ConversationStore, unchanged
from loa.dialogue.conversations.worklist_keys import Worklist, parse_worklist_order, place_in_lists
from loa.foundation.units.moves import Enough, UnitMoved, left_behind
from loa.platform.aws.dynamodb.tables import ConditionFailed, Update
from loa.platform.aws.dynamodb.transactions import commit
from loa.residents.followers.store import follower_key

_AT_ONCE: Final = 100


def move_unit(old: str, new: str, *, conversations: ConversationStore, enough: Enough) -> UnitMoved:
    """Move the conversations of a unit that has ended to the one that takes over.

    Args:
        old: path of the unit; not of those below it.
        new: path of its successor.
        conversations: their heads.
        enough: as in `Enough`.
    """
    done = UnitMoved()
    for standing in WorklistState:
        listing, start = Worklist(old, standing), None
        while True:
            if enough():
                return replace(done, complete=False)
            page = conversations.listed(listing, limit=_AT_ONCE, start=start)
            pairs = [parse_worklist_order(listing.order_of(row))[2:] for row in page.rows]
            for head in conversations.heads(pairs):
                done += _move(head, old, new, conversations)
            start = page.next_start
            if start is None:
                break
    return done


def _move(head: Conversation, old: str, new: str, conversations: ConversationStore) -> UnitMoved:
    if head.handling_path not in {"", old}:
        return UnitMoved()  # another unit handles it by now; the index lags
    after = replace(head, handling_path=new if head.handling_path else "")
    place: Mapping[str, str] = {**place_in_lists(after, new), "handling_path": after.handling_path}
    write = Update(
        conversations.table,
        *follower_key(head.oa_id, head.user_id),
        set={name: value for name, value in place.items() if value},
        remove=[name for name, value in place.items() if not value],
        only_if=unchanged(head),
    )
    try:
        commit([write])
    except ConditionFailed as failure:
        return left_behind("conversation", head.oa_id, old, failure)
    return UnitMoved(1)
