"""The calendar of a unit, its handbook, and what stands in an order of the officers' own."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Annotated, Final, Literal

from pydantic import Field

from library_api import texts
from library_api.pages.app import AREA, address_of, app
from loa import clock
from loa.bootstrap import publishing, reading
from loa.errors import NotFound
from loa.foundation.officers.model import Permission, allowed, require
from loa.publishing.library.editing.placement import orders_after
from loa.publishing.library.projection.model import Card
from loa.publishing.library.reading.service import HandbookPage
from loa.publishing.library.rules.kinds import SECTIONS, ItemKind, Section
from loa.web.pages.forms import FormModel
from loa.web.pages.resolver import Html
from loa.web.parts import item_lines
from loa.web.public.cards import occasions

EVENTS: Final = 100
ORDERED: Final = 100
"""So many items of a section can be put in order."""
HANDBOOK: Final = f"{AREA}/cam-nang"
ORDER: Final = f"{AREA}/thu-tu"
_BY_HAND: Final = tuple(
    section for section, rule in SECTIONS.items() if rule.by_hand and section is not Section.HANDBOOK
)


class OrderForm(FormModel):
    """An item, and where it goes among its neighbours."""

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
    """Put a page before or behind its neighbour."""
    officer = app.officer()
    return _ordered(lambda page: _neighbours(reading.library().handbook(officer.unit_path), page), HANDBOOK)


@app.get(ORDER)
def show_order() -> Html:
    """Show what is published in the sections whose items stand in an order of the officers' own."""
    officer = app.officer()
    require(officer, Permission.READ_LIBRARY, officer.unit_path)
    rows = {section: _in_section(section) for section in _BY_HAND}
    return app.page(
        "console/library/order.html",
        sections=[(SECTIONS[section].label, row) for section, row in rows.items() if row],
        address_of=address_of,
        decides=allowed(officer, Permission.APPROVE_LIBRARY, officer.unit_path),
    )


@app.post(ORDER)
def order_section() -> Html:
    """Put an item of such a section before or behind its neighbour."""
    return _ordered(
        lambda item: next(
            (row for row in map(_in_section, _BY_HAND) if any(card.item_id == item for card in row)), []
        ),
        ORDER,
    )


def _in_section(section: Section) -> list[Card]:
    """Return what the officer's unit itself publishes in a section, in its order."""
    path = app.officer().unit_path
    cards = reading.library().section(path, section, limit=ORDERED).cards
    return [card for card in cards if card.unit_path == path]


def _ordered(row_of: Callable[[str], Sequence[Card]], page: str) -> Html:
    """Move what a form names. Stopped in the middle, the next press mends it.

    Raises:
        NotFound: it does not stand there.
    """
    officer, form = app.officer(), app.sent(OrderForm)
    require(officer, Permission.APPROVE_LIBRARY, officer.unit_path)
    if form.value is None:
        raise NotFound
    item, by = form.value.page, -1 if form.value.way == "up" else 1

    def put() -> None:
        for item_id, order in orders_after(row_of(item), item, by).items():
            publishing.library().rearrange(
                officer,
                item_id,
                lambda now, order=order: replace(now, order=order),  # type: ignore[misc]
            )

    return app.done(put, to=page, say=texts.ORDERED)


def _neighbours(tree: tuple[HandbookPage, ...], item_id: str) -> Sequence[Card]:
    """Return the pages among which a page stands.

    Raises:
        NotFound: it does not stand in the tree.
    """
    rows = [tree]
    while rows:
        row = rows.pop()
        cards = [one.card for one in row]
        if any(card.item_id == item_id for card in cards):
            return cards
        rows += [one.below for one in row]
    raise NotFound
