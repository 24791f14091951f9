"""The JSON API of officers for conversations: what waits, what was written, replies, notes, canned answers.

Every route asks one question first: may this officer do this to a conversation that this unit handles? What
lies outside his unit and those below it is, for him, not there. POSTs take an `Idempotency-Key`; replies and
messages need one.
"""

from typing import Any

import on_call_routes  # noqa: F401 - as above

import loa  # noqa: F401 - first: while the rest loads, there is nothing to collect

import canned_routes  # noqa: F401 - each module of routes adds them to `app`
import conversation_routes  # noqa: F401 - as above
import message_routes  # noqa: F401 - as above
import reply_routes  # noqa: F401 - as above
from front import app


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway."""
    return app.resolve(event, context)
