"""The cookies of the console: the session's, and what the next page says about the last form."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote, unquote

from aws_lambda_powertools.shared.cookies import Cookie, SameSite

from loa.web.pages.preferences import cookies_of

_SESSION: Final = "loa"
_SAID: Final = "loa-xong"
_SAID_SECONDS: Final = 60
_LONGEST: Final = 400


def is_secure(event: Mapping[str, Any]) -> bool:
    """Return whether the browser speaks https to us; the local stack is plain http."""
    return (event.get("headers") or {}).get("x-forwarded-proto") == "https"


def session_cookie_of(event: Mapping[str, Any]) -> str:
    """Return the value of the session's cookie; empty: there is none."""
    return _read(event, _SESSION)


def session_cookie(value: str, *, secure: bool) -> Cookie:
    """Return the cookie of a session, gone with the browser's window; an empty value takes it away."""
    return _cookie(_SESSION, value, secure=secure, max_age=None if value else 0)


def said_in(event: Mapping[str, Any]) -> str:
    """Return what is to be said about the last form; empty: nothing."""
    return unquote(_read(event, _SAID))[:_LONGEST]


def said_cookie(words: str, *, secure: bool) -> Cookie:
    """Return the cookie that says something on the next page; empty words take it away."""
    return _cookie(_SAID, quote(words[:_LONGEST]), secure=secure, max_age=_SAID_SECONDS if words else 0)


def short_cookie_of(event: Mapping[str, Any], name: str) -> str:
    """Return the value of a cookie of some minutes; empty: there is none."""
    return _read(event, name)


def short_cookie(name: str, value: str, *, secure: bool, seconds: int) -> Cookie:
    """Return a cookie that lasts so long; an empty value takes it away."""
    return _cookie(name, value, secure=secure, max_age=seconds if value else 0)


def _name(name: str, *, secure: bool) -> str:
    # `__Host-`: no other host of the domain can set it, and it never travels in the open.
    return f"__Host-{name}" if secure else name


def _read(event: Mapping[str, Any], name: str) -> str:
    wanted = _name(name, secure=is_secure(event))
    pairs = (cookie.strip().partition("=") for cookie in cookies_of(event))
    return next((value for found, _, value in pairs if found == wanted), "")


def _cookie(name: str, value: str, *, secure: bool, max_age: int | None) -> Cookie:
    return Cookie(
        _name(name, secure=secure),
        value,
        path="/",
        secure=secure,
        http_only=True,
        max_age=max_age,
        same_site=SameSite.LAX_MODE,  # a link in Zalo leads to a page that knows who is signed in
    )


def method_of(event: Mapping[str, Any]) -> str:
    """Return how a request asks, such as `GET`."""
    context = event.get("requestContext") or {}
    return str((context.get("http") or {}).get("method", ""))


def is_polling(event: Mapping[str, Any]) -> bool:
    """Return whether a part of a page asks for itself: nobody pressed anything."""
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    return "hx-request" in headers and method_of(event) == "GET"
