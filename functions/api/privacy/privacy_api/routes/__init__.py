"""JSON routes, one module for each resource; each adds its own to `app`."""

from privacy_api.app import app
from privacy_api.routes import readings, requests

__all__ = ["app", "readings", "requests"]
