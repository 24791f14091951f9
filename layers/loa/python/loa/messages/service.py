"""Ask for a message to be sent, once; and look after those whose queue message was lost."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from loa.accounts.model import AccountKey
from loa.aws.queues import Message, Queue
from loa.errors import Conflict, InvalidInput, NotFound
from loa.messages import texts
from loa.messages.model import Content, Kind, MessageState, Outgoing, is_key
from loa.messages.store import Outbox
from loa.zalo import texts as zalo_texts
from loa.zalo.messages import file_message, image_message, text_message

LOOKED_AT: Final = 200
"""How many messages one round of the clock looks at, at most; the rest has its turn in the next."""

_AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True)
class Work:
    """What stands on the queue: where everything is found that sending needs, in one request."""

    key: str
    province: str
    unit_path: str
    oa_id: str
    user_id: str


def body_of(content: Content) -> dict[str, Any]:
    """The message as Zalo wants it.

    Raises:
        InvalidInput: too long, empty, or an attachment that is none.
    """
    match content.kind:
        case Kind.TEXT:
            return text_message(content.text)
        case Kind.IMAGE:
            return image_message(
                attachment_id=content.attachment.get("attachment_id"),
                url=content.attachment.get("url"),
                caption=content.text,
            )
        case Kind.FILE:
            return file_message(content.attachment.get("token", ""))


def enqueue(
    key: str,
    content: Content,
    *,
    account: AccountKey,
    user_id: str,
    by: str,
    outbox: Outbox,
    queue: Queue,
    now: datetime,
) -> Outgoing:
    """Have a message sent to a resident; however often this is called with a key, it is sent at most once.

    First the row, then the queue: if the process dies in between, the same call mends it, or the clock.

    Args:
        key: the caller's name of this message: 8 to 128 letters, digits, `.`, `_`, `:`, `-`. Unguessable, or
            derived from what it is about, such as `case-7-acknowledged`.
        content: what it says.
        account: which account writes, and for which unit.
        user_id: the resident, as that account knows him.
        by: who or what asks for it.
        outbox: the ledger.
        queue: of messages.
        now: the present instant.

    Raises:
        InvalidInput: a bad key, or a content that Zalo would not take.
        Conflict: the key has been used for another message.
        Busy: try again, with the same key.
    """
    if not is_key(key):
        raise InvalidInput(texts.INVALID_KEY)
    body_of(content)
    message = Outgoing(
        key=key,
        account=account,
        user_id=user_id,
        content=content,
        state=MessageState.PENDING,
        created_at=now,
        updated_at=now,
        by=by,
    )
    present = outbox.add(message)
    if present and not present.says_the_same_as(message):
        raise Conflict(texts.OTHER_CONTENT)
    asked = present or message
    if asked.state is MessageState.PENDING:
        queue.send(_on_queue(asked, "asked"))
    return asked


def read(key: str, *, outbox: Outbox) -> Outgoing:
    """A message with its history.

    Raises:
        NotFound: there is none.
    """
    message = outbox.get(key) if is_key(key) else None
    if message is None:
        raise NotFound(texts.NOT_FOUND)
    return message


@dataclass(frozen=True, slots=True)
class Looked:
    """What one round of the clock did.

    Attributes:
        released: held messages whose time has come.
        requeued: messages put on the queue again because nobody has finished them.
    """

    released: int = 0
    requeued: int = 0


def look_after(province: str, *, outbox: Outbox, queue: Queue, now: datetime) -> Looked:
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
        if message is None or message.state.is_final or message.waiting != sort:
            outbox.drop(province, sort)  # done, or looked after at another instant
            continue
        held = message.state is MessageState.HELD
        state = MessageState.PENDING if held else message.state
        if not outbox.look_again(message, now, 0 if held else rounds + 1, state):
            continue
        queue.send(_on_queue(message, f"looked at {sort}"))
        outbox.forget(message)
        released, requeued = released + held, requeued + (not held)
    return Looked(released, requeued)


def reason_text(reason: str) -> str:
    """A reason as people read it; empty for none."""
    return texts.REASONS.get(reason) or zalo_texts.REASONS.get(reason, "")


def work_from(body: str) -> Work:
    """The work in the body of a queue message."""
    return Work(**json.loads(body))


def _on_queue(message: Outgoing, occasion: str) -> Message:
    """The queue message: the conversation is its group, so that replies stay in order.

    Each occasion has a key of its own, or the queue would take it for a repetition within five minutes.
    """
    account = message.account
    work = Work(message.key, account.province, account.unit_path, account.oa_id, message.user_id)
    return Message(
        json.dumps(asdict(work), separators=(",", ":")),
        group=_digest(account.oa_id, message.user_id),
        key=_digest(message.key, occasion),
    )


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
