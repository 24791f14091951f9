"""The console's pages of reports."""

from report_api.pages import (
    activity,  # noqa: F401 - each module of pages adds them to `pages`
    cases,  # noqa: F401 - likewise
    consultations,  # noqa: F401 - likewise
    contests,  # noqa: F401 - likewise
    network,  # noqa: F401 - likewise
    release,  # noqa: F401 - likewise
    surveys,  # noqa: F401 - likewise
)
from report_api.pages.app import pages

__all__ = ["pages"]
