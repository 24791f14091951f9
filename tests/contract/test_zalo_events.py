"""Every event of zalo/README.md 10.3 and 10.4, as recorded, becomes what the rooms work with."""

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from loa.platform.zalo.webhooks.envelope import recipient_of
from loa.platform.zalo.webhooks.events import EventKind, MessageKind, SubmittedInfo, parse_event

RECORDED = Path(__file__).parent / "recorded"
FILES = sorted(RECORDED.glob("event.*.json"))
APP, OA, USER, USER_BY_APP = (
    "1122334455667788990",
    "3344556677889900112",
    "2512523625412515",
    "7788990011223344556",
)
MESSAGE = "0a1b2c3d4e5f6071829"

RECEIVED = (
    "text", "image", "gif", "link", "audio", "video", "sticker", "location", "business_card", "file",
)  # fmt: skip

KNOWN = {
    **{f"user_send_{kind}": EventKind.MESSAGE_IN for kind in RECEIVED},
    "oa_send_text": EventKind.ECHO,
    "oa_send_text.by_hand": EventKind.MESSAGE_OUT_HUMAN,
    **{f"oa_send_{kind}": EventKind.ECHO for kind in ("image", "gif", "list", "file", "sticker")},
    "oa_reacted_message": EventKind.ECHO,
    **{f"anonymous_send_{kind}": EventKind.MESSAGE_IN for kind in ("text", "image", "file", "sticker")},
    "oa_send_anonymous_text": EventKind.ECHO,
    "user_received_message": EventKind.RECEIVED,
    "user_seen_message": EventKind.SEEN,
    "user_reacted_message": EventKind.REACTION,
    "user_click_chatnow": EventKind.CLICK_CHATNOW,
    "follow": EventKind.FOLLOW,
    "unfollow": EventKind.UNFOLLOW,
    "user_submit_info": EventKind.SUBMIT_INFO,
    "user_submit_info.older": EventKind.SUBMIT_INFO,
    "user_withdraw": EventKind.WITHDRAW,
}


def recorded(name: str) -> bytes:
    return (RECORDED / f"event.{name}.json").read_bytes()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_recorded_event_has_its_kind_and_keeps_what_is_not_understood(file: Path) -> None:
    name = file.stem.removeprefix("event.")
    raw = file.read_bytes()
    event = parse_event(raw)
    assert event.kind is KNOWN.get(name, EventKind.OTHER)
    assert event.app_id == APP
    assert event.timestamp == datetime(2026, 1, 1, 0, 0, 0, 123000, tzinfo=UTC)
    assert event.raw == (json.loads(raw) if event.kind is EventKind.OTHER else {})
    assert parse_event(raw) == event == parse_event(raw.decode())


@pytest.mark.parametrize(
    "name", sorted(name for name in KNOWN if name != "user_withdraw" and "anonymous" not in name)
)
def test_events_we_act_on_say_whose_they_are(name: str) -> None:
    event = parse_event(recorded(name))
    assert (event.oa_id, event.user_id, event.user_id_by_app) == (OA, USER, USER_BY_APP)
    assert event.group_key == f"{OA}:{USER}"


@pytest.mark.parametrize("name", sorted(name for name in KNOWN if "anonymous" in name))
def test_a_visitor_of_a_website_is_kept_under_visit_and_person(name: str) -> None:
    raw = json.loads(recorded(name))
    event = parse_event(recorded(name))
    visitor = raw["sender" if name.startswith("anonymous") else "recipient"]["id"]
    conversation = raw["message"]["conversation_id"]
    assert event.oa_id == OA
    assert recipient_of(event.user_id) == {"anonymous_id": visitor, "conversation_id": conversation}


def test_a_withdrawal_names_the_resident_and_no_account() -> None:
    event = parse_event(recorded("user_withdraw"))
    assert (event.oa_id, event.user_id, event.user_id_by_app) == ("", USER, USER_BY_APP)


def test_an_account_is_found_under_its_other_spelling() -> None:
    assert parse_event(recorded("change_oa_daily_quota")).oa_id == OA


