"""Pages of residents who are known by their token from Zalo; each module adds its own to `app`."""

from profile_public.pages import (
    data,  # noqa: F401 - adds its routes to `app`
    own,  # noqa: F401 - as above
)
from profile_public.pages.app import app

__all__ = ["app"]
