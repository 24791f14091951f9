"""Files from Zalo's hosts: whatever answers, nothing else is asked, and nothing is fetched without end."""

import logging
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from loa.errors import Busy
from loa.platform.zalo.media import downloads
from loa.platform.zalo.media.downloads import Downloads, _is_public
from loa.platform.zalo.media.files import FileLost, Hosts, HostUnknown
from tests.worlds.zalo_server import Reply, Server, running_server

ZALO = Hosts.parse(".zdn.vn, .zadn.vn,.zaloapp.com,.zalo.me")
KEY = "signature-MARKED"


@pytest.fixture
def server() -> Iterator[Server]:
    with running_server() as running:
        yield running


def from_server(url: str, *, total: float = 5) -> Downloads:
    """Downloads that may ask the test's server, as a local stack may ask its simulator."""
    return Downloads(Hosts.parse(f".zdn.vn,{url}"), connect_seconds=1, read_seconds=0.5, total_seconds=total)


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """After how many seconds each connection would be cut; the watch itself is the real one."""
    seconds: list[float] = []

    class Watch(threading.Timer):
        def __init__(self, interval: float, function: Any) -> None:
            seconds.append(interval)
            super().__init__(interval, function)

    monkeypatch.setattr(threading, "Timer", Watch)
    return seconds


def lost(fetching: Downloads, url: str, *, limit: int = 1000) -> str:
    with pytest.raises(FileLost) as caught:
        fetching.fetch(url, limit=limit)
    return caught.value.reason


@pytest.mark.parametrize(
    "url",
    [
        "https://photo-stal-1.zdn.vn/a/b.jpg?x=1",
        "https://zdn.vn/a",
        "https://S120-ava-talk.zadn.vn/x",
        "https://f20.zdn.vn:443/x",
    ],
)
def test_zalos_hosts_are_asked(url: str) -> None:
    assert ZALO.check(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://photo.zdn.vn:443/a.jpg",
        "https://photo.zdn.vn:80/a.jpg",
        "https://localhost/a",
        "http://127.0.0.1/a",
        "https://0x7f.1/a",
        "https://evil.example\\.zdn.vn/",
        "https://user:secret@photo.zdn.vn/",
        "https://photo.zdn.vn@evil.example/",
        "https://photo.zdn.vn:8443/",
        "https://photo.zdn.vn:x/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/",
        "https://[::ffff:169.254.169.254]/",
        "https://2852039166/",
        "https://photo.zdn.vn /a",
        "https://photo.zdn.vn\r\nHost: evil/",
        "https://phôtô.zdn.vn/a",
        "file:///etc/passwd",
        "gopher://photo.zdn.vn/",
        "//photo.zdn.vn/a",
        "https://" + "a" * 3000 + ".zdn.vn/",
    ],
)
def test_nobody_else_is_asked(url: str) -> None:
    with pytest.raises(FileLost) as caught:
        ZALO.check(url)
    assert caught.value.reason == "address"


@pytest.mark.parametrize(
    "url",
    [
        "https://zdn.vn.evil.example/a",
        "https://evilzdn.vn/a",
        "https://evil.example/.zdn.vn",
        "https://evil.example#.zdn.vn",
        "http://new-cdn.zalo.example/a",
    ],
)
def test_a_host_that_nobody_has_looked_at_is_named_and_not_asked(url: str) -> None:
    with pytest.raises(HostUnknown) as caught:
        ZALO.check(url)
    assert caught.value.host == requests.utils.urlparse(url).hostname  # type: ignore[attr-defined]


@pytest.mark.parametrize("url", ["http://photo.zdn.vn/a?b=c&d=1", "http://photo.zdn.vn:80/a?b=c&d=1"])
def test_http_of_a_known_host_becomes_https(url: str) -> None:
    assert ZALO.check(url) == "https://photo.zdn.vn/a?b=c&d=1"


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_the_address_the_answer_is_yes_or_no(host: str, path: str) -> None:
    for url in (host, f"https://{host}/{path}", f"https://{host}.zdn.vn/{path}"):
        try:
            ZALO.check(url)
        except (FileLost, HostUnknown):
            continue
        assert requests.utils.urlparse(url).hostname.endswith("zdn.vn")  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", [".vn", "zdn.vn", ".", "*.zdn.vn", "http://", "ftp://x", "http://x/path"])
def test_a_setting_that_opens_too_much_or_nothing_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no"):
        Hosts.parse(text)


