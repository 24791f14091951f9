"""Answers that everybody may keep for a while: `ETag`, `If-None-Match`, `Cache-Control` (RFC 9110, 9111).

    def handler(event, context):
        return fresh(event, app.resolve(event, context), seconds=60)

The tag is the digest of the body, so nothing has to be kept: who has the newest answer gets 304 without one.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

_OK = 200
_NOT_MODIFIED = 304


def fresh(event: Mapping[str, Any], answer: dict[str, Any], *, seconds: int) -> dict[str, Any]:
    """Give a good answer its tag; leave the body out when the caller has it already.

    Args:
        event: of API Gateway, payload 2.0; its header names are in small letters.
        answer: what the resolver made of it; problems stay as they are, and are kept by nobody.
        seconds: how long it may be shown without asking again.
    """
    if answer["statusCode"] != _OK:
        return answer
    tag = f'"{hashlib.sha256(answer["body"].encode("utf-8", "surrogatepass")).hexdigest()[:32]}"'
    kept = {name: value for name, value in answer["headers"].items() if name.lower() != "cache-control"}
    headers = {**kept, "Cache-Control": f"public, max-age={seconds}", "ETag": tag}
    asked = (event.get("headers") or {}).get("if-none-match", "")
    if not names(asked, tag):
        return {**answer, "headers": headers}
    headers.pop("Content-Type", None)
    return {**answer, "statusCode": _NOT_MODIFIED, "headers": headers, "body": "", "isBase64Encoded": False}


def names(if_none_match: str, tag: str) -> bool:
    """Whether `If-None-Match` names the tag: in a list, weak or strong, or by `*`."""
    named = {item.strip().removeprefix("W/") for item in if_none_match.split(",")}
    return bool(named & {tag, "*"})
