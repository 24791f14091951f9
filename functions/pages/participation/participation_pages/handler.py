"""Contests and surveys: prepared, checked by a second person, published, counted.

* `/console/tham-gia`: the list, and drafts of any kind (`/moi`);
* `/console/tham-gia/ID…`: one of them;
* `/console/tham-gia/cau-hoi…`: the bank of questions of contests.
"""

from typing import Any

import loa  # noqa: F401 - first: while the rest loads, there is nothing to collect

# isort: split
from participation_pages import campaigns, contests, surveys
from participation_pages.app import app

__all__ = ["app", "campaigns", "contests", "handler", "surveys"]


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway."""
    return app.resolve(event, context)
