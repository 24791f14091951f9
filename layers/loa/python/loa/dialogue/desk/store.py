"""Officers' writes about a conversation (table Audience): on its head, and in rows beside its messages.

    account#OA            follower#USER     the head (`loa.dialogue.conversations.store`); here: handling_path
                                            assigned_* lease_* closed_at answered_by answered_at
    conversation#OA#USER  INSTANT#note-ID   a note, or an officer's action: a message of the direction "note"
    replies#OA#USER       INSTANT#KEY       an officer's reply; the message itself is in the outbox
    done#ID               done              the request with that id has been carried out

Each write names what it relied on. None of them touches what belongs to the resident's side, except that
officers' actions also update the conversation's position in the lists.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Final

from loa import clock
from loa.dialogue.conversations import edit_lock
from loa.dialogue.conversations.model import Conversation
from loa.dialogue.conversations.store import conversation_from, unchanged
from loa.dialogue.conversations.worklist_keys import place_in_lists
from loa.foundation.officers.model import Officer
from loa.platform.aws.dynamodb.tables import Attr, Condition, ConditionFailed, Put, Row, Table, Update
from loa.residents.followers.model import MESSAGE_KEPT, SEEN_KEPT, Direction, Message
from loa.residents.followers.store import follower_key, message_row
from loa.residents.messages.model import LOA

NOTE: Final = "note"
"""Kind of a note that an officer wrote; others record actions: assigned, handed, taken_over, closed."""

_GONE_WITH_THE_UNIT: Final = ("assigned_to", "assigned_name", *edit_lock.FIELDS)


def replies_partition(oa_id: str, user_id: str) -> str:
    """Return the partition key of the officers' replies in a conversation."""
    return f"replies#{oa_id}#{user_id}"


class DeskStore:
    """The officers' writes."""

    def __init__(self, table: Table) -> None:
        self.table = table

    # Edit lock

    def taken_over(self, head: Conversation, officer: Officer, now: datetime) -> Update:
        """Return the write that takes the edit lock from the officer who had it when `head` was read."""
        is_still_theirs = Attr("lease_officer").eq(head.lease_officer or officer.id)
        free = edit_lock.free_for(officer.id, now) | is_still_theirs
        return self._change(head, values=edit_lock.locked_by(officer, now), only_if=free)

    def take_lease(self, head: Conversation, officer: Officer, now: datetime) -> Conversation:
        """Take the edit lock to write an answer, or extend it; return the resulting head.

        Raises:
            ConditionFailed: another officer has it, it was transferred, or its row is gone; carries the row.
        """
        row = self.table.update(
            *follower_key(head.oa_id, head.user_id),
            set=edit_lock.locked_by(officer, now),
            only_if=_same_place(head) & edit_lock.free_for(officer.id, now),
        )
        return conversation_from(row)

    def drop_lease(self, head: Conversation, officer_id: str) -> None:
        """Release the edit lock; nothing happens if another officer has taken it since."""
        with suppress(ConditionFailed):
            self.table.update(
                *follower_key(head.oa_id, head.user_id),
                remove=edit_lock.FIELDS,
                only_if=Attr("lease_officer").eq(officer_id),
            )

    # Changes to the head, for a transaction

    def replied(self, head: Conversation, officer: Officer, now: datetime) -> Update:
        """Return the write of an officer's reply: refused while another writes, or after a transfer."""
        return self._change(
            head,
            values={
                **edit_lock.locked_by(officer, now),
                "answered_by": officer.id,
                "answered_name": officer.name,
                "answered_at": clock.to_text(now),
            },
            only_if=edit_lock.free_for(officer.id, now),
        )

    def assigned(self, head: Conversation, officer_id: str, name: str, *, unit_path: str) -> Update:
        """Return the write that assigns the conversation to an officer; to nobody, if the id is empty."""
        after = replace(head, assigned_to=officer_id, assigned_name=name)
        return self._moved(head, after, unit_path, {"assigned_to": officer_id, "assigned_name": name})

    def handed(self, head: Conversation, path: str) -> Update:
        """Return the write that transfers the conversation to another unit, assigned to nobody there."""
        after = replace(
            head, handling_path=path, first_reader="", first_reader_at=None, assigned_to="", assigned_name=""
        )
        gone = dict.fromkeys((*_GONE_WITH_THE_UNIT, "first_reader", "first_reader_at"), "")
        return self._moved(head, after, path, {"handling_path": path, **gone})

    def closed(self, head: Conversation, now: datetime, *, unit_path: str) -> Update:
        """Return the write that closes the conversation; everything up to `last_message_at` is answered."""
        read = max(filter(None, (head.answered_up_to, head.last_message_at)), default=None)
        after = replace(head, closed_at=now, unanswered=None, answered_up_to=read)
        values = {
            "closed_at": clock.to_text(now),
            "answered_up_to": clock.to_text(read) if read else "",
            "unanswered_since": "",
            "unanswered": "",
        }
        return self._moved(head, after, unit_path, values)

    # Rows beside the head, for a transaction

    def noted(self, note: Message) -> Put:
        """Return the write of a note, or of an officer's action."""
        return Put(self.table, message_row(note))

    def pointed(self, head: Conversation, key: str, now: datetime) -> Put:
        """Return the write that makes a reply findable from its conversation before it is sent."""
        row = {
            "partition": replies_partition(head.oa_id, head.user_id),
            "sort": f"{clock.to_text(now)}#{key}",
            "key": key,
            "expires_at": clock.epoch_seconds(now + MESSAGE_KEPT),
        }
        return Put(self.table, row)

    def done(self, identifier: str, now: datetime) -> Put:
        """Return the write that ensures something is done once per id."""
        row = {
            "partition": f"done#{identifier}",
            "sort": "done",
            "expires_at": clock.epoch_seconds(now + SEEN_KEPT),
        }
        return Put(self.table, row, new=True)

    def replies(self, oa_id: str, user_id: str, between: tuple[str, str], limit: int) -> list[str]:
        """List the keys of the replies requested between two instants (as text), newest first."""
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
        """Return a write that may move the conversation between lists; empty values are not stored."""
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
    head: Conversation, identifier: str, text: str, *, officer: Officer | None, kind: str, now: datetime
) -> Message:
    """Return a note as the conversation stores it; without an officer, it is Loa's own."""
    return Message(
        oa_id=head.oa_id,
        user_id=head.user_id,
        message_id=f"note-{identifier}",
        at=now,
        direction=Direction.NOTE,
        kind=kind,
        text=text,
        by=officer.id if officer else LOA,
        by_name=officer.name if officer else "",
    )


def _same_place(head: Conversation) -> Condition:
    """Require that the row exists and is handled by the unit for which the officer was authorised."""
    return Attr("partition").exists() & _is("handling_path", head.handling_path)


def _is(name: str, value: str | int) -> Condition:
    return Attr(name).eq(value) if value else Attr(name).not_exists()
