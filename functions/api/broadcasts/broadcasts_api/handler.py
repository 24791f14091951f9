"""Broadcasts, as JSON and as pages: propose, look ahead, approve, schedule, follow, hold; words of each unit.

Every route asks one question first: may this officer do this to something of that unit? What lies
outside their unit and those below it is, for them, not there. POSTs take an `Idempotency-Key`; forms carry
their own.

What JSON and pages share is loaded while the function starts; the models of the one, or the templates of the
other, with the first request for it.
"""

from typing import Any

import loa
import loa.publishing.broadcasts.service  # noqa: F401 - both need it
from loa.web.console.resolver import is_console


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway."""
    if is_console(event):
        from broadcasts_api import pages  # noqa: PLC0415 - see above

        return pages.app.resolve(event, context)
    from broadcasts_api.routes import app  # noqa: PLC0415 - see above

    return app.resolve(event, context)
