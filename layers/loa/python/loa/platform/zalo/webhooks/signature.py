"""Signatures between Loa and Zalo. Standard library only.

The lean webhook imports this module: keep it free of anything that costs a cold start.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

PREFIX = "mac="


def oa_mac(app_id: str, raw_body: bytes, timestamp: str, secret: str) -> str:
    """Return the hex digest Zalo puts into `X-ZEvent-Signature`, without its `mac=` prefix.

    Plain SHA-256 over the concatenation, not HMAC.

    Args:
        app_id: the application that owns the webhook.
        raw_body: the body exactly as received; parsing and printing it again changes the digest.
        timestamp: the value of the body's `timestamp` field, as text.
        secret: the OA Secret Key of the webhook page, which is not the app secret.
    """
    return hashlib.sha256(app_id.encode() + raw_body + timestamp.encode() + secret.encode()).hexdigest()


def is_signed(header: str | None, app_id: str, raw_body: bytes, timestamp: str, secret: str) -> bool:
    """Say whether the header proves that Zalo sent this body; compared in constant time.

    Only the documented form counts. An empty secret proves nothing and is always refused.
    """
    if not header or not secret or not header.startswith(PREFIX):
        return False
    expected = oa_mac(app_id, raw_body, timestamp, secret)
    return hmac.compare_digest(_bytes(header[len(PREFIX) :]), expected.encode())


def mini_app_mac(body: Mapping[str, Any], key: str) -> str:
    """Return the digest of a webhook of the Mini App, which has no prefix.

    Plain SHA-256 over the values in the order of their names, objects as compact JSON, then the key.
    """
    text = "".join(_value_text(body[name]) for name in sorted(body)) + key
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def is_mini_app_signed(header: str | None, body: Mapping[str, Any], key: str) -> bool:
    """Say whether the header proves that Zalo sent this event of the Mini App; compared in constant time."""
    if not header or not key:
        return False
    return hmac.compare_digest(_bytes(header), mini_app_mac(body, key).encode())


def _value_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def near_miss(
    header: str | None,
    *,
    app_id: str,
    raw_body: bytes,
    timestamp: str,
    secret: str,
    oa_id: str = "",
    app_secret: str = "",
) -> str | None:
    """Name the other recipe that would have matched a refused header, for the log.

    Integrators disagree about the recipe. Loa accepts only the documented one;
    if Zalo changes it, this name in the log says at once what has to be changed.

    Returns:
        A short stable name such as `"no_prefix"` or `"app_secret"`, or None when nothing matches.
    """
    if not header:
        return None
    received = _bytes(header.removeprefix(PREFIX).strip().lower())
    for name, recipe in _recipes(
        app_id=app_id,
        raw_body=raw_body,
        timestamp=timestamp,
        secret=secret,
        oa_id=oa_id,
        app_secret=app_secret,
    ):
        if hmac.compare_digest(received, recipe().encode()):
            return name
    return None


def pkce_verifier(random_bytes: bytes) -> str:
    """Return the PKCE verifier for 32 random bytes: 43 characters, base64url without padding."""
    return base64.urlsafe_b64encode(random_bytes).rstrip(b"=").decode()


def pkce_challenge(verifier: str) -> str:
    """Return base64url(SHA-256(verifier)) without padding (RFC 7636, method S256)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode("ascii")).digest()).rstrip(b"=").decode()


def appsecret_proof(app_secret: str, access_token: str) -> str:
    """Return the `appsecret_proof` header: hex HMAC-SHA256 of the token under the app secret."""
    return hmac.new(app_secret.encode(), access_token.encode(), hashlib.sha256).hexdigest()


def _recipes(
    *, app_id: str, raw_body: bytes, timestamp: str, secret: str, oa_id: str, app_secret: str
) -> Iterator[tuple[str, Callable[[], str]]]:
    """Yield the recipes seen in other integrations, each as a name and a function that digests."""
    yield "no_prefix_or_upper_case", partial(oa_mac, app_id, raw_body, timestamp, secret)
    if app_secret:
        yield "app_secret", partial(oa_mac, app_id, raw_body, timestamp, app_secret)
    if oa_id:
        yield "oa_id_first", partial(oa_mac, oa_id, raw_body, timestamp, secret)
    if oa_id and app_secret:
        yield "oa_id_first_app_secret", partial(oa_mac, oa_id, raw_body, timestamp, app_secret)
    yield "without_timestamp", partial(oa_mac, app_id, raw_body, "", secret)
    yield "hmac_of_body", partial(_hmac, secret, raw_body)
    yield "hmac_of_all", partial(_hmac, secret, app_id.encode() + raw_body + timestamp.encode())
    for name, printed in _reprinted(raw_body):
        yield name, partial(oa_mac, app_id, printed, timestamp, secret)


def _hmac(secret: str, message: bytes) -> str:
    """Return the hex HMAC-SHA256 that some integrations take for Zalo's recipe."""
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def _reprinted(raw_body: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the body as other JSON printers would write it."""
    try:
        parsed = json.loads(raw_body)
    except (ValueError, RecursionError):
        return
    for name, ascii_only in (("body_reprinted", False), ("body_reprinted_ascii", True)):
        text = json.dumps(parsed, separators=(",", ":"), ensure_ascii=ascii_only)
        yield name, text.encode("utf-8", "surrogatepass")


def _bytes(text: str) -> bytes:
    """Return bytes for a comparison; any text is allowed, also one no header should hold."""
    return text.encode("utf-8", "surrogatepass")
