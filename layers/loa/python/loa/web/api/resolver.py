"""The resolver that every JSON API uses; see `loa.web` for an example."""

import base64
import json
import secrets
import traceback
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, ApiGatewayResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.event_handler.middlewares import NextMiddleware
from aws_lambda_powertools.event_handler.openapi.exceptions import (
    RequestUnsupportedContentType,
    RequestValidationError,
)
from aws_lambda_powertools.shared.json_encoder import Encoder

from loa import clock
from loa.errors import InvalidInput, NotFound, TooLarge, place_of
from loa.foundation.officers.model import Officer
from loa.platform.aws.dynamodb.tables import StartRefused, Table
from loa.web import texts
from loa.web.api.deeds import Act, GiveDeeds, Trail, shape, thing_at
from loa.web.auth import officer_of
from loa.web.idempotency import RepeatableRequest, StoredResponse, once, stable_id
from loa.web.problems import (
    CONTENT_TYPE,
    BadRequest,
    MethodNotAllowed,
    Problem,
    UnsupportedMediaType,
    problem_of,
)

if TYPE_CHECKING:
    from loa.web.schemas import Schema

MAX_BODY_BYTES: Final = 256 * 1024

REPEATABLE: Final = "x-repeatable"
"""Marks a route that keeps its answer under an `Idempotency-Key`: `openapi_extensions={REPEATABLE: True}`."""

CHANGES_NOTHING: Final = "x-changes-nothing"
"""Marks a route that is no GET and of which there is nothing to write down, in the same way."""

PUBLIC: Final = "x-public"
"""Marks a route that asks nobody who they are, in the same way; template.yaml decides that it does not."""

_JSON: Final = "application/json"

_HEADERS: Final = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}