def test_without_hosts_nobody_is_asked() -> None:
    with pytest.raises(HostUnknown):
        Hosts.parse("").check("https://photo.zdn.vn/a")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fd00:ec2::254", "::ffff:10.0.0.1",
        "::ffff:169.254.169.254", "2002:a9fe:a9fe::1", "ff02::1",
    ],
)  # fmt: skip
def test_these_addresses_are_not_the_internet(address: str) -> None:
    assert not _is_public(address)


@pytest.mark.parametrize("address", ["49.213.114.1", "2606:4700::1111", "::ffff:49.213.114.1"])
def test_these_are(address: str) -> None:
    assert _is_public(address)


@pytest.mark.enable_socket
def test_a_file_comes_as_it_is(server: Server) -> None:
    server.reply = lambda _: Reply(body=b"\xff\xd8\xff" + bytes(500), headers={"Content-Type": "text/html"})
    assert len(from_server(server.url).fetch(f"{server.url}/a.jpg", limit=503)) == 503
    assert server.seen[0].headers["Accept-Encoding"] == "identity"


@pytest.mark.enable_socket
def test_what_is_packed_stays_packed(server: Server) -> None:
    """A bomb is only dangerous to those who unpack it."""
    server.reply = lambda _: Reply(body=b"\x1f\x8b" + bytes(50), headers={"Content-Encoding": "gzip"})
    assert from_server(server.url).fetch(f"{server.url}/a", limit=1000)[:2] == b"\x1f\x8b"


@pytest.mark.enable_socket
@pytest.mark.parametrize("status", [403, 404, 410])
def test_a_dead_link_is_final(server: Server, status: int) -> None:
    server.reply = lambda _: Reply(status=status)
    assert lost(from_server(server.url), f"{server.url}/a") == "gone"


@pytest.mark.enable_socket
@pytest.mark.parametrize("reply", [Reply(status=503), Reply(status=429), Reply(drop=True), Reply(seconds=2)])
def test_trouble_may_pass(server: Server, reply: Reply) -> None:
    server.reply = lambda _: reply
    with pytest.raises(Busy) as caught:
        from_server(server.url).fetch(f"{server.url}/a?{KEY}", limit=1000)
    assert KEY not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.enable_socket
def test_nothing_is_no_file(server: Server) -> None:
    server.reply = lambda _: Reply(body=b"")
    assert lost(from_server(server.url), f"{server.url}/a") == "empty"


@pytest.mark.enable_socket
def test_a_file_that_says_it_is_too_large_is_not_read(server: Server) -> None:
    server.reply = lambda _: Reply(body=bytes(1001))
    assert lost(from_server(server.url), f"{server.url}/a", limit=1000) == "too_large"


@pytest.mark.enable_socket
@pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example/"])
def test_a_redirect_to_an_unknown_host_is_not_followed(server: Server, where: str) -> None:
    server.reply = lambda _: Reply(status=302, headers={"Location": where})
    with pytest.raises(HostUnknown):
        from_server(server.url).fetch(f"{server.url}/a", limit=1000)
    assert len(server.seen) == 1


@pytest.mark.enable_socket
@pytest.mark.parametrize("where", ["http://169.254.169.254/latest/meta-data/", "file:///etc/passwd"])
def test_a_redirect_to_elsewhere_is_not_followed(server: Server, where: str) -> None:
    server.reply = lambda _: Reply(status=302, headers={"Location": where})
    assert lost(from_server(server.url), f"{server.url}/a") == "address"
    assert len(server.seen) == 1


@pytest.mark.enable_socket
def test_a_redirect_among_the_hosts_is_followed_but_not_for_ever(server: Server) -> None:
    server.reply = lambda seen: (
        Reply(status=302, headers={"Location": "/there"}) if seen.path == "/here" else Reply(body=b"file")
    )
    assert from_server(server.url).fetch(f"{server.url}/here", limit=10) == b"file"
    server.reply = lambda _: Reply(status=301, headers={"Location": "/here"})
    assert lost(from_server(server.url), f"{server.url}/here") == "redirected"
    server.reply = lambda _: Reply(status=301)
    assert lost(from_server(server.url), f"{server.url}/here") == "redirected"


@pytest.mark.enable_socket
def test_no_cookie_is_kept(server: Server) -> None:
    server.reply = lambda _: Reply(body=b"x", headers={"Set-Cookie": "a=b"})
    fetching = from_server(server.url)
    for _ in range(2):
        fetching.fetch(f"{server.url}/a", limit=10)
    assert "Cookie" not in server.seen[1].headers


