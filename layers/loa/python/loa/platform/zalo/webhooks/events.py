"""What residents and accounts did, from the body of a webhook.

    event = parse_event(raw_body)
    match event.kind:
        case EventKind.MESSAGE_IN: …
        case EventKind.FOLLOW: …

Whatever arrives is either an `Event` or a `MalformedEvent`. An event nobody knows yet is `EventKind.OTHER`,
with the whole body kept in `raw`, so that it can be stored and understood later.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from loa.platform.zalo import wire
from loa.platform.zalo.webhooks.envelope import Envelope, MalformedEvent, envelope, identifier, parse_json
from loa.text.cleaning import clean

CAUGHT_UP = "caught_up"
"""Marks the body of an event that we made ourselves, of a message that Zalo lists and did not tell of."""


class EventKind(StrEnum):
    """What happened, in Loa's words."""

    MESSAGE_IN = "message_in"
    MESSAGE_OUT_HUMAN = "message_out_human"
    """An officer wrote by hand in OA Chat."""
    ECHO = "echo"
    """Zalo repeats what an app sent for the account: ours, or another one."""
    FOLLOW = "follow"
    UNFOLLOW = "unfollow"
    CLICK_CHATNOW = "click_chatnow"
    SUBMIT_INFO = "submit_info"
    WITHDRAW = "withdraw"
    """The resident withdrew consent: their data must be erased."""
    REACTION = "reaction"
    SEEN = "seen"
    RECEIVED = "received"
    OTHER = "other"


class MessageKind(StrEnum):
    """What a message consists of."""

    TEXT = "text"
    IMAGE = "image"
    GIF = "gif"
    LINK = "link"
    AUDIO = "audio"
    VIDEO = "video"
    STICKER = "sticker"
    LOCATION = "location"
    BUSINESS_CARD = "business_card"
    FILE = "file"
    LIST = "list"
    TEMPLATE = "template"
    SUBMITTED_INFO = "submitted_info"
    """A form with name, phone and address."""
    OTHER = "other"
    """A sort that we do not know: a person has to look."""


@dataclass(frozen=True, slots=True, repr=False)
class Attachment:
    """One attachment; fields that its kind does not have are empty. Never logged: it may be personal."""

    kind: str
    url: str = ""
    thumbnail_url: str = ""
    description: str = ""
    name: str = ""
    size: int | None = None
    checksum: str = ""
    sticker_id: str = ""
    latitude: str = ""
    longitude: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class SubmittedInfo:
    """What a resident typed into a `request_user_info` form. Personal data."""

    name: str
    phone: str
    birth_date: str
    gender: str
    address: str
    ward: str
    city: str


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened.

    Attributes:
        kind: what happened.
        event_name: as Zalo names it.
        event_id: equal for every delivery of this event.
        group_key: what has one key is to be handled in order.
        app_id: our Zalo app.
        oa_id: the account; may be empty for `OTHER` and `WITHDRAW` only.
        user_id: the resident as this account knows them; may be empty for `OTHER` only.
        user_id_by_app: the resident across accounts and the Mini App; empty when Zalo does not say.
        timestamp: when it happened, aware UTC.
        message_kind: for messages only.
        message_id: for messages, reactions and receipts.
        message_ids: for `SEEN`: all messages seen.
        quote_message_id: the message this one answers.
        text: cleaned.
        attachments: what came with the message.
        reaction: the icon.
        submitted: for `SUBMIT_INFO`.
        admin_id: the officer who wrote by hand, for `MESSAGE_OUT_HUMAN`.
        source: for `FOLLOW` and `UNFOLLOW`: where it happened.
        raw: the whole body, for `OTHER`.
        caught_up: Zalo did not tell of it: we found it in Zalo's list of the conversation.
    """

    kind: EventKind
    event_name: str
    event_id: str
    group_key: str
    app_id: str
    oa_id: str
    user_id: str
    user_id_by_app: str
    timestamp: datetime
    message_kind: MessageKind | None = None
    message_id: str = ""
    message_ids: tuple[str, ...] = ()
    quote_message_id: str = ""
    text: str = field(default="", repr=False)
    attachments: tuple[Attachment, ...] = field(default=(), repr=False)
    reaction: str = ""
    submitted: SubmittedInfo | None = field(default=None, repr=False)
    admin_id: str = ""
    source: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False)
    caught_up: bool = False


_FAMILIES = (
    ("user_send_", EventKind.MESSAGE_IN),
    ("anonymous_send_", EventKind.MESSAGE_IN),
    ("oa_send_anonymous_", EventKind.ECHO),
    ("oa_send_", EventKind.ECHO),
)
"""Messages are known by the beginning of their event's name: Zalo adds new sorts without notice."""

