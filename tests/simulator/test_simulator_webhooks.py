import json
from typing import Any

import pytest

from infra.local.zalo.signature import mini_app_mac, oa_mac
from tests.simulator.desk import APP_ID, WEBHOOK, Desk, expected_mac


def test_the_vector_of_the_reference() -> None:
    mac = oa_mac("X", b"BODY", "1234567890", "Y")
    assert mac == "2f1ef5aabe67e8396a459ca89562e108ad541f82ba5022c85f645bd6b7220cb9"


def test_a_message_event_has_exactly_these_fields_and_a_signature_over_its_bytes(desk: Desk) -> None:
    account = desk.connect()
    act = desk.act("send_text", account.oa_id, text="Kính gửi “Mặt trận” phường")
    desk.flush()
    headers, body = desk.receiver.posts[0]
    event = json.loads(body)
    assert event == {
        "app_id": APP_ID,
        "sender": {"id": act["user_id"]},
        "recipient": {"id": account.oa_id},
        "user_id_by_app": event["user_id_by_app"],
        "event_name": "user_send_text",
        "message": {"text": "Kính gửi “Mặt trận” phường", "msg_id": act["msg_id"]},
        "timestamp": str(desk.simulator.now_ms()),
    }
    assert headers["X-ZEvent-Signature"] == expected_mac(body)
    assert "num_retry" not in headers
    assert "X-ZEvent-Timestamp" not in headers


def test_follow_and_unfollow(desk: Desk) -> None:
    account = desk.connect()
    act = desk.act("follow", account.oa_id, source="message_invite")
    assert desk.act("follow", account.oa_id)["events"] == []
    desk.act("unfollow", account.oa_id)
    desk.flush()
    followed, left = desk.receiver.events
    assert set(followed) == {
        "oa_id", "follower", "user_id_by_app", "event_name", "source", "app_id", "timestamp",
    }  # fmt: skip
    assert followed["follower"] == {"id": act["user_id"]}
    assert followed["source"] == "message_invite"
    assert left["event_name"] == "unfollow"


@pytest.mark.parametrize(
    ("act", "event_name", "attachment_type", "payload"),
    [
        ("send_image", "user_send_image", "image", {"thumbnail", "url"}),
        ("send_gif", "user_send_gif", "gif", {"thumbnail", "url"}),
        ("send_link", "user_send_link", "link", {"thumbnail", "description", "url"}),
        ("send_video", "user_send_video", "video", {"thumbnail", "description", "url"}),
        ("send_audio", "user_send_audio", "audio", {"url"}),
        ("send_sticker", "user_send_sticker", "sticker", {"id", "url"}),
        ("send_location", "user_send_location", "location", {"coordinates"}),
        ("send_file", "user_send_file", "file", {"url", "size", "name", "checksum", "type"}),
        ("send_business_card", "user_send_business_card", "link", {"thumbnail", "description", "url"}),
    ],
)
def test_attachments(desk: Desk, act: str, event_name: str, attachment_type: str, payload: set[str]) -> None:
    account = desk.connect()
    desk.act(act, account.oa_id)
    desk.flush()
    event = desk.receiver.events[0]
    attachment = event["message"]["attachments"][0]
    assert event["event_name"] == event_name
    assert attachment["type"] == attachment_type
    assert set(attachment["payload"]) == payload


@pytest.mark.parametrize(
    ("act", "event_name", "fields"),
    [
        ("click_chatnow", "user_click_chatnow", {"oa_id", "user_id"}),
        ("submit_info", "user_submit_info", {"sender", "recipient", "info"}),
        ("withdraw", "user_withdraw", {"oa_id", "user_id"}),
        ("react", "user_reacted_message", {"sender", "recipient", "message"}),
        ("admin_send_text", "oa_send_text", {"sender", "recipient", "message"}),
        ("tap_button", "user_send_text", {"sender", "recipient", "message"}),
    ],
)
def test_other_acts(desk: Desk, act: str, event_name: str, fields: set[str]) -> None:
    account = desk.connect()
    desk.act(act, account.oa_id, text="x", payload="#GAPCANBO")
    desk.flush()
    event = desk.receiver.events[0]
    assert event["event_name"] == event_name
    assert set(event) == fields | {"app_id", "event_name", "timestamp", "user_id_by_app"}


@pytest.mark.parametrize("kind", ["text", "image", "file", "sticker"])
def test_anonymous_people_have_no_id_by_app(desk: Desk, kind: str) -> None:
    account = desk.connect()
    desk.act(f"anonymous_send_{kind}", account.oa_id, text="x")
    desk.flush()
    event = desk.receiver.events[0]
    assert event["event_name"] == f"anonymous_send_{kind}"
    assert event["message"]["conversation_id"]
    assert "user_id_by_app" not in event


