"""Pages of the area Tin nhắn: what waits, one conversation, canned answers, who is on call."""

from conversations_api.pages import (
    acts,  # noqa: F401 - each module adds its routes to `pages`
    canned_answers,  # noqa: F401 - as above
    handing,  # noqa: F401 - as above
    lists,  # noqa: F401 - as above
    on_call,  # noqa: F401 - as above
    threads,  # noqa: F401 - as above
)
from conversations_api.pages.app import pages

__all__ = ["pages"]
