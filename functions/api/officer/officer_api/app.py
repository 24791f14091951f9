"""What all routes of the officer API share: the resolver, parameters, the unit that a request is about."""

from loa.bootstrap import foundation
from loa.web.api.resolver import api
from loa.web.api.routes import ONCE, Cursor, Limit, UnitPath, Within, scope

__all__ = ["ONCE", "Cursor", "Limit", "UnitPath", "Within", "app", "scope"]

app = api("officer", requests=foundation.requests, deeds=foundation.deeds)
