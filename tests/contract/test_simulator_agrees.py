"""Our Zalo room against the simulator: what one says, the other understands."""

import json
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from infra.local.zalo.server import serve_in_thread
from loa.errors import InvalidInput
from loa.platform.zalo.api.answers import ApiVersion
from loa.platform.zalo.api.articles import article_body
from loa.platform.zalo.api.messages import text_message
from loa.platform.zalo.api.oa import OfficialAccountApi
from loa.platform.zalo.api.oauth import OAuth, TokenPair, consent_url
from loa.platform.zalo.errors import (
    ConfigurationFault,
    InvalidGrant,
    Later,
    OutcomeUnknown,
    PayloadRefused,
    RecipientRefused,
    TokenRefused,
    Transient,
)
from loa.platform.zalo.http import ZaloHttp
from loa.platform.zalo.webhooks.envelope import envelope, parse_json
from loa.platform.zalo.webhooks.events import EventKind, MessageKind, parse_event
from loa.platform.zalo.webhooks.signature import is_signed, near_miss, pkce_challenge, pkce_verifier
from tests.worlds.zalo_server import Reply, Server, running_server

pytestmark = [pytest.mark.enable_socket]
APP, SECRET, OA_SECRET = "1122334455667788990", "app-secret", "oa-secret"
CALLBACK = "https://loa.vn/zalo/oauth/callback"
OA = "3344556677889900112"
MORNING = "2026-11-23T08:00:00+07:00"
ARTICLE = {
    "title": "Ngày hội Đại đoàn kết",
    "author": "Mặt trận Tổ quốc",
    "description": "Kính mời bà con",
    "cover_url": "https://nghean.gov.vn/anh.jpg",
    "blocks": [{"type": "text", "content": "Kính mời bà con tới dự"}],
}


