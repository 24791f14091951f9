"""The form of residents, and the pages of the cases that come of it: for everybody, without signing in.

* `/phan-anh`, `/d/UNIT/phan-anh`: the form, with pictures; sent twice it is one case;
* `/theo-doi`: where a case stands, by its code; more with the digits that only its reporter has;
* `/theo-doi/LINK`: the page of a case, for whoever has the link: answer, words, rating, reopening;
* `/theo-doi/LINK/thong-tin`: what is held about its reporter, for who knows the telephone number in it;
* `/theo-doi/LINK/bien-nhan`: the receipt, to be written down or printed;
* `/feedback_api` and three more: what Mini Apps of Zalo's official template send (`template/`).

No word of a resident reaches a log.
"""

from typing import Any

import loa  # noqa: F401 - first: while the rest loads, there is nothing to collect

# isort: split
from petitions_pages.app import app
from petitions_pages.routes import form, own_data, progress
from petitions_pages.template import answers

__all__ = ["app", "form", "handler", "own_data", "progress"]


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway."""
    return answers.answer(event) or app.resolve(event, context)
