"""Our Zalo room against the simulator: what one says, the other understands."""

from typing import Any

import pytest

from loa.errors import InvalidInput
from loa.platform.zalo.api.answers import ApiVersion
from loa.platform.zalo.api.articles import article_body
from loa.platform.zalo.api.messages import text_message
from loa.platform.zalo.api.oa import OfficialAccountApi
from loa.platform.zalo.api.oauth import OAuth
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
from tests.contract.conftest import APP, OA, SECRET, World

pytestmark = [pytest.mark.enable_socket]
ARTICLE = {
    "title": "Ngày hội Đại đoàn kết",
    "author": "Mặt trận Tổ quốc",
    "description": "Kính mời bà con",
    "cover_url": "https://nghean.gov.vn/anh.jpg",
    "blocks": [{"type": "text", "content": "Kính mời bà con tới dự"}],
}


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
