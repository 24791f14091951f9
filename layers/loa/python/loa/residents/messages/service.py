"""Request that a message is sent, once; and sweep those whose queue message was lost."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from loa.errors import Conflict, InvalidInput, NotFound
from loa.foundation.accounts.model import AccountKey
from loa.foundation.statistics.model import Metric
from loa.foundation.statistics.store import StatisticsStore
from loa.platform.aws.dynamodb.tables import ConditionFailed, Write
from loa.platform.aws.dynamodb.transactions import commit
from loa.platform.aws.queues import Queue, QueueMessage
from loa.platform.zalo.api.messages import buttons_message, file_message, image_message, text_message
from loa.platform.zalo.texts import refusal_text
from loa.residents.followers.model import Direction, Message
from loa.residents.followers.store import FollowerStore
from loa.residents.messages import texts
from loa.residents.messages.lookup import can_look_up
from loa.residents.messages.model import (
    LOOKED_UP_FOR,
    MessageContent,
    MessageState,
    Outgoing,
    OutgoingKind,
    is_key,
)
from loa.residents.messages.store import Outbox

LOOKED_AT: Final = 200
"""Maximum number of messages in one sweep; the rest has its turn in the next."""

SETTLED: Final = "settled_by_person"
"""Reason of a message whose outcome a person has found out."""

_AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True)
class SendJob:
    """Queue message: the place of everything that sending needs, read in one request."""

    key: str
    province: str
    unit_path: str
    oa_id: str
    user_id: str


def body_of(content: MessageContent, upload: str = "") -> dict[str, Any]:
    """Build the message in Zalo's format.

    Args:
        content: what it says.
        upload: Zalo's name of the uploaded file, of a content with a file of ours.

    Raises:
        InvalidInput: too long, empty, or an attachment that is none.
    """
    match content.kind:
        case OutgoingKind.TEXT:
            if content.buttons:
                return buttons_message(content.text, content.buttons)
            return text_message(content.text)
        case OutgoingKind.IMAGE:
            return image_message(
                attachment_id=upload or content.attachment.get("attachment_id"),
                url=content.attachment.get("url"),
                caption=content.text,
            )
        case OutgoingKind.FILE:
            return file_message(upload or content.attachment.get("token", ""))


def enqueue(
    key: str,
    content: MessageContent,
    *,
    account: AccountKey,
    user_id: str,
    by: str,
    outbox: Outbox,
    queue: Queue,
    now: datetime,
    by_name: str = "",
) -> Outgoing:
    """Have a message sent to a resident; however often this is called with a key, it is sent at most once.

    First the row, then the queue: if the process dies in between, the same call mends it, or the clock.

    Args:
        key: the caller's name of this message: 8 to 128 letters, digits, `.`, `_`, `:`, `-`. Unguessable, or
            derived from what it is about, such as `case-7-acknowledged`.
        content: what it says.
        account: which account writes, and for which unit.
        user_id: the resident, as that account knows them.
        by: who or what asks for it.
        outbox: the ledger.
        queue: of messages.
        now: the present instant.
        by_name: their name, if it was a person.

    Raises:
        InvalidInput: a bad key, or a content that Zalo would not take.
        Conflict: the key has been used for another message.
        Busy: try again, with the same key.
    """
    message = new_message(
        key, content, account=account, user_id=user_id, by=by, by_name=by_name, answers="", now=now
    )
    asked = the_same(outbox.add(message), message)
    hand_over(asked, queue)
    return asked


def new_message(
    key: str,
    content: MessageContent,
    *,
    account: AccountKey,
    user_id: str,
    by: str,
    by_name: str,
    answers: str,
    now: datetime,
) -> Outgoing:
    """Make a new message; arguments as `enqueue`'s, and `Outgoing.answers`.

    Raises:
        InvalidInput: a bad key, or a content that Zalo would not take.
    """
    if not is_key(key):
        raise InvalidInput(texts.INVALID_KEY)
    body_of(content, upload=content.attachment.get("kept", ""))
    return Outgoing(
        key=key,
        account=account,
        user_id=user_id,
        content=content,
        state=MessageState.PENDING,
        created_at=now,
        updated_at=now,
        by=by,
        by_name=by_name,
        answers=answers,
    )


def the_same(present: Outgoing | None, message: Outgoing) -> Outgoing:
    """Return the message that has the key already, if it says the same; else the new one.

    Raises:
        Conflict: the key has been used for another message.
    """
    if present and not present.says_the_same_as(message):
        raise Conflict(texts.OTHER_CONTENT)
    return present or message


def hand_over(message: Outgoing, queue: Queue) -> None:
    """Put a message that was kept on the queue; again on every repetition, until somebody has taken it."""
    if message.state is MessageState.PENDING:
        queue.send(_on_queue(message, "asked"))


def read(key: str, *, outbox: Outbox) -> Outgoing:
    """Return a message with its history.

    Raises:
        NotFound: there is none, or none that an officer may know of.
    """
    message = outbox.get(key) if is_key(key) else None
    if message is None or message.content.confidential:
        raise NotFound(texts.NOT_FOUND)
    return message


def told(
    message: Outgoing, message_id: str, at: datetime, *, audience: FollowerStore, statistics: StatisticsStore
) -> list[Write]:
    """Return the writes that record a sent message: its row in the conversation, and its count.

    A confidential one gets only the claim that recognises Zalo's report: officers see no row and no count.
    """
    written = Message(
        oa_id=message.account.oa_id,
        user_id=message.user_id,
        message_id=message_id,
        at=at,
        direction=Direction.OUT,
        kind=message.content.kind.value,
        text=message.content.shown,
        attachments=(message.content.attachment,) if message.content.attachment else (),
        by=message.by,
        by_name=message.by_name,
        outgoing=message.key,
    )
    if message.content.confidential:
        return [audience.claim_out(written)]
    return [
        audience.claim_out(written),
        audience.add_message(written),
        *statistics.increments(message.account.unit_path, at, {Metric.MESSAGES_OUT: 1}),
    ]


def settle_unknown(
    key: str,
    outcome: MessageState,
    *,
    by: str,
    outbox: Outbox,
    audience: FollowerStore,
    statistics: StatisticsStore,
    now: datetime,
) -> Outgoing:
    """Record what a person found out about a message with unknown outcome. Safe to repeat.

    What was sent joins the conversation and is counted; what was not stays failed, and can be written anew.

    Args:
        key: the message.
        outcome: `SENT` or `FAILED`.
        by: the officer who looked.
        outbox: the ledger.
        audience: the conversation.
        statistics: counters.
        now: the present instant.

    Raises:
        NotFound: there is no such message.
        InvalidInput: another outcome.
        Conflict: it is not unknown (any more), and ended otherwise.
    """
    if outcome not in {MessageState.SENT, MessageState.FAILED}:
        raise InvalidInput(texts.SENT_OR_FAILED, fields={"outcome": texts.SENT_OR_FAILED})
    message = read(key, outbox=outbox)
    if message.state is outcome:
        return message
    if message.state is not MessageState.UNKNOWN:
        raise Conflict(texts.NOT_UNKNOWN)
    was_sent = outcome is MessageState.SENT
    sent = {"message_id": f"loa-{message.key}"} if was_sent else None
    turned = outbox.turn(message, outcome, now, reason=SETTLED, sent=sent, by=by)
    writes: list[Write] = [turned]
    if sent:
        # It stands where it was sent, not where somebody looked.
        writes += told(
            message, sent["message_id"], message.updated_at, audience=audience, statistics=statistics
        )
    try:
        commit(writes)
    except ConditionFailed as failure:
        if (failure.row or {}).get("state") == outcome.value:
            return read(key, outbox=outbox)  # ours, if only the first answer was lost
        raise Conflict(texts.NOT_UNKNOWN) from failure
    return read(key, outbox=outbox)


@dataclass(frozen=True, slots=True)
class MessageSweepResult:
    """Result of one sweep.

    Attributes:
        released: held messages whose time has come.
        requeued: messages put on the queue again because nobody has finished them.
    """

    released: int = 0
    requeued: int = 0


def sweep_messages(province: str, *, outbox: Outbox, queue: Queue, now: datetime) -> MessageSweepResult:
    """Release what was held, and put on the queue again what should be done by now. Safe to repeat.

    A message whose worker died is put on the queue too: the next worker finds out that it is unknown.
    """
    due = list(outbox.due(province, now, LOOKED_AT))
    found = [
        message
        for first in range(0, len(due), _AT_ONCE)
        for message in outbox.get_all([key for key, _, _ in due[first : first + _AT_ONCE]])
    ]
    released = requeued = 0
    for message, (_, sort, rounds) in zip(found, due, strict=True):
        if message is None or message.waiting != sort or _is_done(message, now):
            outbox.drop(province, sort)  # done, or due at another instant
            continue
        held = message.state is MessageState.HELD
        state = MessageState.PENDING if held else message.state
        if not outbox.look_again(message, now, 0 if held else rounds + 1, state):
            continue
        queue.send(_on_queue(message, f"looked at {sort}"))
        outbox.forget(message)
        released, requeued = released + held, requeued + (not held)
    return MessageSweepResult(released, requeued)


def _is_done(message: Outgoing, now: datetime) -> bool:
    """Return whether the sweep has nothing left to do for it."""
    if can_look_up(message):
        return now - message.updated_at > LOOKED_UP_FOR
    return message.state.is_final


def reason_text(reason: str) -> str:
    """Return a reason in words for people; empty for none."""
    return texts.REASONS.get(reason) or refusal_text(reason)


def work_from(body: str) -> SendJob:
    """Return the job in the body of a queue message."""
    return SendJob(**json.loads(body))


def _on_queue(message: Outgoing, occasion: str) -> QueueMessage:
    """Build the queue message: the conversation is its group, so that replies stay in order.

    Each occasion has a key of its own, or the queue would take it for a repetition within five minutes.
    """
    account = message.account
    work = SendJob(message.key, account.province, account.unit_path, account.oa_id, message.user_id)
    return QueueMessage(
        json.dumps(asdict(work), separators=(",", ":")),
        group=_digest(account.oa_id, message.user_id),
        key=_digest(message.key, occasion),
    )


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
