"""The resolver of the pages at the end of a try and after a round."""

from typing import Any, Final

from loa.bootstrap import reading
from loa.web.pages.resolver import pages
from loa.web.public.places import PROVINCE

LARGEST_REQUEST: Final = 16 * 1024


def _shared() -> dict[str, Any]:
    return {"here": PROVINCE, "public_url": reading.public_url()}


app = pages(
    "mark", layout="public/layout.html", context=_shared, private=True, max_body_bytes=LARGEST_REQUEST
)
