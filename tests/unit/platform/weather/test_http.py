"""The HTTP client of the weather: it gives up in time, believes nobody, and never says the key."""

from collections.abc import Iterator

import pytest

from loa.platform.weather import http as weather_http
from loa.platform.weather.http import WeatherHttp
from loa.platform.weather.model import ForecastFailed
from tests.worlds.zalo_server import Reply, Server, running_server

pytestmark = pytest.mark.enable_socket
KEY = {"apikey": "MARKED-KEY"}


@pytest.fixture
def server() -> Iterator[Server]:
    with running_server() as running:
        yield running


@pytest.fixture
def http() -> WeatherHttp:
    return WeatherHttp(connect_seconds=1, read_seconds=0.3, user_agent="Loa/1.0 (https://loa.example.vn)")


def test_json_comes_back_and_they_know_who_asks(server: Server, http: WeatherHttp) -> None:
    server.reply = lambda _: Reply(body=b'[{"a": 1}]')
    assert http.get(f"{server.url}/v1/forecast", {"latitude": "18.68,19.4"}) == [{"a": 1}]
    (seen,) = server.seen
    assert seen.headers["User-Agent"] == "Loa/1.0 (https://loa.example.vn)"
    assert seen.path == "/v1/forecast?latitude=18.68%2C19.4"


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=429, body=b'{"error": true, "reason": "Daily API request limit exceeded."}'),
        Reply(status=403),
        Reply(status=503),
        Reply(status=302, headers={"Location": "http://127.0.0.1:1/"}),
        Reply(drop=True),
        Reply(seconds=2),
        Reply(body=b"<html>"),
        Reply(body=b"\xff\xfe"),
        Reply(body=b"[" * 200_000),
    ],
)
def test_anything_else_is_a_refusal(server: Server, http: WeatherHttp, reply: Reply) -> None:
    server.reply = lambda _: reply
    with pytest.raises(ForecastFailed) as failure:
        http.get(server.url, KEY)
    server.released.set()
    assert "MARKED" not in repr(failure.value)
    assert "MARKED" not in failure.value.message


def test_nobody_there_is_a_refusal(http: WeatherHttp) -> None:
    with pytest.raises(ForecastFailed) as failure:
        http.get("http://127.0.0.1:9", KEY)
    assert failure.value.__cause__ is None
    assert "MARKED" not in failure.value.message


def test_an_endless_answer_is_cut(server: Server, http: WeatherHttp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weather_http, "MAX_ANSWER_BYTES", 1_000)
    server.reply = lambda _: Reply(body=b"[" + b"0," * 1_000 + b"0]")
    with pytest.raises(ForecastFailed, match="too much"):
        http.get(server.url, KEY)
