"""The token by which a form proves that a page of the same session wrote it.

The session's secret is never in a page: each page carries a random mask and the secret under it, so that two
pages have nothing in common from whose compressed length it could be guessed (BREACH).
"""

import binascii
import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Final

_BYTES: Final = 16


def masked(secret: str) -> str:
    """Return a token for one page. `secret`: the session's, 32 hex digits."""
    mask = secrets.token_bytes(_BYTES)
    return urlsafe_b64encode(mask + _under(mask, bytes.fromhex(secret))).decode().rstrip("=")


def is_of(token: str, secret: str) -> bool:
    """Return whether a token was written for the session with this secret."""
    try:
        given = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (ValueError, binascii.Error):
        return False
    mask, hidden = given[:_BYTES], given[_BYTES:]
    return len(hidden) == _BYTES and hmac.compare_digest(_under(mask, hidden), bytes.fromhex(secret))


def _under(mask: bytes, value: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(mask, value, strict=True))
