"""The resolver of these pages."""

from typing import Any, Final

from loa.bootstrap import reading
from loa.web.pages.resolver import pages
from loa.web.public.places import PROVINCE

LARGEST_REQUEST: Final = 64 * 1024


def _shared() -> dict[str, Any]:
    return {"here": PROVINCE, "public_url": reading.public_url()}


app = pages(
    "opinions", layout="public/layout.html", context=_shared, private=True, max_body_bytes=LARGEST_REQUEST
)
