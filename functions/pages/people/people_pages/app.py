"""What all pages about people share."""

from typing import Final

from loa.bootstrap.foundation import console_dependencies
from loa.web.console.resolver import console

AREA: Final = "/console/can-bo"

app = console("people", area=AREA, dependencies=console_dependencies, takes_files=True)
