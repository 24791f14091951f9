"""The library, as JSON and as pages: officers write, check, approve, publish, place and withdraw items.

What residents read is written by the same transactions, into a table that other functions read.

What JSON and pages share is loaded while the function starts; the models of the one, or the templates of the
other, with the first request for it.
"""

from typing import Any

import loa
import loa.publishing.library.editing.service  # noqa: F401 - both need it
from loa.web.console.resolver import is_console


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway."""
    if is_console(event):
        from library_api.pages import resolve  # noqa: PLC0415 - see above

        return resolve(event, context)
    from library_api.routes import app  # noqa: PLC0415 - see above

    return app.resolve(event, context)
