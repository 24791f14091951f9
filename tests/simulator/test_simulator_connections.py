"""Over real sockets on the loopback interface: cut connections, concurrency, outgoing webhooks."""

import http.server
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from infra.local.zalo.server import RunningSimulator, serve_in_thread
from tests.simulator.desk import APP_ID, APP_SECRET, ARTICLE, CALLBACK, OA_SECRET, expected_mac

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


class Listener(http.server.ThreadingHTTPServer):
    """A webhook receiver that answers 200 after ``delay`` seconds."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.delay = 0.0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/zalo/events"


class Handler(http.server.BaseHTTPRequestHandler):
    server: Listener

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((dict(self.headers), body))
        threading.Event().wait(self.server.delay)
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
        """Say nothing."""


@pytest.fixture
def running() -> Iterator[RunningSimulator]:
    with serve_in_thread() as simulator:
        yield simulator


@pytest.fixture
def listener() -> Iterator[Listener]:
    with Listener() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def post(running: RunningSimulator, path: str, wish: Any) -> Any:
    with requests.post(f"{running.url}/_sim{path}", json=wish, timeout=30) as answer:
        assert answer.status_code == 200, answer.text
        return answer.json()


def connect(running: RunningSimulator, webhook_url: str = "") -> tuple[str, dict[str, str]]:
    """One account of one app: its id and its headers."""
    app = {
        "app_id": APP_ID,
        "app_secret": APP_SECRET,
        "oa_secret_key": OA_SECRET,
        "redirect_uris": [CALLBACK],
    }
    post(running, "/apps", {**app, "webhook_url": webhook_url})
    oa_id = post(running, "/accounts", [{}])["accounts"][0]["oa_id"]
    query = {"app_id": APP_ID, "redirect_uri": CALLBACK, "oa_id": oa_id}
    with requests.get(f"{running.url}/v4/oa/permission", query, allow_redirects=False, timeout=30) as consent:
        code = consent.headers["Location"].partition("code=")[2].partition("&")[0]
    form = {"code": code, "app_id": APP_ID, "grant_type": "authorization_code"}
    secret = {"secret_key": APP_SECRET}
    with requests.post(f"{running.url}/v4/oa/access_token", form, headers=secret, timeout=30) as answer:
        return oa_id, {"access_token": answer.json()["access_token"]}


@pytest.mark.parametrize(("kind", "articles"), [("close_before", 0), ("close_after", 1)])
def test_a_cut_connection_has_its_effect_or_not(running: RunningSimulator, kind: str, articles: int) -> None:
    oa_id, headers = connect(running)
    post(running, "/faults", {"kind": kind, "path": "/v2.0/article/create", "count": 1})
    url = f"{running.url}/v2.0/article/create"
    with requests.Session() as session:
        with pytest.raises(requests.ConnectionError):
            session.post(url, json=ARTICLE, headers=headers, timeout=30)
        with requests.get(f"{running.url}/_sim/articles", {"oa_id": oa_id}, timeout=30) as held:
            assert held.json()["total"] == articles
        with session.post(url, json=ARTICLE, headers=headers, timeout=30) as again:
            assert again.json()["error"] == 0


def test_a_hanging_call_times_out_at_the_client(running: RunningSimulator) -> None:
    _, headers = connect(running)
    post(running, "/faults", {"kind": "hang", "path": "/v2.0/oa/getoa", "count": 1, "seconds": 1})
    with pytest.raises(requests.Timeout):
        requests.get(f"{running.url}/v2.0/oa/getoa", headers=headers, timeout=0.2)
    with requests.get(f"{running.url}/v2.0/oa/getoa", headers=headers, timeout=30) as answer:
        assert answer.json()["error"] == 0


def test_latency_does_not_hold_others_up(running: RunningSimulator) -> None:
    _, headers = connect(running)
    post(running, "/settings", {"latency_ms": 600_000})

    def call(_: int) -> int:
        with requests.get(f"{running.url}/v2.0/oa/getoa", headers=headers, timeout=30) as answer:
            return int(answer.json()["error"])

    with socket.create_connection(("127.0.0.1", int(running.url.rpartition(":")[2]))) as held_up:
        held_up.sendall(b"GET /v2.0/oa/getoa HTTP/1.1\r\nHost: zalo\r\n\r\n")
        while not running.simulator.world.calls["GET /v2.0/oa/getoa"]:
            time.sleep(0.01)
        post(running, "/settings", {"latency_ms": 0})
        with ThreadPoolExecutor(16) as pool:
            assert set(pool.map(call, range(16))) == {0}
        held_up.setblocking(False)
        with pytest.raises(BlockingIOError):
            held_up.recv(1)


def test_webhooks_go_out_signed(running: RunningSimulator, listener: Listener) -> None:
    oa_id, _ = connect(running, listener.url)
    acts = [{"act": "follow", "oa_id": oa_id, "resident": f"r{number}"} for number in range(200)]
    post(running, "/act", acts)
    totals = post(running, "/events/flush", {"timeout": 20})
    assert (totals["idle"], totals["delivered"]) == (True, 200)
    test_post, *events = listener.got
    assert test_post[1] == b"{}"
    assert all(headers["X-ZEvent-Signature"] == expected_mac(body) for headers, body in events)


def test_an_answer_that_takes_too_long_is_a_failure(running: RunningSimulator, listener: Listener) -> None:
    oa_id, _ = connect(running, listener.url)
    post(running, "/settings", {"webhook_timeout_seconds": 0.2})
    listener.delay = 0.5
    post(running, "/act", {"act": "follow", "oa_id": oa_id, "resident": "lan"})
    assert post(running, "/events/flush", {"timeout": 5})["waiting_for_retry"] == 1
    listener.delay = 0
    post(running, "/clock", {"advance_seconds": 31})
    assert post(running, "/events/flush", {"timeout": 5})["delivered"] == 1
    assert listener.got[-1][0]["num_retry"] == "1"
