from typing import Any

import pytest

from tests.simulator.desk import Connected, Desk

V3 = "/v3.0/oa/message/cs"
V2 = "/v2.0/oa/message"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 50


def friend(account: Connected) -> str:
    """A follower's user id."""
    return str(account.desk.act("follow", account.oa_id)["user_id"])


def media(**element: Any) -> Any:
    return {"attachment": {"type": "template", "payload": {"template_type": "media", "elements": [element]}}}


@pytest.mark.parametrize(
    ("kind", "third", "second"),
    [("2", 0, -240), ("4", -235, 0), ("4-strict", -235, -235), ("personal", -235, -235)],
)
def test_the_type_of_account_decides_which_door_is_open(
    desk: Desk, kind: str, third: int, second: int
) -> None:
    account = desk.connect(kind)
    user = friend(account)
    assert account.say(user, V3)["error"] == third
    assert account.say(user, V2)["error"] == second


def test_the_answer_of_version_three(desk: Desk) -> None:
    account = desk.connect("2")
    user = friend(account)
    answer = account.say(user, V3)
    data = answer["data"]
    assert data["user_id"] == user
    assert data["sent_time"] == str(desk.simulator.now_ms())
    assert data["quota"] == {"quota_type": "reply", "remain": "8", "total": "8"}
    assert (answer["error"], answer["message"]) == (0, "Success")


@pytest.mark.parametrize(
    ("days", "code", "quota"),
    [(0, 0, "reply"), (2, 0, "reply"), (2.1, 0, "sub_quota"), (7, 0, "sub_quota"), (7.1, -230, "")],
)
def test_the_windows_after_the_last_interaction(desk: Desk, days: float, code: int, quota: str) -> None:
    account = desk.connect("2")
    user = friend(account)
    desk.advance(days=days)
    account.token = desk.tokens(account.oa_id)["access_token"]
    answer = account.say(user, V3)
    assert answer["error"] == code
    assert answer.get("data", {}).get("quota", {}).get("quota_type", "") == quota


def test_writing_opens_the_window_again(desk: Desk) -> None:
    account = desk.connect("2")
    user = friend(account)
    desk.advance(days=8)
    account.token = desk.tokens(account.oa_id)["access_token"]
    assert account.say(user, V3)["error"] == -230
    desk.act("send_text", account.oa_id, text="Xin hỏi")
    assert account.say(user, V3)["error"] == 0


def test_outside_48_hours_the_package_pays_until_it_is_used_up(desk: Desk) -> None:
    account = desk.connect("2")
    user = friend(account)
    desk.control("/settings", {"sub_quota_total": 1})
    desk.advance(days=3)
    account.token = desk.tokens(account.oa_id)["access_token"]
    assert account.say(user, V3)["data"]["quota"]["remain"] == "0"
    assert account.say(user, V3)["data"]["quota"]["quota_type"] == "purchase_quota"
    desk.control("/settings", {"zalo_cloud_account": "unlinked"})
    assert account.say(user, V3)["error"] == -320
    desk.control("/settings", {"zalo_cloud_account": "empty"})
    assert account.say(user, V3)["error"] == -321


def test_the_chat_button_allows_a_welcome(desk: Desk) -> None:
    account = desk.connect("2")
    user = desk.act("click_chatnow", account.oa_id, "khách")["user_id"]
    assert account.say(user, V3)["data"]["quota"]["quota_type"] == "welcome_msg"


def test_who_left_cannot_be_written_to_until_they_write(desk: Desk) -> None:
    account = desk.connect("2")
    user = friend(account)
    desk.act("unfollow", account.oa_id)
    assert account.say(user, V3) == {"error": -213, "message": "User has not followed OA"}
    desk.advance(seconds=1)
    desk.act("send_text", account.oa_id, text="Tôi hỏi thêm")
    assert account.say(user, V3)["error"] == 0
    desk.control("/settings", {"reply_needs_follow": True})
    assert account.say(user, V3)["error"] == -213


@pytest.mark.parametrize(("act", "code"), [("block", -217), ("restrict", -244), ("ban", -227)])
def test_unwilling_users(desk: Desk, act: str, code: int) -> None:
    account = desk.connect("2")
    user = friend(account)
    desk.act(act, account.oa_id)
    assert account.say(user, V3)["error"] == code


