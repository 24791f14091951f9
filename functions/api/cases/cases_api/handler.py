"""Cases, as JSON and as pages of the console: enter, list, read, move, note, join, release, exchange.

Every route first checks whether the officer may do this to that case. Officers see the cases that are, or
were received, in their unit or below it, and act only where the case is now. All other cases appear not to
exist. POSTs take an `Idempotency-Key`; forms carry their own.

What JSON and pages share is loaded while the function starts; the models of the one, or the templates of the
other, with the first request for it.
"""

from typing import Any

from loa.web.console.resolver import is_console


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway."""
    if is_console(event):
        from cases_api import pages  # noqa: PLC0415 - see above

        return pages.app.resolve(event, context)
    from cases_api.routes import app  # noqa: PLC0415 - see above

    return app.resolve(event, context)