@dataclass
class World:
    """The simulator, and our clients against it."""

    url: str
    http: ZaloHttp

    def control(self, path: str, wish: Any) -> Any:
        request = urllib.request.Request(
            f"{self.url}/_sim/{path}", json.dumps(wish).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    @property
    def oauth(self) -> OAuth:
        return OAuth(self.http, oauth_url=self.url, app_id=APP, app_secret=SECRET)

    def connect(self) -> TokenPair:
        """Consent as the account's admin does, and exchange the code."""
        verifier = pkce_verifier(bytes(32))
        page = consent_url(
            self.url, app_id=APP, redirect_uri=CALLBACK, state="s.1", code_challenge=pkce_challenge(verifier)
        )
        answer = requests.get(f"{page}&oa_id={OA}", allow_redirects=False, timeout=5)
        query = parse_qs(urlsplit(answer.headers["Location"]).query)
        assert query["oa_id"] == [OA]
        assert query["state"] == ["s.1"]
        return self.oauth.exchange_code(query["code"][0], code_verifier=verifier)

    def oa(self, token: str | None = None, app_secret: str | None = None) -> OfficialAccountApi:
        return OfficialAccountApi(
            self.http,
            openapi_url=self.url,
            access_token=token or self.connect().access_token,
            app_secret=app_secret,
        )


@pytest.fixture(scope="module")
def simulator_url() -> Iterator[str]:
    with serve_in_thread() as running:
        yield running.url


@pytest.fixture
def world(simulator_url: str) -> World:
    made = World(simulator_url, ZaloHttp(connect_seconds=2, read_seconds=2))
    made.control("reset", {"settings": True})
    made.control("clock", {"set": MORNING})
    made.control("settings", {"article_delay_seconds": 0.0})
    made.control(
        "apps",
        {"app_id": APP, "app_secret": SECRET, "oa_secret_key": OA_SECRET, "redirect_uris": [CALLBACK]},
    )
    account = {"oa_id": OA, "name": "Mặt trận Tổ quốc tỉnh Nghệ An", "oa_type": "4", "followers": 3}
    made.control("accounts", account)
    return made


def test_an_account_is_connected_and_refreshed(world: World) -> None:
    first = world.connect()
    assert first.access_expires_in == 90_000
    assert first.refresh_token
    second = world.oauth.refresh(first.refresh_token)
    assert second.refresh_token != first.refresh_token
    assert world.oa(second.access_token).official_account().oa_id == OA
    with pytest.raises(TokenRefused):
        world.oa(first.access_token).official_account()


@pytest.mark.parametrize("shape", ["numeric", "text_only"])
def test_what_was_used_once_is_dead(shape: str, world: World) -> None:
    pair = world.connect()
    assert pair.refresh_token
    world.oauth.refresh(pair.refresh_token)
    world.control("settings", {"oauth_error_shape": shape})
    with pytest.raises(InvalidGrant):
        world.oauth.refresh(pair.refresh_token)
    with pytest.raises(InvalidGrant):
        world.oauth.exchange_code("no-such-code", code_verifier="v")


def test_a_wrong_secret_is_a_fault_of_configuration(world: World) -> None:
    stranger = OAuth(world.http, oauth_url=world.url, app_id=APP, app_secret="wrong")
    with pytest.raises(ConfigurationFault) as caught:
        stranger.refresh("r")
    assert not isinstance(caught.value, InvalidGrant)


def test_a_lost_answer_to_a_refresh_is_an_unknown_outcome(world: World) -> None:
    pair = world.connect()
    assert pair.refresh_token
    world.control("faults", {"kind": "close_after", "path": "/v4/oa/access_token", "count": 1})
    with pytest.raises(OutcomeUnknown):
        world.oauth.refresh(pair.refresh_token)
    with pytest.raises(InvalidGrant):
        world.oauth.refresh(pair.refresh_token)


def test_the_account_tells_about_itself(world: World) -> None:
    account = world.oa().official_account()
    assert (account.name, account.oa_type, account.followers) == ("Mặt trận Tổ quốc tỉnh Nghệ An", 4, 3)


def test_the_proof_is_taken(world: World) -> None:
    token = world.connect().access_token
    world.control("settings", {"appsecret_proof_required": True})
    world.oa(token, SECRET).official_account()
    with pytest.raises(ConfigurationFault):
        world.oa(token).official_account()


def test_an_article_is_made_shown_and_broadcast_once(world: World) -> None:
    world.control("settings", {"article_delay_polls": 1})
    oa = world.oa()
    token = oa.create_article(article_body(ARTICLE))
    with pytest.raises(Transient) as caught:
        oa.verify_article(token)
    assert caught.value.reason == "article_processing"
    article_id = oa.verify_article(token)
    page = oa.articles()
    assert (page.total, page.articles[0].article_id, page.articles[0].status) == (1, article_id, "show")
    assert page.articles[0].title == ARTICLE["title"]
    assert page.articles[0].created_at is not None
    assert oa.article(article_id).title == ARTICLE["title"]
    assert oa.broadcast([article_id])
    oa.update_article(article_id, article_body({**ARTICLE, "title": "Ngày hội mới"}))
    oa.remove_article(article_id)
    assert oa.articles().articles == ()


def test_at_night_a_broadcast_waits(world: World) -> None:
    oa = world.oa()
    article_id = oa.verify_article(oa.create_article(article_body(ARTICLE)))
    world.control("clock", {"set": "2026-11-23T23:00:00+07:00"})
    with pytest.raises(Later) as caught:
        oa.broadcast([article_id])
    assert caught.value.reason == "night"


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"kind": "close_after"}, OutcomeUnknown),
        ({"kind": "close_before"}, OutcomeUnknown),
        ({"kind": "status", "status": 502}, OutcomeUnknown),
        ({"kind": "garbage", "body": "<html>"}, OutcomeUnknown),
        ({"kind": "rate_limit"}, Transient),
        ({"kind": "error", "code": -204}, ConfigurationFault),
    ],
)
def test_faults_on_the_way_are_told_apart(fault: dict[str, Any], error: type, world: World) -> None:
    oa = world.oa()
    world.control("faults", {**fault, "path": "/v2.0/article/create", "count": 1})
    with pytest.raises(error):
        oa.create_article(article_body(ARTICLE))
    oa.create_article(article_body(ARTICLE))


@pytest.mark.parametrize(
    ("kind", "version"), [("2", ApiVersion.V3), ("4", ApiVersion.V2), ("4-strict", None), ("personal", None)]
)
def test_a_message_finds_the_calls_of_its_account(
    kind: str, version: ApiVersion | None, world: World
) -> None:
    world.control("accounts", {"oa_id": OA, "oa_type": kind})
    (told,) = world.control("act", {"act": "send_text", "oa_id": OA, "resident": "an", "text": "Chào"})[
        "results"
    ]
    oa = world.oa()
    if version is None:
        with pytest.raises(ConfigurationFault):
            oa.send_message(told["user_id"], text_message("Chào bà con"))
        return
    sent = oa.send_message(told["user_id"], text_message("Chào bà con"))
    assert (sent.version, bool(sent.message_id)) == (version, True)


def test_a_stranger_gets_no_message(world: World) -> None:
    with pytest.raises(RecipientRefused):
        world.oa().send_message("999999999999", text_message("Chào"))


