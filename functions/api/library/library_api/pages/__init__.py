"""Pages of the library in the console, under /console/noi-dung: one module for each page or small group."""

from library_api.pages import editing, lists, one
from library_api.pages.app import app

__all__ = ["app", "editing", "lists", "one"]
