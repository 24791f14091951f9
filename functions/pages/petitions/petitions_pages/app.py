"""What all pages of this function share: the resolver, the units, the use cases."""

from typing import Any, Final

from loa import clock
from loa.bootstrap import dialogue, foundation, reading
from loa.dialogue.petitions.service import PetitionService
from loa.web.pages.resolver import pages
from loa.web.public.places import PROVINCE, Place, place_of
from loa.worker import nobody_on_call

LARGEST_REQUEST: Final = 6 * 1024 * 1024
"""Bytes. Lambda hands over no more: whatever reaches us is read, so that nothing typed is lost."""


def _shared() -> dict[str, Any]:
    return {"here": PROVINCE, "public_url": reading.public_url()}


app = pages(
    "petitions",
    layout="public/layout.html",
    context=_shared,
    private=True,
    in_shell=True,
    takes_files=True,
    max_body_bytes=LARGEST_REQUEST,
)


def petitions() -> PetitionService:
    """Return the use cases."""
    return dialogue.petitions(nobody_on_call)


def place_at(path: str) -> Place:
    """Return the unit at a path, as it is called today."""
    return reading.places().by_path(path)


def unit_at_address(address: str) -> Place | None:
    """Return the unit at the part of an address after `/d/`; None: none exists there today."""
    found = reading.places().at(address, foundation.today())
    return place_of(found.unit) if found.unit else None


def today() -> Any:
    """Return the day in Vietnam."""
    return clock.local_day(clock.now())
