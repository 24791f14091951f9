"""What all pages of the library share: the resolver, addresses, names of people."""

from collections.abc import Iterable
from typing import Final

from loa.bootstrap import foundation
from loa.foundation.units.model import ancestors
from loa.web.console.resolver import console

AREA: Final = "/console/noi-dung"

MAXIMUM_BODY: Final = 6_000_000
"""A file of 4 MB as API Gateway hands it over, in base64, and a little more."""

app = console(
    "library",
    area=AREA,
    dependencies=foundation.console_dependencies,
    takes_files=True,
    max_body_bytes=MAXIMUM_BODY,
)
app.max_fields = 1_000  # a body of a hundred parts, six fields each


def address_of(item_id: str) -> str:
    """Return the address of an item's page."""
    return f"{AREA}/{item_id}"


def names_of(officer_ids: Iterable[str], unit_path: str) -> dict[str, str]:
    """Return the names of officers of a unit or of those above it, by id; one request."""
    paths = [unit_path, *ancestors(unit_path)]
    return foundation.officers().named((path, each) for each in set(officer_ids) if each for path in paths)
