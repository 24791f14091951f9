"""Nothing that a resident sends is small talk because we could not read it."""

import json
from datetime import timedelta
from typing import Any

import pytest

from loa.dialogue.conversations import texts
from loa.dialogue.conversations.model import RECENT
from loa.dialogue.inbox.handlers.dispatch import OURS_UNTIL
from loa.foundation.statistics.model import Metric
from loa.platform.zalo.webhooks.envelope import recipient_of
from loa.residents.followers.service import EventOutcome, replay_echoes
from loa.residents.followers.store import message_from
from tests.worlds.component.chats import MONDAY
from tests.worlds.fakes import FakeQueue
from tests.worlds.fakes_inbox import OA, USER, Resident, before_numbers

PHOTO = "https://f1.photo.zdn.vn/x.jpg"
SMALL = "https://f1.photo.zdn.vn/t.jpg"

ACCOUNT = "Mặt trận Tổ quốc phường Thành Vinh"


def lines(resident: Resident, user: str = USER) -> list[dict[str, Any]]:
    return list(reversed(resident.desk.audience.conversation(OA, user, limit=100).rows))


def image(resident: Resident, attachments: Any, words: str = "") -> str:
    return resident.event(words, name="user_send_image", message={"attachments": attachments})


UNREAD: dict[str, tuple[str, dict[str, Any]]] = {
    "no attachments": ("user_send_image", {"attachments": []}),
    "no list of attachments": ("user_send_image", {}),
    "attachments that are a text": ("user_send_image", {"attachments": "x"}),
    "an image without address": ("user_send_image", {"attachments": [{"type": "image", "payload": {}}]}),
    "a file without address": (
        "user_send_file",
        {"attachments": [{"type": "file", "payload": {"name": "don.pdf"}}]},
    ),
    "a place without coordinates": ("user_send_location", {"attachments": [{"type": "location"}]}),
    "a voice without anything": ("user_send_audio", {}),
    "a text without words": ("user_send_text", {}),
    "a name that Zalo has added": ("user_send_poll", {"attachments": [{"type": "poll", "payload": {}}]}),
}


@pytest.mark.parametrize("what", UNREAD)
def test_what_cannot_be_read_is_in_the_worklist_and_acknowledged(resident: Resident, what: str) -> None:
    name, message = UNREAD[what]
    told = resident.sends(resident.event(name=name, message=message))
    assert before_numbers(texts.acknowledgement(ACCOUNT, "")) in told
    assert resident.waiting() == [USER]
    (row, *_) = lines(resident)
    assert message_from(row).unread
    assert not message_from(row).automatic


@pytest.mark.parametrize("what", UNREAD)
def test_amid_an_intake_it_is_for_people_and_the_resident_is_told_once_a_question(
    resident: Resident, what: str
) -> None:
    name, message = UNREAD[what]
    resident.says("gửi phản ánh", "1", "Đèn đường hỏng", "Xóm 5", "2 tuần nay")
    told = [resident.sends(resident.event(name=name, message=message)) for _ in range(3)]
    assert before_numbers(texts.NOT_READ) in told[0]
    assert told[1:] == ["", ""]
    assert resident.waiting() == [USER]
    assert resident.head().unanswered is not None
    assert resident.head().unanswered.count == 3  # type: ignore[union-attr]
    assert "Đèn đường hỏng" in resident.says("xong", "Điện lực")
    resident.says("1")
    assert len(resident.cases()) == 1


def test_words_with_a_picture_that_cannot_be_read_answer_the_question_and_reach_a_person(
    resident: Resident,
) -> None:
    resident.says("gửi phản ánh", "1")
    told = resident.sends(image(resident, [], "Đèn đường hỏng ở đầu ngõ"))
    assert before_numbers(texts.NOT_READ) in told
    assert before_numbers(texts.QUESTIONS["where"]) in told
    assert resident.waiting() == [USER]


@pytest.mark.parametrize(
    "attachments",
    [
        [{"type": "photo", "payload": {"url": PHOTO, "thumbnail": SMALL}}],
        {"type": "image", "payload": {"url": PHOTO}},
        [{"payload": {"url": PHOTO}}],
        [{"type": "image", "url": PHOTO}],
    ],
)
def test_a_picture_in_another_shape_is_a_picture(resident: Resident, attachments: Any) -> None:
    resident.says("gửi phản ánh", "1", "Đèn đường hỏng", "Xóm 5", "2 tuần nay")
    assert before_numbers(texts.FILE_TAKEN) in resident.sends(image(resident, attachments))
    assert len(resident.attachments.messages) == 1
    found = [row for row in lines(resident) if row.get("attachments")]
    assert found[-1]["attachments"][0]["kind"] == "image"
    assert found[-1]["attachments"][0]["url"] == PHOTO


def test_of_a_picture_with_nothing_but_its_thumbnail_that_is_kept(resident: Resident) -> None:
    resident.says("gửi phản ánh", "1", "Đèn đường hỏng", "Xóm 5", "2 tuần nay")
    resident.sends(image(resident, [{"type": "image", "payload": {"thumbnail": SMALL}}]))
    found = [row for row in lines(resident) if row.get("attachments")]
    assert found[0]["attachments"][0]["url"] == SMALL


