"""Requests of residents about their data, and who has read what: for JSON routes and pages alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from loa import clock
from loa.bootstrap import foundation, residents
from loa.foundation.officers.model import Officer, Permission, require
from loa.foundation.readings.model import Reading, ReadKind, is_shown, may_see
from loa.foundation.readings.store import partition_of, reading_from
from loa.foundation.units.model import is_within, subtree_range
from loa.residents.data_requests import service
from loa.residents.data_requests.model import DataRequest
from loa.residents.data_requests.store import id_of
from loa.text.folding import fold
from loa.web.paging import Span, make_cursor, read_cursor

LOOKED_THROUGH: Final = 2_000
"""Records of readings in one Query, when only some of them are wanted: less than its megabyte."""


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


def readings_below(
    path: str,
    officer: Officer,
    day: date,
    *,
    limit: int,
    cursor: str | None,
    name: str = "",
    kind: ReadKind | None = None,
) -> Part[Reading]:
    """Return who read what below a unit on a day, as far as it is shown to the officer; a part may be short.

    One Query: who asks for a name or a kind looks through `LOOKED_THROUGH` records at once.

    Args:
        path: the unit on top.
        officer: who asks.
        day: in Vietnam.
        limit: how many at most.
        cursor: where the part begins.
        name: of who read, or a part of it, with or without marks; empty: everybody.
        kind: of what was read; None: everything.

    Raises:
        NotFound, NotAllowed: the officer may not see it.
    """
    may_see(officer, path)
    province, words = foundation.province(), fold(name).split()
    start = read_cursor(cursor, Span(partition_of(province, day), *subtree_range(path)))
    wanted = LOOKED_THROUGH if words or kind else limit
    page = foundation.readings().page(province, path, day, limit=wanted, start=start)
    items: list[Reading] = []
    for row in page.rows:
        each = reading_from(row)
        fits = kind in {None, each.what} and all(word in fold(each.officer_name) for word in words)
        if fits and is_shown(officer, each.officer_path):
            items.append(each)
            if len(items) == limit and row is not page.rows[-1]:
                return Part(items, make_cursor({"partition": row["partition"], "sort": row["sort"]}))
    return Part(items, make_cursor(page.next_start))
