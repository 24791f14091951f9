"""Pages of the console about residents' data."""

from privacy_api.pages import readings, requests
from privacy_api.pages.app import pages

__all__ = ["pages", "readings", "requests"]
