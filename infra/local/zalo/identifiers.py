"""Ids and tokens in Zalo's forms (zalo/README.md 1 and 10.5), repeatable for a given seed."""

import base64
import hashlib
import secrets
from typing import Final

_LOWEST: Final = 10**18  # 19 digits, above 2^53 on purpose ...
_SPAN: Final = 8 * 10**18  # ... and below 2^63, so that typed clients can hold them


class Identifiers:
    """Makes ids: those of people follow from who they are, all others from a salt and a counter.

    Seed 0 takes a random salt, so that a token of an earlier run is never valid by accident.
    """

    def __init__(self, seed: int) -> None:
        self._salt = str(seed) if seed else secrets.token_hex(16)
        self._count = 0

    def user_id(self, oa_id: str, resident: str) -> str:
        """The id of a person for one OA; another OA knows the same person by another id."""
        return _number("user", oa_id, resident)

    def user_id_by_app(self, app_id: str, resident: str) -> str:
        """The id of a person for one app, the same across all OAs."""
        return _number("by-app", app_id, resident)

    def account_id(self) -> str:
        """A new OA id."""
        return _number("oa", self._salt, self._next())

    def conversation_id(self) -> str:
        """A new id of an anonymous conversation."""
        return self._hexadecimal("conversation")[:24]

    def message_id(self) -> str:
        """A new message id: 20 hexadecimal characters."""
        return self._hexadecimal("message")[:20]

    def article_id(self) -> str:
        """A new article id: 20 hexadecimal characters."""
        return self._hexadecimal("article")[:20]

    def attachment_id(self) -> str:
        """A new id of an uploaded image: base64 with its special characters."""
        return self._text("attachment", 44)

    def short_token(self) -> str:
        """A new token of an asynchronous job (article, file, video): base64, about 90 characters."""
        return self._text("job", 88)

    def code(self) -> str:
        """A new authorization code."""
        return self._text("code", 120).replace("+", "-").replace("/", "_")

    def token(self, length: int) -> str:
        """A new access or refresh token: opaque, URL-safe."""
        return self._text("token", length).replace("+", "-").replace("/", "_")

    def event_id(self) -> str:
        """A new id of a webhook event; the simulator's own, never sent."""
        return f"event-{int(self._next()):07d}"

    def _next(self) -> str:
        self._count += 1
        return str(self._count)

    def _hexadecimal(self, kind: str) -> str:
        return _digest(kind, self._salt, self._next())

    def _text(self, kind: str, length: int) -> str:
        number = self._next()
        raw = b"".join(
            hashlib.sha256(f"{self._salt}\x1f{kind}\x1f{number}\x1f{block}".encode()).digest()
            for block in range(length // 42 + 1)
        )
        return base64.b64encode(raw).decode()[:length]


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _number(*parts: str) -> str:
    return str(_LOWEST + int(_digest(*parts)[:16], 16) % _SPAN)
