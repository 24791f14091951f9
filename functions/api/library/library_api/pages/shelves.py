"""The calendar of a unit, and its handbook with the order of its pages."""

from dataclasses import replace
from typing import Annotated, Final, Literal

from pydantic import Field

from library_api import texts
from library_api.pages.app import AREA, address_of, app
from loa import clock
from loa.bootstrap import publishing, reading
from loa.errors import NotFound
from loa.foundation.officers.model import Permission, allowed, require
from loa.publishing.library.reading.service import HandbookPage
from loa.publishing.library.rules.kinds import ItemKind
from loa.web.pages.forms import FormModel
from loa.web.pages.resolver import Html
from loa.web.parts import item_lines
from loa.web.public.cards import occasions

EVENTS: Final = 100
STEP: Final = 10
"""Between the orders of two neighbours."""
HANDBOOK: Final = f"{AREA}/cam-nang"


class OrderForm(FormModel):
    """A page of the handbook, and where it goes among its neighbours."""

    page: Annotated[str, Field(max_length=60)]
    way: Literal["up", "down"]


@app.get(f"{AREA}/lich")
def show_calendar() -> Html:
    """Show what takes place in a unit, and the events that are not published yet."""
    officer, now = app.officer(), clock.now()
    require(officer, Permission.READ_LIBRARY, officer.unit_path)
    cards = reading.library().events(officer.unit_path, limit=EVENTS).cards
    rows = [{**row, "href": f"{AREA}/{str(row['href']).rpartition('/')[2]}"} for row in occasions(cards, now)]
    items = publishing.library().reader.items(officer, officer.unit_path, kind=ItemKind.EVENT)
    return app.page(
        "console/library/calendar.html",
        rows=rows,
        today=clock.local_day(now),
        working=[item_lines.row_of(item, now) for item in items if item.working_state],
        writes=allowed(officer, Permission.WRITE_LIBRARY, officer.unit_path),
    )


@app.get(HANDBOOK)
def show_handbook() -> Html:
    """Show the handbook of a unit as residents read it, and its pages that are not published yet."""
    officer, now = app.officer(), clock.now()
    require(officer, Permission.READ_LIBRARY, officer.unit_path)
    items = publishing.library().reader.items(officer, officer.unit_path, kind=ItemKind.PAGE)
    return app.page(
        "console/library/handbook.html",
        tree=reading.library().handbook(officer.unit_path),
        address_of=address_of,
        working=[item_lines.row_of(item, now) for item in items if item.working_state],
        writes=allowed(officer, Permission.WRITE_LIBRARY, officer.unit_path),
        decides=allowed(officer, Permission.APPROVE_LIBRARY, officer.unit_path),
    )


@app.post(HANDBOOK)
def order() -> Html:
    """Put a page before or behind its neighbour. Stopped in the middle, the next press mends it."""
    officer = app.officer()
    require(officer, Permission.APPROVE_LIBRARY, officer.unit_path)
    form = app.sent(OrderForm)
    if form.value is None:
        raise NotFound
    page, by = form.value.page, -1 if form.value.way == "up" else 1

    def put() -> None:
        library = publishing.library()
        row = [one.card for one in _neighbours(reading.library().handbook(officer.unit_path), page)]
        place = next(number for number, card in enumerate(row) if card.item_id == page)
        if 0 <= place + by < len(row):
            row.insert(place + by, row.pop(place))
        for number, card in enumerate(row, 1):
            if card.order != number * STEP:
                order = number * STEP
                library.rearrange(officer, card.item_id, lambda now, order=order: replace(now, order=order))  # type: ignore[misc]

    return app.done(put, to=HANDBOOK, say=texts.ORDERED)


def _neighbours(tree: tuple[HandbookPage, ...], item_id: str) -> tuple[HandbookPage, ...]:
    """Return the pages among which a page stands.

    Raises:
        NotFound: it does not stand in the tree.
    """
    rows = [tree]
    while rows:
        row = rows.pop()
        if any(one.card.item_id == item_id for one in row):
            return row
        rows += [one.below for one in row]
    raise NotFound
