"""One HTTP client for everything Loa asks Zalo.

What matters here is to know, after a failure, whether Zalo can have acted:

* `NotSent`: not one byte left this machine, so nothing happened. Known for certain, because the connection
  itself records the moment it hands the first byte to the socket; no guessing from exception types.
* `OutcomeUnknown`: bytes left, and no usable answer came back (time-out, reset, 5xx, no JSON). Calls that
  can be repeated without harm (`has_effect=False`) raise `Transient` instead.

A kept connection that the other side has closed meanwhile would look like a lost answer. Three things keep
that from being mistaken for an unknown outcome: a connection unused for more than `IDLE_SECONDS` is dropped
and made anew before the request, which is less than any server keeps connections open; the wall clock is
read, so that a Lambda environment that was frozen between two invocations counts as idle too; and urllib3
looks for a close that has already arrived. What remains is a connection that breaks while the request is on
its way, and that outcome really is unknown.

Tokens, bodies and addresses with queries are never logged nor put into errors. No redirect is followed, no
cookie kept (an answer for one account must not colour the next), no proxy or netrc read from the environment.
"""

import json
import time
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from loa.platform.zalo.errors import NotSent, ZaloError, no_answer
from loa.platform.zalo.exchange import HttpAnswer, HttpRequest
from loa.settings import is_practice

IDLE_SECONDS = 2.0
MAX_ANSWER_BYTES = 2 * 1024 * 1024
_CHUNK_BYTES = 64 * 1024

_request_left: ContextVar[bool] = ContextVar("request_left", default=False)


class ZaloHttp:
    """Sends requests over one session with explicit time-outs; safe to share between threads."""

    def __init__(
        self, *, connect_seconds: float, read_seconds: float, max_answer_bytes: int = MAX_ANSWER_BYTES
    ) -> None:
        self._timeout = (connect_seconds, read_seconds)
        self._max_answer_bytes = max_answer_bytes
        self._session: requests.Session | None = None

    def send(self, request: HttpRequest) -> HttpAnswer:
        """Send the request and return the JSON object that came back.

        Raises:
            NotSent: no connection; Zalo never saw the request.
            OutcomeUnknown: the request left, the answer is lost or useless, and a repetition could do harm.
            Transient: the same, and a repetition is harmless.
        """
        if self._session is None:
            self._session = _new_session()
        _request_left.set(False)
        try:
            http_status, raw = self._exchange(self._session, request)
        except (requests.RequestException, OSError, UnicodeError) as error:
            # The exception's text holds the address with its query: only its type goes on.
            raise _failure(request, type(error).__name__) from None
        return HttpAnswer(http_status, _object(request, http_status, raw))

    def _exchange(self, session: requests.Session, request: HttpRequest) -> tuple[int, bytes]:
        """Send, and read the answer up to the size limit."""
        upload = {"file": request.upload} if request.upload else None
        with session.request(
            request.method,
            request.url,
            params=dict(request.query) or None,
            headers=dict(request.headers),
            json=request.body,
            data=request.form,
            files=upload,
            timeout=self._timeout,
            allow_redirects=False,
            stream=True,
        ) as response:
            raw = b""
            for chunk in response.iter_content(_CHUNK_BYTES):
                raw += chunk
                if len(raw) > self._max_answer_bytes:
                    raise _useless(request, "answer_too_large", response.status_code)
            return response.status_code, raw


def _object(request: HttpRequest, http_status: int, raw: bytes) -> Mapping[str, Any]:
    """Return the answer's JSON object; numbers beyond 2^53 stay exact."""
    if 300 <= http_status < 400:  # noqa: PLR2004 - the redirects among the status lines
        raise _useless(request, "redirected", http_status)
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        raise _useless(request, "bad_answer", http_status) from None
    if not isinstance(body, dict):
        raise _useless(request, "bad_answer", http_status)
    return body


def _failure(request: HttpRequest, cause: str) -> ZaloError:
    """Return the error for an exchange that broke off."""
    if not _request_left.get():
        return NotSent("no_connection", call=request.call, cause=cause, had_no_effect=True)
    return no_answer("no_answer", call=request.call, has_effect=request.has_effect, cause=cause)


def _useless(request: HttpRequest, reason: str, http_status: int) -> ZaloError:
    """Return the error for an answer that cannot be read."""
    return no_answer(reason, call=request.call, has_effect=request.has_effect, http_status=http_status)


class _Watched:
    """What both kinds of connection add: the idle limit, and the note that a request has left."""

    clock: Callable[[], float] = staticmethod(time.time)
    answered_at = 0.0
    sock: Any

    @property
    def is_connected(self) -> bool:
        """Say whether the pool may use this connection again."""
        unused = self.clock() - self.answered_at
        # A clock that went backwards says nothing about the pause: drop the connection then too.
        fresh = 0 <= unused < IDLE_SECONDS
        return fresh and bool(super().is_connected)  # type: ignore[misc]  # the other base has it

    def send(self, data: Any) -> None:
        """Hand bytes to the socket, connecting first, so that a failed connection is told apart."""
        if self.sock is None:
            self.connect()  # type: ignore[attr-defined]  # the other base has it
        _request_left.set(True)
        super().send(data)  # type: ignore[misc]  # the other base has it

    def getresponse(self) -> Any:
        """Wait for the answer and note the time."""
        answer = super().getresponse()  # type: ignore[misc]  # the other base has it
        self.answered_at = self.clock()
        return answer


class _PlainConnection(_Watched, HTTPConnection):
    """Without TLS: the simulator on this machine."""


class _SecureConnection(_Watched, HTTPSConnection):
    """With TLS: Zalo."""


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _PlainConnection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


class _Adapter(HTTPAdapter):
    """The adapter of requests over watched connections; it repeats nothing by itself."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}


def _new_session() -> requests.Session:
    """Return a session that keeps connections and nothing else; a stage for practice can have none."""
    if is_practice():
        raise RuntimeError("a stage for practice opens no connection to Zalo")
    session = requests.Session()
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    adapter = _Adapter(max_retries=0)
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    return session