_NOT_OF_THE_FAMILY = ("user_send_group_", "oa_send_group_", "oa_send_consent")
"""Messages in groups, and the request for consent to a call."""

_FILE_KINDS = frozenset(
    {MessageKind.IMAGE, MessageKind.GIF, MessageKind.VIDEO, MessageKind.AUDIO, MessageKind.FILE}
)
_SHOWN_SMALL = frozenset({MessageKind.IMAGE, MessageKind.GIF})
"""Kinds whose thumbnail is better than nothing."""

_ATTACHMENT_KINDS = frozenset(
    {
        *(kind.value for kind in MessageKind if kind not in {MessageKind.TEXT, MessageKind.OTHER}),
        "voice",
    }
)
_KINDS = {
    "follow": EventKind.FOLLOW,
    "unfollow": EventKind.UNFOLLOW,
    "user_click_chatnow": EventKind.CLICK_CHATNOW,
    "user_submit_info": EventKind.SUBMIT_INFO,
    "user_withdraw": EventKind.WITHDRAW,
    "user_reacted_message": EventKind.REACTION,
    "oa_reacted_message": EventKind.ECHO,
    "user_seen_message": EventKind.SEEN,
    "user_received_message": EventKind.RECEIVED,
}


def parse_event(body: bytes | str | Mapping[str, Any]) -> Event:
    """Return the event in the body of a webhook.

    Args:
        body: the bytes or text as received; or an object parsed before, in which case the event id of an
            event without a message id is taken from its canonical JSON.

    Raises:
        MalformedEvent: it is no event; its `reason` says why.
    """
    if isinstance(body, Mapping):
        return _event(dict(body), _canonical(body))
    raw_body = body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass")
    return _event(parse_json(body), raw_body)


def _event(body: Mapping[str, Any], raw_body: bytes) -> Event:
    """Build the event from the parsed body."""
    outside = envelope(body, raw_body)
    kind, message_kind = _kinds(body, outside)
    _check_parties(kind, body, outside)
    message = wire.mapping(body, "message")
    return Event(
        kind=kind,
        event_name=outside.event_name,
        event_id=outside.event_id,
        group_key=outside.group_key,
        app_id=outside.app_id,
        oa_id=outside.oa_id,
        user_id=outside.user_id,
        user_id_by_app=identifier(body.get("user_id_by_app")),
        timestamp=_moment(outside.timestamp),
        message_kind=message_kind,
        message_id=outside.message_id,
        message_ids=wire.texts(message, "msg_ids"),
        quote_message_id=identifier(message.get("quote_msg_id")),
        text=_text(message, "text"),
        attachments=tuple(_attachment(row, message_kind) for row in _rows(message)),
        reaction=_text(message, "react_icon"),
        submitted=_submitted(wire.mapping(body, "info")) if kind is EventKind.SUBMIT_INFO else None,
        admin_id=_admin(body),
        source=wire.text(body, "source"),
        raw=body if kind is EventKind.OTHER else {},
        caught_up=body.get(CAUGHT_UP) is True,
    )


def is_interaction(event: Event) -> bool:
    """Say whether an event opens the window in which the account may write.

    A message, a follow, a tap on the chat button or on a menu, an accepted call, a widget that was accepted.
    """
    if not event.user_id:
        return False
    if event.event_name in _CALLS:
        return (wire.integer(event.raw, "talk_time") or 0) > 0
    return event.kind in _INTERACTIONS or event.event_name.startswith(_INTERACTIONS_BY_NAME)


_CALLS = ("user_call_oa", "oa_call_user")
_INTERACTIONS = frozenset(
    {EventKind.MESSAGE_IN, EventKind.FOLLOW, EventKind.CLICK_CHATNOW, EventKind.SUBMIT_INFO}
)
_INTERACTIONS_BY_NAME = ("widget_interaction_accepted", "user_click_")


