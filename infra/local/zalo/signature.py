"""The four digests of the platform (zalo/README.md 2.2, 10.2 and 11.4)."""

import base64
import hashlib
import hmac
import json
from typing import Any


def pkce_challenge(verifier: str) -> str:
    """The challenge of a PKCE verifier (S256)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def appsecret_proof(app_secret: str, access_token: str) -> str:
    """The proof that a call comes from the app's own server."""
    return hmac.new(app_secret.encode(), access_token.encode(), hashlib.sha256).hexdigest()


def oa_mac(first_term: str, raw_body: bytes, timestamp: str, secret: str) -> str:
    """A webhook's digest over the bytes as sent: plain SHA-256 of the concatenation, not HMAC."""
    return hashlib.sha256(first_term.encode() + raw_body + timestamp.encode() + secret.encode()).hexdigest()


def oa_hmac(raw_body: bytes, secret: str) -> str:
    """A wrong digest that some integrations expect; for tests of the receiving side only."""
    return hmac.new(secret.encode(), raw_body, hashlib.sha256).hexdigest()


def mini_app_mac(body: dict[str, Any], api_key: str) -> str:
    """The digest of a Mini App webhook: the values in the order of their keys, then the API key."""
    values = (
        value if isinstance(value, str) else json.dumps(value, separators=(",", ":"), ensure_ascii=False)
        for _, value in sorted(body.items())
    )
    return hashlib.sha256(("".join(values) + api_key).encode()).hexdigest()