def test_one_picture_of_two_that_cannot_be_read_is_for_people_too(resident: Resident) -> None:
    resident.says("gửi phản ánh", "1", "Đèn đường hỏng", "Xóm 5", "2 tuần nay")
    both = [{"type": "image", "payload": {"url": PHOTO}}, {"type": "image", "payload": {}}]
    assert before_numbers(texts.NOT_READ) in resident.sends(image(resident, both))
    dialogue = resident.head().dialogue
    assert dialogue is not None
    assert len(dialogue.files) == 1
    assert resident.waiting() == [USER]


@pytest.mark.parametrize("amid_intake", [False, True])
def test_a_form_with_name_and_phone_reaches_an_officer(resident: Resident, *, amid_intake: bool) -> None:
    if amid_intake:
        resident.says("gửi phản ánh", "1")
    info = {"name": "Nguyễn Văn An", "phone": "84901234567", "full_address": {"user_ward": "Thành Vinh"}}
    raw = resident.event(name="user_submit_info", message={"text": ""}, info=info)
    told = resident.sends(raw)
    assert before_numbers(texts.INFO_TAKEN if amid_intake else texts.acknowledgement(ACCOUNT, "")) in told
    assert resident.take(raw) is EventOutcome.REPEATED
    assert resident.waiting() == [USER]
    said = [row["text"] for row in lines(resident) if row["kind"] == "submitted_info"]
    assert said == ["Họ và tên: Nguyễn Văn An\nĐiện thoại: 84901234567\nĐịa chỉ: Thành Vinh"]
    if amid_intake:
        assert before_numbers(texts.QUESTIONS["where"]) in resident.says("Đèn đường hỏng"), (
            "the form answered no question"
        )


def visitor(kind: str = "text", text: str = "Trạm y tế mở cửa mấy giờ?", number: int = 1) -> str:
    return json.dumps(
        {
            "app_id": "1", "event_name": f"anonymous_send_{kind}",
            "sender": {"id": "a1b2"}, "recipient": {"id": OA},
            "message": {"text": text, "msg_id": f"anonymous-{number}", "conversation_id": "c3d4"},
            "timestamp": str(int(MONDAY.timestamp() * 1000) + number),
        }
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["text", "image", "file"])
def test_a_visitor_of_a_website_is_in_the_worklist_and_acknowledged(resident: Resident, kind: str) -> None:
    assert (
        resident.take(visitor(kind, "Cho tôi hỏi giờ làm việc" if kind == "text" else ""))
        is EventOutcome.KEPT
    )
    (user,) = resident.waiting()
    assert recipient_of(user) == {"anonymous_id": "a1b2", "conversation_id": "c3d4"}
    resident.user = user
    (told,) = resident.told()
    assert before_numbers(texts.acknowledgement(ACCOUNT, "")) in told.content.text


# The same message at another instant


def test_a_message_that_comes_at_another_instant_is_one_message(resident: Resident) -> None:
    first = resident.event("Nước máy có mùi lạ", message={"msg_id": "same"})
    assert resident.take(first) is EventOutcome.KEPT
    resident.says("Hai hôm nay rồi")
    later = resident.event("Nước máy có mùi lạ", message={"msg_id": "same"})
    assert resident.take(later) is EventOutcome.REPEATED
    assert [row["text"] for row in lines(resident) if row["direction"] == "in"] == [
        "Nước máy có mùi lạ", "Hai hôm nay rồi",
    ]  # fmt: skip
    head = resident.head()
    assert head.unanswered is not None
    assert head.unanswered.count == 2
    assert len(head.recent) == 2


def test_the_newest_messages_are_recognised_and_the_row_does_not_grow(resident: Resident) -> None:
    for number in range(RECENT + 5):
        resident.take(resident.event(f"câu {number}", message={"msg_id": f"n{number}"}))
    assert len(resident.head().recent) == RECENT
    again = resident.event("câu 10", message={"msg_id": "n10"})
    assert resident.take(again) is EventOutcome.REPEATED


# What the account sent


def from_account(resident: Resident, name: str, *, admin: str = "", **message: Any) -> str:
    sender = {"id": OA, **({"admin_id": admin} if admin else {})}
    return resident.event(name=name, message=message, sender=sender, recipient={"id": USER})


@pytest.mark.parametrize("name", ["oa_send_template", "oa_send_promotion", "oa_send_video", "oa_send_new"])
def test_whatever_a_colleague_sends_by_hand_ends_the_wait(resident: Resident, name: str) -> None:
    resident.says("Trạm y tế mở cửa mấy giờ?")
    assert resident.waiting() == [USER]
    payload = {"zinstant_id": "z1", "text": "Trạm mở cửa lúc 7 giờ"}
    raw = from_account(resident, name, admin="5", attachments=[{"type": "template", "payload": payload}])
    assert resident.take(raw) is EventOutcome.KEPT
    assert resident.waiting() == []
    assert lines(resident)[-1]["attachments"][0]["description"] == "Trạm mở cửa lúc 7 giờ"


