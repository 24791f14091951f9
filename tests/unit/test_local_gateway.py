"""The gateway changes nothing on the way to the API and back: signatures are over the bytes sent."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx

from infra.local.gateway import application

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
