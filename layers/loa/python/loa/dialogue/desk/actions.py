"""Officers' actions on a conversation: take the edit lock, reply, note, assign, transfer, close.

Two officers never answer at once: the writing officer holds the edit lock (`lease`), and a reply is one
transaction, on condition that nobody else holds the lock. No word is lost: what officers have not seen when
they answer or close keeps waiting, and a reply counts as an answer only once Zalo has accepted it
(`loa.dialogue.desk.delivery_receipts`).
"""

from dataclasses import replace
from datetime import date, datetime

from loa import clock
from loa.dialogue.conversations import texts
from loa.dialogue.conversations.model import Conversation
from loa.dialogue.conversations.store import conversation_from
from loa.dialogue.desk.access import ConversationAccess, DeskDependencies, answering
from loa.dialogue.desk.delivery_receipts import mark_answered
from loa.dialogue.desk.store import NOTE, held_by_another, note_of
from loa.errors import Conflict, InvalidInput, NotFound
from loa.foundation.officers.model import Officer
from loa.foundation.units.model import existing_on, is_within
from loa.foundation.units.service import unit_at
from loa.platform.aws.dynamodb.tables import ConditionFailed, Row, Write
from loa.platform.aws.dynamodb.transactions import commit
from loa.residents.messages import service as messages
from loa.residents.messages.model import MessageContent, MessageState, Outgoing
from loa.residents.messages.store import outgoing_from


def lock(
    found: ConversationAccess, *, officer: Officer, desk: DeskDependencies, now: datetime
) -> ConversationAccess:
    """Take the edit lock to write an answer, or extend it by two minutes.

    Raises:
        Conflict: another officer is writing; says who, and until when. Or the resident has withdrawn.
    """
    _check_consent(found)
    try:
        return ConversationAccess(desk.rows.take_lease(found.head, officer, now), found.account)
    except ConditionFailed as failure:
        raise _refusal(failure.row, officer, now) from failure


def give_back(found: ConversationAccess, *, officer: Officer, desk: DeskDependencies) -> None:
    """Release the edit lock; nothing happens if another officer has taken it since."""
    desk.rows.drop_lease(found.head, officer.id)


def reply(
    found: ConversationAccess,
    content: MessageContent,
    *,
    key: str,
    seen_up_to: datetime | None,
    officer: Officer,
    desk: DeskDependencies,
    now: datetime,
    insists: bool = False,
) -> Outgoing:
    """Answer the resident in the account's name; repeated calls with the same key answer once.

    Takes the edit lock if it is free. The resident's words up to `seen_up_to` count as answered once Zalo has
    accepted the reply.

    Args:
        found: the conversation.
        content: the content of the reply.
        key: its key in the outbox.
        seen_up_to: timestamp of the newest of the resident's messages that the officer saw, as shown to them;
            None while none of the resident's messages waits.
        officer: who answers.
        desk: stores.
        now: the present instant.
        insists: True to ask Zalo although we think that the window is closed.

    Raises:
        InvalidInput: Zalo would not accept the content; or nothing was written at that instant yet; or words
            wait and the call does not say which were seen: they would count as answered unread.
        Conflict: another officer is writing; Zalo allows no more messages; the key was used before.
        Busy: try again, with the same key.
    """
    _check_seen(found.head, seen_up_to)
    message = messages.new_message(
        key,
        content,
        account=found.account.key,
        user_id=found.head.user_id,
        by=officer.id,
        by_name=officer.name,
        answers=clock.to_text(seen_up_to) if seen_up_to else "",
        now=now,
    )
    message = replace(message, insists=insists)
    present = desk.outbox.get(key)
    if present is None:
        _check_window(found, desk, now, insists=insists)
        if found.head.unanswered and seen_up_to is None:
            raise InvalidInput(texts.SEEN_NEEDED, fields={"seen_up_to": texts.SEEN_NEEDED})
        present = _ask(found, message, officer, desk, now)
    asked = messages.the_same(present, message)
    messages.hand_over(asked, desk.queue)
    return asked