@pytest.mark.parametrize("versions", ["both", "v2", "v3"])
def test_residents_are_found_by_either_family(versions: str, world: World) -> None:
    world.control("settings", {"user_api_versions": versions})
    oa = world.oa()
    page = oa.users(count=2)
    assert (page.total, len(page.user_ids)) == (3, 2)
    user = oa.user(page.user_ids[0], version=page.version)
    assert user.user_id == page.user_ids[0]
    assert user.user_id_by_app


def test_followers_beyond_the_reach_of_one_list_are_listed_by_days(world: World) -> None:
    world.control("accounts", {"oa_id": OA, "oa_type": "2"})
    oa = world.oa()
    assert oa.users(period="2016_01_01:2016_12_31").total == 0
    assert oa.users(period="2016_01_01:2099_12_31").total == oa.users().total == 3
    assert oa.users(offset=9951).user_ids == ()
    world.control("accounts", {"oa_id": OA, "oa_type": "4"})
    world.control("settings", {"user_api_versions": "v2"})
    with pytest.raises(InvalidInput):
        oa.users(period="2016_01_01:2016_12_31")


@pytest.mark.parametrize(("kind", "version"), [("2", ApiVersion.V3), ("4", ApiVersion.V2)])
def test_whoever_left_is_told_apart_from_who_stays(kind: str, version: ApiVersion, world: World) -> None:
    world.control("accounts", {"oa_id": OA, "oa_type": kind})
    done = (("follow", "stays"), ("hide_profile", "stays"), ("follow", "left"), ("unfollow", "left"))
    acts = [{"act": act, "oa_id": OA, "resident": who} for act, who in done]
    told = world.control("act", acts)["results"]
    oa = world.oa()
    stays = oa.user(told[0]["user_id"], version=version)
    assert stays.is_follower in {True, None}
    assert (stays.is_sensitive, stays.display_name) == (True, "")
    if version is ApiVersion.V3:
        assert oa.user(told[2]["user_id"], version=version).is_follower is False
    else:
        with pytest.raises(RecipientRefused) as caught:
            oa.user(told[2]["user_id"], version=version)
        assert caught.value.reason == "not_following"
    with pytest.raises(RecipientRefused) as caught:
        oa.user("1", version=version)
    assert caught.value.reason == "recipient_unknown"


def test_files_become_attachments(world: World) -> None:
    oa = world.oa()
    assert oa.upload_image("Ảnh hội.png", b"\x89PNG\r\n\x1a\n" + bytes(100))
    assert oa.upload_file("Đơn.pdf", b"%PDF-1.7\n" + bytes(100))
    with pytest.raises(InvalidInput):
        oa.upload_image("anh.gif", b"GIF89a")


def test_quotas_are_told(world: World) -> None:
    world.control("accounts", {"oa_id": OA, "oa_type": "2"})
    (told,) = world.control("act", {"act": "follow", "oa_id": OA, "resident": "an"})["results"]
    oa = world.oa()
    assert oa.quota(product_type="cs", quota_type="sub_quota")[0].total
    assert oa.user_quota(told["user_id"]).last_interaction is not None


def test_refused_tokens_and_unknown_paths_are_told_apart(world: World) -> None:
    with pytest.raises(TokenRefused):
        world.oa("no-such-token").official_account()
    nowhere = OfficialAccountApi(world.http, openapi_url=f"{world.url}/nowhere", access_token="t")
    with pytest.raises(PayloadRefused) as caught:
        nowhere.official_account()
    assert caught.value.reason == "unknown_path"


# Webhooks


@pytest.fixture
def webhook() -> Iterator[Server]:
    with running_server() as running:
        yield running


ACTS: dict[str, tuple[EventKind, MessageKind | None]] = {
    "follow": (EventKind.FOLLOW, None),
    "send_text": (EventKind.MESSAGE_IN, MessageKind.TEXT),
    "send_image": (EventKind.MESSAGE_IN, MessageKind.IMAGE),
    "send_gif": (EventKind.MESSAGE_IN, MessageKind.GIF),
    "send_link": (EventKind.MESSAGE_IN, MessageKind.LINK),
    "send_video": (EventKind.MESSAGE_IN, MessageKind.VIDEO),
    "send_audio": (EventKind.MESSAGE_IN, MessageKind.AUDIO),
    "send_sticker": (EventKind.MESSAGE_IN, MessageKind.STICKER),
    "send_location": (EventKind.MESSAGE_IN, MessageKind.LOCATION),
    "send_file": (EventKind.MESSAGE_IN, MessageKind.FILE),
    "send_business_card": (EventKind.MESSAGE_IN, MessageKind.BUSINESS_CARD),
    "click_chatnow": (EventKind.CLICK_CHATNOW, None),
    "submit_info": (EventKind.SUBMIT_INFO, MessageKind.SUBMITTED_INFO),
    "react": (EventKind.REACTION, None),
    "seen": (EventKind.SEEN, None),
    "received": (EventKind.RECEIVED, None),
    "admin_send_text": (EventKind.MESSAGE_OUT_HUMAN, MessageKind.TEXT),
    "withdraw": (EventKind.WITHDRAW, None),
    "unfollow": (EventKind.UNFOLLOW, None),
}


