"""Fetch files that residents send from Zalo's hosts, without trusting what answers.

* Only hosts of the allow-list (`files.Hosts`), also after a redirect, and at most two redirects.
* The address that the name leads to is looked at once the connection stands and before a byte is sent, so
  that no name, whoever answers for it, leads to this machine, its network or AWS's own addresses.
* A limit of size that counts what arrives, whatever the header says, and nothing is unpacked.
* A limit of time for the whole answer: the connection is cut at that instant, however slowly it drips.

Addresses are never logged nor put into errors: who has one has the file.
"""

import ipaddress
import threading
import time
from collections.abc import Mapping
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Final
from urllib.parse import urljoin

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError

from loa.errors import Busy
from loa.platform.zalo.exchange import CONNECT_SECONDS, READ_SECONDS
from loa.platform.zalo.media.files import FileLost, Hosts

MAX_REDIRECTS: Final = 2
_CHUNK_BYTES: Final = 64 * 1024
_BOTH_WAYS: Final = 2
"""`socket.SHUT_RDWR`."""

_GONE: Final = frozenset({400, 401, 403, 404, 410, 451})
"""Statuses with which a host of files says that a link is dead; 403 is how signed links expire."""


class Downloads:
    """Fetches files, each over a connection of its own."""

    def __init__(
        self,
        hosts: Hosts,
        *,
        connect_seconds: float = CONNECT_SECONDS,
        read_seconds: float = READ_SECONDS,
        total_seconds: float,
    ) -> None:
        """Keep the limits.

        Args:
            hosts: who may be asked.
            connect_seconds: until the connection stands.
            read_seconds: between two pieces of the answer.
            total_seconds: for one file, redirects included.
        """
        self._hosts = hosts
        self._timeout = (connect_seconds, read_seconds)
        self._total_seconds = total_seconds

    def fetch(self, url: str, *, limit: int) -> bytes:
        """The bytes behind an address.

        Args:
            url: as Zalo gave it.
            limit: how many bytes at most.

        Raises:
            FileLost: final: not an address that we ask, gone, too large, empty.
            Busy: no answer, a broken one, too slow, or the host is in trouble: it may work later.
        """
        status, content = self._follow(url, limit)
        if status in _GONE:
            raise FileLost("gone")
        if status != 200:  # noqa: PLR2004 - the one status with the whole file
            raise Busy(f"the host of files answered {status}")
        if not content:
            raise FileLost("empty")
        return content

    def status(self, url: str) -> int:
        """The status that an address answers with, redirects followed; nothing of a body is read.

        Raises:
            FileLost, HostUnknown: it is, or leads to, no address that we ask.
            Busy: no answer.
        """
        return self._follow(url, None)[0]

    def _follow(self, url: str, limit: int | None) -> tuple[int, bytes]:
        """Status and body of where an address leads to; without a limit no body is read."""
        ends_at = time.monotonic() + self._total_seconds
        for _ in range(MAX_REDIRECTS + 1):
            url = self._hosts.check(url)
            status, headers, content = self._exchange(url, limit, ends_at - time.monotonic())
            if not 300 <= status < 400:  # noqa: PLR2004 - the redirects among the status lines
                return status, content
            url = urljoin(url, headers.get("Location", ""))
        raise FileLost("redirected")

    def _exchange(self, url: str, limit: int | None, seconds: float) -> tuple[int, Mapping[str, str], bytes]:
        """Ask once; status, headers and, for a 200, the body.

        The exceptions of requests hold the address: only their type goes on.
        """
        guard = _Guard(public_only=not self._hosts.is_local(url))
        watch = threading.Timer(seconds, guard.cut)
        watch.daemon = True
        watch.start()
        try:
            with (
                _session(guard) as session,
                session.get(
                    url,
                    # As it is: what is packed would have to be unpacked to be measured.
                    headers={"Accept-Encoding": "identity", "Accept": "*/*"},
                    timeout=self._timeout,
                    allow_redirects=False,
                    stream=True,
                ) as answer,
            ):
                is_wanted = answer.status_code == 200 and limit is not None  # noqa: PLR2004
                content = _body(answer, limit or 0) if is_wanted else b""
                if guard.is_over:
                    raise Busy("the host of files is too slow")  # what was cut can look like an end
                return answer.status_code, answer.headers, content
        except (requests.RequestException, HTTPError, OSError, ValueError, AttributeError) as error:
            # ValueError and AttributeError: how a TLS connection fails that was cut while it was read.
            if guard.refused:
                raise FileLost("address") from None
            raise Busy(f"the host of files did not answer: {type(error).__name__}") from None
        finally:
            watch.cancel()
            guard.release()


def _body(answer: requests.Response, limit: int) -> bytes:
    """The body, read piece by piece as it arrives."""
    announced = answer.headers.get("Content-Length", "")
    if announced.isascii() and announced.isdecimal() and len(announced) < 20 and int(announced) > limit:  # noqa: PLR2004
        raise FileLost("too_large")
    content = bytearray()
    while piece := answer.raw.read1(_CHUNK_BYTES, decode_content=False):
        content += piece
        if len(content) > limit:
            raise FileLost("too_large")
    if announced.isascii() and announced.isdecimal() and len(content) != int(announced):
        raise Busy("the host of files broke off")
    return bytes(content)


class _Guard:
    """Watches one connection: refuses a private address, and cuts it when its time is over.

    Attributes:
        refused: the address was private.
        is_over: the time is over, and what was read is not to be believed.
    """

    def __init__(self, *, public_only: bool) -> None:
        self._public_only = public_only
        self._lock = threading.Lock()
        self._twin: Any = None
        self.is_over = False
        self.refused = False

    def admit(self, sock: Any) -> Any:
        """The connection, if its other end may be asked; called before a byte is sent."""
        if self._public_only and not _is_public(str(sock.getpeername()[0])):
            self.refused = True
            sock.close()
            raise OSError("not a public address")
        with self._lock:
            # A twin of the descriptor stays ours when TLS takes the connection over.
            self._twin = sock.dup()
        if self.is_over:
            self.cut()
        return sock

    def cut(self) -> None:
        """End the connection under the reader's hands."""
        with self._lock:
            self.is_over = True
            if self._twin is None:
                return
            try:
                self._twin.shutdown(_BOTH_WAYS)
            except OSError:
                return  # it had ended by itself

    def release(self) -> None:
        """Give the twin back."""
        with self._lock:
            if self._twin is not None:
                self._twin.close()
                self._twin = None


def _is_public(address: str) -> bool:
    """Whether an address lies in the internet: not this machine, a private network, or a link-local one."""
    found = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None) or found
    return found.is_global and inner.is_global and not found.is_multicast


def _session(guard: _Guard) -> requests.Session:
    """A session whose every connection the guard has admitted."""

    class Plain(HTTPConnection):
        def _new_conn(self) -> Any:
            return guard.admit(super()._new_conn())

    class Secure(HTTPSConnection):
        def _new_conn(self) -> Any:
            return guard.admit(super()._new_conn())

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    class Adapter(HTTPAdapter):
        def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
            super().init_poolmanager(*args, **kwargs)
            self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}

    session = requests.Session()
    session.trust_env = False  # no proxy and no netrc out of the environment
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    adapter = Adapter(max_retries=0)
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    return session
