"""What the pages about residents' data share."""

from typing import Final

from loa.bootstrap.foundation import console_dependencies
from loa.web.console.resolver import console

AREA: Final = "/console/du-lieu"

pages = console("privacy", area=AREA, dependencies=console_dependencies)
