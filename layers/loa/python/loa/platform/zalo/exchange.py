"""One call to Zalo and its answer, without the machinery that carries them.

Kept apart from `zalo.http`, so that a door that only mentions the OA API does not load `requests`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

CONNECT_SECONDS: Final = 3.0
READ_SECONDS: Final = 8.0
"""How long workers wait for Zalo: in a function of 30 s a call and its repetition end before it does."""


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """One call.

    Attributes:
        call: its name in logs and errors, such as `"message/cs"`.
        method: `"GET"` or `"POST"`.
        url: the address without a query.
        has_effect: whether repeating it could do something twice.
        headers: tokens and proofs.
        query: query parameters.
        body: sent as JSON when given.
        form: sent as a form when given.
        upload: a file sent as the multipart field `file`: (name, content, media type).
    """

    call: str
    method: str
    url: str
    has_effect: bool
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    query: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: Mapping[str, Any] | None = field(default=None, repr=False)
    form: Mapping[str, str] | None = field(default=None, repr=False)
    upload: tuple[str, bytes, str] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """A JSON object that came back, whatever it says; judging it is the caller's task."""

    http_status: int
    body: Mapping[str, Any] = field(repr=False)


class Http(Protocol):
    """What `OAuth` and `OfficialAccountApi` need; `loa.platform.zalo.http.ZaloHttp` is one."""

    def send(self, request: HttpRequest) -> HttpAnswer:
        """Send the request and return the JSON object that came back, or raise a `ZaloError`."""