def _kinds(body: Mapping[str, Any], outside: Envelope) -> tuple[EventKind, MessageKind | None]:
    """Return what happened, and of a message what it consists of.

    A delivery receipt of a phone template (ZNS) is not one of a message.
    """
    name = outside.event_name
    family = next((found for found in _FAMILIES if name.startswith(found[0])), None)
    if family and not name.startswith(_NOT_OF_THE_FAMILY):
        beginning, kind = family
        if kind is EventKind.ECHO and _admin(body):
            kind = EventKind.MESSAGE_OUT_HUMAN
        elif kind is EventKind.ECHO and not (outside.oa_id and outside.user_id):
            return EventKind.OTHER, None  # to a phone number or to nobody we know
        return kind, _message_kind(name.removeprefix(beginning))
    kind = _KINDS.get(name, EventKind.OTHER)
    if kind is EventKind.RECEIVED and "delivery_time" in wire.mapping(body, "message"):
        kind = EventKind.OTHER
    return kind, MessageKind.SUBMITTED_INFO if kind is EventKind.SUBMIT_INFO else None


def _message_kind(name: str) -> MessageKind:
    """Return the kind of message of that name; `OTHER` for a name that Zalo has added since."""
    try:
        return MessageKind(name)
    except ValueError:
        return MessageKind.OTHER


def _admin(body: Mapping[str, Any]) -> str:
    """Return the officer who wrote by hand; only such messages have one."""
    return identifier(wire.mapping(body, "sender").get("admin_id"))


def _check_parties(kind: EventKind, body: Mapping[str, Any], outside: Envelope) -> None:
    """Refuse a known event that does not say whom it concerns."""
    if kind is EventKind.OTHER:
        return
    if kind is EventKind.WITHDRAW:
        # Consent is given to the app: the event need not name an account.
        if not (outside.user_id or identifier(body.get("user_id_by_app"))):
            raise MalformedEvent("no_user")
        return
    if not outside.oa_id:
        raise MalformedEvent("no_account")
    if not outside.user_id:
        raise MalformedEvent("no_user")


def _moment(timestamp: str) -> datetime:
    """Return the time of an event, aware UTC."""
    found = wire.instant(int(timestamp))
    if found is None:
        raise MalformedEvent("no_timestamp")
    return found


def _text(source: Mapping[str, Any], key: str) -> str:
    """Return a text as it is kept, so that equal words compare equal."""
    return clean(wire.text(source, key))


def _rows(message: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """Return the attachments of a message; one alone may stand there without its list."""
    alone = wire.mapping(message, "attachments")
    return (alone,) if alone else wire.mappings(message, "attachments")


def _attachment(row: Mapping[str, Any], message_kind: MessageKind | None) -> Attachment:
    """Read one attachment; what its type does not tell, the event's name does."""
    payload = wire.mapping(row, "payload") or row
    coordinates = wire.mapping(payload, "coordinates")
    card = _business_card(payload)
    kind, thumbnail = wire.text(row, "type"), wire.text(payload, "thumbnail")
    if message_kind in _FILE_KINDS and kind not in _ATTACHMENT_KINDS:
        kind = message_kind.value
    small = thumbnail if kind in _SHOWN_SMALL else ""
    return Attachment(
        kind=kind,
        url=wire.text(payload, "url", "link_url") or small,
        thumbnail_url=thumbnail,
        description="" if card else _text(payload, "description") or _text(payload, "text"),
        name=_text(payload, "name"),
        size=wire.integer(payload, "size"),
        checksum=wire.text(payload, "checksum"),
        sticker_id=wire.text(payload, "id"),
        latitude=wire.text(coordinates, "latitude"),
        longitude=wire.text(coordinates, "longitude"),
        phone=wire.text(card, "phone"),
    )


def _business_card(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a business card hides as JSON in its description; empty for anything else."""
    description = payload.get("description")
    if not isinstance(description, str) or not description.startswith("{"):
        return {}
    try:
        card = parse_json(description)
    except MalformedEvent:
        return {}
    return card if "phone" in card or "qrCodeUrl" in card else {}


def _submitted(info: Mapping[str, Any]) -> SubmittedInfo:
    """Read the form, in its present and its older shape."""
    full = wire.mapping(info, "full_address")
    return SubmittedInfo(
        name=_text(info, "name"),
        phone=wire.text(info, "phone"),
        birth_date=wire.text(info, "user_dob"),
        gender=_text(info, "gender"),
        address=_text(full, "user_address") or _text(info, "address"),
        ward=_text(full, "user_ward") or _text(info, "district"),
        city=_text(full, "user_city") or _text(info, "city"),
    )


def _canonical(body: Mapping[str, Any]) -> bytes:
    """Return one spelling of a parsed body, for its digest."""
    try:
        text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    except RecursionError:
        raise MalformedEvent("too_deep") from None
    except (TypeError, ValueError):
        raise MalformedEvent("not_json") from None
    return text.encode("utf-8", "surrogatepass")
