"""A browser in front of handlers: a small server hands each request to the function, as API Gateway does."""

import base64
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import Page

from infra.local.chromium import axe
from loa.web.pages import assets
from tests.worlds.doors import http_event

type Handler = Callable[[dict[str, Any]], Mapping[str, Any]]


@contextmanager
def serving(handler: Handler, port: int = 0) -> Iterator[str]:
    """Serve a function's pages, and the files they link to; gives the origin, such as `http://localhost:38211`.

    Like the HTTP API, it lets pages of every origin read (CorsConfiguration in template.yaml).
    """
    one_at_a_time = threading.Lock()  # a Lambda has one request in hand

    class Server(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            event = _event(self)
            with one_at_a_time:
                given = assets.answer(event) or handler(event)
            body = str(given.get("body") or "")
            content = base64.b64decode(body) if given.get("isBase64Encoded") else body.encode()
            self.send_response(given["statusCode"])
            for name, value in given["headers"].items():
                self.send_header(name, value)
            for cookie in given.get("cookies") or []:
                self.send_header("set-cookie", cookie)
            if "origin" in self.headers:
                self.send_header("access-control-allow-origin", "*")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = answer  # noqa: N815 - the names that the library calls

        def log_message(self, *_: Any) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Server)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def _event(request: BaseHTTPRequestHandler) -> dict[str, Any]:
    """The event of API Gateway (payload 2.0) for a request."""
    address = urlsplit(request.path)
    headers = {name.lower(): value for name, value in request.headers.items()}
    cookies = headers.pop("cookie", "")
    length = int(headers.get("content-length", 0))
    body = request.rfile.read(length) if length else None
    return http_event(
        request.command,
        address.path,
        body=base64.b64encode(body).decode() if body is not None else None,
        encoded=body is not None,
        headers=headers,
        query=dict(parse_qsl(address.query, keep_blank_values=True)) or None,
        cookies=[cookie for cookie in cookies.split("; ") if cookie],
    )


def visit(page: Page, path: str, status: int = 200) -> None:
    """Open an address, which must answer with `status`."""
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == status


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong with the page as it is shown: WCAG 2.2 A and AA, and best practice."""
    # `evaluate` runs in the page and past its policy: the page itself may load no such script.
    page.evaluate(axe())
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{each['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


def overflows(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    wide: int = page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wide


def small_targets(page: Page, least: int = 44) -> list[str]:
    """Buttons, fields and links that stand alone and are smaller than a finger."""
    found: list[str] = page.evaluate(
        """(least) => [...document.querySelectorAll(
          'a, button, input:not([type=hidden]), select, textarea, summary')]
        .filter((each) => each.getClientRects().length
          && !each.closest('p:not(.acts):not(.row), .prose li, label, .vh, .meta, dd'))
        .map((each) => [each, each.getBoundingClientRect()])
        .filter(([each, box]) => box.height && box.height < least && !each.matches('.skip'))
        .map(([each, box]) => `${Math.round(box.height)} px: ${each.outerHTML.slice(0, 120)}`)""",
        least,
    )
    return found
