"""Updates to a conversation once Zalo has accepted an officer's reply."""

from typing import Final

from loa import clock
from loa.dialogue.conversations.counting import answered_counts
from loa.dialogue.conversations.store import ConversationStore
from loa.errors import Busy
from loa.foundation.statistics.store import StatisticsStore
from loa.platform.aws.dynamodb.tables import ConditionFailed
from loa.platform.aws.dynamodb.transactions import commit
from loa.residents.messages.model import Outgoing

_ATTEMPTS: Final = 5


def mark_answered(
    message: Outgoing, *, conversations: ConversationStore, statistics: StatisticsStore
) -> None:
    """Mark what the officer had seen when writing as answered; later messages keep waiting. Safe to repeat.

    Only if the message was sent: a reply that Zalo refused must not hide the resident's words.

    Raises:
        Busy: others keep writing to this conversation, or AWS is busy: try again.
    """
    if not message.answers:
        return  # it answers nothing: an acknowledgement, or the outcome of a case
    up_to = clock.from_text(message.answers)
    for _ in range(_ATTEMPTS):
        before = conversations.get(message.account.oa_id, message.user_id)
        if before is None:
            return
        path = message.account.unit_path
        answered = conversations.answered(before, up_to, unit_path=path)
        if answered is None:
            return
        counted = statistics.changes(path, answered_counts(before, answered.left, message.created_at))
        try:
            commit([answered.update, *counted])
        except ConditionFailed:
            continue  # the resident or another officer wrote meanwhile: read again
        return
    raise Busy("others were writing to this conversation")
