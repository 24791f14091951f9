"""Conversations: what waits, what was written, replies, notes, canned answers: JSON for officers, and pages.

Every route first checks whether the officer may do this to a conversation that their unit handles. Anything
outside the officer's unit and those below it appears not to exist. POSTs take an `Idempotency-Key`; replies
and messages need one.

What JSON and pages share is loaded while the function starts; the models of the one, or the templates of the
other, with the first request for it: hardly an instance serves both in its first second.
"""

from typing import Any

import loa
import loa.dialogue.desk.service  # noqa: F401 - both need it
from loa.web.console.resolver import is_console


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway."""
    if is_console(event):
        from conversations_api.pages import pages  # noqa: PLC0415 - see above

        return pages.resolve(event, context)
    from conversations_api.routes import app  # noqa: PLC0415 - see above

    return app.resolve(event, context)