def test_an_id_of_another_account_is_unknown(desk: Desk) -> None:
    account, other = desk.connect("2"), desk.connect("2")
    user = friend(other)
    assert account.say(user, V3) == {"error": -201, "message": "user_id is invalid!"}
    assert friend(account) != user


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"text": "á" * 2_000}, 0),
        ({"text": "á" * 2_001}, -210),
        ({"text": "  "}, -201),
        ({"text": 5}, -201),
        ({"text": "x", "attachment": {"type": "image", "payload": {"attachment_id": "a"}}}, -201),
        (media(media_type="image", url="https://a/b.jpg"), 0),
        (media(media_type="image", url="https://a/b.jpg", attachment_id="a"), -201),
        (media(media_type="image", attachment_id="unknown"), -201),
        (media(media_type="gif", url="https://a/b.gif"), -201),
        (media(media_type="gif", url="https://a/b.gif", width=10, height=10), 0),
        (media(media_type="sticker", attachment_id="18946"), 0),
        (media(media_type="hologram"), -233),
        ({"text": "x", "quote_message_id": "unknown"}, -201),
        ({"attachment": {"type": "template", "payload": {"template_type": "spell"}}}, -233),
        ({"attachment": {"type": "file", "payload": {"token": "unknown"}}}, -201),
    ],
)
def test_rules_for_the_body(desk: Desk, message: Any, code: int) -> None:
    account = desk.connect("2")
    assert account.say(friend(account), V3, **message)["error"] == code


@pytest.mark.parametrize(
    ("buttons", "code"),
    [
        ([{"title": "Hồ sơ", "type": "oa.open.url", "payload": {"url": "https://a"}}], 0),
        ([{"title": "Gặp", "type": "oa.query.hide", "payload": "#GAP"}] * 5, 0),
        ([{"title": "Gặp", "type": "oa.query.hide", "payload": "#GAP"}] * 6, -210),
        ([{"title": "x" * 101, "type": "oa.query.show", "payload": "#A"}], -210),
        ([{"title": "Gọi", "type": "oa.query.show", "payload": {"a": 1}}], -201),
        ([{"title": "Gọi", "type": "oa.dance", "payload": {}}], -201),
        ([], -201),
    ],
)
def test_buttons(desk: Desk, buttons: Any, code: int) -> None:
    account = desk.connect("2")
    attachment = {"type": "template", "payload": {"buttons": buttons}}
    assert account.say(friend(account), V3, text="Chọn mục", attachment=attachment)["error"] == code


def test_uploads_are_sent_until_they_are_seven_days_old(desk: Desk) -> None:
    account = desk.connect("2")
    user = friend(account)
    image = account.upload("/v2.0/oa/upload/image", "a.png", PNG)["data"]["attachment_id"]
    file = account.upload("/v2.0/oa/upload/file", "a.pdf", b"%PDF-1.7")["data"]["token"]
    attached = {"attachment": {"type": "file", "payload": {"token": file}}}
    picture = media(media_type="image", attachment_id=image)
    assert account.say(user, V3, **picture)["error"] == 0
    assert account.say(user, V3, **attached)["error"] == 0
    desk.advance(days=7)
    account.token = desk.tokens(account.oa_id)["access_token"]
    assert account.say(user, V3, **picture) == {"error": -100, "message": "attachment_id was expired"}


def test_every_send_is_echoed(desk: Desk) -> None:
    account = desk.connect("2")
    user = friend(account)
    sent = account.say(user, V3, text="Chào bà")["data"]["message_id"]
    account.say(user, V3, **media(media_type="sticker", attachment_id="1"))
    desk.flush()
    assert desk.receiver.names == ["follow", "oa_send_text", "oa_send_sticker"]
    echo = desk.receiver.events[1]
    assert echo["sender"] == {"id": account.oa_id}
    assert echo["recipient"] == {"id": user}
    assert echo["message"] == {"text": "Chào bà", "msg_id": sent}


def test_receipts_can_be_switched_on(desk: Desk) -> None:
    account = desk.connect("2")
    desk.control("/settings", {"webhook_events_off": []})
    account.say(friend(account), V3)
    desk.flush()
    assert desk.receiver.names[1:] == ["oa_send_text", "user_received_message", "user_seen_message"]


