"""Surveys: answered once, namelessly; published as tables that give nobody away. Opinions on drafts.

* `/khao-sat`: surveys that are open, or will be, or have been;
* `/khao-sat/ID`: the questions; after the survey its tables;
* `/gop-y`: drafts on which opinions are asked for, of one unit with `?xa=`;
* `/gop-y/ID`: a draft with its articles; at the end the answers;
* `/gop-y/ID/dieu/NODE`, `/gop-y/ID/y-kien/NODE`: an article, and what somebody thinks of a part of it;
* `/gop-y/ID/ban-hanh/NODE`: an article as it was adopted, beside the one on which opinions were asked for;
* `/gop-y/cua-toi`: what a browser without Zalo took part in, to be taken along and erased.
"""

from typing import Any

import loa  # noqa: F401 - first: while the rest loads, there is nothing to collect

# isort: split
from opinions_pages import consultations, final, own, surveys
from opinions_pages.app import app

__all__ = ["app", "consultations", "final", "handler", "own", "surveys"]


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway."""
    return app.resolve(event, context)
