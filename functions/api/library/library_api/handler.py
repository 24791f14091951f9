"""The JSON API of the library: officers write, check, approve, publish, place and withdraw items.

What residents read is written by the same transactions, into a table that other functions read.
"""

from typing import Any

import loa  # noqa: F401 - first: while the rest loads, there is nothing to collect
from library_api.app import app
from library_api.routes import (
    drafts,  # noqa: F401 - each module of routes adds them to `app`
    hosts,  # noqa: F401 - as above
    items,  # noqa: F401 - as above
    lists,  # noqa: F401 - as above
    media,  # noqa: F401 - as above
    searches,  # noqa: F401 - as above
    steps,  # noqa: F401 - as above
    uploads,  # noqa: F401 - as above
)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway."""
    return app.resolve(event, context)
