"""Pages of the library in the console, under /console/noi-dung: one module for each page or small group."""

from library_api.pages import bulk, hosts, importing, lists, shelves, sources
from library_api.pages.app import app
from library_api.pages.files import choosing, shelf, uploads
from library_api.pages.item import audit, editing, one, placing

__all__ = [
    "app",
    "audit",
    "bulk",
    "choosing",
    "editing",
    "hosts",
    "importing",
    "lists",
    "one",
    "placing",
    "shelf",
    "shelves",
    "sources",
    "uploads",
]
