"""Small servers for a browser on this machine: a function as API Gateway would call it, or a folder."""

import base64
import gzip
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

type Handler = Callable[[dict[str, Any]], Mapping[str, Any]]

_TYPES: Final = {
    ".css": "text/css",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript",
    ".json": "application/json",
}

_CROSS_ORIGIN: Final = {
    "origin": "*",
    "methods": "GET, POST",
    "headers": "authorization, content-type, idempotency-key",
}


@contextmanager
def function(handler: Handler, port: int = 0) -> Iterator[str]:
    """Serve a function; gives the origin, such as `http://localhost:38211`.

    Like the HTTP API, it lets pages of every origin read (CorsConfiguration in template.yaml).
    """
    one_at_a_time = threading.Lock()  # a Lambda has one request in hand

    class Server(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            event = event_of(self)
            with one_at_a_time:
                given = handler(event)
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

        def do_OPTIONS(self) -> None:
            """Let a page of another origin show a token, as the HTTP API does."""
            self.send_response(204)
            for name, allowed in _CROSS_ORIGIN.items():
                self.send_header(f"access-control-allow-{name}", allowed)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Nobody reads it."""

    with _running(Server, port) as origin:
        yield origin


@contextmanager
def folder(path: Path) -> Iterator[str]:
    """Serve the files of a folder, compressed; gives the origin."""

    def answer(event: dict[str, Any]) -> Mapping[str, Any]:
        file = path / str(event["rawPath"]).strip("/")
        if not file.is_file() or path not in file.parents:
            return {"statusCode": 404, "headers": {}}
        packed = base64.b64encode(gzip.compress(file.read_bytes(), mtime=0)).decode()
        headers = {"content-type": _TYPES[file.suffix], "content-encoding": "gzip"}
        return {"statusCode": 200, "headers": headers, "body": packed, "isBase64Encoded": True}

    with function(answer) as origin:
        yield origin


@contextmanager
def _running(server: type[BaseHTTPRequestHandler], port: int) -> Iterator[str]:
    running = ThreadingHTTPServer(("127.0.0.1", port), server)
    threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"http://localhost:{running.server_port}"
    finally:
        running.shutdown()
        running.server_close()


def event_of(request: BaseHTTPRequestHandler) -> dict[str, Any]:
    """The event of API Gateway (payload 2.0) for a request."""
    address = urlsplit(request.path)
    headers = {name.lower(): value for name, value in request.headers.items()}
    cookies = [cookie for cookie in headers.pop("cookie", "").split("; ") if cookie]
    length = int(headers.get("content-length", 0))
    body = base64.b64encode(request.rfile.read(length)).decode() if length else None
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": address.path,
        "rawQueryString": address.query,
        "headers": headers,
        **({"cookies": cookies} if cookies else {}),
        "queryStringParameters": dict(parse_qsl(address.query, keep_blank_values=True)) or None,
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "local",
            "domainName": headers.get("host", ""),
            "http": {
                "method": request.command,
                "path": address.path,
                "protocol": "HTTP/1.1",
                "sourceIp": request.client_address[0],
                "userAgent": headers.get("user-agent", ""),
            },
            "requestId": "local",
            "stage": "$default",
        },
        "body": body,
        "isBase64Encoded": body is not None,
    }
