"""Pages of the console about reorganisations."""

from reorganisation_api.pages import plans, steps
from reorganisation_api.pages.app import pages

__all__ = ["pages", "plans", "steps"]
