"""What the pages about accounts share."""

from typing import Final

from loa.bootstrap.foundation import console_dependencies
from loa.web.console.resolver import console

AREA: Final = "/console/tai-khoan"

pages = console("officer", area=AREA, dependencies=console_dependencies)
