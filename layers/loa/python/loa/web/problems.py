"""Problems: one shape for whatever goes wrong over HTTP (RFC 9457), and the one map from our errors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from loa.errors import (
    Busy,
    Conflict,
    InvalidInput,
    LoaError,
    NotAllowed,
    NotFound,
    StoreFault,
    Superseded,
    TooLarge,
)
from loa.platform.zalo.errors import (
    ConfigurationFault,
    Later,
    NotSent,
    OutcomeUnknown,
    PayloadRefused,
    RecipientRefused,
    TokenRefused,
    Transient,
    ZaloError,
)
from loa.web import texts

CONTENT_TYPE: Final = "application/problem+json"
RETRY_SECONDS: Final = "5"


class BadRequest(LoaError):  # noqa: N818 - read as an answer, like the tree of loa.errors
    """The request cannot be read at all."""

    code = "bad_request"


class Unauthenticated(LoaError):  # noqa: N818 - as above
    """Nobody is signed in."""

    code = "unauthenticated"


class MethodNotAllowed(LoaError):  # noqa: N818 - as above
    """The address exists, for other methods."""

    code = "method_not_allowed"

    def __init__(self, methods: Sequence[str]) -> None:
        super().__init__()
        self.methods = tuple(methods)


class UnsupportedMediaType(LoaError):  # noqa: N818 - as above
    """The body is not JSON."""

    code = "unsupported_media_type"


class TooManyRequests(LoaError):  # noqa: N818 - as above
    """This caller asks too often."""

    code = "too_many_requests"


STATUS_OF: Final[Mapping[type[LoaError], int]] = {
    BadRequest: 400,
    Unauthenticated: 401,
    NotAllowed: 403,
    NotFound: 404,
    MethodNotAllowed: 405,
    Conflict: 409,
    TooLarge: 413,
    UnsupportedMediaType: 415,
    InvalidInput: 422,
    TooManyRequests: 429,
    StoreFault: 500,
    Busy: 503,
    # Zalo: what the caller can do about it decides.
    PayloadRefused: 422,
    RecipientRefused: 409,
    Later: 409,
    ConfigurationFault: 409,
    TokenRefused: 503,
    Transient: 503,
    NotSent: 503,
    OutcomeUnknown: 502,
}
"""The one map from errors to status codes; a subclass takes the status of its nearest parent here."""

_TITLE_OF_STATUS: Final[Mapping[int, str]] = {
    400: "bad_request",
    401: "unauthenticated",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    409: "conflict",
    413: "too_large",
    415: "unsupported_media_type",
    422: "invalid_input",
    429: "too_many_requests",
    500: "internal",
    502: "zalo_outcome_unknown",
    503: "busy",
}
_FIRST_SERVER_ERROR = 500


@dataclass(frozen=True, slots=True)
class Problem:
    """What is answered instead of what was asked for.

    Attributes:
        status: of HTTP.
        code: stable, for programs.
        detail: a Vietnamese sentence for this case, or empty.
        errors: (field, message) for each faulty field.
        headers: such as `Allow` or `Retry-After`.
    """

    status: int
    code: str
    detail: str = ""
    errors: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()

    def body(self, *, instance: str, request_id: str) -> dict[str, Any]:
        """Return the JSON object of RFC 9457; `request_id` is what a person tells the administrator."""
        title = texts.TITLES.get(self.code) or texts.TITLES[_TITLE_OF_STATUS[self.status]]
        body: dict[str, Any] = {
            "type": f"urn:loa:problem:{self.code}",
            "title": title,
            "status": self.status,
            "code": self.code,
        }
        if self.detail:
            body["detail"] = self.detail
        body |= {"instance": instance, "request_id": request_id}
        if self.errors:
            body["errors"] = [{"field": field, "message": message} for field, message in self.errors]
        return body


UNKNOWN: Final = Problem(500, "internal", detail=texts.INTERNAL_DETAIL)
"""For whatever is not in the tree: nothing leaks."""


def problem_of(error: Exception) -> Problem:
    """Return the problem that an error becomes."""
    if not isinstance(error, LoaError):
        return UNKNOWN
    status = next((STATUS_OF[kind] for kind in type(error).__mro__ if kind in STATUS_OF), 500)
    if status == UNKNOWN.status:
        return UNKNOWN
    return Problem(
        status,
        error.code,
        detail=_detail(error, status),
        errors=tuple(error.fields.items()),
        headers=_headers(error, status),
    )


def _detail(error: LoaError, status: int) -> str:
    """Return the error's own sentence, where it is meant for people.

    A 404 says no more than that, so that "not found" and "not yours" look the same. What `loa.aws` and a
    busy service say is for the log.
    """
    if isinstance(error, Superseded):
        return error.message
    if isinstance(error, NotFound) or type(error).__module__.startswith("loa.platform.aws"):
        return ""
    if status >= _FIRST_SERVER_ERROR and not isinstance(error, ZaloError):
        return ""
    return error.message


def _headers(error: LoaError, status: int) -> tuple[tuple[str, str], ...]:
    """Return the headers that a status brings along."""
    if isinstance(error, MethodNotAllowed):
        return (("Allow", ", ".join(error.methods)),)
    return (("Retry-After", RETRY_SECONDS),) if status in (429, 503) else ()
