"""What all routes of the officer API share: the resolver, and POSTs done once."""

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools.event_handler import Response

from loa.foundation.officers.model import Officer
from loa.web.api import routes
from loa.web.api.resolver import api
from loa.web.api.routes import ONCE, Cursor, Limit, UnitPath, Within, scope
from loa.web.schemas import Schema
from officer_api.dependencies import root

__all__ = ["ONCE", "Cursor", "Limit", "UnitPath", "Within", "app", "do_once", "scope"]

app = api("officer")


def do_once(officer: Officer, work: Callable[[], Schema], status: int = 200) -> Response[Any]:
    """Do a POST's work once per `Idempotency-Key`."""
    return routes.do_once(app, officer, work, requests=root().requests, status=status)