class Api(APIGatewayHttpResolver):
    """Powertools' resolver with our problems, limits and headers.

    Attributes:
        media_types: the kinds of body that its routes read. The first stands for a body without one.
        trail: where acts are written down.
    """

    media_types: tuple[str, ...] = (_JSON,)

    def __init__(
        self,
        name: str,
        *,
        validated: bool,
        max_body_bytes: int,
        requests: Callable[[], Table] | None = None,
        deeds: GiveDeeds | None = None,
    ) -> None:
        """Make the resolver; functions call `api`.

        Args:
            name: the function's name, for the log.
            validated: whether requests and answers are checked against the routes' models (needs pydantic).
            max_body_bytes: larger bodies are refused before anything reads them.
            requests: gives the table that keeps the answers of `once` for a day.
            deeds: gives the record of who did what, where each act by JSON is written down.
        """
        super().__init__(
            enable_validation=validated,
            serializer=partial(json.dumps, separators=(",", ":"), ensure_ascii=False, cls=Encoder),
            # An answer that breaks its own model is our fault: 500, not 422.
            response_validation_error_http_code=HTTPStatus.INTERNAL_SERVER_ERROR if validated else None,
        )
        self.log = Logger(service=name)
        self._max_body_bytes = max_body_bytes
        self._requests = requests
        self.trail = Trail(deeds, self.log)
        self._done_at: datetime | None = None
        self._deed = ""
        if deeds:
            self.use(middlewares=[self._noted])
        self.exception_handler(Exception)(self._answer_problem)

    def resolve(self, event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        """Answer an API Gateway event (payload 2.0); never raises."""
        self._done_at, self._deed = None, ""
        try:
            answer = super().resolve(_readable(event, self._max_body_bytes, self.media_types), context)
        except Exception as error:  # noqa: BLE001 - the last line before the caller
            answer = self._rendered(problem_of(error), error, event)
        headers = {name.lower() for name in answer.setdefault("headers", {})}
        for name, value in {**_HEADERS, "X-Request-Id": request_id(event)}.items():
            if name.lower() not in headers:
                answer["headers"][name] = value
        return answer

    def officer(self) -> Officer:
        """Return the officer who is signed in.

        Raises:
            Unauthenticated: nobody is.
            NotAllowed: they belong to no unit yet.
        """
        return officer_of(self.current_event.raw_event)

    def repeatable(self, caller: str) -> RepeatableRequest:
        """Return the present request as one that may come again, for `loa.web.idempotency.once`."""
        event = self.current_event
        return RepeatableRequest(
            key=event.headers.get("idempotency-key"),
            scope=f"{caller} {event.http_method} {event.path}",
            body=event.decoded_body or "",
        )

    def idempotency_key(self) -> str:
        """Return what names the officer's request for ever, even when its kept answer is gone.

        It is derived from their `Idempotency-Key`; without one, no two requests have the same.
        """
        request = self.repeatable(self.officer().id)
        return f"officer#{stable_id(request) if request.key else secrets.token_hex(16)}"

    def once(self, work: "Callable[[], Schema]", *, status: int = 200, as_form: str = "") -> Response[Any]:
        """Do the work of the officer's POST once per `Idempotency-Key`, and answer with what it returns.

        A request that comes again gets the kept answer, and the work is not done: ask inside it whether the
        officer may, for they may have sent away what it is about. Keys of two officers never meet. Mark the
        route with `openapi_extensions=ONCE`.

        Args:
            work: does it and returns the body; whatever it raises becomes a problem, and frees the key.
            status: of the answer when the work is done.
            as_form: the word in the record of who did what, where the route does one of several things: that
                of the console's form for the same, such as `vu-viec/-/buoc:answer`.
        """
        self._deed = as_form
        assert self._requests, "api(…, requests=…)"  # noqa: S101 # nosec B101 - a fault of the function's code

        def answer() -> StoredResponse:
            return StoredResponse(status, work().model_dump_json())

        request = self.repeatable(self.officer().id)
        return self.reply(once(request, answer, table=self._requests(), now=clock.now()))

    def _noted(self, _: ApiGatewayResolver, go_on: NextMiddleware) -> Response[Any]:
        """Write down what a request that is no GET has done: no route can forget it."""
        route, method, path = self.context["_route"], self.current_event.http_method, self.current_event.path
        if method == "GET" or CHANGES_NOTHING in (route.openapi_extensions or {}):
            return go_on(self)
        officer = self.officer()
        request = self.repeatable(officer.id)
        answer: Response[Any] = go_on(self)
        if answer.status_code < HTTPStatus.BAD_REQUEST:
            what, thing = self._deed or f"{method} {shape(route.path)}", thing_at(path, route.path) or path
            # A key names an act only where `once` holds it; elsewhere each request happens.
            act = Act(stable_id(request) if self._done_at else "", self._done_at)
            self.trail.note(officer, act, what, thing, title=route.summary or "")
        return answer

    def reply(self, answer: StoredResponse) -> Response[Any]:
        """Return the answer of `loa.web.idempotency.once` as a response."""
        self._done_at = answer.at
        return Response(answer.status, content_type="application/json", body=json.loads(answer.body))

    def _answer_problem(self, error: Exception) -> Response[str]:
        """Turn whatever a route raised into a problem; Powertools calls this for every exception."""
        event = self.current_event.raw_event
        rendered = self._rendered(self._problem(error), error, event)
        return Response(rendered["statusCode"], body=rendered["body"], headers=rendered["headers"])

    def _problem(self, error: Exception) -> Problem:
        """Return the problem of an error, of ours or of Powertools."""
        if isinstance(error, RequestValidationError):
            return _validation_problem(error)
        if isinstance(error, RequestUnsupportedContentType):
            return problem_of(UnsupportedMediaType())
        if isinstance(error, RecursionError | ValueError) and _is_of_json(error):
            return problem_of(BadRequest(texts.NOT_JSON))
        if isinstance(error, StartRefused):
            return Problem(422, InvalidInput.code, texts.BAD_CURSOR, (("cursor", texts.BAD_CURSOR),))
        if isinstance(error, NotFoundError):
            methods = self._methods_here()
            return problem_of(MethodNotAllowed(methods) if methods else NotFound())
        return problem_of(error)

    def _methods_here(self) -> list[str]:
        """Return the methods that the requested path has routes for."""
        path = self._remove_prefix(self.current_event.path)
        routes = [*self._static_routes, *self._dynamic_routes]
        return sorted({route.method for route in routes if route.rule.match(path)})

    def _rendered(self, problem: Problem, error: Exception, event: Mapping[str, Any]) -> dict[str, Any]:
        """Render a problem, and log it without anything that a person has written."""
        identity = request_id(event)
        facts = {"request_id": identity, "status": problem.status, "code": problem.code}
        if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            # The exception's text and arguments may hold names or messages; its type and place do not.
            self.log.error(
                "request failed", extra={**facts, "error": type(error).__name__, "at": place_of(error)}
            )
        else:
            self.log.info("request refused", extra=facts)
        body = problem.body(instance=str(event.get("rawPath", "")), request_id=identity)
        return {
            "statusCode": problem.status,
            "headers": {"Content-Type": CONTENT_TYPE, **dict(problem.headers)},
            "body": json.dumps(body, ensure_ascii=False, separators=(",", ":")),
            "isBase64Encoded": False,
        }


def api(
    name: str,
    *,
    validated: bool = True,
    max_body_bytes: int = MAX_BODY_BYTES,
    requests: Callable[[], Table] | None = None,
    deeds: GiveDeeds | None = None,
) -> Api:
    """Return the resolver for a function.

    Args:
        name: the function's name, such as `"officer"`.
        validated: False for a function without models, which then loads no pydantic.
        max_body_bytes: larger bodies are answered with 413.
        requests: gives the Inbox table, where `Api.once` keeps answers.
        deeds: gives the record of who did what (`foundation.deeds`); None: nothing is written down.
    """
    return Api(name, validated=validated, max_body_bytes=max_body_bytes, requests=requests, deeds=deeds)


def request_id(event: Mapping[str, Any]) -> str:
    """Return API Gateway's id of the request; empty when there is none."""
    context = event.get("requestContext")
    return str(context.get("requestId", "")) if isinstance(context, Mapping) else ""


def _readable(event: Mapping[str, Any], limit_bytes: int, wanted: tuple[str, ...]) -> dict[str, Any]:
    """Return the event with a body that can be read, and the name of its media type in small letters.

    Raises:
        TooLarge: the body is larger than the limit.
        UnsupportedMediaType: it says that it is something else than what is wanted.
        BadRequest: its bytes are no text.
    """
    _check_size(event, limit_bytes)
    given: Mapping[str, str] = event.get("headers") or {}
    headers = {name.lower(): value for name, value in given.items()}
    body = event.get("body")
    if not body:
        return {**event, "headers": headers}
    media_type, _, parameters = headers.get("content-type", "").partition(";")
    given_type = media_type.strip().lower() or wanted[0]
    if given_type not in wanted:
        raise UnsupportedMediaType
    headers["content-type"] = f"{given_type};{parameters}" if parameters else given_type
    if event.get("isBase64Encoded"):
        try:
            content = base64.b64decode(body, validate=True)
            if given_type.partition("/")[0] != "multipart":  # there the files are no text
                content.decode()
        except ValueError as error:  # no base64, or no UTF-8
            raise BadRequest(texts.NOT_TEXT) from error
    return {**event, "headers": headers}


def _check_size(event: Mapping[str, Any], limit_bytes: int) -> None:
    """Refuse a body that is larger than the limit, as it was sent."""
    body = event.get("body") or ""
    size = len(body) * 3 // 4 if event.get("isBase64Encoded") else len(body.encode("utf-8", "surrogatepass"))
    if size > limit_bytes:
        raise TooLarge(texts.body_too_large(limit_bytes))


def _is_of_json(error: Exception) -> bool:
    """Say whether the parser gave up over the request: brackets nested too deeply, a number without end."""
    frames = traceback.extract_tb(error.__traceback__)
    in_parser = any(frame.filename.endswith("json/decoder.py") for frame in frames[-1:])
    return in_parser and any(frame.name == "json_body" for frame in frames)


def _validation_problem(error: RequestValidationError) -> Problem:
    """Return 400 for a body that is no JSON, else 422 with a message for each field."""
    from loa.web.schemas import field_errors  # noqa: PLC0415 - pydantic, which functions without models do not load

    complaints = error.errors()
    if any(complaint.get("type") == "json_invalid" for complaint in complaints):
        return problem_of(BadRequest(texts.NOT_JSON))
    return Problem(422, "invalid_input", errors=field_errors(complaints))