@pytest.mark.parametrize(
    "event_name",
    [
        "user_feedback",
        "change_oa_daily_quota",
        "user_call_oa",
        "create_group",
        "extension_purchased",
        "brand_new",
    ],
)
def test_any_event_can_be_made(desk: Desk, event_name: str) -> None:
    account = desk.connect()
    wish = {
        "act": "event",
        "oa_id": account.oa_id,
        "event_name": event_name,
        "fields": {"extra": "1"},
        "zns": True,
    }
    desk.control("/act", wish)
    desk.flush()
    event = desk.receiver.events[0]
    assert (event["event_name"], event["extra"], event["app_id"]) == (event_name, "1", APP_ID)
    assert desk.receiver.posts[0][0]["X-ZEvent-Server"] == "ZNS"


def test_a_failed_event_climbs_the_ladder(desk: Desk) -> None:
    account = desk.connect()
    desk.receiver.answers = [500, TimeoutError(), ConnectionRefusedError(), 204, 302]
    desk.act("follow", account.oa_id)
    assert desk.flush()["waiting_for_retry"] == 1
    assert len(desk.receiver.posts) == 1
    for seconds in (30, 300, 900, 1_800, 3_600):
        desk.advance(seconds=seconds - 1)
        desk.flush()
        before = len(desk.receiver.posts)
        desk.advance(seconds=1)
        desk.flush()
        assert len(desk.receiver.posts) == before + 1
    assert [headers.get("num_retry") for headers, _ in desk.receiver.posts] == [None, "1", "2", "3", "4", "5"]
    assert len({body for _, body in desk.receiver.posts}) == 1, "a retry sends the same bytes"
    totals = desk.flush()
    assert (totals["made"], totals["delivered"], totals["attempts"]) == (1, 1, 6)


def test_after_the_last_retry_the_app_is_unsubscribed(desk: Desk) -> None:
    account = desk.connect()
    desk.control("/settings", {"webhook_retry_ladder_seconds": [10]})
    desk.receiver.answers = [500, 500]
    desk.act("follow", account.oa_id)
    desk.flush()
    desk.advance(seconds=10)
    assert desk.flush()["failed"] == 1
    assert desk.act("send_text", account.oa_id, text="x")["events"] == []
    assert desk.look("/summary")["events"]["unheard"] == 1
    desk.add_app()
    assert len(desk.act("send_text", account.oa_id, text="x")["events"]) == 1


def test_a_refused_event_is_not_retried_when_only_connections_count(desk: Desk) -> None:
    account = desk.connect()
    desk.control("/settings", {"webhook_retry_on": "connection"})
    desk.receiver.answers = [500]
    desk.act("follow", account.oa_id)
    assert desk.flush()["failed"] == 1


def test_the_ladder_can_be_compressed(desk: Desk) -> None:
    account = desk.connect()
    desk.control("/settings", {"webhook_retry_factor": 0.001})
    desk.receiver.answers = [500]
    desk.act("follow", account.oa_id)
    desk.flush()
    desk.advance(seconds=0.03)
    assert desk.flush()["delivered"] == 1


def test_duplicates_are_the_same_bytes_and_count_as_one_event(desk: Desk) -> None:
    account = desk.connect()
    desk.control("/settings", {"webhook_copies": 3})
    desk.act("follow", account.oa_id)
    totals = desk.flush()
    assert (totals["made"], totals["delivered"], totals["attempts"]) == (1, 1, 3)
    assert len({body for _, body in desk.receiver.posts}) == 1


def test_events_can_come_shuffled(desk: Desk) -> None:
    account = desk.connect()
    desk.control("/settings", {"webhook_shuffle": True, "webhook_concurrency": 1})
    acts = [
        {"act": "send_text", "oa_id": account.oa_id, "resident": "lan", "text": str(number)}
        for number in range(50)
    ]
    desk.control("/act", acts)
    assert desk.flush()["delivered"] == 50
    texts = [int(event["message"]["text"]) for event in desk.receiver.events]
    assert texts != sorted(texts)
    assert sorted(texts) == list(range(50))


def test_webhooks_that_have_stopped_send_nothing_later_either_and_the_lists_go_on(desk: Desk) -> None:
    account = desk.connect()
    desk.control("/settings", {"webhook_stopped": True})
    lost = desk.act("send_text", account.oa_id, text="Có ai không?")
    assert lost["events"] == []
    desk.control("/settings", {"webhook_stopped": False})
    heard = desk.act("send_text", account.oa_id, text="Alo")
    desk.flush()
    assert [event["message"]["msg_id"] for event in desk.receiver.events] == [heard["msg_id"]]
    rows = account.get("/v2.0/oa/conversation", {"user_id": lost["user_id"], "offset": 0, "count": 10})[
        "data"
    ]
    assert [row["message_id"] for row in rows] == [heard["msg_id"], lost["msg_id"]]


