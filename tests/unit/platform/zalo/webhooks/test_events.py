"""The reader of events: odd, broken and hostile bodies."""

import json
import sys
import unicodedata
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from loa.errors import InvalidInput
from loa.platform.zalo.api.answers import moment
from loa.platform.zalo.webhooks.envelope import (
    MAX_ID,
    Envelope,
    MalformedEvent,
    envelope,
    identifier,
    parse_json,
)
from loa.platform.zalo.webhooks.events import Event, EventKind, parse_event


def text_event(**changes: Any) -> dict[str, Any]:
    return {
        "app_id": "1",
        "sender": {"id": "20"},
        "recipient": {"id": "30"},
        "event_name": "user_send_text",
        "message": {"text": "Chào", "msg_id": "m1"},
        "timestamp": "1767225600123",
        **changes,
    }


def reason_of(body: Any) -> str:
    with pytest.raises(MalformedEvent) as caught:
        parse_event(body)
    return caught.value.reason


def test_numbers_as_ids_become_exact_texts() -> None:
    raw = json.dumps(
        text_event(
            app_id=1122334455667788990,
            sender={"id": 2512523625412515001},
            recipient={"id": 3344556677889900112},
            timestamp=1767225600123,
        )
    )
    event = parse_event(raw)
    assert event.user_id == "2512523625412515001"
    assert event.oa_id == "3344556677889900112"
    assert event.app_id == "1122334455667788990"


@pytest.mark.parametrize(
    ("timestamp", "milliseconds"), [("1767225600123", 123), ("1767225600", 0), ("1767225600123456", 123)]
)
def test_an_instant_is_known_by_its_size(timestamp: str, milliseconds: int) -> None:
    at = parse_event(text_event(timestamp=timestamp)).timestamp
    assert at == datetime(2026, 1, 1, 0, 0, 0, milliseconds * 1000, UTC)
    assert moment({"time": timestamp}, "time") == at


def test_a_number_that_lost_its_digits_is_no_id() -> None:
    assert reason_of(text_event(sender={"id": 2.512523625412515e18})) == "no_user"
    assert identifier(2512523625412515.0) == "2512523625412515"
    assert identifier(value=True) == ""
    assert identifier(10**5000) == ""
    assert identifier("a\nb") == ""
    assert identifier("../../x#y") == "", "# stands between the parts of our keys"


def test_text_is_kept_in_nfc() -> None:
    decomposed = unicodedata.normalize("NFD", "Nghệ An kính chào")
    event = parse_event(text_event(message={"text": decomposed, "msg_id": "m1"}))
    assert event.text == "Nghệ An kính chào"


def test_half_an_emoji_does_not_poison_the_text() -> None:
    event = parse_event(
        b'{"event_name":"user_send_text","timestamp":"1","sender":{"id":"2"},'
        b'"recipient":{"id":"3"},"message":{"msg_id":"m","text":"a\\ud83d b \\ud83d\\ude00"}}'
    )
    assert event.text == "a\N{REPLACEMENT CHARACTER} b \N{GRINNING FACE}"
    event.text.encode()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not_json"),
        (b"{", "not_json"),
        (b'{"event_name":"follow"', "not_json"),
        (b"\xff\xfe\xfa", "not_json"),
        (b"[]", "not_an_object"),
        (b'"follow"', "not_an_object"),
        (b"null", "not_an_object"),
        (b"{}", "no_event_name"),
        (text_event(event_name=""), "no_event_name"),
        (text_event(event_name=["follow"]), "no_event_name"),
        (text_event(timestamp=None), "no_timestamp"),
        (text_event(timestamp="yesterday"), "no_timestamp"),
        (text_event(timestamp="-5"), "no_timestamp"),
        (text_event(timestamp="9" * 16), "no_timestamp"),
        (text_event(timestamp="9" * 30), "no_timestamp"),
        (text_event(timestamp="１２３"), "no_timestamp"),
        (text_event(recipient={}), "no_account"),
        (text_event(recipient="30"), "no_account"),
        (text_event(sender=None), "no_user"),
        ({"event_name": "user_withdraw", "timestamp": "1"}, "no_user"),
        ({"event_name": "follow", "timestamp": "1", "oa_id": "3"}, "no_user"),
        (b"[" * 100_000, "too_deep"),
    ],
)
def test_what_is_no_event_is_refused_with_its_reason(body: Any, reason: str) -> None:
    assert reason_of(body) == reason


def test_a_refusal_is_invalid_input() -> None:
    assert issubclass(MalformedEvent, InvalidInput)


def test_an_object_that_json_cannot_hold_is_refused() -> None:
    assert reason_of(text_event(extra={1, 2})) == "not_json"
    deep: list[Any] = []
    for _ in range(sys.getrecursionlimit() * 20):
        deep = [deep]
    assert reason_of(text_event(extra=deep)) == "too_deep"


