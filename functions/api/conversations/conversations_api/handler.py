"""The JSON API of officers for conversations: what waits, what was written, replies, notes, canned answers.

Every route asks one question first: may this officer do this to a conversation that this unit handles? What
lies outside his unit and those below it is, for him, not there. POSTs take an `Idempotency-Key`; replies and
messages need one.
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
