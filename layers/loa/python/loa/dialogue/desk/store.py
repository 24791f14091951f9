"""What officers write about a conversation (table Audience): on its head, and in rows beside its messages.

    account#OA            follower#USER     the head (`loa.dialogue.conversations.store`); here: handling_path
                                            assigned_* lease_* closed_at answered_by answered_at
    conversation#OA#USER  INSTANT#note-ID   a note, or what officers did: a message of the direction "note"
    replies#OA#USER       INSTANT#KEY       an officer's reply; the message itself is in the outbox
    done#ID               done              what was asked for under that id has been done

Each write names what it relied on. None of them touches what belongs to the resident's side, except that a
conversation's place in the lists goes along with what officers do.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from loa import clock
from loa.dialogue.conversations.model import Conversation
from loa.dialogue.conversations.store import conversation_from, unchanged
from loa.dialogue.conversations.worklist_keys import place_in_lists
from loa.foundation.officers.model import Officer
from loa.platform.aws.dynamodb.tables import Attr, Condition, ConditionFailed, Put, Row, Table, Update
from loa.residents.followers.model import MESSAGE_KEPT, SEEN_KEPT, Direction, Message
from loa.residents.followers.store import follower_key, message_row

LEASE: Final = timedelta(minutes=2)
"""How long an officer who writes an answer keeps the others away; renewed while he writes."""

NOTE: Final = "note"
"""Kind of a note that an officer wrote; other kinds tell what officers did: assigned, handed, closed."""

_GONE_WITH_THE_UNIT: Final = (
    "assigned_to", "assigned_name", "lease_officer", "lease_name", "lease_until",
)  # fmt: skip


def replies_partition(oa_id: str, user_id: str) -> str:
    """Partition key of the officers' replies in a conversation."""
    return f"replies#{oa_id}#{user_id}"