def test_reactions_and_anonymous_chat_stay_open_in_version_two(desk: Desk) -> None:
    account = desk.connect("2")
    user = friend(account)
    message = desk.act("send_text", account.oa_id, text="Cảm ơn")["msg_id"]
    action = {"react_icon": "/-heart", "react_message_id": message}
    recipient = {"recipient": {"user_id": user}}
    assert account.post(V2, {**recipient, "sender_action": action})["error"] == 0
    wrong = {"react_icon": "(y)", "react_message_id": message}
    assert account.post(V2, {**recipient, "sender_action": wrong})["error"] == -201
    anonymous = {"anonymous_id": "a1", "conversation_id": "c1"}
    answer = account.post(V2, {"recipient": anonymous, "message": {"text": "Chào"}})
    assert answer["data"]["conversation_id"] == "c1"
    desk.flush()
    assert desk.receiver.names[-2:] == ["oa_reacted_message", "oa_send_anonymous_text"]


def test_older_clients_reply_by_message_id(desk: Desk) -> None:
    account = desk.connect("4")
    message = desk.act("send_text", account.oa_id, text="Xin hỏi")
    answer = account.post(V2, {"recipient": {"message_id": message["msg_id"]}, "message": {"text": "Chào"}})
    assert answer["data"]["user_id"] == message["user_id"]


@pytest.mark.parametrize("path", ["/v3.0/oa/message/transaction", "/v3.0/oa/message/promotion"])
def test_closed_doors(desk: Desk, path: str) -> None:
    account = desk.connect("2")
    assert account.say(friend(account), path)["error"] == -233


def test_a_template_by_user_id(desk: Desk) -> None:
    account = desk.connect("4")
    user = friend(account)
    desk.control("/templates", {"template_id": "t1", "parameters": ["name"]})
    desk.control("/templates", {"template_id": "old", "uid_allowed": False})
    path = "/v3.0/oa/message/template"
    body = {"user_id": user, "template_id": "t1", "template_data": {"name": "Lan"}}
    answer = account.post(path, body)
    assert answer["data"]["quota"]["quota_type"] == "purchase_quota"
    assert answer["sent_time"]
    assert account.post(path, {**body, "template_id": "old"})["error"] == -249
    assert account.post(path, {**body, "template_id": "x"})["error"] == -201
    assert account.post(path, {**body, "template_data": {}})["error"] == -201


def test_conversations_show_both_sides_newest_first(desk: Desk) -> None:
    account = desk.connect("4")
    user = friend(account)
    desk.act("send_text", account.oa_id, text="Xin hỏi")
    desk.act("send_location", account.oa_id)
    account.say(user, V2, text="Chào bà")
    rows = account.get("/v2.0/oa/conversation", {"user_id": user, "offset": 0, "count": 10})["data"]
    assert [(row["src"], row["type"]) for row in rows] == [(0, "text"), (1, "location"), (1, "text")]
    assert rows[0]["from_id"] == rows[1]["to_id"] == account.oa_id
    assert set(rows[1]["location"]) == {"latitude", "longitude"}
    chats = account.get("/v2.0/oa/listrecentchat", {"offset": 0, "count": 10})["data"]
    assert [row["message"] for row in chats] == ["Chào bà"]
    for path in ("/v2.0/oa/conversation", "/v2.0/oa/listrecentchat"):
        assert account.get(path, {"user_id": user, "offset": 0, "count": 11})["error"] == -210


def test_the_same_text_to_the_same_user_twice_is_a_duplicate(desk: Desk) -> None:
    account = desk.connect("2")
    user = friend(account)
    for text in ("Một", "Hai", "Một"):
        account.say(user, V3, text=text)
    assert desk.look("/summary")["duplicates"]["messages"] == 1
    assert desk.look("/messages", oa_id=account.oa_id, source="0")["total"] == 3


def test_quotas_by_owner_and_by_user(desk: Desk) -> None:
    account = desk.connect("2")
    user = friend(account)
    path = "/v3.0/oa/quota/message"
    wish = {"quota_owner": "OA", "product_type": "cs", "quota_type": "sub_quota"}
    owned = account.post(path, wish)["data"]
    assert [(row["total"], row["remain"]) for row in owned] == [(2_000, 2_000)]
    assert len(account.post(path, {"quota_owner": "App"})["data"]) == 6
    assert account.post(path, {"quota_owner": "me"})["error"] == -201
    mine = account.post(path, {"user_id": user})["data"]
    assert mine["last_interaction"] == str(desk.simulator.now_ms())
    assert mine["promotion"]["monthly_total"] == 4
    old = "/v2.0/oa/quota/message"
    assert set(account.post(old)["data"]) == {"type", "remain", "total"}
    assert account.post(old, {"user_id": user, "type": "promotion"})["data"]["remain"] == 4
    message = desk.act("send_text", account.oa_id, text="x")["msg_id"]
    assert account.post(old, {"message_id": message})["data"]["type"] == "reply"
