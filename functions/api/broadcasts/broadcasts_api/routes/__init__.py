"""JSON routes, one module for each resource; each adds its own to `app`."""

from broadcasts_api.app import app
from broadcasts_api.routes import approval, broadcasts, deliveries, localisation, operations, series

__all__ = ["app", "approval", "broadcasts", "deliveries", "localisation", "operations", "series"]
