"""Pages of the library in the console, under /console/noi-dung: one module for each page or small group."""

from library_api.pages import hosts, importing, lists, media, shelves, sources
from library_api.pages.app import app
from library_api.pages.item import editing, one, placing

__all__ = ["app", "editing", "hosts", "importing", "lists", "media", "one", "placing", "shelves", "sources"]