def _ask(
    found: ConversationAccess, message: Outgoing, officer: Officer, desk: DeskDependencies, now: datetime
) -> Outgoing | None:
    """Store the reply unless somebody else is writing; return an existing message with its key."""
    writes = [
        *desk.outbox.adding(message),
        desk.rows.pointed(found.head, message.key, now),
        desk.rows.replied(found.head, officer, now),
    ]
    try:
        commit(writes)
    except ConditionFailed as failure:
        if failure.index == 0 and failure.row:
            return outgoing_from(failure.row)  # the same request, at the same time
        raise _refusal(failure.row, officer, now) from failure
    return None


def note(
    found: ConversationAccess,
    text: str,
    *,
    identifier: str,
    officer: Officer,
    desk: DeskDependencies,
    now: datetime,
) -> None:
    """Store a note for officers; once per identifier.

    Raises:
        InvalidInput: no words.
    """
    if not text.strip():
        raise InvalidInput(texts.NOTE_NEEDED, fields={"text": texts.NOTE_NEEDED})
    _do(found, [], identifier, text.strip(), officer=officer, kind=NOTE, desk=desk, now=now)


def assign(
    found: ConversationAccess,
    officer_id: str,
    name: str,
    *,
    identifier: str,
    officer: Officer,
    desk: DeskDependencies,
    now: datetime,
) -> ConversationAccess:
    """Assign the conversation to an officer, or to nobody if the id is empty; once per identifier.

    Raises:
        Conflict: it was assigned or transferred meanwhile.
    """
    head = found.head
    said = (
        texts.ASSIGNED.format(name=name) if officer_id else texts.UNASSIGNED.format(name=head.assigned_name)
    )
    write = desk.rows.assigned(head, officer_id, name, unit_path=found.account.unit_path)
    _do(found, [write], identifier, said, officer=officer, kind="assigned", desk=desk, now=now)
    return _again(found, desk)


def hand(
    found: ConversationAccess,
    path: str,
    *,
    identifier: str,
    officer: Officer,
    on: date,
    desk: DeskDependencies,
    now: datetime,
) -> ConversationAccess:
    """Transfer the conversation up or down the tree; once per identifier. It stays with the same account.

    Args:
        found: the conversation.
        path: the unit that handles it from now on: above or below the present one.
        identifier: id of this request.
        officer: who transfers it.
        on: the day for which units are looked up.
        desk: stores.
        now: the present instant.

    Raises:
        NotFound: no such unit.
        InvalidInput: neither above nor below.
        Conflict: the unit has it already, or something changed meanwhile.
    """
    if not (is_within(path, found.path) or is_within(found.path, path)):
        raise InvalidInput(texts.NEITHER_UP_NOR_DOWN, fields={"unit": texts.NEITHER_UP_NOR_DOWN})
    if path == found.path:
        raise Conflict(texts.HANDED_ALREADY)
    after = unit_at(path, on=on, store=desk.units)
    before = existing_on(desk.units.at(found.path), on)  # a unit that has ended can still transfer
    said = texts.HANDED.format(before=before[0].name if before else found.path, after=after.name)
    write = desk.rows.handed(found.head, path)
    _do(found, [write], identifier, said, officer=officer, kind="handed", desk=desk, now=now)
    return _again(found, desk)


def close(
    found: ConversationAccess,
    seen_up_to: datetime | None,
    *,
    identifier: str,
    officer: Officer,
    desk: DeskDependencies,
    now: datetime,
) -> ConversationAccess:
    """Close the conversation; once per identifier. It reopens when the resident writes.

    Raises:
        Conflict: the resident has written something that the officer has not seen, or another is writing.
    """
    head = found.head
    _check_seen(head, seen_up_to)
    if head.last_message_at and (seen_up_to is None or head.last_message_at > seen_up_to):
        raise Conflict(texts.NEW_WORDS_MEANWHILE)
    if other := _held(head, officer, now):
        raise other
    write = desk.rows.closed(head, now, unit_path=found.account.unit_path)
    _do(found, [write], identifier, texts.CLOSED, officer=officer, kind="closed", desk=desk, now=now)
    return _again(found, desk)


