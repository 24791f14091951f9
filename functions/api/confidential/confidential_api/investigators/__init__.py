"""Pages of investigators under `/console/to-cao`: what their API does, for people.

A list tells no word. A denunciation is opened after the second factor only, and the look is written down
before anything is shown. No form is kept, no page is stored by a browser, lines of the log tell no address.
"""

from confidential_api.investigators import pages
from confidential_api.investigators.app import app

__all__ = ["app", "pages"]
