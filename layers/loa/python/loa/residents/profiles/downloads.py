"""A link by which a resident takes along what is held about them: it proves who asked for it. Pure.

    pass     USER.EXPIRES.SIGNATURE

The Mini App's window cannot save files, a browser can; there nobody knows the resident by their token.
"""

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Final

LASTS: Final = timedelta(minutes=10)
"""Long enough to press a button; a link that is passed on later opens nothing."""


def download_pass(secret: str, user_id: str, now: datetime) -> str:
    """Return the pass of a user of the Mini App."""
    said = f"{user_id}.{int((now + LASTS).timestamp())}"
    return f"{said}.{_signed(secret, said)}"


def downloader(text: str, secret: str, now: datetime) -> str | None:
    """Return whose pass it is; None: it is none of ours, or too old."""
    said, _, signature = text.rpartition(".")
    if not hmac.compare_digest(_signed(secret, said).encode(), signature.encode("utf-8", "replace")):
        return None
    user_id, _, ends = said.rpartition(".")
    return user_id if now.timestamp() < int(ends) else None


def _signed(secret: str, said: str) -> str:
    message = f"download:{said}".encode("utf-8", "replace")
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()
