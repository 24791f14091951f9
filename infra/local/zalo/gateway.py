"""The platform's front: one endpoint for all of Zalo's hosts, told apart by path, with the faults on top."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from infra.local.zalo import oauth
from infra.local.zalo.access import RateLimited, authorise, token_of
from infra.local.zalo.calls import Call, Endpoint, Upload
from infra.local.zalo.endpoints import ENDPOINTS
from infra.local.zalo.errors import OAuthRefusal, Refusal, invalid
from infra.local.zalo.faults import Fault
from infra.local.zalo.pages import error_page
from infra.local.zalo.simulator import Simulator

ABORT_EXTENSION = "infra.local.zalo.abort"  # put into the scope by server.AbortableProtocol
_PAGES: Mapping[str, Callable[[Call], oauth.Redirect | str]] = {
    "/v4/oa/permission": lambda call: oauth.permission(call, "oa"),
    "/v4/permission": lambda call: oauth.permission(call, "user"),
    "/v4/oa/permission/error": lambda call: error_page(call.query.get("error_code", "")),
    "/v4/permission/error": lambda call: error_page(call.query.get("error_code", "")),
}
_BY_ROUTE: Mapping[tuple[str, str], Endpoint] = {(known.method, known.path): known for known in ENDPOINTS}
_PATHS = {known.path for known in ENDPOINTS} | set(_PAGES)


class JsonAnswer(Response):
    """JSON as Zalo writes it: UTF-8, letters unescaped."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """Compact bytes; a lone surrogate becomes a question mark instead of an error."""
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


class NoAnswer(Response):
    """Cuts the connection without a byte of an answer."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - no bytes
        """Abort through the server, or raise where there is none (in-process tests)."""
        abort = scope.get("extensions", {}).get(ABORT_EXTENSION)
        if abort is None:
            raise ConnectionAbortedError("the simulator closed the connection")
        abort()


class Gateway:
    """Answers every call that is not for the control API."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    async def answer(self, request: Request) -> Response:
        """One call: count it, delay it, let a fault strike before or after its effect, answer."""
        simulator = self._simulator
        call = await _read(simulator, request)
        route = f"{call.method} {call.path}" if call.path in _PATHS else "unknown"
        simulator.world.calls[route] += 1
        account_id = _account_id(call) if simulator.faults.any_for_account else ""
        delay, fault = simulator.faults.strike(call.method, call.path, account_id)
        delay += simulator.settings.latency_ms
        if delay:
            await asyncio.sleep(delay / 1000)
        if fault is not None and not fault.after:
            return await _spoilt(fault)
        response, code = await self._answer(call, request)
        if code:
            simulator.world.call_errors[f"{route} {code}"] += 1
        return response if fault is None else await _spoilt(fault)

    async def _answer(self, call: Call, request: Request) -> tuple[Response, int]:
        """The answer without faults, and the error code in it (0 for success)."""
        page = _PAGES.get(call.path) if call.method == "GET" else None
        if page is not None:
            answer = page(call)
            if isinstance(answer, oauth.Redirect):
                return RedirectResponse(answer.location, status_code=302), 0
            return HTMLResponse(answer), 0
        headers: dict[str, str] = {}
        try:
            endpoint = _BY_ROUTE.get((call.method, call.path))
            if endpoint is None:
                raise Refusal(404)  # noqa: TRY301 - one place turns refusals into answers
            headers = authorise(call, endpoint.family)
            if "multipart/form-data" in call.headers.get("content-type", ""):
                call = await _with_files(call, request)
            return JsonAnswer(endpoint.handler(call), headers=headers), 0
        except RateLimited as refusal:
            return JsonAnswer(refusal.body(), headers=refusal.headers), refusal.code
        except OAuthRefusal as refusal:
            text_only = self._simulator.settings.oauth_error_shape == "text_only"
            return JsonAnswer(refusal.texts() if text_only else refusal.body()), refusal.code
        except Refusal as refusal:
            return JsonAnswer(refusal.body(), headers=headers), refusal.code


async def _read(simulator: Simulator, request: Request) -> Call:
    path = request.url.path
    call = Call(
        simulator=simulator,
        method=request.method,
        path=path.rstrip("/") or "/",
        query=dict(request.query_params),
        headers=request.headers,
        raw=await request.body(),
    )
    if call.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return await _with_form(call, request)
    return call


async def _with_form(call: Call, request: Request) -> Call:
    texts: dict[str, str] = {}
    files: dict[str, Upload] = {}
    async with request.form() as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                files[name] = Upload(value.filename or "", await value.read())
            else:
                texts[name] = value
    return replace(call, form=texts, files=files)


async def _with_files(call: Call, request: Request) -> Call:
    try:
        return await _with_form(call, request)
    except HTTPException as error:  # not a multipart body
        raise invalid("file") from error


def _account_id(call: Call) -> str:
    """The OA of a call, as far as it can be told before the call is handled."""
    world = call.simulator.world
    token = token_of(call) or world.tokens.get(call.form.get("refresh_token", ""))
    if token is not None:
        return token.owner
    code = world.codes.get(call.form.get("code", ""))
    return code.owner if code is not None else call.query.get("oa_id", "")


async def _spoilt(fault: Fault) -> Response:
    """What a fault puts in the place of the answer."""
    match fault.kind:
        case "status":
            body = fault.body or f"<html><body><h1>{fault.status}</h1></body></html>"
            return HTMLResponse(body, status_code=fault.status)
        case "garbage":
            return HTMLResponse(fault.body or "<html><body>Service is busy</body></html>")
        case "error":
            refusal = Refusal(fault.code, fault.message or None)
            headers = {"X-RateLimit-Limit": "4000", "X-RateLimit-Remain": "0"} if fault.code == -32 else {}  # noqa: PLR2004 - zalo/README.md 13
            return JsonAnswer(refusal.body(), headers=headers)
        case "hang":
            await asyncio.sleep(fault.seconds)
            return NoAnswer()
        case _:
            return NoAnswer()
