"""How residents are answered, month by month: what the province has released. One GetItem."""

from loa.bootstrap import foundation, reading
from loa.errors import NotFound
from loa.reports.released import texts
from loa.reports.released.model import ReleasedFigures
from loa.web.pages.resolver import Html
from public_pages.app import FRESH_SECONDS, app
from public_pages.texts import month_words


@app.get("/so-lieu")
def figures() -> Html:
    """The newest month that was released, or the one that is asked for (`?thang=2026-10`)."""
    asked = app.current_event.query_string_parameters.get("thang", "")
    store, province = reading.released_figures(), foundation.province()
    found: ReleasedFigures | None
    months: list[str] = []
    if asked:
        found = store.of_month(province, asked)
        if found is None:
            raise NotFound
    else:
        found, months = store.newest(province)
    return app.page(
        "public/figures.html",
        fresh_seconds=FRESH_SECONDS,
        figures=found,
        month_words=month_words(found.month) if found else "",
        months=[(month, month_words(month).capitalize()) for month in months],
        asked=asked,
        words=texts,
    )
