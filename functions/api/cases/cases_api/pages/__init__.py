"""Pages of cases in the console, under /console/vu-viec: one module for each page or small group."""

from cases_api.pages import canned, entry, lists, one, release
from cases_api.pages.app import app
from cases_api.pages.exchange import files

__all__ = ["app", "canned", "entry", "files", "lists", "one", "release"]
