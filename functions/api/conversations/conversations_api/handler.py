"""The JSON API of officers for conversations: what waits, what was written, replies, notes, canned answers.

Every route first checks whether the officer may do this to a conversation that their unit handles. Anything
outside the officer's unit and those below it appears not to exist. POSTs take an `Idempotency-Key`; replies
and messages need one.
"""

from typing import Any

import loa  # noqa: F401 - first: while the rest loads, there is nothing to collect
from conversations_api.app import app
from conversations_api.routes import (
    canned_answers,  # noqa: F401 - each module of routes adds them to `app`
    messages,  # noqa: F401 - as above
    on_call,  # noqa: F401 - as above
    replies,  # noqa: F401 - as above
    worklists,  # noqa: F401 - as above
)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway."""
    return app.resolve(event, context)
