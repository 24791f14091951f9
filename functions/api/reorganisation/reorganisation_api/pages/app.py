"""What the pages about reorganisations share."""

from datetime import date
from typing import Final

from loa.bootstrap import foundation
from loa.errors import NotFound
from loa.foundation.officers.store import KnownOfficer
from loa.reorganisation.access import may_reorganise
from loa.web.console.resolver import console

AREA: Final = "/console/sap-xep"

pages = console("reorganisation", area=AREA, dependencies=foundation.console_dependencies)


def administrator() -> KnownOfficer:
    """Return who asks.

    Raises:
        NotFound, NotAllowed: they are no administrator of the province.
    """
    officer = pages.officer()
    may_reorganise(officer, foundation.province())
    return officer


def day_of(text: str) -> date:
    """Return the day in an address.

    Raises:
        NotFound: it is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound from None


def address(on: date, rest: str = "") -> str:
    """Return the address of a reorganisation, or of a page of it."""
    return f"{AREA}/{on.isoformat()}{rest}"
