"""The resolver: one shape for every problem, nothing leaks, limits hold."""

import base64
import json
import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

import pytest
from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query
from hypothesis import given
from hypothesis import strategies as st
from pydantic import AwareDatetime, Field, ValidationError, field_validator

from loa import errors
from loa.foundation.officers.model import Permission, require
from loa.platform.aws.dynamodb.tables import ConditionFailed
from loa.platform.zalo import errors as zalo
from loa.web import texts
from loa.web.api.openapi import document, printed
from loa.web.api.resolver import Api, api
from loa.web.problems import STATUS_OF, MethodNotAllowed, TooManyRequests, problem_of
from loa.web.schemas import Schema, Text, field_errors, field_name

SECRET = "Nguyễn Văn A 0901234567"


class Colour(StrEnum):
    RED = "red"


class Block(Schema):
    type: Literal["text"]
    content: str


class Draft(Schema):
    """A draft."""

    title: Text = Field(min_length=1, max_length=10)
    count: int = Field(default=1, ge=1, le=5)
    day: date | None = None
    at: AwareDatetime | None = None
    colour: Colour = Colour.RED
    blocks: list[Block] = Field(default=[], max_length=2)

    @field_validator("title")
    @classmethod
    def _no_shouting(cls, title: str) -> str:
        if title.isupper():
            raise ValueError("Vui lòng không viết hoa toàn bộ.")
        return title


class UnitAnswer(Schema):
    path: str
    name: str


app = api("test", max_body_bytes=2000)
raised: dict[str, Exception] = {}


@app.get("/units/<path>")
def unit(path: str, limit: Annotated[int | None, Query(ge=1)] = None) -> UnitAnswer:
    """One unit."""
    require(app.officer(), Permission.READ_UNITS, path)
    return UnitAnswer(path=path, name="Tỉnh Nghệ An")


@app.post("/drafts")
def draft(body: Draft) -> Response[UnitAnswer]:
    """Make a draft."""
    return Response(201, content_type="application/json", body=UnitAnswer(path="40", name=body.title))


@app.get("/fails")
def fails() -> UnitAnswer:
    """Raise what the test says."""
    raise raised["error"]


@app.get("/wrong")
def wrong() -> UnitAnswer:
    """Answer something else than promised."""
    return {"path": 5, "secret": SECRET}  # type: ignore[return-value]  # that is the point


def event(
    method: str, path: str, *, body: Any = None, claims: dict[str, str] | None = None, **more: Any
) -> Any:
    context: dict[str, Any] = {
        "requestId": "request-1",
        "stage": "$default",
        "http": {"method": method, "path": path, "sourceIp": "127.0.0.1", "protocol": "HTTP/1.1"},
    }
    signed_in = {"sub": "1", "token_use": "id", "custom:unit": "40.412", "cognito:groups": "[viewer]"}
    context["authorizer"] = {"jwt": {"claims": signed_in if claims is None else claims}}
    made = {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"content-type": "application/json"},
        "requestContext": context,
        "isBase64Encoded": False,
        **more,
    }
    if body is not None:
        made["body"] = body if isinstance(body, str) else json.dumps(body)
    return made


def ask(method: str, path: str, *, of: Api = app, **more: Any) -> tuple[int, dict[str, Any], dict[str, str]]:
    answer = of.resolve(event(method, path, **more), None)
    return answer["statusCode"], json.loads(answer["body"]), answer["headers"]


def faults(body: dict[str, Any]) -> dict[str, str]:
    return {fault["field"]: fault["message"] for fault in body["errors"]}


def test_a_route_answers_with_its_model_in_readable_vietnamese() -> None:
    answer = app.resolve(event("GET", "/units/40.412"), None)
    assert answer["statusCode"] == 200
    assert answer["body"] == '{"path":"40.412","name":"Tỉnh Nghệ An"}'
    assert answer["headers"]["X-Request-Id"] == "request-1"
    assert answer["headers"]["Cache-Control"] == "no-store"


