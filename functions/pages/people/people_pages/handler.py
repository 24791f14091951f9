"""Officers of a unit and of those below, for administrators: the only function that may write the user pool.

* `/console/can-bo`: the list, and roles that wait for a second administrator;
* `/console/can-bo/them`, `/nhieu`, `/phieu`: one more, many from a sheet, slips with temporary passwords;
* `/console/can-bo/UNIT/OFFICER…`: one of them;
* `/console/can-bo/mang-luoi…`: the people of the network, who is missing, and what is sent to them.
"""

from typing import Any

import loa  # noqa: F401 - first: while the rest loads, there is nothing to collect

# isort: split
from people_pages import lists, network, person
from people_pages.app import app

__all__ = ["app", "handler", "lists", "network", "person"]


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway."""
    return app.resolve(event, context)
