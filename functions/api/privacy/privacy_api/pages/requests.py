"""What residents ask about their data: the list, one request, what is kept about who asked."""

from typing import Any, Final

from loa import clock
from loa.foundation.officers.model import Permission, allowed
from loa.residents.data_requests import service
from loa.residents.data_requests.model import DataRequest, RequestKind, RequestState
from loa.web.api.routes import scope
from loa.web.console.lists import SOONEST
from loa.web.pages.resolver import Html
from privacy_api import texts
from privacy_api.data_requests import confirmed, ended, may_handle, requests_below
from privacy_api.pages.app import AREA, pages
from privacy_api.schemas import ShownDataRequest

ROWS: Final = 50
LOOKED_THROUGH: Final = 200
"""So many requests are looked through for today's work: the open ones are among the newest."""


@pages.get(AREA)
def show_requests() -> Html:
    """The requests of a unit and those below it."""
    query, officer = pages.current_event.query_string_parameters, pages.officer()
    path = scope(officer, Permission.HANDLE_DATA_REQUESTS, query.get("don-vi"))
    part = requests_below(path, limit=ROWS, cursor=query.get("trang"))
    return pages.page(
        "console/privacy/requests.html",
        rows=[_row(each) for each in part.items],
        next=part.next,
        path=path,
        may_read=allowed(officer, Permission.READ_READINGS, path),
    )


@pages.get(f"{AREA}/o-viec")
def show_todays() -> Html:
    """Requests that wait for an officer, for the page of today's work."""
    officer = pages.officer()
    path = scope(officer, Permission.HANDLE_DATA_REQUESTS, None)
    part = requests_below(path, limit=LOOKED_THROUGH, cursor=None)
    waiting = [each for each in part.items if _waits(each, officer.id)]
    rows = [_row(each) for each in sorted(waiting, key=lambda each: each.due)[:SOONEST]]
    return pages.live("console/privacy/today.html", seconds=600, rows=rows, count=len(waiting))


@pages.get(f"{AREA}/<request_id>")
def show_request(request_id: str) -> Html:
    """One request, and what can be done about it."""
    request, officer = may_handle(request_id, pages.officer()), pages.officer()
    return pages.page(
        "console/privacy/request.html",
        request=_row(request),
        is_open=request.state is RequestState.OPEN,
        is_erasure=request.kind is RequestKind.ERASE,
        may_stop=request.state in {RequestState.OPEN, RequestState.WAITING},
        may_confirm=request.needs_confirmation and request.by != officer.id,
        is_answered=request.state.is_answered,
    )


@pages.get(f"{AREA}/<request_id>/thong-tin")
def show_kept(request_id: str) -> Html:
    """Everything that is kept about who asked, to be shown to them; the second factor is asked for again."""
    from loa.dialogue.mini_app.shown import heading, readable  # noqa: PLC0415 - cold start
    from privacy_api.kept import kept_about  # noqa: PLC0415 - cold start

    request = may_handle(request_id, pages.officer())
    pages.require_recent_factor()
    text = pages.query("tu")
    part = kept_about(request, pages.officer(), int(text) if text.isdecimal() else 0)
    things = [(heading(where), readable(what)) for where, what in part.items]
    return pages.page("console/privacy/kept.html", request=_row(request), things=things, next=part.next)


@pages.post(f"{AREA}/<request_id>/duyet")
def confirm(request_id: str) -> Html:
    """Let an erasure begin that another officer wrote down."""
    request, officer = may_handle(request_id, pages.officer()), pages.officer()
    pages.require_recent_factor()
    return pages.done(lambda: confirmed(request, officer), to=f"{AREA}/{request_id}", say=texts.CONFIRMED)


@pages.post(f"{AREA}/<request_id>/dung")
def cancel(request_id: str) -> Html:
    """End a request because the resident has changed their mind."""
    request = may_handle(request_id, pages.officer())
    return pages.done(lambda: ended(request, service.cancel), to=f"{AREA}/{request_id}", say=texts.CANCELLED)


@pages.post(f"{AREA}/<request_id>/xong")
def finish(request_id: str) -> Html:
    """End a request that was answered."""
    request = may_handle(request_id, pages.officer())
    return pages.done(lambda: ended(request, service.finish), to=f"{AREA}/{request_id}", say=texts.FINISHED)


def _waits(request: DataRequest, officer_id: str) -> bool:
    """Return whether this officer can do something about it."""
    return request.state is RequestState.OPEN or (request.needs_confirmation and request.by != officer_id)


def _row(request: DataRequest) -> dict[str, Any]:
    """Return a request as templates show it: the words of the JSON, and instants that can be formatted."""
    return {
        **ShownDataRequest.of(request, clock.now()).model_dump(),
        "unit_name": pages.unit_name(request.unit_path),
        "requested_at": request.requested_at,
        "due": request.due,
        "next_at": request.next_at,
    }
