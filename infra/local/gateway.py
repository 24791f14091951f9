"""A short, stable address for the deployed API: what arrives goes to the local AWS and back, byte for byte.

    python -m infra.local.gateway --port 8000 --target 'http://127.0.0.1:4566/_aws/execute-api/ID/$default'

The local AWS serves the API under a long path with an id that each deploy may change; Zalo's redirects,
webhooks and officers need one address (PublicUrl). Nothing is added, followed, decoded or remembered.
Requests beyond what this machine can work on at once wait here instead of starting a Lambda worker each; what
hangs holds up nobody.
"""

import argparse
import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from infra.local.places import HOST

AT_ONCE = 6
SLOW_SECONDS = 5.0
"""A call that takes longer gives its place to the next one: it hangs, or waits for something else."""
HUNG = 64
"""So many calls may hang besides; more would be more than this machine has connections for."""
TIMEOUT = httpx.Timeout(60, connect=5)
# Between two neighbours only (RFC 9110 section 7.6.1); each side of the gateway has its own.
HOP_BY_HOP = {b"connection", b"keep-alive", b"transfer-encoding", b"te", b"trailer", b"upgrade"}


class Gateway:
    """Forwards requests to one target."""

    def __init__(
        self,
        target: str,
        transport: httpx.AsyncBaseTransport | None = None,
        slow_seconds: float = SLOW_SECONDS,
    ) -> None:
        self._target = httpx.URL(target)
        self._places = asyncio.Semaphore(AT_ONCE)
        self._slow_seconds = slow_seconds
        limits = httpx.Limits(max_connections=AT_ONCE + HUNG, max_keepalive_connections=AT_ONCE)
        self._transport = transport or httpx.AsyncHTTPTransport(limits=limits)

    async def forward(self, request: Request) -> Response:
        """Send the request on and return the answer, or 502 when there is none."""
        body = await request.body()
        async with self._places:
            call = asyncio.create_task(self._call(self._request(request, body)))
            await asyncio.wait({call}, timeout=self._slow_seconds)
        try:
            return await call
        except httpx.HTTPError as error:
            return Response(f"The local AWS does not answer: {error!r}\n", status_code=502)

    async def _call(self, request: httpx.Request) -> Response:
        answer = await self._transport.handle_async_request(request)
        content = await _content(answer)
        response = Response(content, status_code=answer.status_code)
        response.raw_headers = _kept(answer.headers.raw)
        return response

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Forward whatever comes in, whatever its path: no route of Starlette's matches a line break."""
        if scope["type"] == "http":
            response = await self.forward(Request(scope, receive))
            await response(scope, receive, send)

    async def close(self) -> None:
        """Close the connections to the target."""
        await self._transport.aclose()

    def _request(self, request: Request, body: bytes) -> httpx.Request:
        path = self._target.raw_path + request.scope["raw_path"]
        query = request.scope["query_string"]
        url = self._target.copy_with(raw_path=path + b"?" + query if query else path)
        return httpx.Request(
            request.method,
            url,
            headers=_kept(request.headers.raw),
            content=body,
            extensions={"timeout": TIMEOUT.as_dict()},
        )


async def _content(answer: httpx.Response) -> bytes:
    """Return the body as it was sent: compressed stays compressed."""
    stream = cast(httpx.AsyncByteStream, answer.stream)
    try:
        return b"".join([part async for part in stream])
    finally:
        await stream.aclose()


def _kept(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, value in headers if name.lower() not in HOP_BY_HOP]


def application(
    target: str,
    transport: httpx.AsyncBaseTransport | None = None,
    slow_seconds: float = SLOW_SECONDS,
) -> Starlette:
    """Return the gateway to `target` as an ASGI application."""
    gateway = Gateway(target, transport, slow_seconds)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await gateway.close()

    made = Starlette(lifespan=lifespan)
    made.router.default = gateway.answer
    return made


def main() -> None:
    """Serve the gateway until it is ended."""
    parser = argparse.ArgumentParser(description="A short address for the local API.")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--target", required=True)
    options = parser.parse_args()
    uvicorn.run(
        application(options.target),
        host=HOST,
        port=options.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
    )


if __name__ == "__main__":
    main()