class Raw:
    """A server that speaks as it likes: what to send at once, then a drop every so often."""

    def __init__(self, first: bytes, drop: bytes = b"", pause: float = 0.05) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.asked: list[bytes] = []
        self._stop = threading.Event()
        self._first, self._drop, self._pause = first, drop, pause
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while not self._stop.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(2)
                try:
                    self.asked.append(connection.recv(65536))
                    connection.sendall(self._first)
                    while self._drop and not self._stop.wait(self._pause):
                        connection.sendall(self._drop)
                except OSError:
                    continue

    def stop(self) -> None:
        self._stop.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)


@pytest.fixture
def raw() -> Iterator[Any]:
    made: list[Raw] = []

    def make(*arguments: Any) -> Raw:
        made.append(Raw(*arguments))
        return made[-1]

    yield make
    for server in made:
        server.stop()


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    "first",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX-Slow: ",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"",
    ],
    ids=["body", "header", "chunks", "status"],
)
def test_an_answer_that_drips_is_cut(raw: Any, first: bytes, watched: list[float]) -> None:
    """Each drop comes in time for the read time-out: only the time for the whole ends it."""
    server = raw(first, b"x" if b"chunked" not in first else b"1\r\nx\r\n")
    with pytest.raises(Busy):
        from_server(server.url, total=0.6).fetch(f"{server.url}/a", limit=10_000_000)
    assert 0 < watched[-1] <= 0.6


@pytest.mark.enable_socket
def test_time_that_is_over_before_the_connection_stands_ends_it_at_once() -> None:
    ours, theirs = socket.socketpair()
    guard = downloads._Guard(public_only=False)
    guard.cut()
    guard.admit(ours)
    assert guard.is_over
    assert theirs.recv(1) == b""
    guard.release()
    ours.close()
    theirs.close()


@pytest.mark.enable_socket
def test_what_arrives_counts_not_what_is_announced(raw: Any) -> None:
    flood = raw(b"HTTP/1.1 200 OK\r\n\r\n", bytes(100_000), 0.001)
    assert lost(from_server(flood.url), f"{flood.url}/a", limit=300_000) == "too_large"
    chunked = raw(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n",
        b"10000\r\n" + bytes(0x10000) + b"\r\n",
        0.001,
    )
    assert lost(from_server(chunked.url), f"{chunked.url}/a", limit=300_000) == "too_large"


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    "first",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nonly ",
        b"not http at all\r\n\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
    ],
)
def test_an_answer_that_breaks_off_is_no_file(raw: Any, first: bytes) -> None:
    server = raw(first)
    with pytest.raises(Busy):
        from_server(server.url).fetch(f"{server.url}/a", limit=1000)


@pytest.mark.enable_socket
def test_a_name_that_leads_to_a_private_address_is_not_asked(
    raw: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The name is Zalo's; whoever answers for it says 127.0.0.1. Not one byte leaves."""
    caplog.set_level(logging.DEBUG)
    server = raw(b"HTTP/1.1 200 OK\r\n\r\nsecret")
    port = int(server.url.rsplit(":", 1)[1])
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda _host, _port, *more, **named: real("127.0.0.1", port, *more, **named)
    )
    fetching = Downloads(ZALO, connect_seconds=1, read_seconds=1, total_seconds=3)
    assert lost(fetching, f"https://photo.zdn.vn/a?{KEY}") == "address"
    time.sleep(0.05)
    assert server.asked in ([], [b""])


@pytest.mark.enable_socket
def test_a_slow_host_under_tls_is_cut_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, watched: list[float]
) -> None:
    """The watch holds the connection itself, also when TLS has taken it over."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    listener = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def serve() -> None:
        for _ in range(2):
            plain, _ = listener.accept()
            try:
                with context.wrap_socket(plain, server_side=True) as secure:
                    asked = secure.recv(65536)
                    if b"/whole" in asked:
                        secure.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfile")
                        continue
                    secure.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
                    while not stop.wait(0.05):
                        secure.sendall(b"x")
            except OSError:
                continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    url = f"https://localhost:{listener.getsockname()[1]}"
    made = downloads._session

    def trusting(guard: Any) -> requests.Session:
        session = made(guard)
        session.verify = str(certificate)
        return session

    monkeypatch.setattr(downloads, "_session", trusting)
    assert from_server(url, total=5).fetch(f"{url}/whole", limit=1000) == b"file"
    with pytest.raises(Busy):
        from_server(url, total=0.6).fetch(f"{url}/slow", limit=1000)
    assert 0 < watched[-1] <= 0.6
    stop.set()
    listener.close()
    thread.join(5)
