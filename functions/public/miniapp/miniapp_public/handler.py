"""What residents' programs read without signing in: the library, answered cases, released figures.

Nobody is asked who they are, and nothing is written. The function's role reaches rows that were published and
nothing else. Answers carry an ETag: who has the newest one already gets 304 and no body.
"""

from typing import Any, Final

import loa  # noqa: F401 - first: while the rest loads, there is nothing to collect

# isort: split
from loa.web.freshness import fresh
from miniapp_public.app import app
from miniapp_public.routes import answered_cases, figures, library, weather  # noqa: F401 - they add themselves to `app`

FRESH_SECONDS: Final = 60
"""How long a phone may show an answer without asking again; what is taken down is gone after this."""


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway."""
    return fresh(event, app.resolve(event, context), seconds=FRESH_SECONDS)