def test_group_messages_are_not_messages_to_the_account() -> None:
    assert parse_event(text_event(event_name="user_send_group_text")).kind is EventKind.OTHER


def test_events_that_are_not_zalos_are_kept_as_unknown() -> None:
    for name in ("user_follow", "user_unfollow", "user_click_button", "user_pdl_revoke"):
        assert parse_event(text_event(event_name=name)).kind is EventKind.OTHER


def test_the_account_an_event_names_decides_who_is_who() -> None:
    event = parse_event(text_event(event_name="user_seen_message", oa_id="30"))
    assert (event.oa_id, event.user_id) == ("30", "20")
    by_name = parse_event(text_event(event_name="user_seen_message"))
    assert (by_name.oa_id, by_name.user_id) == ("20", "30")


def test_a_card_that_is_no_card_stays_a_description() -> None:
    link = {"type": "link", "payload": {"description": '{"so": 1}', "url": "https://x.vn"}}
    (kept,) = parse_event(text_event(message={"msg_id": "m", "attachments": [link, "x", None]})).attachments
    assert kept.description == '{"so": 1}'
    broken = {"type": "link", "payload": {"description": "{", "url": "https://x.vn"}}
    (kept,) = parse_event(text_event(message={"msg_id": "m", "attachments": [broken]})).attachments
    assert kept.description == "{"


def test_ids_that_a_queue_would_refuse_are_digested() -> None:
    outside = envelope(text_event(message={"msg_id": "m" * 300}, sender={"id": "người"}), b"body")
    for made in (outside.event_id, outside.group_key):
        assert made.startswith("sha256:")
        assert len(made) <= MAX_ID


def test_a_business_card_can_be_sent_as_an_object_too() -> None:
    assert parse_event(text_event()) == parse_event(dict(text_event()))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
NAMES = st.sampled_from(
    [
        "user_send_text",
        "user_send_image",
        "oa_send_text",
        "follow",
        "user_submit_info",
        "user_withdraw",
        "user_seen_message",
        "user_received_message",
        "user_click_chatnow",
        "what_is_this",
    ]
)
IDS = st.one_of(st.text(), st.integers(), st.floats(), st.none(), JSON)
PARTY = st.one_of(st.fixed_dictionaries({"id": IDS}, optional={"admin_id": IDS}), JSON)
MESSAGE = st.one_of(
    JSON,
    st.fixed_dictionaries(
        {"msg_id": IDS, "text": IDS},
        optional={
            "attachments": st.lists(
                st.one_of(
                    JSON,
                    st.fixed_dictionaries(
                        {
                            "type": IDS,
                            "payload": st.dictionaries(
                                st.sampled_from(["url", "description", "coordinates", "size", "id"]), JSON
                            ),
                        }
                    ),
                ),
                max_size=3,
            ),
            "msg_ids": JSON,
            "react_icon": JSON,
        },
    ),
)
EVENTS = st.fixed_dictionaries(
    {"event_name": st.one_of(NAMES, JSON), "timestamp": st.one_of(st.just("1767225600123"), IDS)},
    optional={
        "app_id": IDS,
        "oa_id": IDS,
        "oaId": IDS,
        "user_id": IDS,
        "user_id_by_app": IDS,
        "sender": PARTY,
        "recipient": PARTY,
        "follower": PARTY,
        "message": MESSAGE,
        "info": JSON,
        "data": JSON,
        "source": JSON,
    },
)


def read(body: Any) -> Event | None:
    try:
        return parse_event(body)
    except MalformedEvent:
        return None


@given(EVENTS)
def test_whatever_zalo_might_send_is_an_event_or_a_refusal(body: dict[str, Any]) -> None:
    for spelled in (body, json.dumps(body), json.dumps(body).encode()):
        event = read(spelled)
        if event is None:
            continue
        assert len(event.event_id) <= MAX_ID
        assert len(event.group_key) <= MAX_ID
        assert event.timestamp.tzinfo is not None
        event.text.encode()
        assert event.kind in {EventKind.OTHER, EventKind.WITHDRAW} or (event.oa_id and event.user_id)


@given(st.one_of(JSON.map(json.dumps), st.text(), st.binary()))
@example(json.dumps(text_event()))
def test_anything_at_all_is_an_event_or_a_refusal(body: str | bytes) -> None:
    read(body)
    try:
        outside = envelope(parse_json(body), b"")
    except MalformedEvent:
        return
    assert isinstance(outside, Envelope)


@given(EVENTS)
def test_the_envelope_agrees_with_the_event(body: dict[str, Any]) -> None:
    raw = json.dumps(body).encode()
    event = read(raw)
    if event is not None:
        outside = envelope(parse_json(raw), raw)
        assert (outside.event_id, outside.oa_id, outside.user_id, outside.group_key) == (
            event.event_id,
            event.oa_id,
            event.user_id,
            event.group_key,
        )
