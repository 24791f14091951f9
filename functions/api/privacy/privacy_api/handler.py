"""Residents' data: what they ask about it, who has read it, and the erasures that are due, every hour.

The same function answers officers and works: what erases in all tables and buckets is one role, and no other
function has it. It may be invoked twice and may die at any point: every step finds what is left.
"""

from typing import Any

import loa  # noqa: F401 - first: while the rest loads, there is nothing to collect
from loa.web.console.resolver import is_console
from privacy_api.app import app
from privacy_api.pages import pages
from privacy_api.rounds import work_off
from privacy_api.routes import (
    readings,  # noqa: F401 - each module of routes adds them to `app`
    requests,  # noqa: F401 - as above
)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway, or do what is due."""
    if "requestContext" in event:
        return (pages if is_console(event) else app).resolve(event, context)
    return work_off(context)