@pytest.mark.parametrize("kind", RECEIVED)
def test_a_message_is_recognised_by_its_id_and_name(kind: str) -> None:
    event = parse_event(recorded(f"user_send_{kind}"))
    assert event.message_kind is MessageKind(kind)
    assert event.message_id == MESSAGE
    assert event.event_id == f"user_send_{kind}:{MESSAGE}"


@pytest.mark.parametrize("name", ["follow", "user_reacted_message", "user_feedback", "user_submit_info"])
def test_other_events_are_recognised_by_their_body(name: str) -> None:
    raw = recorded(name)
    assert parse_event(raw).event_id == f"sha256:{hashlib.sha256(raw).hexdigest()}"
    assert parse_event(raw + b"\n").event_id != parse_event(raw).event_id


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("image", {"url": "https://photo-stal-1.zdn.vn/a/b.jpg"}),
        ("image", {"thumbnail_url": "https://photo-stal-1.zdn.vn/t/b.jpg"}),
        ("gif", {"url": "https://gif.zdn.vn/a.gif"}),
        ("link", {"description": "Cổng thông tin điện tử Nghệ An", "url": "https://nghean.gov.vn"}),
        ("video", {"description": "Hội nghị", "url": "https://video.zdn.vn/a.mp4"}),
        ("audio", {"url": "https://voice.zdn.vn/a.amr"}),
        ("sticker", {"sticker_id": "c1a4"}),
        ("location", {"latitude": "18.679585", "longitude": "105.681335"}),
        (
            "file",
            {"name": "Đơn kiến nghị.pdf", "size": 91823, "checksum": "9e107d9d372bb6826bd81d3542a419d6"},
        ),
        ("business_card", {"phone": "84901234567", "description": "", "url": "https://zalo.me/x"}),
    ],
)
def test_attachments_are_read_in_one_shape(kind: str, expected: dict[str, Any]) -> None:
    (attachment,) = parse_event(recorded(f"user_send_{kind}")).attachments
    assert {name: getattr(attachment, name) for name in expected} == expected


def test_a_message_may_answer_another_and_carry_a_caption() -> None:
    event = parse_event(recorded("user_send_image"))
    assert event.quote_message_id == "f0e1d2c3b4a5968778"
    assert event.text == "chú thích"


def test_what_an_officer_wrote_by_hand_names_the_officer() -> None:
    event = parse_event(recorded("oa_send_text.by_hand"))
    assert event.admin_id == "5566778899001122334"
    assert event.text == "Tôi là cán bộ trực"


def test_reactions_and_receipts_name_their_messages() -> None:
    assert parse_event(recorded("user_reacted_message")).reaction == "/-strong"
    assert parse_event(recorded("user_seen_message")).message_ids == (MESSAGE, "f0e1d2c3b4a5968778")


def test_submitted_information_is_read_in_both_shapes() -> None:
    assert parse_event(recorded("user_submit_info")).submitted == SubmittedInfo(
        name="Nguyễn Văn A",
        phone="84901234567",
        birth_date="30/10/1999",
        gender="Nam",
        address="Xóm 3",
        ward="Phường Trường Vinh",
        city="Nghệ An",
    )
    older = parse_event(recorded("user_submit_info.older")).submitted
    assert older is not None
    assert (older.phone, older.address, older.city) == ("84901234567", "Xóm 3", "Nghệ An")


def test_a_follow_says_where_it_came_from() -> None:
    assert parse_event(recorded("follow")).source == "oa_profile"


def test_a_delivery_receipt_of_a_phone_template_is_not_one_of_a_message() -> None:
    assert parse_event(recorded("user_received_message.zns")).kind is EventKind.OTHER


def test_neither_text_nor_person_shows_when_an_event_is_printed() -> None:
    for file in FILES:
        printed = repr(parse_event(file.read_bytes()))
        for secret in ("Chào", "Nguyễn", "84901234567", "Đơn", "18.679585", "Xóm"):
            assert secret not in printed
