"""The resolver of the page: it stands under the case, in the area of cases."""

from typing import Final

from loa.bootstrap import foundation
from loa.web.console.resolver import console

AREA: Final = "/console/vu-viec"

app = console("redaction", area=AREA, dependencies=foundation.console_dependencies)
