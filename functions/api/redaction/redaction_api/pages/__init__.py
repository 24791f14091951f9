"""The page of the console on which a person covers parts of a picture."""

from redaction_api.pages import cover
from redaction_api.pages.app import app

__all__ = ["app", "cover"]
