"""OAuth against recorded answers, over a real connection on loopback."""

import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from loa.platform.zalo.api.oauth import ACCESS_SECONDS, OAuth, TokenPair, consent_url
from loa.platform.zalo.errors import ConfigurationFault, InvalidGrant, OutcomeUnknown, ZaloError
from tests.contract.conftest import recorded
from tests.worlds.zalo_server import Reply, Server

pytestmark = [pytest.mark.enable_socket]


def test_the_consent_page_is_asked_with_exactly_these_parameters() -> None:
    url = consent_url(
        "https://oauth.zaloapp.com",
        app_id="1",
        redirect_uri="https://loa.vn/zalo/oauth/callback",
        state="a.b&c",
        code_challenge="E9",
    )
    parts = urlsplit(url)
    assert (parts.hostname, parts.path) == ("oauth.zaloapp.com", "/v4/oa/permission")
    assert dict(parse_qsl(parts.query)) == {
        "app_id": "1",
        "redirect_uri": "https://loa.vn/zalo/oauth/callback",
        "state": "a.b&c",
        "code_challenge": "E9",
    }


def test_a_code_becomes_a_pair_of_tokens(server: Server, oauth: OAuth) -> None:
    server.reply = lambda _: recorded("oauth.tokens")
    assert oauth.exchange_code("code-1", code_verifier="verifier") == TokenPair(
        "access-1", "refresh-2", 90_000, None
    )
    (seen,) = server.seen
    assert (seen.method, seen.path) == ("POST", "/v4/oa/access_token")
    assert seen.headers["secret_key"] == "app-secret"
    assert dict(parse_qsl(seen.body.decode())) == {
        "app_id": "app",
        "code": "code-1",
        "code_verifier": "verifier",
        "grant_type": "authorization_code",
    }


def test_a_refresh_token_becomes_the_next_pair(server: Server, oauth: OAuth) -> None:
    server.reply = lambda _: recorded("oauth.tokens")
    assert oauth.refresh("refresh-1").refresh_token == "refresh-2"
    assert dict(parse_qsl(server.seen[0].body.decode())) == {
        "app_id": "app",
        "grant_type": "refresh_token",
        "refresh_token": "refresh-1",
    }


@pytest.mark.parametrize(
    ("body", "pair"),
    [
        ({"access_token": "a", "refresh_token": "r", "expires_in": 3600}, ("r", 3600, None)),
        ({"access_token": "a", "refresh_token": "r", "expires_in": "soon"}, ("r", ACCESS_SECONDS, None)),
        ({"access_token": "a", "refresh_token": "r"}, ("r", ACCESS_SECONDS, None)),
        ({"access_token": "a", "expires_in": "90000"}, (None, 90_000, None)),
        ({"access_token": "a", "refresh_token": "", "expires_in": "-1"}, (None, ACCESS_SECONDS, None)),
        (
            {"access_token": "a", "refresh_token": "r", "refresh_token_expires_in": "7776000"},
            ("r", ACCESS_SECONDS, 7_776_000),
        ),
    ],
)
def test_life_times_are_read_tolerantly(
    body: dict[str, Any], pair: tuple[Any, ...], server: Server, oauth: OAuth
) -> None:
    server.reply = lambda _: Reply(body=json.dumps(body).encode())
    got = oauth.refresh("r0")
    assert (got.refresh_token, got.access_expires_in, got.refresh_expires_in) == pair


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (recorded("oauth.invalid_app"), ConfigurationFault),
        (recorded("oauth.invalid_refresh_token"), InvalidGrant),
        (recorded("oauth.without_number"), InvalidGrant),
        (Reply(body=b'{"error":-14005}'), InvalidGrant),
        (Reply(body=b'{"access_token":null}'), ConfigurationFault),
        (Reply(body=b'{"access_token":"  "}'), ConfigurationFault),
        (Reply(body=b'{"access_token":5}'), ConfigurationFault),
        (Reply(status=503, body=b"{}"), OutcomeUnknown),
        (Reply(drop=True), OutcomeUnknown),
        (Reply(body=b"<html>"), OutcomeUnknown),
    ],
)
def test_anything_without_an_access_token_is_an_error(
    reply: Reply, error: type[ZaloError], server: Server, oauth: OAuth
) -> None:
    server.reply = lambda _: reply
    with pytest.raises(ZaloError) as caught:
        oauth.refresh("r0")
    assert type(caught.value) is error
    assert len(server.seen) == 1


def test_tokens_never_show_when_printed() -> None:
    assert "secret" not in repr(TokenPair("secret-a", "secret-r", 1, None))