def test_the_picture_of_a_colleague_is_copied_too_also_when_the_first_try_died(resident: Resident) -> None:
    picture = [{"type": "image", "payload": {"url": PHOTO}}]
    raw = from_account(resident, "oa_send_image", admin="5", attachments=picture)
    assert [resident.take(raw), resident.take(raw)] == [EventOutcome.KEPT, EventOutcome.REPEATED]
    assert len(resident.attachments.messages) == 2


def test_another_app_leaves_a_line_that_ends_no_wait_and_our_own_echo_leaves_none(resident: Resident) -> None:
    resident.says("Trạm y tế mở cửa mấy giờ?")
    raw = from_account(resident, "oa_send_text", text="Chatbot xin chào", msg_id="other-1")
    assert resident.take(raw) is EventOutcome.ECHO_WAITS
    assert "Chatbot xin chào" not in resident.conversation()
    queue = FakeQueue()
    assert replay_echoes("40", seen=resident.desk.seen, inbox=queue, now=resident.clock()) == 0
    resident.clock.now += OURS_UNTIL
    assert replay_echoes("40", seen=resident.desk.seen, inbox=queue, now=resident.clock()) == 1
    assert replay_echoes("40", seen=resident.desk.seen, inbox=queue, now=resident.clock()) == 0
    assert [resident.take(queue.messages[0].body) for _ in range(2)] == [EventOutcome.KEPT, EventOutcome.ECHO]
    last = message_from(lines(resident)[-1])
    assert (last.text, last.by_name) == ("Chatbot xin chào", texts.OTHER_APPLICATION)
    assert resident.waiting() == [USER]


def test_an_echo_from_the_future_waits_no_longer_than_others(resident: Resident) -> None:
    raw = from_account(resident, "oa_send_text", text="Chatbot xin chào", msg_id="other-1")
    ahead = MONDAY + timedelta(days=400)
    raw = json.dumps({**json.loads(raw), "timestamp": str(int(ahead.timestamp() * 1000))})
    assert resident.take(raw) is EventOutcome.ECHO_WAITS
    queue = FakeQueue()
    resident.clock.now += OURS_UNTIL
    assert replay_echoes("40", seen=resident.desk.seen, inbox=queue, now=resident.clock()) == 1
    assert resident.take(queue.messages[0].body) is EventOutcome.KEPT


def test_an_echo_of_our_own_message_is_no_line(resident: Resident) -> None:
    raw = from_account(resident, "oa_send_text", text="Chào bác", msg_id="ours-1")
    resident.desk.audience.table.put({"partition": f"out#{OA}#ours-1", "sort": "message"})
    assert resident.take(raw) is EventOutcome.ECHO
    assert resident.conversation() == []


def test_a_sort_that_nobody_knows_is_counted_as_unknown(resident: Resident) -> None:
    resident.sends(resident.event(name="user_send_poll"))
    day = MONDAY.date()
    found = resident.desk.statistics.activity("40", day, day)[resident.account.unit_path]
    assert found[Metric.EVENTS_UNKNOWN] == 1
    assert found[Metric.MESSAGES_IN] == 1


# What Zalo counts as an interaction


def other(resident: Resident, name: str, **fields: Any) -> str:
    resident.clock.forward(hours=1)
    at = str(int(resident.clock().timestamp() * 1000))
    return json.dumps({"app_id": "1", "oa_id": OA, "event_name": name, "timestamp": at, **fields})


@pytest.mark.parametrize(
    ("name", "fields", "counts"),
    [
        ("user_call_oa", {"user_id": USER, "talk_time": "60"}, True),
        ("oa_call_user", {"user_id": USER, "talk_time": 12}, True),
        ("user_call_oa", {"user_id": USER, "talk_time": "0"}, False),
        ("oa_call_user", {"user_id": USER}, False),
        ("widget_interaction_accepted", {"data": {"user_id": USER}}, True),
        ("user_click_menu", {"user_id": USER}, True),
        ("user_click_chatnow", {"user_id": USER}, True),
        ("user_submit_info", {"sender": {"id": USER}, "recipient": {"id": OA}, "info": {"name": "An"}}, True),
        ("user_seen_message", {"sender": {"id": OA}, "recipient": {"id": USER}, "message": {}}, False),
        ("add_user_to_tag", {"tag": {"user_ids": [USER], "name": "x"}}, False),
        ("user_reply_consent", {"user_id": USER, "user_consent": "ALLOW"}, False),
    ],
)
def test_the_window_opens_with_whatever_zalo_counts(
    resident: Resident, name: str, fields: dict[str, Any], *, counts: bool
) -> None:
    resident.says("Xin chào")
    before = resident.head().interacted_at
    raw = other(resident, name, **fields)
    assert [resident.take(raw), resident.take(raw)] == [EventOutcome.KEPT, EventOutcome.REPEATED]
    after = resident.head().interacted_at
    assert (after == resident.clock()) if counts else (after == before)
