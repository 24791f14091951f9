"""What every page is sent with: security headers, compression, `ETag`. The one place for all of it."""

import base64
import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from loa.web.freshness import names
from loa.web.pages.preferences import preferences_of

HTML: Final = "text/html; charset=utf-8"
NOT_KEPT: Final = "no-store"

_SMALLEST_COMPRESSED: Final = 1024
_NOT_MODIFIED: Final = 304

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Everything comes from our own host and nothing is inline: what is smuggled into a page stays text."""

SHELL_ORIGINS: Final = ("https://h5.zdn.vn", "zbrowser://h5.zdn.vn")
"""Where Zalo shows Mini Apps, on Android and on iOS."""

SECURITY_HEADERS: Final[Mapping[str, str]] = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(self)",
    "referrer-policy": "same-origin",
    "strict-transport-security": "max-age=63072000",
    "x-content-type-options": "nosniff",
}


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """A page, before anybody is answered with it.

    Attributes:
        template: such as `public/home.html`.
        context: the names in it.
        status: of HTTP.
    """

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200

    def answer(self, event: Mapping[str, Any], *, layout: str, private: bool = False) -> dict[str, Any]:
        """The answer of a handler that has no resolver.

        Args:
            event: of API Gateway, payload 2.0.
            layout: the template that the page stands in.
            private: as in `finished`.
        """
        body = html_of(event, self.template, {"layout": layout, **self.context})
        answer = {"statusCode": int(self.status), "headers": {"content-type": HTML}, "body": body}
        return finished(event, answer, private=private)


def html_of(event: Mapping[str, Any], template: str, context: Mapping[str, Any]) -> str:
    """The HTML of a page for who sent an event: with the letters that they have chosen, or the part alone.

    Args:
        event: of API Gateway, payload 2.0.
        template: such as `public/home.html`.
        context: its names and `layout`; `preferences`, `path` and `query` come from the event.
    """
    from loa.web.pages.templates import render  # noqa: PLC0415 - Jinja2, which a JSON answer does not need

    query: Mapping[str, str] = event.get("queryStringParameters") or {}
    own = {"preferences": preferences_of(event), "path": str(event.get("rawPath", "")), "query": query}
    part = {"layout": "part.html"} if query.get("part") == "1" else {}
    return render(template, **{**own, **context, **part})


def kept_for(seconds: int) -> str:
    """The `Cache-Control` of a page that is the same for everybody with the same two cookies.

    CloudFront keeps it; a browser asks each time and mostly gets 304, so that larger letters, once chosen,
    show on the page before too.
    """
    return f"public, max-age=0, s-maxage={seconds}, must-revalidate"


def finished(event: Mapping[str, Any], answer: dict[str, Any], *, private: bool) -> dict[str, Any]:
    """Give a page its headers, and leave out or compress its body.

    Args:
        event: of API Gateway, payload 2.0.
        answer: the page; headers that it has already stay.
        private: nobody may learn where its reader came from or went: no referrer, no compression (a secret
            beside what was typed could be guessed from the length), no search engine.
    """
    headers = {name.lower(): str(value) for name, value in (answer.get("headers") or {}).items()}
    given = {**SECURITY_HEADERS, "cache-control": NOT_KEPT, **headers}
    if private:
        given |= {"referrer-policy": "no-referrer", "x-frame-options": "DENY"}
    if private or given["cache-control"] == NOT_KEPT:
        given["x-robots-tag"] = "noindex, nofollow, noarchive"
    if answer.get("isBase64Encoded"):  # no page: a picture
        return {**answer, "headers": given}
    asked: Mapping[str, str] = event.get("headers") or {}
    body = str(answer.get("body") or "")
    if given["cache-control"].startswith("public"):
        given["vary"] = "cookie, accept-encoding"
        given["etag"] = f'"{hashlib.sha256(body.encode()).hexdigest()[:32]}"'
        if names(asked.get("if-none-match", ""), given["etag"]):
            return {**answer, "statusCode": _NOT_MODIFIED, "headers": given, "body": ""}
    if private or len(body) < _SMALLEST_COMPRESSED or "gzip" not in asked.get("accept-encoding", ""):
        return {**answer, "headers": given, "body": body, "isBase64Encoded": False}
    given["content-encoding"] = "gzip"
    packed = base64.b64encode(gzip.compress(body.encode(), 6, mtime=0)).decode()
    return {**answer, "headers": given, "body": packed, "isBase64Encoded": True}


def comes_from_elsewhere(headers: Mapping[str, str], *, private: bool, in_shell: bool = False) -> bool:
    """Whether a form was sent by a page of another site, as far as the browser says.

    Browsers of the last years name the relation (`Sec-Fetch-Site`); older ones the origin, which must then
    be the host that was asked. A program that says neither has no cookies of ours. A page without referrer
    has the origin "null".

    Args:
        headers: of the request.
        private: as in `finished`.
        in_shell: the pages are shown by the shell of the Mini App too. Every Mini App has its origin, so this
            is for forms that act for nobody who is signed in.
    """
    if in_shell and headers.get("origin", "") in SHELL_ORIGINS:
        return False
    relation = headers.get("sec-fetch-site", "")
    if relation:
        return relation not in {"same-origin", "none"}
    origin = headers.get("origin", "")
    if not origin or (private and origin == "null"):
        return False
    return origin.partition("://")[2] != headers.get("host", "")
