"""Surveys: answered once, namelessly; published as tables that give nobody away.

* `/khao-sat`: surveys that are open, or will be, or have been;
* `/khao-sat/ID`: the questions; after the survey its tables.
"""

from typing import Any

import loa  # noqa: F401 - first: while the rest loads, there is nothing to collect

# isort: split
from opinions_pages import surveys
from opinions_pages.app import app

__all__ = ["app", "handler", "surveys"]


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway."""
    return app.resolve(event, context)
