"""The JSON API of cases: enter, list, read, move, note, join, release, exchange.

Every route asks one question first: may this officer do this to that case? He sees what is, or was received,
in his unit or below it, and acts only where the case is now. What else there is looks, to him, as if it did
not exist. POSTs take an `Idempotency-Key`.
"""

from typing import Any

import loa  # noqa: F401 - first: while the rest loads, there is nothing to collect

import case_routes  # noqa: F401 - each module of routes adds them to `app`
import exchange_routes  # noqa: F401 - as above
import file_routes  # noqa: F401 - as above
import release_routes  # noqa: F401 - as above
import reminder_routes  # noqa: F401 - as above
import work_routes  # noqa: F401 - as above
from front import app


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway."""
    return app.resolve(event, context)
