"""Residents' data: what they ask about it, who has read it, and the erasures that are due, every hour.

The same function answers officers and works: what erases in all tables and buckets is one role, and no other
function has it. It may be invoked twice and may die at any point: every step finds what is left.

Each half is loaded with the first request for it: pages, JSON, or the round.
"""

from typing import Any

import loa  # noqa: F401 - first: while the rest loads, there is nothing to collect
from loa.web.console.resolver import is_console


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway, or do what is due."""
    if is_console(event):
        from privacy_api.pages import pages  # noqa: PLC0415 - see above

        return pages.resolve(event, context)
    if "requestContext" in event:
        from privacy_api.routes import app  # noqa: PLC0415 - see above

        return app.resolve(event, context)
    from privacy_api.rounds import work_off  # noqa: PLC0415 - see above

    return work_off(context)
