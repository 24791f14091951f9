"""Routes of the profile, one module for each resource; each adds its own to `app`."""

from profile_public.app import app
from profile_public.routes import (
    cases,  # noqa: F401 - adds its routes to `app`
    own_data,  # noqa: F401 - as above
    profile,  # noqa: F401 - as above
)

__all__ = ["app"]
