"""Routes, one module for each resource; each adds its own to `app`."""

from conversations_api.app import app
from conversations_api.routes import (
    canned_answers,  # noqa: F401 - adds its routes to `app`
    messages,  # noqa: F401 - as above
    on_call,  # noqa: F401 - as above
    replies,  # noqa: F401 - as above
    worklists,  # noqa: F401 - as above
)

__all__ = ["app"]
