"""Reorganisations: administrators of the province plan, approve and watch them; a schedule carries them out.

The same function answers people and works, as nothing else may change all these tables: `POST …/start` lets a
plan run, and every five minutes, or when an operator invokes it, the function goes on where it stopped.

Each half is loaded with the first request for it: pages, JSON, or the round, which knows all that is moved.
"""

from typing import Any

import loa  # noqa: F401 - first: while the rest loads, there is nothing to collect
from loa.web.console.resolver import is_console


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway, or go on with what runs."""
    if is_console(event):
        from reorganisation_api.pages import pages  # noqa: PLC0415 - see above

        return pages.resolve(event, context)
    if "requestContext" in event:
        from reorganisation_api.routes import app  # noqa: PLC0415 - see above

        return app.resolve(event, context)
    from reorganisation_api.rounds import work_off  # noqa: PLC0415 - see above

    return work_off(context)
