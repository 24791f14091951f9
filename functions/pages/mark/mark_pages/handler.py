"""The end of a try, and what comes after a round: the function that may read what is right.

* `/thi/ID/nop`: hands in; the same again changes nothing;
* `/thi/ID/cua-toi`: one's own entries; after the round what is right, with the provision's text, and a
  certificate to print (`?giay=N`), which `/thi/ID/ket-qua/N/giay/CODE` tells true from false;
* `/thi/ID/kien-nghi`: an objection to a question of one's own sheet, within its time;
* `/thi/ID/nhan-giai`: how a winner can be reached, for the unit's officers alone;
* `/thi/ID/ket-qua/N`, older editions under `…/ban/E`: who won, which communes took part;
* `/thi/ID/ket-qua/N/du-lieu.json`, `…/du-lieu/PART.json`: what anybody needs to draw the lot again;
* `/thi/ID/ket-qua/N/de.json`: what was sealed before the round, whose digest was public then.
"""

from typing import Any

import loa  # noqa: F401 - first: while the rest loads, there is nothing to collect

# isort: split
from mark_pages import results, routes
from mark_pages.app import app

__all__ = ["app", "handler", "results", "routes"]


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway."""
    return app.resolve(event, context)
