"""Reorganisations: administrators of the province plan, approve and watch them; a schedule carries them out.

The same function answers people and works, as nothing else may change all these tables: `POST …/start` lets a
plan run, and every five minutes, or when an operator invokes it, the function goes on where it stopped.
"""

from typing import Any

import loa  # noqa: F401 - first: while the rest loads, there is nothing to collect
from loa.web.console.resolver import is_console
from reorganisation_api.app import app
from reorganisation_api.pages import pages
from reorganisation_api.rounds import work_off
from reorganisation_api.routes import plans  # noqa: F401 - it adds its routes to `app`


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway, or go on with what runs."""
    if "requestContext" in event:
        return (pages if is_console(event) else app).resolve(event, context)
    return work_off(context)
