"""The outside of a webhook event: whose it is and how to recognise it again.

Standard library only, and little of it: the lean webhook reads this much before it answers, and leaves the
rest to `loa.platform.zalo.webhooks.events` behind the queue.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from loa.errors import InvalidInput

MAX_ID = 128
"""SQS takes at most this many letters for a group or a deduplication id."""

_MAX_TIMESTAMP_DIGITS = 16
_EXACT_FLOAT = 2**53

_MESSAGE_EVENTS = ("user_send_", "oa_send_", "anonymous_send_")
"""Events named by their message: one `msg_id` and one event name are one event."""

_FROM_THE_ACCOUNT = ("oa_", "user_received_message", "user_seen_message")
"""Events whose sender is the account and whose recipient is the resident."""

_ANONYMOUS_EVENTS = ("anonymous_send_", "oa_send_anonymous_")
"""Events of the chat box on a website: who writes has no Zalo id."""

_ANONYMOUS = "anonymous"
_BETWEEN = "~"


class MalformedEvent(InvalidInput):
    """The body is no Zalo event.

    Attributes:
        reason: `"not_json"`, `"not_an_object"`, `"no_event_name"`, `"no_timestamp"`, `"no_account"`,
            `"no_user"` or `"too_deep"`.
    """

    code = "malformed_event"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Envelope:
    """Whose event it is.

    Attributes:
        event_name: as Zalo names it.
        app_id: our Zalo app; empty when the event does not say.
        timestamp: milliseconds since 1970, as text; a part of the signature.
        oa_id: the account; empty when the event does not say.
        user_id: the resident as this account knows them; empty for events about no one.
        message_id: the message's id, else empty.
        event_id: equal for every delivery of one event, at most 128 letters of ASCII.
        group_key: account and resident: what has one key is to be handled in order; events about no one
            have a key each.
    """

    event_name: str
    app_id: str
    timestamp: str
    oa_id: str
    user_id: str
    message_id: str
    event_id: str
    group_key: str


def parse_json(raw_body: bytes | str) -> dict[str, Any]:
    """Return the body's JSON object; broken numbers stay the text they were, ids stay exact.

    Raises:
        MalformedEvent: no JSON, or no object.
    """
    try:
        parsed = json.loads(raw_body, parse_float=str, parse_constant=str)
    except RecursionError:
        raise MalformedEvent("too_deep") from None
    except ValueError:
        raise MalformedEvent("not_json") from None
    if not isinstance(parsed, dict):
        raise MalformedEvent("not_an_object")
    return parsed


def envelope(body: Mapping[str, Any], raw_body: bytes) -> Envelope:
    """Return the outside of a parsed event.

    Args:
        body: from `parse_json`.
        raw_body: the bytes as received, which identify an event that has no message id.

    Raises:
        MalformedEvent: no event name or no timestamp. A missing account or resident is left empty.
    """
    event_name = identifier(body.get("event_name"))
    if not event_name:
        raise MalformedEvent("no_event_name")
    timestamp = identifier(body.get("timestamp"))
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= _MAX_TIMESTAMP_DIGITS):
        raise MalformedEvent("no_timestamp")
    message = _object(body, "message")
    oa_id, user_id = _parties(body, event_name)
    if event_name.startswith(_ANONYMOUS_EVENTS):
        user_id = anonymous_user(user_id, identifier(message.get("conversation_id")))
    if "delivery_time" in message:
        # The receipt of a phone template (ZNS): its recipient is a phone number, which is no id of ours.
        user_id = ""
    message_id = identifier(message.get("msg_id"))
    event_id = _event_id(event_name, message_id, raw_body)
    return Envelope(
        event_name=event_name,
        app_id=identifier(body.get("app_id")),
        timestamp=timestamp,
        oa_id=oa_id,
        user_id=user_id,
        message_id=message_id,
        event_id=event_id,
        group_key=_short(f"{oa_id}:{user_id}") if user_id else event_id,
    )


def anonymous_user(anonymous_id: str, conversation_id: str) -> str:
    """Return the user id under which we keep a visitor of a website's chat box; empty if there is none."""
    user_id = _BETWEEN.join((_ANONYMOUS, conversation_id, anonymous_id))
    return user_id if anonymous_id and _BETWEEN not in conversation_id and len(user_id) <= MAX_ID else ""


def is_anonymous(user_id: str) -> bool:
    """Say whether a user id is that of a visitor of a website's chat box."""
    return user_id.startswith(f"{_ANONYMOUS}{_BETWEEN}")


def recipient_of(user_id: str) -> dict[str, str]:
    """Return the recipient of a message, as Zalo wants it."""
    if not is_anonymous(user_id):
        return {"user_id": user_id}
    _, conversation_id, anonymous_id = user_id.split(_BETWEEN, 2)
    return {"anonymous_id": anonymous_id, "conversation_id": conversation_id}


def identifier(value: Any) -> str:
    """Return an id as exact text, whether it came as text or as a number; empty when it is neither.

    A float beyond 2^53 has lost digits already and is no id; nor is a text with control letters, with
    the sign that separates the parts of our keys, or one too long for a key.
    """
    if isinstance(value, str):
        return value.strip() if value.isprintable() and "#" not in value and len(value) <= MAX_ID else ""
    if isinstance(value, bool):
        return ""
    if isinstance(value, int):
        return _digits(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT_FLOAT:
        return str(int(value))
    return ""


def _digits(value: int) -> str:
    """Return an integer's digits; one too long for Python to print is no id."""
    try:
        return str(value)
    except ValueError:
        return ""


def _parties(body: Mapping[str, Any], event_name: str) -> tuple[str, str]:
    """Return account and resident; each family of events keeps them elsewhere."""
    sender = identifier(_object(body, "sender").get("id"))
    recipient = identifier(_object(body, "recipient").get("id"))
    named_account = identifier(body.get("oa_id")) or identifier(body.get("oaId"))
    if sender or recipient:
        from_account = event_name.startswith(_FROM_THE_ACCOUNT)
        if named_account and named_account in (sender, recipient) and sender != recipient:
            # The event says who the account is: no need to go by its name.
            from_account = named_account == sender
        account, user = (sender, recipient) if from_account else (recipient, sender)
        return named_account or account, user
    follower = identifier(_object(body, "follower").get("id"))
    data = identifier(_object(body, "data").get("user_id"))
    return named_account, follower or identifier(body.get("user_id")) or data


def _event_id(event_name: str, message_id: str, raw_body: bytes) -> str:
    """Return the id under which a repeated delivery is recognised."""
    is_message = event_name.startswith(_MESSAGE_EVENTS) or event_name == "user_received_message"
    if message_id and is_message:
        return _short(f"{event_name}:{message_id}")
    return f"sha256:{hashlib.sha256(raw_body).hexdigest()}"


def _short(text: str) -> str:
    """Return the text itself when SQS takes it as an id, else its digest."""
    if len(text) <= MAX_ID and text.isascii() and text.isprintable() and " " not in text:
        return text
    return f"sha256:{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _object(body: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Return the field when it is an object, else an empty one."""
    value = body.get(key)
    return value if isinstance(value, dict) else {}
