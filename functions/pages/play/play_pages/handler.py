"""Contests on knowledge of the law, up to the start of a try. This function cannot read what is right.

* `/thi`: contests that are open, or will be, or have been;
* `/thi/ID`: what it is about, its rounds, the way to start;
* `/thi/ID/bat-dau`: begins a try: one conditional write;
* `/thi/ID/bai`: the questions of the try that is open.
"""

from typing import Any

import loa  # noqa: F401 - first: while the rest loads, there is nothing to collect

# isort: split
from play_pages import routes
from play_pages.app import app

__all__ = ["app", "handler", "routes"]


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway."""
    return app.resolve(event, context)
