"""JSON routes, one module for each resource; each adds its own to `app`."""

from cases_api.app import app
from cases_api.routes import cases, exchange, files, lists, publication, reminders, work

__all__ = ["app", "cases", "exchange", "files", "lists", "publication", "reminders", "work"]