class DeskStore:
    """The officers' writes."""

    def __init__(self, table: Table) -> None:
        self.table = table

    # Who is writing

    def take_lease(self, head: Conversation, officer: Officer, now: datetime) -> Conversation:
        """Take the conversation to write an answer, or keep it longer; answers the head as it is then.

        Raises:
            ConditionFailed: another officer has it, it was handed on, or its row is gone; carries the row.
        """
        row = self.table.update(
            *follower_key(head.oa_id, head.user_id),
            set=_lease(officer, now),
            only_if=_same_place(head) & _free_for(officer.id, now),
        )
        return conversation_from(row)

    def drop_lease(self, head: Conversation, officer_id: str) -> None:
        """Let others write; nothing happens when another has the conversation by now."""
        with suppress(ConditionFailed):
            self.table.update(
                *follower_key(head.oa_id, head.user_id),
                remove=("lease_officer", "lease_name", "lease_until"),
                only_if=Attr("lease_officer").eq(officer_id),
            )

    # What changes the head, for a transaction

    def replied(self, head: Conversation, officer: Officer, now: datetime) -> Update:
        """The write that an officer replies: refused while another writes, or when it was handed on."""
        return self._change(
            head,
            values={
                **_lease(officer, now),
                "answered_by": officer.id,
                "answered_at": clock.to_text(now),
            },
            only_if=_free_for(officer.id, now),
        )

    def assigned(self, head: Conversation, officer_id: str, name: str, *, unit_path: str) -> Update:
        """The write that makes the conversation an officer's own; nobody's, if the id is empty."""
        after = replace(head, assigned_to=officer_id, assigned_name=name)
        return self._moved(head, after, unit_path, {"assigned_to": officer_id, "assigned_name": name})

    def handed(self, head: Conversation, path: str) -> Update:
        """The write that hands the conversation to another unit; nobody there has it yet."""
        after = replace(head, handling_path=path, assigned_to="", assigned_name="")
        gone = dict.fromkeys(_GONE_WITH_THE_UNIT, "")
        return self._moved(head, after, path, {"handling_path": path, **gone})

    def closed(self, head: Conversation, now: datetime, *, unit_path: str) -> Update:
        """The write that closes the conversation: everything up to its `last_message_at` is answered."""
        read = max(filter(None, (head.answered_up_to, head.last_message_at)), default=None)
        after = replace(head, closed_at=now, unanswered=None, answered_up_to=read)
        values = {
            "closed_at": clock.to_text(now),
            "answered_up_to": clock.to_text(read) if read else "",
            "unanswered_since": "",
            "unanswered": "",
        }
        return self._moved(head, after, unit_path, values)

    # Rows beside it, for a transaction

    def noted(self, note: Message) -> Put:
        """The write of a note, or of what an officer did."""
        return Put(self.table, message_row(note))

    def pointed(self, head: Conversation, key: str, now: datetime) -> Put:
        """The write by which a reply is found from its conversation before it is sent."""
        row = {
            "partition": replies_partition(head.oa_id, head.user_id),
            "sort": f"{clock.to_text(now)}#{key}",
            "key": key,
            "expires_at": clock.epoch_seconds(now + MESSAGE_KEPT),
        }
        return Put(self.table, row)

    def done(self, identifier: str, now: datetime) -> Put:
        """The write by which something is done once per id."""
        row = {
            "partition": f"done#{identifier}",
            "sort": "done",
            "expires_at": clock.epoch_seconds(now + SEEN_KEPT),
        }
        return Put(self.table, row, new=True)

    def replies(self, oa_id: str, user_id: str, between: tuple[str, str], limit: int) -> list[str]:
        """Keys of the replies asked for between two instants (as text), newest first."""
        page = self.table.page(
            replies_partition(oa_id, user_id),
            between=between,
            limit=limit,
            newest_first=True,
            consistent=True,
        )
        return [row["key"] for row in page.rows]

    def _moved(
        self, head: Conversation, after: Conversation, unit_path: str, values: Mapping[str, str]
    ) -> Update:
        """A write that may move the conversation from list to list; empty values are not kept."""
        changed = {**values, **place_in_lists(after, unit_path)}
        return self._change(
            head,
            values={name: value for name, value in changed.items() if value},
            remove=[name for name, value in changed.items() if not value],
            only_if=unchanged(head),
        )

    def _change(
        self, head: Conversation, *, values: Row, only_if: Condition, remove: Sequence[str] = ()
    ) -> Update:
        return Update(
            self.table,
            *follower_key(head.oa_id, head.user_id),
            set=values,
            remove=remove,
            only_if=_same_place(head) & only_if,
        )


def note_of(
    head: Conversation, identifier: str, text: str, *, officer: Officer, kind: str, now: datetime
) -> Message:
    """A note as the conversation keeps it."""
    return Message(
        oa_id=head.oa_id,
        user_id=head.user_id,
        message_id=f"note-{identifier}",
        at=now,
        direction=Direction.NOTE,
        kind=kind,
        text=text,
        by=officer.id,
        by_name=officer.name,
    )


def held_by_another(head: Conversation, officer_id: str, now: datetime) -> Conversation | None:
    """The head, if another officer is writing; see its `lease_name` and `lease_until`."""
    if head.lease_until is None or head.lease_until <= now or head.lease_officer == officer_id:
        return None
    return head


def _lease(officer: Officer, now: datetime) -> dict[str, Any]:
    return {
        "lease_officer": officer.id,
        "lease_name": officer.name,
        "lease_until": clock.to_text(now + LEASE),
    }


def _free_for(officer_id: str, now: datetime) -> Condition:
    """Nobody else is writing."""
    return (
        Attr("lease_until").not_exists()
        | Attr("lease_until").lte(clock.to_text(now))
        | Attr("lease_officer").eq(officer_id)
    )


def _same_place(head: Conversation) -> Condition:
    """The row is there, and the unit that handles it is the one for which the officer was allowed."""
    return Attr("partition").exists() & _is("handling_path", head.handling_path)


def _is(name: str, value: str | int) -> Condition:
    return Attr(name).eq(value) if value else Attr(name).not_exists()
