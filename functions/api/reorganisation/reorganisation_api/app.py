"""What all routes of this function share."""

from loa.bootstrap import foundation
from loa.web.api.resolver import api

app = api("reorganisation", requests=foundation.requests, deeds=foundation.deeds)