def test_a_problem_has_every_member() -> None:
    status, body, headers = ask("GET", "/nowhere")
    assert status == 404
    assert headers["Content-Type"] == "application/problem+json"
    assert body == {
        "type": "urn:loa:problem:not_found",
        "title": "Không tìm thấy nội dung yêu cầu",
        "status": 404,
        "code": "not_found",
        "instance": "/nowhere",
        "request_id": "request-1",
    }


def test_not_found_and_not_yours_look_the_same() -> None:
    raised["error"] = errors.NotFound("Đơn vị 40.413 không có trong kỳ này")
    answers = [ask("GET", "/fails"), ask("GET", "/units/40.413"), ask("GET", "/nowhere")]
    bodies = [{name: value for name, value in body.items() if name != "instance"} for _, body, _ in answers]
    assert bodies[0] == bodies[1] == bodies[2]
    assert {status for status, _, _ in answers} == {404}


def test_without_a_token_nobody_gets_in() -> None:
    assert ask("GET", "/units/40.412", claims={})[:2][0] == 401


def test_a_wrong_method_names_the_right_ones() -> None:
    status, body, headers = ask("DELETE", "/units/40.412")
    assert (status, body["code"], headers["Allow"]) == (405, "method_not_allowed", "GET")


@pytest.mark.parametrize("text", ["{", "", "tiêu đề", '{"title":}'])
def test_what_is_no_json_is_a_bad_request(text: str) -> None:
    status, body, _ = ask("POST", "/drafts", body=text)
    if text:
        assert (status, body["code"], body["detail"]) == (400, "bad_request", texts.NOT_JSON)
    else:
        assert status == 422


