"""The program of Zalo's official civic template, as far as it speaks to a server: written from what it sends.

Paths stand at the root of the host, a list is asked for with `pargeSize`, the status of HTTP is ignored, and
an answer with an `err`, or without data, is thrown.
"""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol
from urllib.parse import urljoin, urlsplit

from tests.pages.petition_world import multipart
from tests.worlds.doors import http_event

LARGEST_SAFE: Final = 2**53 - 1


class Failed(Exception):  # noqa: N818 - as the template throws it
    """What the template throws: the code of an answer that is wrong, or has no data; its message."""


class Exchange(Protocol):
    """Sends one request; returns the body of the answer."""

    def __call__(
        self, method: str, url: str, *, query: dict[str, str], headers: dict[str, str], body: bytes
    ) -> str: ...


@dataclass
class Template:
    """The program of one person.

    Attributes:
        exchange: sends a request.
        base: the base URL that it was built with.
        organization: the id of its organisation.
        token: the person's token from Zalo; on a desk the program has none.
        device: how the browser inside Zalo names the telephone.
    """

    exchange: Exchange
    base: str
    organization: str
    token: str = "ACCESS_TOKEN"
    device: str = "Zalo android"

    def get(self, path: str, **query: Any) -> Any:
        return self._answer("GET", path, query={name: str(value) for name, value in query.items()})

    def post(self, path: str, **sent: Any) -> Any:
        return self._answer("POST", path, body=json.dumps(sent).encode(), kind="application/json")

    def upload(self, *pictures: bytes) -> Any:
        """Zalo's client uploads: no token, no organisation, and a name of its part that nobody wrote down."""
        kind, body = multipart({}, {"file": list(pictures)})
        answer = self.exchange(
            "POST",
            f"{self.base}/upload_image_api",
            query={},
            headers={"content-type": kind},
            body=body,
        )
        return _data(answer)

    def all(self, path: str, size: int) -> list[Any]:
        """Scroll until `total` is there, as its lists do."""
        found: list[Any] = []
        page = 0
        while True:
            answer = self.get(path, page=page, pargeSize=size)
            assert answer["current"] == page
            found += answer["data"]
            if len(found) >= answer["total"]:
                return found
            page = answer["current"] + 1
            assert page < 20, "it would scroll for ever"

    def _answer(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: bytes = b"",
        kind: str = "",
    ) -> Any:
        headers = {
            "authorization": f"Bearer {self.token}",
            "x-organization-id": self.organization,
            "user-agent": self.device,
        }
        typed = headers | ({"content-type": kind} if kind else {})
        url = urljoin(self.base, path)
        return _data(self.exchange(method, url, query=dict(query or {}), headers=typed, body=body))


def over(handler: Callable[[dict[str, Any]], Mapping[str, Any]]) -> Exchange:
    """Exchange with a function of ours."""

    def exchange(
        method: str, url: str, *, query: dict[str, str], headers: dict[str, str], body: bytes
    ) -> str:
        event = http_event(method, urlsplit(url).path, headers=headers, query=query or None, encoded=True)
        answer = handler(event | {"body": base64.b64encode(body).decode()})
        assert answer["statusCode"] == 200
        return str(answer["body"])

    return exchange


def _data(answer: str) -> Any:
    envelope = json.loads(answer)
    assert set(envelope) == {"err", "message", "data"}
    if envelope["err"] != 0 or not envelope["data"]:
        raise Failed(envelope["err"], envelope["message"])
    return envelope["data"]
