"""What all routes of the library API share: the resolver, and identifiers of what a repeatable POST makes."""

from loa.bootstrap import foundation
from loa.foundation.officers.model import Officer
from loa.web.api.resolver import api
from loa.web.api.routes import ONCE, Cursor, Limit, UnitPath, scope
from loa.web.idempotency import stable_id

__all__ = ["ONCE", "Cursor", "Limit", "UnitPath", "app", "identifier_for", "scope"]

app = api("library", requests=foundation.requests, deeds=foundation.deeds)


def identifier_for(officer: Officer) -> str | None:
    """The identifier of what a request makes: the same one each time it comes; None: it has no key."""
    request = app.repeatable(officer.id)
    return stable_id(request)[:22] if request.key else None
