"""Requests of residents about their data: for JSON routes and pages alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from loa import clock
from loa.bootstrap import foundation, residents
from loa.foundation.officers.model import Officer, Permission, require
from loa.foundation.units.model import is_within, subtree_range
from loa.residents.data_requests import service
from loa.residents.data_requests.model import DataRequest
from loa.residents.data_requests.store import id_of
from loa.web.paging import Span, make_cursor, read_cursor


@dataclass(frozen=True, slots=True)
class Part[Item]:
    """A piece of a list.

    Attributes:
        items: in order.
        next: cursor of the next piece; None: there is none.
    """

    items: Sequence[Item]
    next: str | None


def may_handle(request_id: str, officer: Officer) -> DataRequest:
    """Return a request that the officer may handle.

    Raises:
        NotFound: there is none, or it is not theirs.
        NotAllowed: none of their roles permits it.
    """
    request = service.read(request_id, requests=residents.data_requests())
    require(officer, Permission.HANDLE_DATA_REQUESTS, present_unit(request))
    return request


def present_unit(request: DataRequest) -> str:
    """Whose the account is today: an account may have been taken from its unit since the request."""
    account = foundation.accounts().by_oa(request.person.oa_id)
    return account.unit_path if account else request.unit_path


def requests_below(path: str, *, limit: int, cursor: str | None) -> Part[DataRequest]:
    """Return requests of a unit and those below it, newest first within each unit; a part may be short."""
    start = read_cursor(cursor, Span(f"requests#{foundation.province()}", *subtree_range(path)))
    store = residents.data_requests()
    page = store.page(foundation.province(), path, limit=limit, start=start)
    kept = (store.get(id_of(row)) for row in page.rows)
    items = [request for request in kept if request and is_within(present_unit(request), path)]
    return Part(items, make_cursor(page.next_start))


def confirmed(request: DataRequest, officer: Officer) -> DataRequest:
    """Let an erasure begin that another officer wrote down.

    Raises:
        NotAllowed: the officer wrote it down.
        Conflict: it is no erasure that waits for it.
    """
    return service.confirm(
        request.id,
        by=officer.id,
        by_name=officer.name,
        requests=residents.data_requests(),
        calendar=foundation.calendar(),
        now=clock.now(),
    )


def ended(request: DataRequest, end: Callable[..., DataRequest]) -> DataRequest:
    """Return a request as `service.cancel` or `service.finish` has ended it."""
    return end(request.id, requests=residents.data_requests(), now=clock.now())
