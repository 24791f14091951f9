"""Pages of the library in the console, under /console/noi-dung: one module for each page or small group."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from library_api.pages import importing, lists, searching, shelves, sites
from library_api.pages.app import app
from library_api.pages.files import choosing, shelf, uploads
from library_api.pages.item import audit, editing, one, placing
from loa.bootstrap import publishing, reading
from loa.web.pages.resolver import Pages
from loa.web.public.previews import is_preview, previews

__all__ = [
    "app",
    "audit",
    "choosing",
    "editing",
    "importing",
    "lists",
    "one",
    "placing",
    "resolve",
    "searching",
    "shelf",
    "shelves",
    "sites",
    "uploads",
]


def resolve(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    """Answer an officer; or whoever has the link of a preview, without asking who it is."""
    return (_previews() if is_preview(event) else app).resolve(event, context)


@cache
def _previews() -> Pages:
    return previews(publishing.library_reader, reading.places().by_path, reading.public_url())
