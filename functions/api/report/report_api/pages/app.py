"""What the pages of reports share."""

from typing import Final

from loa.bootstrap.foundation import console_dependencies
from loa.web.console.resolver import console

AREA: Final = "/console/bao-cao"

pages = console("report", area=AREA, dependencies=console_dependencies)
