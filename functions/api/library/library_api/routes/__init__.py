"""Routes, one module for each resource; each adds its own to `app`."""

from library_api.app import app
from library_api.routes import (
    drafts,  # noqa: F401 - adds its routes to `app`
    items,  # noqa: F401 - as above
    lists,  # noqa: F401 - as above
    media,  # noqa: F401 - as above
    steps,  # noqa: F401 - as above
)

__all__ = ["app"]