def test_switches_per_event(desk: Desk) -> None:
    account = desk.connect()
    desk.add_app(events_off=["follow"])
    assert desk.act("follow", account.oa_id)["events"] == []
    assert desk.act("send_text", account.oa_id, text="x")["events"]


def test_only_granted_apps_hear_an_account(desk: Desk) -> None:
    oa_id = desk.add_account()
    assert desk.act("follow", oa_id)["events"] == []
    desk.control("/settings", {"webhook_without_grant": True})
    assert desk.act("send_text", oa_id, text="x")["events"]


@pytest.mark.parametrize("kind", ["unsigned", "empty"])
def test_saving_the_url_sends_a_test_post_that_must_get_200(desk: Desk, kind: str) -> None:
    desk.control("/settings", {"webhook_test_post": kind})
    answer = desk.control("/apps", {"app_id": APP_ID, "webhook_url": WEBHOOK})
    assert answer["test_post"] == {"sent": True, "status": 200}
    headers, body = desk.receiver.posts.pop()
    assert "X-ZEvent-Signature" not in headers
    assert body == (b"{}" if kind == "unsigned" else b"")
    desk.receiver.answers = [401]
    refused = desk.client.post("/_sim/apps", json={"app_id": APP_ID, "webhook_url": "https://new.example"})
    assert refused.status_code == 422
    assert "401" in refused.json()["error"]
    assert desk.look("/apps")["apps"][0]["webhook_url"] == WEBHOOK
    desk.receiver.posts.clear()
    skipped = {"app_id": APP_ID, "webhook_url": "https://new.example", "skip_test": True}
    assert desk.control("/apps", skipped)["test_post"] == {"sent": False}
    assert desk.receiver.posts == []


@pytest.mark.parametrize("variant", ["oa_id", "hmac", "app_secret"])
def test_wrong_signatures_on_request(desk: Desk, variant: str) -> None:
    account = desk.connect()
    desk.control("/settings", {"signature_variant": variant, "send_timestamp_header": True})
    desk.act("follow", account.oa_id)
    desk.flush()
    headers, body = desk.receiver.posts[0]
    assert headers["X-ZEvent-Signature"].startswith("mac=")
    assert headers["X-ZEvent-Signature"] != expected_mac(body)
    assert headers["X-ZEvent-Timestamp"] == json.loads(body)["timestamp"]


def test_raw_bodies_for_hostile_tests(desk: Desk) -> None:
    event: Any = {"event_name": "follow", "timestamp": "1", "app_id": APP_ID}
    assert desk.control("/events/raw", {"body": event})["answers"] == [{"status": 200, "body": ""}]
    headers, body = desk.receiver.posts[-1]
    assert headers["X-ZEvent-Signature"] == expected_mac(body)
    desk.control("/events/raw", {"body": '{"cut', "signature": "mac=0", "headers": {"X-Other": "1"}})
    headers, body = desk.receiver.posts[-1]
    assert (body, headers["X-ZEvent-Signature"], headers["X-Other"]) == (b'{"cut', "mac=0", "1")
    desk.control("/events/raw", {"base64": "//8=", "signed": False, "times": 2})
    assert [body for _, body in desk.receiver.posts[-2:]] == [b"\xff\xff"] * 2
    assert "X-ZEvent-Signature" not in desk.receiver.posts[-1][0]
    desk.receiver.answers = [TimeoutError()]
    assert desk.control("/events/raw", {"body": ""})["answers"] == [{"status": 0, "error": "TimeoutError"}]


def test_events_can_be_sent_again(desk: Desk) -> None:
    account = desk.connect()
    event_id = desk.act("follow", account.oa_id)["events"][0]
    desk.flush()
    assert desk.control("/events/redeliver", {"event_ids": [event_id]}) == {"events": 1}
    desk.flush()
    assert len(desk.receiver.posts) == 2
    listed = desk.look("/events/list", event_name="follow", state="delivered")
    assert listed["total"] == 1
    assert listed["events"][0]["attempts"] == 2


def test_mini_app_events_are_signed_in_their_own_way(desk: Desk) -> None:
    desk.add_app(mini_app_key="key", mini_app_id="900")
    desk.control("/users/consent", {"app_id": APP_ID, "resident": "lan"})
    desk.control("/users/consent", {"app_id": APP_ID, "resident": "lan", "given": False})
    desk.control("/versions", {"app_id": APP_ID, "status": -1, "description": "Thiếu chính sách"})
    desk.flush()
    for (headers, body), name in zip(
        desk.receiver.posts, ("user.revoke.consent", "versions.review.done"), strict=True
    ):
        event = json.loads(body)
        assert event["event"] == name
        assert isinstance(event["timestamp"], int)
        assert headers["X-ZEvent-Signature"] == mini_app_mac(event, "key")
        assert not headers["X-ZEvent-Signature"].startswith("mac=")
