"""The simulator with our clients against it, and a server that says what Zalo said."""

import json
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from infra.local.zalo.server import serve_in_thread
from loa.platform.zalo.api.oa import OfficialAccountApi
from loa.platform.zalo.api.oauth import OAuth, TokenPair, consent_url
from loa.platform.zalo.http import ZaloHttp
from loa.platform.zalo.webhooks.signature import pkce_challenge, pkce_verifier
from tests.worlds.zalo_server import Reply, Seen, Server, running_server

APP, SECRET, OA_SECRET = "1122334455667788990", "app-secret", "oa-secret"
CALLBACK = "https://loa.vn/zalo/oauth/callback"
OA = "3344556677889900112"
RECORDED = Path(__file__).parent / "recorded"
MORNING = "2026-11-23T08:00:00+07:00"


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


def recorded(name: str) -> Reply:
    return Reply(body=(RECORDED / f"{name}.json").read_bytes())


@pytest.fixture
def server() -> Iterator[Server]:
    with running_server() as running:
        yield running


@pytest.fixture
def oa(server: Server) -> OfficialAccountApi:
    http = ZaloHttp(connect_seconds=1, read_seconds=1)
    return OfficialAccountApi(http, openapi_url=server.url + "/", access_token="access-1")


@pytest.fixture
def oauth(server: Server) -> OAuth:
    http = ZaloHttp(connect_seconds=1, read_seconds=1)
    return OAuth(http, oauth_url=server.url, app_id="app", app_secret="app-secret")


def answers(server: Server, **by_path: Reply) -> None:
    """Answer by the end of the path; everything else is an unknown path."""

    def reply(seen: Seen) -> Reply:
        last = urlsplit(seen.path).path.rsplit("/", 1)[-1]
        return by_path.get(last, recorded("answer.unknown_path"))

    server.reply = reply


def data_query(seen: Seen) -> Any:
    """Read the one query parameter `data`."""
    query = parse_qs(urlsplit(seen.path).query)
    assert list(query) == ["data"]
    return json.loads(query["data"][0])
