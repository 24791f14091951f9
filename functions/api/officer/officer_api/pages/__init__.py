"""Pages of the console about accounts."""

from officer_api.pages import account, accounts
from officer_api.pages.app import pages

__all__ = ["account", "accounts", "pages"]
