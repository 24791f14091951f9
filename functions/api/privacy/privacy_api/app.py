"""What all routes of this API share: the resolver, the request of a path, POSTs done once."""

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools.event_handler import Response

from loa.foundation.officers.model import Officer, Permission, require
from loa.residents.data_requests import service
from loa.residents.data_requests.model import DataRequest
from loa.web.api import routes
from loa.web.api.resolver import api
from loa.web.schemas import Schema
from privacy_api.dependencies import root

app = api("privacy")


def do_once(officer: Officer, work: Callable[[], Schema], status: int = 200) -> Response[Any]:
    """Do a POST's work once per `Idempotency-Key`."""
    return routes.do_once(app, officer, work, requests=root().requests, status=status)


def found(request_id: str) -> tuple[Officer, DataRequest]:
    """The officer, and the request that they may handle.

    Raises:
        NotFound: there is none, or it is not theirs.
        NotAllowed: none of their roles permits it.
    """
    officer = app.officer()
    request = service.read(request_id, requests=root().stores.requests)
    # An account may have been taken from its unit: whose it is today handles what its residents ask.
    account = root().accounts.by_oa(request.person.oa_id)
    require(officer, Permission.HANDLE_DATA_REQUESTS, account.unit_path if account else request.unit_path)
    return officer, request
