"""Requests of residents about their data: asked in chat, by withdrawing, or through an officer.

    ask(Kind.ERASE, Cause.CHAT, person, …)      what a conversation calls when somebody wants to be erased

The same origin is the same request, however often it comes.
"""

import hashlib
from dataclasses import replace
from datetime import datetime

from loa.errors import Conflict, NotAllowed, NotFound
from loa.foundation.working_time.model import WorkingCalendar
from loa.ids import is_id
from loa.personal_data import Person
from loa.residents.data_requests import texts
from loa.residents.data_requests.model import (
    DataRequest,
    RequestCause,
    RequestKind,
    RequestState,
    begins_at,
    check_turn,
    due_of,
)
from loa.residents.data_requests.store import DataRequestStore


def ask(  # noqa: PLR0913 - who asks, for whom, and why
    kind: RequestKind,
    cause: RequestCause,
    person: Person,
    *,
    unit_path: str,
    origin: str,
    requests: DataRequestStore,
    calendar: WorkingCalendar,
    now: datetime,
    by: str = "",
    by_name: str = "",
) -> DataRequest:
    """Keep a request; a repetition gives the one that is there.

    An erasure begins after a working day in which the resident may still say no; one that an officer has
    written down not before a second officer has confirmed it (`confirm`).

    Args:
        kind: what is wanted.
        cause: where it comes from.
        person: whose data.
        unit_path: the unit of the account.
        origin: names what asks for it, such as the id of an event; the same origin is asked once.
        requests: where requests are kept.
        calendar: whose working days count.
        now: when the resident asked.
        by: id of the officer who writes it down.
        by_name: their name.
    """
    begins = kind is RequestKind.ERASE and cause is not RequestCause.OFFICER
    request = DataRequest(
        id=hashlib.sha256(f"data request {origin}".encode()).hexdigest()[:22],
        kind=kind,
        cause=cause,
        state=RequestState.WAITING if kind is RequestKind.ERASE else RequestState.OPEN,
        person=person,
        unit_path=unit_path,
        requested_at=now,
        due=due_of(now, calendar),
        by=by,
        by_name=by_name,
        next_at=begins_at(now, calendar) if begins else None,
    )
    return request if requests.add(request) else read(request.id, requests=requests)


def read(request_id: str, *, requests: DataRequestStore) -> DataRequest:
    """A request.

    Raises:
        NotFound: there is none.
    """
    request = requests.get(request_id) if is_id(request_id) else None  # nosec B113 - a table, not the library
    if request is None:
        raise NotFound(texts.NOT_FOUND)
    return request


def confirm(
    request_id: str,
    *,
    by: str,
    by_name: str,
    requests: DataRequestStore,
    calendar: WorkingCalendar,
    now: datetime,
) -> DataRequest:
    """Let an erasure begin that another officer wrote down; nothing happens when they confirmed it before.

    It begins when the working day after the resident's wish is over, or now if that is later.

    Raises:
        NotAllowed: who wrote it down cannot confirm it.
        Conflict: it is no erasure that waits for it, or somebody else was faster.
    """
    request = read(request_id, requests=requests)
    if request.confirmed_by == by:
        return request
    if not request.needs_confirmation:
        raise Conflict(texts.NOTHING_TO_CONFIRM)
    if request.by == by:
        raise NotAllowed(texts.SECOND_PERSON)
    confirmed = replace(
        request,
        confirmed_by=by,
        confirmed_by_name=by_name,
        next_at=max(now, begins_at(request.requested_at, calendar)),
        version=request.version + 1,
    )
    requests.turn(request, confirmed)
    return confirmed


def cancel(request_id: str, *, requests: DataRequestStore, now: datetime) -> DataRequest:
    """End a request that has not begun; nothing happens when it was cancelled before.

    Raises:
        Conflict: it has begun.
    """
    return _end(request_id, RequestState.CANCELLED, requests=requests, now=now)


def keep(person: Person, *, requests: DataRequestStore, now: datetime) -> bool:
    """End the erasures of a resident that have not begun, if there are any: they have changed their mind.

    Raises:
        Conflict: one has begun meanwhile.
    """
    waiting = [cancel(request_id, requests=requests, now=now) for request_id in requests.waiting(person)]
    return bool(waiting)


def finish(request_id: str, *, requests: DataRequestStore, now: datetime) -> DataRequest:
    """Say that the resident has been answered: has seen, or had corrected, what is kept.

    Raises:
        Conflict: it is an erasure, or over.
    """
    return _end(request_id, RequestState.DONE, requests=requests, now=now)


def _end(request_id: str, state: RequestState, *, requests: DataRequestStore, now: datetime) -> DataRequest:
    request = read(request_id, requests=requests)
    if request.state is state:
        return request
    check_turn(request.state, state)
    ended = replace(request, state=state, done_at=now, next_at=None, version=request.version + 1)
    requests.turn(request, ended)
    return ended
