"""The use cases of officers with conversations: read, list, lock, reply, note, assign, transfer, close.

Two officers never answer at once: the writing officer holds the edit lock (`lease`), and a reply is one
transaction, on condition that nobody else holds the lock. No word is lost: what officers have not seen when
they answer or close keeps waiting, and a reply counts as an answer only once Zalo has accepted it
(`loa.dialogue.desk.delivery_receipts`).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from loa import clock
from loa.dialogue.conversations import edit_lock, texts
from loa.dialogue.conversations.counting import closed_counts
from loa.dialogue.conversations.model import Conversation
from loa.dialogue.conversations.store import conversation_from
from loa.dialogue.desk.delivery_receipts import mark_answered
from loa.dialogue.desk.model import ConversationAccess
from loa.dialogue.desk.store import NOTE, note_of
from loa.dialogue.desk.worklists import ConversationWorklists
from loa.errors import Conflict, InvalidInput, NotFound
from loa.foundation.officers.model import Officer
from loa.foundation.units.model import existing_on, is_within
from loa.foundation.units.service import unit_at
from loa.platform.aws.dynamodb.tables import ConditionFailed, Row, Write
from loa.platform.aws.dynamodb.transactions import commit
from loa.residents.followers.model import Message
from loa.residents.messages import service
from loa.residents.messages.model import MessageContent, MessageState, Outgoing
from loa.residents.messages.store import outgoing_from


class ConversationService(ConversationWorklists):
    """The use cases of officers with conversations; each takes a conversation as `load` returned it."""

    def lock(self, conversation: ConversationAccess, *, officer: Officer) -> ConversationAccess:
        """Take the edit lock to write an answer, or extend it by two minutes.

        Raises:
            Conflict: another officer is writing; says who, and until when. Or the resident has withdrawn.
        """
        _check_consent(conversation)
        now = self.now()
        try:
            return replace(conversation, head=self.rows.take_lease(conversation.head, officer, now))
        except ConditionFailed as failure:
            raise _refusal(failure.row, officer, now) from failure

    def unlock(self, conversation: ConversationAccess, *, officer: Officer) -> None:
        """Release the edit lock; nothing happens if another officer has taken it since."""
        self.rows.drop_lease(conversation.head, officer.id)

    def take_over(
        self,
        conversation: ConversationAccess,
        writer_id: str,
        *,
        officer: Officer,
        idempotency_key: str,
    ) -> ConversationAccess:
        """Take the edit lock from the officer who holds it; once per key, with a line that says so.

        What they write after that is refused, as another is writing now.

        Args:
            conversation: which one.
            writer_id: who was shown as writing; another one by now is not pushed aside unseen.
            officer: who takes over.
            idempotency_key: of this request.

        Raises:
            Conflict: somebody else is writing by now, or the resident has withdrawn.
        """
        head, now = conversation.head, self.now()
        other = edit_lock.held_by_another(head, officer.id, now)
        if other is None:
            return self.lock(conversation, officer=officer)
        if other.lease_officer != writer_id:
            raise Conflict(texts.being_answered(other.lease_name, _local_time(other.lease_until)))
        said = texts.TAKEN_OVER.format(name=other.lease_name)
        line = note_of(head, idempotency_key, said, officer=officer, kind="taken_over", now=now)
        write = self.rows.taken_over(head, officer, now)
        return self._record(conversation, line, [write], idempotency_key, officer)

    def reply(
        self,
        conversation: ConversationAccess,
        content: MessageContent,
        *,
        key: str,
        seen_up_to: datetime | None,
        officer: Officer,
        insists: bool = False,
    ) -> Outgoing:
        """Answer the resident in the account's name; repeated calls with the same key answer once.

        Takes the edit lock if it is free. The resident's words up to `seen_up_to` count as answered once Zalo
        has accepted the reply.

        Args:
            conversation: which one.
            content: the content of the reply.
            key: its key in the outbox.
            seen_up_to: timestamp of the newest of the resident's messages that the officer saw, as shown to
                them; None while none of the resident's messages waits.
            officer: who answers.
            insists: True to ask Zalo although we think that the window is closed.

        Raises:
            InvalidInput: Zalo would not accept the content; or nothing was written at that instant yet; or
                words wait and the call does not say which were seen: they would count as answered unread.
            Conflict: another officer is writing; Zalo allows no more messages; the key was used before.
            Busy: try again, with the same key.
        """
        head, now = conversation.head, self.now()
        _check_seen(head, seen_up_to)
        message = service.new_message(
            key,
            content,
            account=conversation.account.key,
            user_id=head.user_id,
            by=officer.id,
            by_name=officer.name,
            answers=clock.to_text(seen_up_to) if seen_up_to else "",
            now=now,
        )
        message = replace(message, insists=insists)
        present = self.outbox.get(key)
        if present is None:
            self._check_window(conversation, now, insists=insists)
            if head.unanswered and seen_up_to is None:
                raise InvalidInput(texts.SEEN_NEEDED, fields={"seen_up_to": texts.SEEN_NEEDED})
            present = self._ask(head, message, officer, now)
        asked = service.the_same(present, message)
        service.hand_over(asked, self.queue)
        return asked

    def note(
        self, conversation: ConversationAccess, text: str, *, officer: Officer, idempotency_key: str
    ) -> None:
        """Store a note for officers; once per key.

        Raises:
            InvalidInput: no words.
        """
        if not text.strip():
            raise InvalidInput(texts.NOTE_NEEDED, fields={"text": texts.NOTE_NEEDED})
        line = note_of(
            conversation.head, idempotency_key, text.strip(), officer=officer, kind=NOTE, now=self.now()
        )
        self._record(conversation, line, [], idempotency_key, officer)

    def assign(
        self,
        conversation: ConversationAccess,
        officer_id: str,
        name: str,
        *,
        officer: Officer,
        idempotency_key: str,
    ) -> ConversationAccess:
        """Assign the conversation to an officer, or to nobody if the id is empty; once per key.

        Raises:
            Conflict: it was assigned or transferred meanwhile.
        """
        head = conversation.head
        said = (
            texts.ASSIGNED.format(name=name)
            if officer_id
            else texts.UNASSIGNED.format(name=head.assigned_name)
        )
        write = self.rows.assigned(head, officer_id, name, unit_path=conversation.account.unit_path)
        line = note_of(head, idempotency_key, said, officer=officer, kind="assigned", now=self.now())
        return self._record(conversation, line, [write], idempotency_key, officer)

    def transfer(
        self,
        conversation: ConversationAccess,
        path: str,
        *,
        officer: Officer,
        on: date,
        idempotency_key: str,
    ) -> ConversationAccess:
        """Transfer the conversation up or down the tree; once per key. It stays with the same account.

        Args:
            conversation: which one.
            path: the unit that handles it from now on: above or below the present one.
            officer: who transfers it.
            on: the day for which units are looked up.
            idempotency_key: of this request.

        Raises:
            NotFound: no such unit.
            InvalidInput: neither above nor below.
            Conflict: the unit has it already, or something changed meanwhile.
        """
        head, present = conversation.head, conversation.path
        if not (is_within(path, present) or is_within(present, path)):
            raise InvalidInput(texts.NEITHER_UP_NOR_DOWN, fields={"unit": texts.NEITHER_UP_NOR_DOWN})
        if path == present:
            raise Conflict(texts.HANDED_ALREADY)
        after = unit_at(path, on=on, store=self.units)
        before = existing_on(self.units.at(present), on)  # a unit that has ended can still transfer
        said = texts.HANDED.format(before=before[0].name if before else present, after=after.name)
        line = note_of(head, idempotency_key, said, officer=officer, kind="handed", now=self.now())
        return self._record(conversation, line, [self.rows.handed(head, path)], idempotency_key, officer)

    def close(
        self,
        conversation: ConversationAccess,
        seen_up_to: datetime | None,
        *,
        officer: Officer,
        idempotency_key: str,
    ) -> ConversationAccess:
        """Close the conversation; once per key. It reopens when the resident writes.

        Raises:
            Conflict: the resident has written something that the officer has not seen, or another is writing.
        """
        head, now = conversation.head, self.now()
        _check_seen(head, seen_up_to)
        if head.last_message_at and (seen_up_to is None or head.last_message_at > seen_up_to):
            raise Conflict(texts.NEW_WORDS_MEANWHILE)
        if other := _held(head, officer, now):
            raise other
        write = self.rows.closed(head, now, unit_path=conversation.account.unit_path)
        line = note_of(head, idempotency_key, texts.CLOSED, officer=officer, kind="closed", now=now)
        counted = self.statistics.changes(conversation.account.unit_path, closed_counts(head))
        return self._record(conversation, line, [write, *counted], idempotency_key, officer)

    def settle(self, key: str, outcome: MessageState, *, officer: Officer) -> Outgoing:
        """Record what the officer found out about a message with an unknown outcome; safe to repeat.

        Raises:
            NotFound, InvalidInput, Conflict: see `loa.residents.messages.service.settle_unknown`.
        """
        message = service.settle_unknown(
            key,
            outcome,
            by=officer.id,
            outbox=self.outbox,
            audience=self.audience,
            statistics=self.statistics,
            now=self.now(),
        )
        if message.state is MessageState.SENT:
            mark_answered(message, conversations=self.conversations, statistics=self.statistics)
        return message

    def _ask(self, head: Conversation, message: Outgoing, officer: Officer, now: datetime) -> Outgoing | None:
        """Store the reply unless somebody else is writing; return an existing message with its key."""
        writes = [
            *self.outbox.adding(message),
            self.rows.pointed(head, message.key, now),
            self.rows.replied(head, officer, now),
        ]
        try:
            commit(writes)
        except ConditionFailed as failure:
            if failure.index == 0 and failure.row:
                return outgoing_from(failure.row)  # the same request, at the same time
            raise _refusal(failure.row, officer, now) from failure
        return None

    def _record(
        self,
        conversation: ConversationAccess,
        line: Message,
        writes: Sequence[Write],
        idempotency_key: str,
        officer: Officer,
    ) -> ConversationAccess:
        """Do something once per key, with its line; return the conversation as it is now."""
        _check_consent(conversation)
        try:
            commit([self.rows.done(idempotency_key, line.at), self.rows.noted(line), *writes])
        except ConditionFailed as failure:
            if failure.index > 0:
                raise _refusal(failure.row, officer, line.at) from failure
        if not writes:
            return conversation
        head = self.conversations.get(conversation.head.oa_id, conversation.head.user_id)
        return replace(conversation, head=head) if head else conversation

    def _check_window(self, conversation: ConversationAccess, now: datetime, *, insists: bool) -> None:
        """Fail now where sending would fail later; the officer may let Zalo decide where we only estimate."""
        may = self.at(now).answering(conversation)
        if not may.refused or (insists and may.can_try):
            return
        if may.refused == "window_closed" and may.allowed_until:
            raise Conflict(texts.closed_since(_local(may.allowed_until)))
        if may.can_try:
            raise Conflict(f"{service.reason_text(may.refused)} {texts.CAN_TRY}")
        raise Conflict(service.reason_text(may.refused))


# Refusals


def _check_seen(head: Conversation, seen_up_to: datetime | None) -> None:
    """Reject a future timestamp: a message not yet written would count as answered when it arrives."""
    if seen_up_to and (head.last_message_at is None or seen_up_to > head.last_message_at):
        raise InvalidInput(texts.BAD_SEEN, fields={"seen_up_to": texts.BAD_SEEN})


def _check_consent(conversation: ConversationAccess) -> None:
    """Refuse to start anything in the conversation of a resident who has withdrawn."""
    if conversation.head.has_withdrawn:
        raise Conflict(service.reason_text("withdrawn"))


def _refusal(row: Row | None, officer: Officer, now: datetime) -> Conflict | NotFound:
    """Return why a write about a conversation was refused."""
    if row is None:
        return NotFound(texts.NOT_FOUND)
    return _held(conversation_from(row), officer, now) or Conflict(texts.CHANGED_MEANWHILE)


def _held(head: Conversation, officer: Officer, now: datetime) -> Conflict | None:
    """Return a conflict if another officer is writing."""
    other = edit_lock.held_by_another(head, officer.id, now)
    return Conflict(texts.being_answered(other.lease_name, _local_time(other.lease_until))) if other else None


def _local(instant: datetime) -> str:
    return instant.astimezone(clock.VIETNAM).strftime("%H:%M %d/%m/%Y")


def _local_time(instant: datetime | None) -> str:
    return instant.astimezone(clock.VIETNAM).strftime("%H:%M:%S") if instant else ""
