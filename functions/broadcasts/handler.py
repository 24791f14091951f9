"""The JSON API of broadcasts: propose, look ahead, approve, schedule, follow, hold; words of each unit.

Every route asks one question first: may this officer do this to something of that unit? What lies
outside his unit and those below it is, for him, not there. POSTs take an `Idempotency-Key`.
"""

from typing import Any

import approval_routes  # noqa: F401 - each module of routes adds them to `app`

import loa  # noqa: F401 - first: while the rest loads, there is nothing to collect

import broadcast_routes  # noqa: F401 - as above
import delivery_routes  # noqa: F401 - as above
import flow_routes  # noqa: F401 - as above
import localisation_routes  # noqa: F401 - as above
import series_routes  # noqa: F401 - as above
from front import app


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway."""
    return app.resolve(event, context)
