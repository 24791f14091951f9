"""What all JSON routes of this function share: the resolver, and the request of a path."""

from loa.bootstrap import foundation
from loa.foundation.officers.model import Officer
from loa.residents.data_requests.model import DataRequest
from loa.web.api.resolver import api
from privacy_api.data_requests import may_handle

app = api("privacy", requests=foundation.requests, deeds=foundation.deeds)


def found(request_id: str) -> tuple[Officer, DataRequest]:
    """The officer, and the request that they may handle.

    Raises:
        NotFound: there is none, or it is not theirs.
        NotAllowed: none of their roles permits it.
    """
    officer = app.officer()
    return officer, may_handle(request_id, officer)
