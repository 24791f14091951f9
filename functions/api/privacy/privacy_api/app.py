"""What all routes of this API share: the resolver, the request of a path, POSTs done once."""

from loa.bootstrap import erasure, foundation
from loa.foundation.officers.model import Officer, Permission, require
from loa.residents.data_requests import service
from loa.residents.data_requests.model import DataRequest
from loa.web.api.resolver import api

app = api("privacy", requests=foundation.requests)


def found(request_id: str) -> tuple[Officer, DataRequest]:
    """The officer, and the request that they may handle.

    Raises:
        NotFound: there is none, or it is not theirs.
        NotAllowed: none of their roles permits it.
    """
    officer = app.officer()
    request = service.read(request_id, requests=erasure.stores().requests)
    require(officer, Permission.HANDLE_DATA_REQUESTS, present_unit(request))
    return officer, request


def present_unit(request: DataRequest) -> str:
    """Whose the account is today: an account may have been taken from its unit since the request."""
    account = foundation.accounts().by_oa(request.person.oa_id)
    return account.unit_path if account else request.unit_path
