"""Loads a function as Lambda does, and makes the events that reach it."""

import importlib
import sys
from types import ModuleType
from typing import Any

from infra.local.places import function_package
from tests.conftest import forget_services
from tests.worlds.permissions import held, watch

watch()


def load(name: str) -> ModuleType:
    """Import the handler module of a function anew: what an earlier test has cached is gone."""
    package = function_package(name)
    forget_services()
    for module in [module for module in sys.modules if f"{module}.".startswith(f"{package}.")]:
        del sys.modules[module]
    return held(name, importlib.import_module(f"{package}.handler"))


class Context:
    """What Lambda hands to a handler beside the event."""

    function_name = "test"
    memory_limit_in_mb = 256
    invoked_function_arn = "arn:aws:lambda:ap-southeast-1:123456789012:function:test"
    aws_request_id = "request-1"

    def __init__(self, remaining_milliseconds: int = 300_000) -> None:
        self._remaining = remaining_milliseconds

    def get_remaining_time_in_millis(self) -> int:
        return self._remaining


def http_event(
    method: str,
    path: str,
    *,
    body: str | None = None,
    headers: dict[str, str] | None = None,
    query: dict[str, str] | None = None,
    claims: dict[str, str] | None = None,
    encoded: bool = False,
    cookies: list[str] | None = None,
) -> dict[str, Any]:
    """An event of API Gateway's HTTP API, payload 2.0."""
    authorizer = {"authorizer": {"jwt": {"claims": claims, "scopes": None}}} if claims else {}
    return {
        "version": "2.0",
        "routeKey": f"{method} {path}",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"content-type": "application/json", **(headers or {})},
        "queryStringParameters": query,
        "cookies": cookies or [],
        "requestContext": {
            "requestId": "request-1",
            "http": {"method": method, "path": path, "sourceIp": "127.0.0.1", "protocol": "HTTP/1.1"},
            "stage": "$default",
            "domainName": "api.example.vn",
            **authorizer,
        },
        "body": body,
        "isBase64Encoded": encoded,
    }


def sqs_event(*bodies: str, groups: list[str] | None = None) -> dict[str, Any]:
    """A batch of queue messages; identifiers are 0, 1, 2 …"""
    return {
        "Records": [
            {
                "messageId": str(number),
                "receiptHandle": f"receipt-{number}",
                "body": body,
                "attributes": {
                    "ApproximateReceiveCount": "1",
                    "MessageGroupId": groups[number] if groups else str(number),
                },
                "messageAttributes": {},
                "md5OfBody": "",
                "eventSource": "aws:sqs",
                "eventSourceARN": "arn:aws:sqs:ap-southeast-1:123456789012:inbox.fifo",
                "awsRegion": "ap-southeast-1",
            }
            for number, body in enumerate(bodies)
        ]
    }
