"""Identifiers of our own."""

import hashlib
import re
import secrets
from datetime import datetime
from typing import Final

_FORM: Final = re.compile(r"[0-9a-f]{22}")


def new_id(now: datetime) -> str:
    """A new identifier: 22 hex digits, unguessable, in order of creation (milliseconds, then chance)."""
    return f"{int(now.timestamp() * 1000):012x}{secrets.token_hex(5)}"


def derived_id(identifier: str) -> str:
    """The identifier of what is made by itself after something: always the same one."""
    return hashlib.sha256(f"after:{identifier}".encode()).hexdigest()[:22]


def is_id(text: str) -> bool:
    """Whether the text has the form of our identifiers."""
    return _FORM.fullmatch(text) is not None