def settle(
    key: str, outcome: MessageState, *, officer: Officer, desk: DeskDependencies, now: datetime
) -> Outgoing:
    """Record what the officer found out about a message with an unknown outcome; safe to repeat.

    Raises:
        NotFound, InvalidInput, Conflict: see `loa.residents.messages.service.settle_unknown`.
    """
    message = messages.settle_unknown(
        key,
        outcome,
        by=officer.id,
        outbox=desk.outbox,
        audience=desk.audience,
        statistics=desk.statistics,
        now=now,
    )
    if message.state is MessageState.SENT:
        mark_answered(message, conversations=desk.conversations)
    return message


def _do(
    found: ConversationAccess,
    writes: list[Write],
    identifier: str,
    said: str,
    *,
    officer: Officer,
    kind: str,
    desk: DeskDependencies,
    now: datetime,
) -> None:
    """Perform an action once per identifier, and record it as a line in the conversation."""
    _check_consent(found)
    line = note_of(found.head, identifier, said, officer=officer, kind=kind, now=now)
    try:
        commit([desk.rows.done(identifier, now), desk.rows.noted(line), *writes])
    except ConditionFailed as failure:
        if failure.index > 0:
            raise _refusal(failure.row, officer, now) from failure


def _again(found: ConversationAccess, desk: DeskDependencies) -> ConversationAccess:
    """Return the conversation in its current state."""
    head = desk.conversations.get(found.head.oa_id, found.head.user_id)
    return ConversationAccess(head, found.account) if head else found


# Refusals


def _check_seen(head: Conversation, seen_up_to: datetime | None) -> None:
    """Reject a future timestamp: a message not yet written would count as answered when it arrives."""
    if seen_up_to and (head.last_message_at is None or seen_up_to > head.last_message_at):
        raise InvalidInput(texts.BAD_SEEN, fields={"seen_up_to": texts.BAD_SEEN})


def _check_consent(found: ConversationAccess) -> None:
    """Refuse to start anything in the conversation of a resident who has withdrawn."""
    if found.head.has_withdrawn:
        raise Conflict(messages.reason_text("withdrawn"))


def _check_window(found: ConversationAccess, desk: DeskDependencies, now: datetime, *, insists: bool) -> None:
    """Fail now where sending would fail later; the officer may let Zalo decide where we only estimate."""
    may = answering(found, rules=desk.rules, now=now)
    if not may.refused or (insists and may.can_try):
        return
    if may.refused == "window_closed" and may.allowed_until:
        raise Conflict(texts.closed_since(_local(may.allowed_until)))
    if may.can_try:
        raise Conflict(f"{messages.reason_text(may.refused)} {texts.CAN_TRY}")
    raise Conflict(messages.reason_text(may.refused))


def _refusal(row: Row | None, officer: Officer, now: datetime) -> Conflict | NotFound:
    """Return why a write about a conversation was refused."""
    if row is None:
        return NotFound(texts.NOT_FOUND)
    return _held(conversation_from(row), officer, now) or Conflict(texts.CHANGED_MEANWHILE)


def _held(head: Conversation, officer: Officer, now: datetime) -> Conflict | None:
    """Return a conflict if another officer is writing."""
    other = held_by_another(head, officer.id, now)
    return Conflict(texts.being_answered(other.lease_name, _local_time(other.lease_until))) if other else None


def _local(instant: datetime) -> str:
    return instant.astimezone(clock.VIETNAM).strftime("%H:%M %d/%m/%Y")


def _local_time(instant: datetime | None) -> str:
    return instant.astimezone(clock.VIETNAM).strftime("%H:%M:%S") if instant else ""
