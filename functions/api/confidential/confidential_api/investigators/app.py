"""The resolver of the investigators' pages."""

from functools import cache
from typing import TYPE_CHECKING, Final

from loa.bootstrap import casework, foundation
from loa.web.console.resolver import console

if TYPE_CHECKING:
    from loa.web.console.dependencies import ConsoleDependencies

AREA: Final = "/console/to-cao"


@cache
def console_dependencies() -> "ConsoleDependencies":
    """Return what pages work with; where a form led is kept under the key of the denunciations."""
    from loa.web.console.dependencies import ConsoleDependencies  # noqa: PLC0415 - of pages alone

    return ConsoleDependencies(
        foundation.sessions(),
        foundation.officers(),
        foundation.unit_names(),
        casework.confidential_requests(),
    )


app = console("confidential", area=AREA, dependencies=console_dependencies)