def test_every_event_is_signed_and_understood(world: World, webhook: Server) -> None:
    webhook.reply = lambda _: Reply(body=b"{}")
    world.control("settings", {"webhook_events_off": [], "webhook_concurrency": 1})
    world.control("apps", {"app_id": APP, "webhook_url": webhook.url})
    (test_post,) = webhook.seen
    assert "X-ZEvent-Signature" not in test_post.headers
    webhook.seen.clear()
    world.connect()
    user_ids = set()
    for act, (kind, message_kind) in ACTS.items():
        webhook.seen.clear()
        (told,) = world.control("act", {"act": act, "oa_id": OA, "resident": "an", "text": "Chào xã"})[
            "results"
        ]
        assert world.control("events/flush", {})["idle"]
        (seen,) = webhook.seen
        outside = envelope(parse_json(seen.body), seen.body)
        header = seen.headers["X-ZEvent-Signature"]
        assert is_signed(header, APP, seen.body, outside.timestamp, OA_SECRET), act
        assert not is_signed(header, APP, seen.body, outside.timestamp, SECRET)
        event = parse_event(seen.body)
        assert (event.kind, event.message_kind) == (kind, message_kind), act
        assert event.user_id == told["user_id"], act
        assert event.oa_id in {OA, ""}, act
        assert event.user_id_by_app or act == "admin_send_text"
        user_ids.add(event.user_id)
    assert len(user_ids) == 1


def test_an_own_message_comes_back_as_an_echo(world: World, webhook: Server) -> None:
    (told,) = world.control("act", {"act": "send_text", "oa_id": OA, "resident": "an", "text": "a"})[
        "results"
    ]
    oa = world.oa()
    world.control("apps", {"app_id": APP, "webhook_url": webhook.url})
    webhook.seen.clear()
    sent = oa.send_message(told["user_id"], text_message("Chào bà con"))
    world.control("events/flush", {})
    (seen,) = webhook.seen
    event = parse_event(seen.body)
    assert (event.kind, event.message_id, event.user_id) == (
        EventKind.ECHO,
        sent.message_id,
        told["user_id"],
    )


@pytest.mark.parametrize(
    ("variant", "name"), [("oa_id", "oa_id_first"), ("hmac", None), ("app_secret", "app_secret")]
)
def test_another_recipe_is_refused_and_named(
    variant: str, name: str | None, world: World, webhook: Server
) -> None:
    world.connect()
    world.control("apps", {"app_id": APP, "webhook_url": webhook.url})
    webhook.seen.clear()
    world.control("settings", {"signature_variant": variant})
    world.control("act", {"act": "follow", "oa_id": OA, "resident": "binh"})
    world.control("events/flush", {})
    (seen,) = webhook.seen
    outside = envelope(parse_json(seen.body), seen.body)
    header = seen.headers["X-ZEvent-Signature"]
    assert not is_signed(header, APP, seen.body, outside.timestamp, OA_SECRET)
    found = near_miss(
        header,
        app_id=APP,
        raw_body=seen.body,
        timestamp=outside.timestamp,
        secret=OA_SECRET,
        oa_id=outside.oa_id,
        app_secret=SECRET,
    )
    assert found is not None
    assert name is None or found == name


def test_two_deliveries_of_one_event_have_one_id(world: World, webhook: Server) -> None:
    world.connect()
    world.control("apps", {"app_id": APP, "webhook_url": webhook.url})
    webhook.seen.clear()
    world.control("settings", {"webhook_copies": 2})
    world.control(
        "act",
        [
            {"act": "send_text", "oa_id": OA, "resident": "an", "text": "a"},
            {"act": "follow", "oa_id": OA, "resident": "binh"},
        ],
    )
    world.control("events/flush", {})
    assert len(webhook.seen) == 4
    assert len({parse_event(seen.body).event_id for seen in webhook.seen}) == 2
