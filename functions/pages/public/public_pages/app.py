"""What all residents' pages share: the resolver, the layout, where a page stands."""

from typing import Any, Final

from loa.web.pages.resolver import pages
from loa.web.public.places import PROVINCE
from public_pages.dependencies import root

FRESH_SECONDS: Final = 60
"""How long CloudFront shows a page without asking; what is taken back is gone after this."""


def _shared() -> dict[str, Any]:
    return {"here": PROVINCE, "public_url": root().public_url}


app = pages("public", layout="public/layout.html", context=_shared, in_shell=True)
