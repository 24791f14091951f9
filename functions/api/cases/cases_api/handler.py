"""Cases, as JSON and as pages of the console: enter, list, read, move, note, join, release, exchange.

Every route first checks whether the officer may do this to that case. Officers see the cases that are, or
were received, in their unit or below it, and act only where the case is now. All other cases appear not to
exist. POSTs take an `Idempotency-Key`.
"""

from typing import Any

import loa  # noqa: F401 - first: while the rest loads, there is nothing to collect
from cases_api.app import app
from cases_api.routes import (
    cases,  # noqa: F401 - each module of routes adds them to `app`
    exchange,  # noqa: F401 - as above
    files,  # noqa: F401 - as above
    lists,  # noqa: F401 - as above
    publication,  # noqa: F401 - as above
    reminders,  # noqa: F401 - as above
    work,  # noqa: F401 - as above
)
from loa.web.console.resolver import is_console


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway."""
    if is_console(event):
        # What pages need is loaded with the first of them: JSON does not wait for it.
        from cases_api.pages import app as pages  # noqa: PLC0415 - see above

        return pages.resolve(event, context)
    return app.resolve(event, context)
