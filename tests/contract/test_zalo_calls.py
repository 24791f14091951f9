"""The OA API against recorded answers, over a real connection on loopback."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from loa.errors import InvalidInput
from loa.platform.zalo.api.answers import ApiVersion
from loa.platform.zalo.api.messages import text_message
from loa.platform.zalo.api.oa import OfficialAccountApi
from loa.platform.zalo.errors import (
    ConfigurationFault,
    Later,
    OutcomeUnknown,
    PayloadRefused,
    Refused,
    TokenRefused,
    Transient,
)
from loa.platform.zalo.http import ZaloHttp
from loa.platform.zalo.webhooks.signature import appsecret_proof
from tests.contract.conftest import answers, data_query, recorded
from tests.worlds.zalo_server import Reply, Server

pytestmark = [pytest.mark.enable_socket]
USER = "2512523625412515"
ARTICLE = "4402c73f7e7a9724ce6b"
NOT_FOR_THIS_KIND = Reply(body=b'{"error":-235,"message":"This API does not support this type of OA"}')


# The account


def test_an_account_is_read_whole(server: Server, oa: OfficialAccountApi) -> None:
    answers(server, getoa=recorded("answer.getoa"))
    account = oa.official_account()
    assert (account.oa_id, account.oa_type, account.followers) == ("3344556677889900112", 4, 1234)
    assert account.name == "Mặt trận Tổ quốc tỉnh Nghệ An"
    assert account.verified
    assert server.seen[0].headers["access_token"] == "access-1"
    assert "appsecret_proof" not in server.seen[0].headers


def test_an_account_under_the_other_key_and_with_texts_for_numbers(
    server: Server, oa: OfficialAccountApi
) -> None:
    body = {"error": 0, "data": {"oaid": 3344556677889900112, "oa_type": "4", "num_follower": "12"}}
    answers(server, getoa=Reply(body=json.dumps(body).encode()))
    account = oa.official_account()
    assert (account.oa_id, account.oa_type, account.followers) == ("3344556677889900112", 4, 12)


def test_the_proof_is_sent_when_it_is_switched_on(server: Server) -> None:
    answers(server, getoa=recorded("answer.getoa"))
    http = ZaloHttp(connect_seconds=1, read_seconds=1)
    OfficialAccountApi(http, openapi_url=server.url, access_token="t", app_secret="s").official_account()
    assert server.seen[0].headers["appsecret_proof"] == appsecret_proof("s", "t")


def test_quotas_are_read(server: Server, oa: OfficialAccountApi) -> None:
    answers(server, message=recorded("answer.quota_account"))
    (asset,) = oa.quota(product_type="cs", quota_type="sub_quota")
    assert (asset.total, asset.remain) == (2000, 1997)
    assert json.loads(server.seen[0].body) == {
        "quota_owner": "OA",
        "product_type": "cs",
        "quota_type": "sub_quota",
    }
    answers(server, message=recorded("answer.quota_user"))
    quota = oa.user_quota(USER)
    assert quota.promotion_monthly_remain == 4
    assert quota.last_interaction == datetime(2024, 4, 10, 16, 14, tzinfo=UTC)


# Articles


def test_an_article_is_made_checked_and_read(server: Server, oa: OfficialAccountApi) -> None:
    answers(
        server,
        create=recorded("answer.article_create"),
        update=recorded("answer.article_create"),
        verify=recorded("answer.article_verify"),
        remove=Reply(),
        getdetail=recorded("answer.article_detail"),
        getslice=recorded("answer.article_slice"),
    )
    assert oa.create_article({"title": "Ngày hội"}) == "tok-1"
    assert oa.verify_article("tok-1") == ARTICLE
    assert oa.update_article(ARTICLE, {"title": "x"}) == "tok-1"
    oa.remove_article(ARTICLE)
    detail = oa.article(ARTICLE)
    assert (detail.status, detail.comment, detail.body[0]["content"]) == ("show", "hide", "Nội dung")
    page = oa.articles(limit=5)
    assert page.total == 41
    assert page.articles[0].title == "Ngày hội Đại đoàn kết"
    assert page.articles[0].shares == 3
    assert page.articles[0].created_at == datetime(2026, 1, 1, tzinfo=UTC) == page.articles[0].updated_at
    assert [urlsplit(seen.path).path for seen in server.seen] == [
        f"/v2.0/article/{name}" for name in ("create", "verify", "update", "remove", "getdetail", "getslice")
    ]
    assert json.loads(server.seen[2].body) == {"title": "x", "id": ARTICLE}
    assert dict(parse_qsl(urlsplit(server.seen[5].path).query)) == {
        "offset": "0",
        "limit": "5",
        "type": "normal",
    }


def test_an_article_still_in_the_works_is_asked_for_again(server: Server, oa: OfficialAccountApi) -> None:
    answers(server, verify=recorded("answer.article_processing"))
    with pytest.raises(Transient) as caught:
        oa.verify_article("tok-1")
    assert caught.value.reason == "article_processing"


def test_a_made_article_without_its_token_leaves_the_outcome_unknown(
    server: Server, oa: OfficialAccountApi
) -> None:
    answers(server, create=Reply(), verify=Reply())
    with pytest.raises(OutcomeUnknown):
        oa.create_article({})
    with pytest.raises(Transient):
        oa.verify_article("t")


# Broadcast and messages


def test_a_broadcast_goes_out_once(server: Server, oa: OfficialAccountApi) -> None:
    answers(server, message=recorded("answer.broadcast"))
    assert oa.broadcast([ARTICLE]) == "9f8e7d6c5b4a"
    (seen,) = server.seen
    assert seen.path == "/v2.0/oa/message"
    element = json.loads(seen.body)["message"]["attachment"]["payload"]["elements"][0]
    assert element == {"media_type": "article", "attachment_id": ARTICLE}


def test_an_accepted_broadcast_without_a_name_counts_as_accepted(
    server: Server, oa: OfficialAccountApi
) -> None:
    answers(server, message=Reply(body=b'{"error":0,"message":"Success"}'))
    assert oa.broadcast([ARTICLE]) == ""


@pytest.mark.parametrize(
    "call",
    [
        lambda oa: oa.broadcast([ARTICLE]),
        lambda oa: oa.create_article({}),
        lambda oa: oa.send_message(USER, text_message("a")),
    ],
)
def test_calls_that_must_not_be_repeated_say_so(
    call: Callable[[OfficialAccountApi], Any], server: Server, oa: OfficialAccountApi
) -> None:
    server.reply = lambda _: Reply(status=500, body=b"{}")
    with pytest.raises(OutcomeUnknown):
        call(oa)
    assert len(server.seen) == 1


def test_a_broadcast_at_night_waits(server: Server, oa: OfficialAccountApi) -> None:
    answers(server, message=Reply(body=b'{"error":-234}'))
    with pytest.raises(Later) as caught:
        oa.broadcast([ARTICLE])
    assert caught.value.had_no_effect


def test_a_message_goes_out_by_v3(server: Server, oa: OfficialAccountApi) -> None:
    answers(server, cs=recorded("answer.message_cs"))
    sent = oa.send_message(USER, text_message("Xin chào"))
    assert (sent.message_id, sent.quota_type, sent.version) == (
        "63ecf43f0df7dba892e6",
        "reply",
        ApiVersion.V3,
    )
    assert json.loads(server.seen[0].body) == {
        "recipient": {"user_id": USER},
        "message": {"text": "Xin chào"},
    }


def test_a_state_agency_answers_by_v2_and_stays_there(server: Server, oa: OfficialAccountApi) -> None:
    answers(server, cs=NOT_FOR_THIS_KIND, message=recorded("answer.message_cs"))
    sent = oa.send_message(USER, text_message("Xin chào"))
    assert sent.version is ApiVersion.V2
    oa.send_message(USER, text_message("Xin chào"), version=sent.version)
    assert [seen.path for seen in server.seen] == [
        "/v3.0/oa/message/cs",
        "/v2.0/oa/message",
        "/v2.0/oa/message",
    ]


def test_a_strict_state_agency_refuses_both(server: Server, oa: OfficialAccountApi) -> None:
    server.reply = lambda _: NOT_FOR_THIS_KIND
    with pytest.raises(ConfigurationFault):
        oa.send_message(USER, text_message("Xin chào"))
    assert len(server.seen) == 2


def test_other_refusals_do_not_fall_back(server: Server, oa: OfficialAccountApi) -> None:
    server.reply = lambda _: Reply(body=b'{"error":-230}')
    with pytest.raises(Refused):
        oa.send_message(USER, text_message("Xin chào"))
    assert len(server.seen) == 1


# Residents


def test_residents_are_listed_by_v3(server: Server, oa: OfficialAccountApi) -> None:
    answers(server, getlist=recorded("answer.getlist"))
    page = oa.users(offset=50)
    assert (page.total, page.user_ids, page.version) == (2, (USER, "2512523625412516"), ApiVersion.V3)
    assert data_query(server.seen[0]) == {"offset": 50, "count": 50, "is_follower": "true"}


def test_residents_of_some_days_are_listed_by_v3_only(server: Server, oa: OfficialAccountApi) -> None:
    answers(server, getlist=recorded("answer.getlist"), getfollowers=recorded("answer.getfollowers"))
    oa.users(period="2026_01_01:2026_06_30")
    assert data_query(server.seen[0])["last_interaction_period"] == "2026_01_01:2026_06_30"
    with pytest.raises(InvalidInput):
        oa.users(period="2026_01_01:2026_06_30", version=ApiVersion.V2)
    assert len(server.seen) == 1


def test_residents_are_listed_by_v2_where_v3_is_closed(server: Server, oa: OfficialAccountApi) -> None:
    answers(server, getlist=NOT_FOR_THIS_KIND, getfollowers=recorded("answer.getfollowers"))
    page = oa.users()
    assert (page.total, page.user_ids, page.version) == (2, (USER, "2512523625412516"), ApiVersion.V2)
    assert data_query(server.seen[1]) == {"offset": 0, "count": 50}


def test_a_resident_is_read_in_both_shapes(server: Server, oa: OfficialAccountApi) -> None:
    answers(server, detail=recorded("answer.user_detail"), getprofile=recorded("answer.getprofile"))
    for version in ApiVersion:
        user = oa.user(USER, version=version)
        assert (user.user_id, user.user_id_by_app) == (USER, "7788990011223344556")
        assert user.display_name == "Nguyễn A"
        assert user.shared_phone in {"84901234567", ""}
        assert "Nguyễn" not in repr(user)
    assert oa.user(USER).is_follower is True
    assert oa.user(USER).is_sensitive is False
    assert oa.user(USER, version=ApiVersion.V2).is_follower is None
    assert data_query(server.seen[0]) == {"user_id": USER}


# Uploads and the rest


def test_files_become_attachments(server: Server, oa: OfficialAccountApi) -> None:
    answers(server, image=recorded("answer.upload_image"), file=recorded("answer.upload_file"))
    assert oa.upload_image("anh.png", b"\x89PNG\r\n\x1a\n") == "att-1"
    assert oa.upload_file("don.pdf", b"%PDF-1.7") == "file-1"


def test_a_file_zalo_silently_dropped_is_an_error(server: Server, oa: OfficialAccountApi) -> None:
    answers(server, image=recorded("answer.upload_empty"))
    with pytest.raises(PayloadRefused) as caught:
        oa.upload_image("anh.png", b"\x89PNG\r\n\x1a\n")
    assert caught.value.reason == "upload_empty"


def test_a_refused_token_and_an_unknown_path_are_told_apart(server: Server, oa: OfficialAccountApi) -> None:
    server.reply = lambda _: recorded("answer.token_missing")
    with pytest.raises(TokenRefused):
        oa.official_account()
    server.reply = lambda _: recorded("answer.unknown_path")
    with pytest.raises(PayloadRefused):
        oa.official_account()


@pytest.mark.parametrize("body", [b'{"message":"Success","data":{}}', b'{"error":0.5}', b"{}"])
def test_success_needs_the_number_nought(body: bytes, server: Server, oa: OfficialAccountApi) -> None:
    server.reply = lambda _: Reply(body=body)
    with pytest.raises(Transient):
        oa.official_account()
    with pytest.raises(OutcomeUnknown):
        oa.broadcast([ARTICLE])
