"""Units, who works there, account health, articles, notices: JSON for officers, and pages about accounts.

Every route asks one question first: may this officer do this to something of that unit? What lies
outside their unit and those below it is, for them, not there. POSTs take an `Idempotency-Key`.
"""

from typing import Any

import loa  # noqa: F401 - first: while the rest loads, there is nothing to collect
from loa.web.console.resolver import is_console
from officer_api.app import app
from officer_api.pages import pages
from officer_api.routes import (
    articles,  # noqa: F401 - each module of routes adds them to `app`
    notices,  # noqa: F401 - as above
    officers,  # noqa: F401 - as above
    units,  # noqa: F401 - as above
)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway."""
    return (pages if is_console(event) else app).resolve(event, context)
