"""The JSON API of broadcasts: propose, look ahead, approve, schedule, follow, hold; words of each unit.

Every route asks one question first: may this officer do this to something of that unit? What lies
outside their unit and those below it is, for them, not there. POSTs take an `Idempotency-Key`.
"""

from typing import Any

import loa  # noqa: F401 - first: while the rest loads, there is nothing to collect
from broadcasts_api.app import app
from broadcasts_api.routes import (
    approval,  # noqa: F401 - each module of routes adds them to `app`
    broadcasts,  # noqa: F401 - as above
    deliveries,  # noqa: F401 - as above
    localisation,  # noqa: F401 - as above
    operations,  # noqa: F401 - as above
    series,  # noqa: F401 - as above
)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway."""
    return app.resolve(event, context)
