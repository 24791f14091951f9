"""The JSON API of officers: units, who works there, account health, articles, notices.

Every route asks one question first: may this officer do this to something of that unit? What lies
outside their unit and those below it is, for them, not there. POSTs take an `Idempotency-Key`.
"""

from typing import Any

import loa  # noqa: F401 - first: while the rest loads, there is nothing to collect
from officer_api.app import app
from officer_api.routes import (
    articles,  # noqa: F401 - each module of routes adds them to `app`
    notices,  # noqa: F401 - as above
    officers,  # noqa: F401 - as above
    units,  # noqa: F401 - as above
)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway."""
    return app.resolve(event, context)
