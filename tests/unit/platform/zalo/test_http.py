"""The HTTP client: after each failure it knows whether Zalo can have acted."""

import gzip
import logging
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from loa.platform.zalo import http
from loa.platform.zalo.errors import NotSent, OutcomeUnknown, Transient, ZaloError
from loa.platform.zalo.exchange import HttpRequest
from loa.platform.zalo.http import IDLE_SECONDS, ZaloHttp
from loa.platform.zalo.shared.client import shared_http
from tests.worlds.zalo_server import Reply, Seen, Server, free_port, running_server

pytestmark = [pytest.mark.enable_socket]
TOKEN = "very-secret-token"


@pytest.fixture
def server() -> Iterator[Server]:
    with running_server() as running:
        yield running


@pytest.fixture
def client() -> ZaloHttp:
    return ZaloHttp(connect_seconds=1, read_seconds=0.3, max_answer_bytes=1000)


def ask(url: str, *, has_effect: bool = True, **changes: Any) -> HttpRequest:
    parts: dict[str, Any] = {
        "method": "POST",
        "body": {"text": "Xin chào"},
        "headers": {"access_token": TOKEN},
    }
    return HttpRequest(
        call="message/cs", url=f"{url}/v3.0/oa/message/cs", has_effect=has_effect, **parts | changes
    )


def test_a_call_carries_its_header_and_its_json(server: Server, client: ZaloHttp) -> None:
    answer = client.send(ask(server.url, query={"data": '{"offset":0}'}))
    (seen,) = server.seen
    assert answer.http_status == 200
    assert answer.body == {"error": 0, "data": {}}
    assert seen.headers["access_token"] == TOKEN
    assert seen.headers["Content-Type"] == "application/json"
    assert seen.path.endswith("?data=%7B%22offset%22%3A0%7D")
    assert "Authorization" not in seen.headers


def test_forms_and_files_are_sent_as_zalo_wants_them(server: Server, client: ZaloHttp) -> None:
    client.send(ask(server.url, body=None, form={"code": "a b"}))
    client.send(ask(server.url, body=None, upload=("upload.png", b"\x89PNG", "image/png")))
    form, file = server.seen
    assert form.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert form.body == b"code=a+b"
    assert file.headers["Content-Type"].startswith("multipart/form-data")
    assert b'name="file"; filename="upload.png"' in file.body


def test_long_ids_that_come_as_numbers_stay_exact(server: Server, client: ZaloHttp) -> None:
    server.reply = lambda _: Reply(body=b'{"error":0,"id":2512523625412515001}')
    assert client.send(ask(server.url)).body["id"] == 2512523625412515001


def test_no_connection_means_not_sent(client: ZaloHttp) -> None:
    with pytest.raises(NotSent) as caught:
        client.send(ask(f"http://127.0.0.1:{free_port()}"))
    assert caught.value.had_no_effect


def test_an_unknown_host_means_not_sent(client: ZaloHttp) -> None:
    with pytest.raises(NotSent):
        client.send(ask("http://no-such-host.invalid"))


def test_a_peer_that_speaks_no_tls_means_not_sent(server: Server, client: ZaloHttp) -> None:
    with pytest.raises(NotSent):
        client.send(ask(server.url.replace("http://", "https://")))
    assert server.seen == []


def test_a_token_that_fits_in_no_header_is_not_sent_and_not_shown(server: Server, client: ZaloHttp) -> None:
    for token in ("mã-bí-mật", "a\nb"):
        with pytest.raises(NotSent) as caught:
            client.send(ask(server.url, headers={"access_token": token}))
        assert token not in str(caught.value)


LOST = {
    "dropped": Reply(drop=True),
    "late": Reply(seconds=2),
    "server error": Reply(status=502, body=b"<html>Bad gateway</html>"),
    "empty": Reply(body=b""),
    "no json": Reply(body=b"<html></html>"),
    "no object": Reply(body=b"[]"),
    "too deep": Reply(body=b"[" * 900),
    "not text": Reply(body=b"\xff\xfe\xff"),
    "shorter than said": Reply(headers={"Content-Length": "500"}, close_after=True),
    "too large": Reply(body=b'{"error":0,"x":"' + b"x" * 5000 + b'"}'),
    "a bomb": Reply(body=gzip.compress(b" " * 5_000_000), headers={"Content-Encoding": "gzip"}),
    "broken compression": Reply(body=b"not gzip", headers={"Content-Encoding": "gzip"}),
    "elsewhere": Reply(status=302, headers={"Location": "http://127.0.0.1:1/"}),
}


