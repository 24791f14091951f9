"""Cases whose answers were released: read by everybody, written by nobody here."""

from typing import Final

from loa import clock
from loa.bootstrap import foundation, reading
from loa.casework.cases.rows.public_list import partition_of
from loa.errors import NotFound
from loa.web.pages.resolver import Html
from loa.web.paging import Span, make_cursor, read_cursor
from loa.web.public.places import place_of
from public_pages.app import FRESH_SECONDS, app, province

PAGE: Final = 10


@app.get("/da-tra-loi")
def answered_cases() -> Html:
    """Answered cases of the province or of a unit (`?xa=17506`), newest first."""
    query = app.current_event.query_string_parameters
    found = reading.places().at(query.get("xa", ""), foundation.today())
    here = place_of(found.unit) if found.unit else province()
    path = here.path or foundation.province()
    start = read_cursor(query.get("tu"), Span(partition_of(path)))
    page = reading.answered_cases().page(path, limit=PAGE, start=start)
    return app.page(
        "public/answered.html",
        fresh_seconds=FRESH_SECONDS,
        here=here,
        today=clock.local_day(clock.now()),
        cases=[(case, reading.places().by_path(case.unit_path)) for case in page.cases],
        next=make_cursor(page.next_start),
    )


@app.get("/da-tra-loi/<reference>")
def answered_case(reference: str) -> Html:
    """One answered case, with the pictures that were released with it."""
    case = reading.answered_cases().one(foundation.province(), reference)
    if case is None:
        raise NotFound
    return app.page(
        "public/answered-case.html",
        fresh_seconds=FRESH_SECONDS,
        here=reading.places().by_path(case.unit_path),
        case=case,
    )
