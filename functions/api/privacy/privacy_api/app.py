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
    # An account may have been taken from its unit: whose it is today handles what its residents ask.
    account = foundation.accounts().by_oa(request.person.oa_id)
    require(officer, Permission.HANDLE_DATA_REQUESTS, account.unit_path if account else request.unit_path)
    return officer, request