@pytest.mark.parametrize("name", LOST)
def test_a_lost_answer_leaves_the_outcome_unknown(name: str, server: Server, client: ZaloHttp) -> None:
    server.reply = lambda _: LOST[name]
    with pytest.raises(OutcomeUnknown) as caught:
        client.send(ask(server.url))
    assert not caught.value.had_no_effect
    assert len(server.seen) == 1, "a call with an effect is never repeated by itself"


@pytest.mark.parametrize("name", LOST)
def test_a_lost_answer_to_a_harmless_call_is_transient(name: str, server: Server, client: ZaloHttp) -> None:
    server.reply = lambda _: LOST[name]
    with pytest.raises(Transient):
        client.send(ask(server.url, has_effect=False))


def test_an_error_with_json_is_handed_up_with_its_status(server: Server, client: ZaloHttp) -> None:
    server.reply = lambda _: Reply(status=401, body=b'{"error":-216}')
    answer = client.send(ask(server.url))
    assert (answer.http_status, answer.body) == (401, {"error": -216})


def test_connections_are_kept_between_calls(server: Server, client: ZaloHttp) -> None:
    for _ in range(3):
        client.send(ask(server.url))
    assert {seen.connection for seen in server.seen} == {1}


def test_a_connection_that_zalo_closed_meanwhile_is_no_lost_answer(server: Server, client: ZaloHttp) -> None:
    server.reply = lambda _: Reply(close_after=True)
    for _ in range(5):
        client.send(ask(server.url))
        assert server.hung_up.acquire(timeout=30)
    assert len(server.seen) == 5


@pytest.mark.parametrize("pause", [IDLE_SECONDS, 3600, -5])
def test_a_connection_left_idle_is_made_anew(
    pause: float, server: Server, client: ZaloHttp, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1000.0]
    monkeypatch.setattr(http._Watched, "clock", lambda _: clock[0])
    client.send(ask(server.url))
    clock[0] += IDLE_SECONDS / 2
    client.send(ask(server.url))
    clock[0] += pause
    client.send(ask(server.url))
    assert [seen.connection for seen in server.seen] == [1, 1, 2]


def test_a_failed_connection_after_a_good_call_is_still_not_sent(client: ZaloHttp) -> None:
    with running_server() as server:
        server.reply = lambda _: Reply(close_after=True)
        client.send(ask(server.url))
        url = server.url
    with pytest.raises(NotSent):
        client.send(ask(url))


def test_no_cookie_of_one_account_reaches_the_next(server: Server, client: ZaloHttp) -> None:
    server.reply = lambda _: Reply(headers={"Set-Cookie": "session=first; Path=/"})
    client.send(ask(server.url))
    client.send(ask(server.url))
    assert "Cookie" not in server.seen[1].headers


def test_the_environment_does_not_redirect_calls(
    server: Server, client: ZaloHttp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{free_port()}")
    client.send(ask(server.url))


def test_threads_share_the_client_without_mixing_answers(server: Server) -> None:
    client = ZaloHttp(connect_seconds=2, read_seconds=10)

    def reply(seen: Seen) -> Reply:
        return Reply(body=b'{"error":0,"echo":' + seen.body + b"}")

    server.reply = reply
    wrong: list[int] = []

    def work(number: int) -> None:
        for _ in range(5):
            answer = client.send(ask(server.url, body={"n": number}))
            if answer.body["echo"] != {"n": number}:
                wrong.append(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(server.seen) == 40


def test_one_client_per_process_and_time_outs() -> None:
    assert shared_http(1, 2) is shared_http(1, 2)
    assert shared_http(1, 2) is not shared_http(1, 3)


def test_neither_token_nor_body_nor_query_is_logged_or_put_into_errors(
    server: Server, client: ZaloHttp, caplog: pytest.LogCaptureFixture
) -> None:
    secrets = (TOKEN, "Xin chào", "user-251")
    server.reply = lambda _: Reply(drop=True)
    request = ask(server.url, query={"data": "user-251"}, body={"text": "Xin chào"})
    with caplog.at_level(logging.DEBUG), pytest.raises(ZaloError) as caught:
        client.send(request)
    shown = f"{caught.value} {caught.value!r} {caught.value.__cause__} {request!r} {caplog.text}"
    assert caught.value.__suppress_context__
    assert not any(secret in shown for secret in secrets)
