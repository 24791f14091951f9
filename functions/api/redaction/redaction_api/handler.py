"""Redaction of case pictures by a person before publication.

* `POST /cases/{id}/pictures` by an officer who may release the case: marked areas become black, hidden
  data is removed, and the officer gets the result to check. Nothing becomes public here: a release does it.
* `/console/vu-viec/{id}/che-anh`: the same on a page, by mouse, finger, or numbers.

The cases function needs neither the picture library nor picture bytes; this one changes no case.
"""

from typing import Any

import loa  # noqa: F401 - first: while the rest loads, there is nothing to collect
from loa.web.console.resolver import is_console


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway; models or templates are loaded with the first request for them."""
    if is_console(event):
        from redaction_api import pages  # noqa: PLC0415 - see above

        return pages.app.resolve(event, context)
    from redaction_api.routes import app  # noqa: PLC0415 - see above

    return app.resolve(event, context)
