"""A body that cannot be read is the caller's fault, 400 or 415, whatever the route; never ours."""

import base64
import json
from typing import Any

import pytest

from loa.platform.aws.dynamodb.tables import StartRefused
from loa.web import texts
from loa.web.api.resolver import api
from loa.web.schemas import Schema

JSON = {"content-type": "application/json"}


class Draft(Schema):
    """A draft."""

    title: str
    count: int = 0


app = api("test")
stored: list[str] = []


@app.post("/drafts")
def draft(body: Draft) -> Draft:
    """Make a draft."""
    return body


@app.post("/drafts/<name>/approve")
def approve(name: str) -> dict[str, str]:
    """Approve it; takes no body."""
    return {"name": name}


@app.get("/drafts")
def drafts() -> dict[str, str]:
    """List them."""
    raise StartRefused


@app.post("/stored")
def read_stored() -> dict[str, str]:
    """Read what we have kept ourselves."""
    return {"title": str(json.loads(stored[0])["title"])}


def ask(
    path: str, body: str | bytes | None, headers: dict[str, str], method: str = "POST"
) -> tuple[int, dict[str, Any]]:
    raw = isinstance(body, bytes)
    event = {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": "",
        "headers": headers,
        "requestContext": {
            "requestId": "r",
            "stage": "$default",
            "http": {"method": method, "path": path, "sourceIp": "127.0.0.1", "protocol": "HTTP/1.1"},
        },
        "isBase64Encoded": raw,
        "body": base64.b64encode(body).decode() if isinstance(body, bytes) else body,
    }
    answer = app.resolve(event, None)
    return answer["statusCode"], json.loads(answer["body"])


NO_FORM = "----x\r\nContent-Disposition: form-data; name=title\r\n\r\n"


@pytest.mark.parametrize("path", ["/drafts", "/drafts/a/approve"])
@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (NO_FORM, {"content-type": "multipart/form-data"}, 415),
        (NO_FORM, {"content-type": "multipart/form-data; boundary=--x"}, 415),
        (NO_FORM.encode() + b"\xff\xfe", {"content-type": "multipart/form-data; boundary=--x"}, 415),
        ("title=a", {"content-type": "application/x-www-form-urlencoded"}, 415),
        ("title=a", {"Content-Type": "APPLICATION/X-WWW-FORM-URLENCODED"}, 415),
        ('{"title": "a"}', {"content-type": "application/jsonp"}, 415),
        ('{"title": "a"}', {"content-type": "text/plain, application/json"}, 415),
        (b"\xff\xfe", JSON, 400),
        (b'{"title": "\xe1"}', JSON, 400),
        (b"\xff", {}, 400),
    ],
)
def test_what_cannot_be_read_is_refused_on_every_route(
    path: str, body: str | bytes, headers: dict[str, str], status: int
) -> None:
    answered, problem = ask(path, body, headers)
    assert (answered, problem["status"]) == (status, status)


@pytest.mark.parametrize("number", ["9" * 5000, "-" + "1" * 4301])
def test_a_number_without_end_is_no_json(number: str) -> None:
    status, problem = ask("/drafts", f'{{"title": "a", "count": {number}}}', JSON)
    assert (status, problem["detail"]) == (400, texts.NOT_JSON)


def test_no_base64_is_refused() -> None:
    event_body = "%%%"
    answered = app.resolve(
        {
            "version": "2.0",
            "rawPath": "/drafts",
            "headers": JSON,
            "requestContext": {"http": {"method": "POST", "path": "/drafts"}, "stage": "$default"},
            "isBase64Encoded": True,
            "body": event_body,
        },
        None,
    )
    assert answered["statusCode"] == 400


@pytest.mark.parametrize(
    "headers",
    [
        JSON,
        {},
        {"Content-Type": "application/json"},
        {"content-type": "Application/JSON; Charset=UTF-8"},
        {"CONTENT-TYPE": " application/json ;charset=utf-8"},
    ],
)
@pytest.mark.parametrize("body", ['{"title": "Ngày hội"}', '{"title": "Ngày hội"}'.encode()])
def test_a_media_type_ignores_case(headers: dict[str, str], body: str | bytes) -> None:
    assert ask("/drafts", body, headers) == (200, {"title": "Ngày hội", "count": 0})


def test_our_own_text_that_is_no_json_stays_our_fault() -> None:
    stored[:] = ["9" * 5000]
    assert ask("/stored", None, {})[0] == 500


def test_a_forged_cursor_is_422_with_its_field() -> None:
    status, problem = ask("/drafts", None, {}, "GET")
    assert (status, problem["errors"]) == (422, [{"field": "cursor", "message": texts.BAD_CURSOR}])
