"""What all residents' pages share: the resolver, the layout, where a page stands."""

from typing import Any, Final

from loa.bootstrap import foundation, reading
from loa.errors import NotFound
from loa.web.pages.resolver import pages
from loa.web.public.places import PROVINCE, Place, place_of

FRESH_SECONDS: Final = 60
"""How long CloudFront shows a page without asking; what is taken back is gone after this."""


def _shared() -> dict[str, Any]:
    return {"here": PROVINCE, "public_url": reading.public_url()}


app = pages("public", layout="public/layout.html", context=_shared, in_shell=True)


def province() -> Place:
    """The province, where addresses without a unit stand."""
    return reading.places().province()


def place_at(unit: str) -> Place:
    """The unit at the part of an address after `/d/`.

    Raises:
        NotFound: none exists there today.
    """
    found = reading.places().at(unit, foundation.today())
    if found.unit is None:
        raise NotFound
    return place_of(found.unit)
