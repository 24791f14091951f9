"""What all pages of officers about participation share."""

from typing import Final

from loa.bootstrap.foundation import console_dependencies
from loa.web.console.resolver import console

AREA: Final = "/console/tham-gia"
_DIGITS: Final = 9

LARGEST_REQUEST: Final = 6 * 1024 * 1024
"""Bytes: a draft law as a file, and all that Lambda hands over."""

app = console(
    "participation",
    area=AREA,
    dependencies=console_dependencies,
    takes_files=True,
    max_body_bytes=LARGEST_REQUEST,
)


def seen_version() -> int:
    """Return the version that the officer saw, as the form says: 0, which nothing has, if it does not."""
    return whole_number(next(iter(app.form_data().get("version", ())), ""))


def whole_number(text: str) -> int:
    """Return the number in a text of digits; 0 for any other."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < _DIGITS else 0
