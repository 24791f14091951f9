"""Whatever a client sends, the answer is HTTP 200 with JSON that has a number ``error``."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from infra.local.zalo.endpoints import ENDPOINTS
from tests.simulator.desk import ARTICLE, Desk

KEYS = [
    "recipient", "user_id", "message_id", "anonymous_id", "conversation_id", "target", "message",
    "text", "attachment", "type", "payload", "template_type", "elements", "media_type", "attachment_id",
    "url", "width", "height", "buttons", "title", "quote_message_id", "sender_action", "react_icon",
    "react_message_id", "ages", "cities", "gender", "offset", "count", "tag_name", "is_follower",
    "last_interaction_period", "shared_info", "custom_info", "user_alias", "quota_owner",
    "product_type", "quota_type", "token", "id", "cover", "cover_type", "photo_url", "body", "status",
    "description", "video_id", "phone", "template_id", "template_data", "tracking_id",
]  # fmt: skip
VALUES = [
    "", "text", "template", "media", "article", "image", "gif", "sticker", "file", "list", "button",
    "show", "normal", "video", "photo", "https://a.vn/b.jpg", "1", "٣", "²", "9" * 5_000, "\ud800",
    "OA", "cs", "oa.open.url", "true", "TODAY", "84987654321", "t1", "/-heart",
]  # fmt: skip
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.sampled_from(VALUES)
trees = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
    max_leaves=20,
)
bodies = st.dictionaries(st.sampled_from(KEYS), trees, max_size=8)
OPEN_HOSTS = ("oa", "article", "zns")


@pytest.mark.parametrize(
    "endpoint", [known for known in ENDPOINTS if known.family in OPEN_HOSTS], ids=lambda known: known.path
)
@pytest.mark.parametrize("kind", ["2", "4"])
def test_no_request_breaks_the_simulator(desk: Desk, endpoint: Any, kind: str) -> None:
    desk.control("/settings", {"rate_limit": False})
    desk.control("/templates", {"template_id": "t1"})
    account = desk.connect(kind)
    user = desk.act("follow", account.oa_id)["user_id"]

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(bodies, st.booleans(), st.booleans())
    def check(body: dict[str, Any], like_an_article: bool, to_a_follower: bool) -> None:  # noqa: FBT001 - drawn
        sent = {**ARTICLE, **body} if like_an_article else body
        sent = {"user_id": user, "recipient": {"user_id": user}, **sent} if to_a_follower else sent
        raw = json.dumps(sent)
        if endpoint.method == "GET":
            plain = {name: str(value).replace("\ud800", "") for name, value in sent.items()}
            answer = desk.client.get(endpoint.path, params={**plain, "data": raw}, headers=account.headers)
        else:
            answer = desk.client.post(endpoint.path, content=raw.encode(), headers=account.headers)
        assert answer.status_code == 200
        assert isinstance(answer.json()["error"], int)

    check()


@pytest.mark.parametrize("content", [b"", b"nonsense", b"--x\r\nbroken", b"--x--"])
def test_a_broken_upload_is_answered_too(desk: Desk, content: bytes) -> None:
    account = desk.connect()
    headers = {**account.headers, "Content-Type": "multipart/form-data; boundary=x"}
    answer = desk.client.post("/v2.0/oa/upload/image", content=content, headers=headers)
    assert answer.json() == {"error": -201, "message": "file is invalid!"}


@pytest.mark.parametrize("code", ["-14003", "", "--5", "²", "9" * 5_000, "<script>"])
def test_the_error_page_takes_any_code(desk: Desk, code: str) -> None:
    page = desk.client.get("/v4/oa/permission/error", params={"error_code": code})
    assert page.status_code == 200
    assert "<script>" not in page.text


def test_one_persons_events_have_rising_times(desk: Desk) -> None:
    account = desk.connect()
    acts = [
        {"act": act, "oa_id": account.oa_id, "resident": "lan"} for act in ("follow", "send_text", "unfollow")
    ]
    desk.control("/act", acts)
    desk.control("/clock", {"set": "2026-11-21T09:00:00+07:00", "freeze": True})
    desk.act("follow", account.oa_id, "lan")
    desk.flush()
    by_name = [(event["event_name"], int(event["timestamp"])) for event in desk.receiver.events]
    times = [moment for _, moment in by_name]
    assert times[:3] == [times[0], times[0] + 1, times[0] + 2]
    assert times[3] == desk.simulator.now_ms()