def test_another_media_type_is_refused() -> None:
    status, body, _ = ask("POST", "/drafts", body="<a/>", headers={"content-type": "text/xml"})
    assert (status, body["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize("encoded", [False, True])
def test_a_large_body_is_refused_before_it_is_read(*, encoded: bool) -> None:
    text = "á" * 1500
    body = base64.b64encode(text.encode()).decode() if encoded else text
    status, answer, _ = ask("POST", "/drafts", body=body, isBase64Encoded=encoded)
    assert (status, answer["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    ("body", "field", "message"),
    [
        ({}, "title", "Vui lòng nhập trường này."),
        ({"title": 5}, "title", "Giá trị phải là văn bản."),
        ({"title": "  "}, "title", "Cần ít nhất 1 ký tự."),
        ({"title": "a" * 11}, "title", "Tối đa 10 ký tự."),
        ({"title": "ABC"}, "title", "Vui lòng không viết hoa toàn bộ."),
        ({"title": "a", "count": "x"}, "count", "Giá trị phải là số nguyên."),
        ({"title": "a", "count": 0}, "count", "Giá trị nhỏ nhất là 1."),
        ({"title": "a", "count": 6}, "count", "Giá trị lớn nhất là 5."),
        ({"title": "a", "day": "hôm nay"}, "day", "Giá trị phải là ngày, ví dụ 2026-11-21."),
        ({"title": "a", "at": "2026-11-21T08:00:00"}, "at", "Thời điểm phải có múi giờ, ví dụ +07:00."),
        ({"title": "a", "colour": "blue"}, "colour", "Giá trị không nằm trong các lựa chọn cho phép."),
        ({"title": "a", "blocks": {}}, "blocks", "Giá trị phải là danh sách."),
        ({"title": "a", "blocks": [1, 2, 3]}, "blocks", "Tối đa 2 mục."),
        ({"title": "a", "blocks": [{"type": "text"}]}, "blocks[0].content", "Vui lòng nhập trường này."),
        ({"title": "a", "phone": SECRET}, "phone", "Trường này không được chấp nhận."),
    ],
)
def test_each_faulty_field_has_a_vietnamese_message(body: Any, field: str, message: str) -> None:
    status, answer, _ = ask("POST", "/drafts", body=body)
    assert (status, answer["code"]) == (422, "invalid_input")
    assert faults(answer)[field] == message
    assert SECRET not in json.dumps(answer, ensure_ascii=False)


def test_query_parameters_are_checked_like_bodies() -> None:
    status, body, _ = ask("GET", "/units/40.412", queryStringParameters={"limit": "none"})
    assert (status, faults(body)) == (422, {"limit": "Giá trị phải là số nguyên."})


def test_letters_are_counted_as_people_count_them() -> None:
    decomposed = "Nghệ An" + "\u0323"
    assert ask("POST", "/drafts", body={"title": decomposed})[0] == 201


ERRORS = [
    (errors.InvalidInput("Sai", fields={"title": "Dài"}), 422, "invalid_input"),
    (errors.TooLarge("Lớn"), 413, "too_large"),
    (errors.NotFound(), 404, "not_found"),
    (errors.NotAllowed("Không được"), 403, "not_allowed"),
    (errors.Conflict("Đã duyệt"), 409, "conflict"),
    (errors.Busy("aws is busy"), 503, "busy"),
    (errors.StoreFault("aws refused"), 500, "internal"),
    (errors.LoaError(SECRET), 500, "internal"),
    (ConditionFailed({"name": SECRET}), 409, "conflict"),
    (TooManyRequests(), 429, "too_many_requests"),
    (zalo.NotSent("no_connection"), 503, "zalo_not_sent"),
    (zalo.Transient("rate_limited"), 503, "zalo_transient"),
    (zalo.TokenRefused("token_invalid"), 503, "zalo_token_refused"),
    (zalo.Later("night"), 409, "zalo_later"),
    (zalo.RecipientRefused("not_following"), 409, "zalo_recipient_refused"),
    (zalo.InvalidGrant("code_invalid"), 409, "zalo_invalid_grant"),
    (zalo.PayloadRefused("limit_exceeded"), 422, "zalo_payload_refused"),
    (zalo.OutcomeUnknown("no_answer"), 502, "zalo_outcome_unknown"),
    (ValueError(SECRET), 500, "internal"),
    (KeyError(SECRET), 500, "internal"),
    (RecursionError(SECRET), 500, "internal"),
]


@pytest.mark.parametrize(("error", "status", "code"), ERRORS, ids=lambda value: type(value).__name__)
def test_every_error_has_its_status_and_code(error: Exception, status: int, code: str) -> None:
    raised["error"] = error
    got, body, headers = ask("GET", "/fails")
    assert (got, body["status"], body["code"]) == (status, status, code)
    assert body["title"]
    assert ("Retry-After" in headers) is (status in {429, 503})
    assert "aws" not in json.dumps(body)
    assert SECRET not in json.dumps(body, ensure_ascii=False)


def test_the_fields_of_an_error_of_ours_are_shown() -> None:
    raised["error"] = errors.InvalidInput("Bài viết chưa hợp lệ.", fields={"blocks[0].url": "Sai"})
    _, body, _ = ask("GET", "/fails")
    assert body["detail"] == "Bài viết chưa hợp lệ."
    assert faults(body) == {"blocks[0].url": "Sai"}


def test_every_error_class_has_a_status() -> None:
    def below(kind: type[errors.LoaError]) -> Iterator[type[errors.LoaError]]:
        for child in kind.__subclasses__():
            yield child
            yield from below(child)

    for kind in below(errors.LoaError):
        if kind.__module__.startswith("loa.") and kind not in {zalo.ZaloError, zalo.Refused}:
            assert any(parent in STATUS_OF for parent in kind.__mro__), kind


def test_a_fault_of_ours_is_logged_with_its_id_and_place_but_without_its_words(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    raised["error"] = ValueError(SECRET)
    with caplog.at_level(logging.DEBUG):
        ask("GET", "/fails", body={"title": SECRET})
    (record,) = [record for record in caplog.records if record.getMessage() == "request failed"]
    assert record.__dict__["request_id"] == "request-1"
    assert record.__dict__["error"] == "ValueError"
    assert any("fails" in place for place in record.__dict__["at"])
    everything = caplog.text + capsys.readouterr().out + repr([vars(record) for record in caplog.records])
    assert SECRET not in everything


def test_an_answer_that_breaks_its_own_model_is_our_fault() -> None:
    status, body, _ = ask("GET", "/wrong")
    assert (status, body["code"]) == (500, "internal")
    assert SECRET not in json.dumps(body, ensure_ascii=False)


@pytest.mark.parametrize("broken", [{}, {"version": "2.0"}, {"requestContext": None, "body": 5}])
def test_an_event_that_is_none_still_gets_a_problem(broken: dict[str, Any]) -> None:
    answer = app.resolve(broken, None)
    assert answer["statusCode"] == 500
    assert json.loads(answer["body"])["code"] == "internal"


def test_two_callers_in_one_process_do_not_meet() -> None:
    assert ask("GET", "/units/40.412")[0] == 200
    assert ask("GET", "/units/40.412", claims={"sub": "2", "custom:unit": "40.413"})[0] == 404


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=8,
    )
)
def test_any_json_is_taken_or_refused_field_by_field(body: Any) -> None:
    status, answer, _ = ask("POST", "/drafts", body=json.dumps(body))
    assert status in {201, 413, 422}
    if status == 422:
        assert answer["errors"]


def test_field_names_follow_the_path_of_the_value() -> None:
    assert field_name(("body", "blocks", 2, "url")) == "blocks[2].url"
    assert field_name(("body",)) == ""


def test_methods_of_a_405_are_listed() -> None:
    assert problem_of(MethodNotAllowed(["GET", "POST"])).headers == (("Allow", "GET, POST"),)


def test_the_document_shows_our_routes_and_our_problem() -> None:
    made = document(app, title="Loa", version="1")
    assert set(made["paths"]) == {"/units/{path}", "/drafts", "/fails", "/wrong"}
    responses = made["paths"]["/units/{path}"]["get"]["responses"]
    assert set(responses) == {"200", "401", "default"}
    assert responses["default"]["content"]["application/problem+json"]["schema"] == {
        "$ref": "#/components/schemas/Problem"
    }
    assert made["components"]["schemas"]["Draft"]["properties"]["title"]["maxLength"] == 10
    assert made["security"] == [{"signed_in": []}]
    assert "HTTPValidationError" not in json.dumps(made)
    assert printed(app, title="Loa") == printed(app, title="Loa")


def test_every_reference_of_the_document_leads_somewhere() -> None:
    made = document(app, title="Loa", version="1")
    text = json.dumps(made)
    for name in {part.split('"', 1)[0] for part in text.split("#/components/schemas/")[1:]}:
        assert name in made["components"]["schemas"]


def test_the_problem_of_the_document_is_the_problem_that_is_answered() -> None:
    schema = document(app, title="Loa", version="1")["components"]["schemas"]["Problem"]
    _, body, _ = ask("POST", "/drafts", body={})
    assert set(schema["required"]) <= set(body) <= set(schema["properties"])


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"day": "2026-02-31"}, "Ngày hoặc giờ này không có trong lịch."),
        ({"at": "2026-11-31T08:00:00+07:00"}, "Ngày hoặc giờ này không có trong lịch."),
        ({"at": "2026-11-30T25:00:00+07:00"}, "Ngày hoặc giờ này không có trong lịch."),
        ({"day": "31/12/2026"}, "Giá trị phải là ngày, ví dụ 2026-11-21."),
        ({"title": "x" * 11}, "Tối đa 10 ký tự."),
        ({"blocks": [{"type": "text", "content": "x"}] * 3}, "Tối đa 2 mục."),
        ({"since": "1990-01-01T00:00:00+07:00"}, "Giá trị nhỏ nhất là 01/01/2000."),
    ],
)
def test_error_words_say_what_is_wrong(body: dict[str, Any], told: str) -> None:
    class Bounded(Draft):
        since: AwareDatetime | None = Field(None, ge=datetime(2000, 1, 1, tzinfo=UTC))

    with pytest.raises(ValidationError) as refused:
        Bounded(**{"title": "Họp", **body})
    assert dict(field_errors(refused.value.errors())) == {next(iter(body)): told}
