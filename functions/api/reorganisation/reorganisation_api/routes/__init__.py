"""JSON routes of the function reorganisation; the module adds its own to `app`."""

from reorganisation_api.app import app
from reorganisation_api.routes import plans

__all__ = ["app", "plans"]
