"""What a request says about who sends it: where from, with what, and in which sign-in."""

from collections.abc import Mapping
from typing import Any, Final

from aws_lambda_powertools.shared.cookies import Cookie

from loa.foundation.sign_in.devices import device_words
from loa.foundation.sign_in.service import Visitor
from loa.web.console.cookies import is_secure, short_cookie, short_cookie_of
from loa.web.console.navigation import HOME
from loa.web.pages.preferences import own_path

SIGN_IN_COOKIE: Final = "loa-vao"
_STEP_SECONDS: Final = 600


def visitor_of(event: Mapping[str, Any]) -> Visitor:
    """Return where an event of API Gateway comes from."""
    headers: Mapping[str, str] = event.get("headers") or {}
    return Visitor(address_of(event), device_words(headers.get("user-agent", "")))


def address_of(event: Mapping[str, Any]) -> str:
    """Return the network address that API Gateway was called from: what headers say can be invented.

    Behind CloudFront it is one of CloudFront's servers, which many browsers share; `attempts.ADDRESS` leaves
    room for that.
    """
    return str(((event.get("requestContext") or {}).get("http") or {}).get("sourceIp", ""))


def sign_in_cookie_of(event: Mapping[str, Any]) -> str:
    """Return the number of the sign-in that this browser has under way; empty: none."""
    return short_cookie_of(event, SIGN_IN_COOKIE)


def sign_in_cookie(event: Mapping[str, Any], value: str) -> Cookie:
    """Return the cookie of a sign-in under way; an empty value takes it away."""
    return short_cookie(SIGN_IN_COOKIE, value, secure=is_secure(event), seconds=_STEP_SECONDS)


def wanted_page(address: str) -> str:
    """Return the page of the console that was asked for before signing in; home for whatever is none."""
    own = own_path(address)
    return own if own == HOME or own.startswith((f"{HOME}/", f"{HOME}?")) else HOME
