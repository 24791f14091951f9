"""The two resolvers of the entrance: for whoever is not signed in yet, and for officers who are."""

from collections.abc import Mapping
from typing import Any, Final

from loa.web.console.navigation import HOME, KEEP_DRAFT, SIGN_IN
from loa.web.console.resolver import console
from loa.web.pages.resolver import pages
from session_pages.dependencies import console_dependencies

FORGOTTEN: Final = "/console/quen-mat-khau"
RESET: Final = "/console/dat-lai-mat-khau"

MAXIMUM_BODY: Final = 6_000_000
"""The largest form of any area: its session may have ended while somebody chose a picture (`KEEP_DRAFT`)."""

entrance = pages(
    "session",
    layout="console/entrance.html",
    context=lambda: {"way_back": SIGN_IN},
    takes_files=True,
    max_body_bytes=MAXIMUM_BODY,
)
app = console("session", area=HOME, dependencies=console_dependencies)


_OPEN: Final = (SIGN_IN, FORGOTTEN, RESET, KEEP_DRAFT)


def is_entrance(event: Mapping[str, Any]) -> bool:
    """Return whether an event asks for a page that needs no session."""
    path = str(event.get("rawPath", ""))
    return any(path == start or path.startswith(f"{start}/") for start in _OPEN)
