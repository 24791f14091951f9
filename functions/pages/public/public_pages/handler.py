"""Residents' pages: for everybody, without signing in, from rows that are public.

* `/`, `/d/UNIT`, `/tim-xa`: homes of the units, found by name, old or new, or by where somebody stands;
* `/d/UNIT/quan-tam`: the unit's account, with a QR code;
* `/muc/…`, `/lich`, `/bai/ITEM`, `/thoi-tiet`, of the province and, under `/d/UNIT`, of a unit: the library;
* the same ending in `.ics` or `.rss`: calendars and news that programs subscribe to;
* `/da-tra-loi`: cases whose answers were released; `/so-lieu`: figures that the province has released;
* `/huong-dan`, `/du-lieu`, `/ho-tro`, `/cach-xem`: help, and how a page is shown;
* `/zalo_verifier….html`, `/robots.txt`, `/sitemap….xml`: for machines;
* `/get_organization_api` and four more: the dialect of Zalo's official template (`civic_template.py`);
* `/assets/DIGEST/NAME`: what all pages link to, of officers' too.

Pages that people read are counted by unit and day (`reads`), without who they are; nothing else is written.
The search (`/tim`) is a page of the function `search`.
"""

from typing import Any

import loa  # noqa: F401 - first: while the rest loads, there is nothing to collect

# isort: split
from loa.web.pages import assets
from public_pages import civic_template, reads
from public_pages.app import app
from public_pages.routes import calendar, cases, feeds, figures, homes, items, sections, weather

# isort: split
from public_pages.routes import help_pages  # last: it takes every address of one word

__all__ = [
    "app",
    "calendar",
    "cases",
    "feeds",
    "figures",
    "handler",
    "help_pages",
    "homes",
    "items",
    "sections",
    "weather",
]


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway."""
    for_machines = assets.answer(event) or civic_template.answer(event)
    if for_machines:
        return for_machines
    answer = app.resolve(event, context)
    reads.note(event, answer)
    return answer
