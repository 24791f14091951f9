"""Rows of what was kept from officers (table Audience). No officers' route reads this partition.

    withheld#OA#USER  state            where somebody stands on the confidential way; goes after a day
    withheld#OA#USER  mark#MESSAGE     that a message was taken in confidence, so that it is not taken twice
    withheld#OA#USER  held#INSTANT#ID  a message that waits for the choice which way to go; goes after an
    hour or two

The words of a denunciation are not here: they are sealed (`loa.casework.denunciations.rows`).
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from loa import clock
from loa.dialogue.withheld.model import STATE_KEPT, WITHHELD_FOR, WithheldStage, Withholding
from loa.platform.aws.dynamodb.tables import Delete, Put, Row, Table, Write
from loa.residents.followers.model import Message
from loa.residents.followers.store import message_from, message_row, thread_partition

MARK_KEPT: Final = timedelta(days=30)
"""Longer than any queue keeps an event."""

HELD: Final = "held#"
_AT_ONCE: Final = 100


def withheld_partition(oa_id: str, user_id: str) -> str:
    """Partition key of all that was kept from officers of one resident."""
    return f"withheld#{oa_id}#{user_id}"


def mark_sort(message: Message) -> str:
    """Sort key of the mark of a message: by its id alone, at whatever instant it comes again."""
    return f"mark#{hashlib.sha256(message.message_id.encode()).hexdigest()[:32]}"


def withholding_from(row: Row | None) -> Withholding | None:
    """Where somebody stands."""
    if row is None:
        return None
    told_at = row.get("told_at")
    return Withholding(
        stage=WithheldStage(row["stage"]),
        bundle=row["bundle"],
        since=clock.from_text(row["since"]),
        last=clock.from_text(row["last"]),
        told_at=clock.from_text(told_at) if told_at else None,
        has_words=row.get("has_words", False),
    )


class WithheldStore:
    """What was kept from officers."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def places(self, message: Message) -> list[tuple[Table, str, str]]:
        """Where the state and the mark of a message are, for `transactions.get_many`."""
        partition = withheld_partition(message.oa_id, message.user_id)
        return [(self.table, partition, "state"), (self.table, partition, mark_sort(message))]

    def marking(self, message: Message, forget: Mapping[str, Sequence[int]] | None = None) -> Write:
        """The write by which a message is taken in confidence once.

        Args:
            message: it.
            forget: files of earlier messages that were copied for officers, and are to be erased:
                positions by sort key. Kept for whoever repeats this after a crash.
        """
        row: dict[str, Any] = {
            "partition": withheld_partition(message.oa_id, message.user_id),
            "sort": mark_sort(message),
            "expires_at": clock.epoch_seconds(message.at + MARK_KEPT),
            **({"forget": {sort: list(at) for sort, at in forget.items()}} if forget else {}),
        }
        return Put(self.table, row, new=True)

    def standing(self, message: Message, state: Withholding | None) -> Write:
        """The write of where somebody stands; None: nowhere any more. Beside a write of their head."""
        partition = withheld_partition(message.oa_id, message.user_id)
        if state is None:
            return Delete(self.table, partition, "state")
        row: dict[str, Any] = {
            "partition": partition,
            "sort": "state",
            "stage": state.stage.value,
            "bundle": state.bundle,
            "since": clock.to_text(state.since),
            "last": clock.to_text(state.last),
            "expires_at": clock.epoch_seconds(state.last + STATE_KEPT),
            **({"told_at": clock.to_text(state.told_at)} if state.told_at else {}),
            **({"has_words": True} if state.has_words else {}),
        }
        return Put(self.table, row)

    def holding(self, message: Message, until: datetime) -> Write:
        """The write of a message that waits for the choice which way to go."""
        row = message_row(message)
        row |= {
            "partition": withheld_partition(message.oa_id, message.user_id),
            "sort": f"{HELD}{row['sort']}",
            "expires_at": clock.epoch_seconds(until + WITHHELD_FOR),
        }
        return Put(self.table, row)

    def held(self, oa_id: str, user_id: str) -> list[Message]:
        """The messages that wait, oldest first."""
        partition = withheld_partition(oa_id, user_id)
        page = self.table.page(partition, prefix=HELD, limit=_AT_ONCE, consistent=True)
        conversation = thread_partition(oa_id, user_id)
        return [
            message_from({**row, "partition": conversation, "sort": row["sort"].removeprefix(HELD)})
            for row in page.rows
        ]

    def letting_go(self, message: Message) -> Write:
        """The write after which a message waits no more."""
        sort = message_row(message)["sort"]
        return Delete(self.table, withheld_partition(message.oa_id, message.user_id), f"{HELD}{sort}")
