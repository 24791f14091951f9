"""The gateway changes nothing on the way to the API and back: signatures are over the bytes sent."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from infra.local.gateway import AT_ONCE, application

TARGET = "http://127.0.0.1:4566/_aws/execute-api/abc/$default"


def through_gateway(
    answer: Callable[[httpx.Request], httpx.Response], method: str, path: str, **more: Any
) -> httpx.Response:
    """Send a request through a gateway whose API is `answer`."""

    async def send() -> httpx.Response:
        gateway = httpx.ASGITransport(application(TARGET, httpx.MockTransport(answer)))
        async with httpx.AsyncClient(transport=gateway, base_url="http://127.0.0.1:8000") as client:
            return await client.request(method, path, **more)

    return asyncio.run(send())


def test_path_query_headers_and_body_arrive_as_they_were_sent() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200)

    body = b'{"text": "\xc3\xa1 \\u00e1",  "n": 1.0}\n'
    through_gateway(
        answer,
        "POST",
        "/articles/40%2F412?q=%E1%BB%87+x&q=2&empty=",
        content=body,
        headers={"X-ZEvent-Signature": "mac=Ab", "content-type": "application/json"},
    )

    (request,) = seen
    assert request.url.raw_path == (
        b"/_aws/execute-api/abc/$default/articles/40%2F412?q=%E1%BB%87+x&q=2&empty="
    )
    assert request.headers["x-zevent-signature"] == "mac=Ab"
    assert request.headers["host"] == "127.0.0.1:8000"
    assert request.read() == body


def test_status_redirect_and_both_cookies_come_back() -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        headers = [("location", "https://example.vn/?a=1"), ("set-cookie", "a=1"), ("set-cookie", "b=2")]
        return httpx.Response(302, headers=headers)

    response = through_gateway(answer, "GET", "/zalo/oauth/start")

    assert response.status_code == 302
    assert response.headers["location"] == "https://example.vn/?a=1"
    assert response.headers.get_list("set-cookie") == ["a=1", "b=2"]


def test_an_api_that_does_not_answer_is_a_502() -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("nobody there")

    assert through_gateway(answer, "GET", "/units").status_code == 502


@pytest.mark.parametrize("path", ["/articles/a%0Ab", "/%0A", "/a%0D%0Ab/", "/a//b/"])
def test_a_path_with_a_line_break_inside_arrives_as_it_was_sent(path: str) -> None:
    seen: list[bytes] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.raw_path)
        return httpx.Response(200)

    assert through_gateway(answer, "GET", path).status_code == 200
    assert seen == [f"/_aws/execute-api/abc/$default{path}".encode()]


class Hanging(httpx.AsyncBaseTransport):
    """An API of which some calls never come back."""

    def __init__(self) -> None:
        self.freed = asyncio.Event()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if b"hang" in request.url.raw_path:
            await self.freed.wait()
        return httpx.Response(200)


def test_calls_that_hang_hold_up_nobody_for_long() -> None:
    async def ask() -> list[int]:
        transport = Hanging()
        gateway = httpx.ASGITransport(application(TARGET, transport, slow_seconds=0.05))
        async with httpx.AsyncClient(transport=gateway, base_url="http://127.0.0.1:8000") as client:
            hung = [asyncio.create_task(client.get("/hang")) for _ in range(3 * AT_ONCE)]
            await asyncio.sleep(0)
            async with asyncio.timeout(5):
                quick = [(await client.get("/quick")).status_code for _ in range(3)]
            assert not any(call.done() for call in hung)
            transport.freed.set()
            return quick + [(await call).status_code for call in hung]

    assert asyncio.run(ask()) == [200] * (3 + 3 * AT_ONCE)
