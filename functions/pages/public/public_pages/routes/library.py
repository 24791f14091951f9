"""The library: sections, items, the calendar."""

from typing import Any, Final

from loa import clock
from loa.errors import NotFound
from loa.publishing.library.projection.home import merged
from loa.publishing.library.projection.model import Card, PublishedItem
from loa.publishing.library.projection.store import card_from
from loa.publishing.library.reading.addresses import url_of
from loa.publishing.library.rules.kinds import SECTIONS, Section
from loa.publishing.library.rules.model import WithdrawalKind, split_id
from loa.web.pages.resolver import Html
from loa.web.paging import Span, make_cursor, read_cursor
from loa.web.public.places import Place, place_of
from public_pages import items
from public_pages.app import FRESH_SECONDS, app
from public_pages.dependencies import root

PAGE: Final = 20
NEWEST: Final = 6
"""How many of the newest items a home shows."""


@app.get("/muc/<slug>")
def province_section(slug: str) -> Html:
    """What the province has published in a section."""
    return _section(root().places.by_path(root().province), slug)


@app.get("/d/<unit>/muc/<slug>")
def unit_section(unit: str, slug: str) -> Html:
    """What a unit has published in a section."""
    return _section(_place(unit), slug)


@app.get("/lich")
def province_calendar() -> Html:
    """The events of the province."""
    return _calendar(root().places.by_path(root().province))


@app.get("/d/<unit>/lich")
def unit_calendar(unit: str) -> Html:
    """The events of a unit."""
    return _calendar(_place(unit))


@app.get("/bai/<item_id>")
def read_item(item_id: str) -> Html:
    """An item; of one that was withdrawn, why."""
    found = root().published.get(item_id)
    if found is None:
        raise NotFound
    withdrawal = found.withdrawal
    if withdrawal and withdrawal.kind is WithdrawalKind.REDIRECT and split_id(withdrawal.redirect_to)[0]:
        return app.redirect(items.address_of(withdrawal.redirect_to))
    if found.placement.expires_at and found.placement.expires_at <= clock.now():
        raise NotFound
    here = root().places.by_path(found.unit_path)
    gone = withdrawal is not None and withdrawal.kind is not WithdrawalKind.NOTICE
    template = "public/library/gone.html" if gone else "public/library/item.html"
    return app.page(
        template,
        status=410 if gone else 200,
        fresh_seconds=FRESH_SECONDS,
        here=here,
        item=found,
        section=items.BY_SECTION[found.section],
        body=items.body(found),
        facts=items.facts(found),
        outside=_outside(found),
        audio=[(one, url_of(one.url, "")) for one in found.content.audio],
        cover=_cover(found),
    )


def shown_at_home(here: Place) -> dict[str, Any]:
    """What a home shows of the library: one request for the unit's row and that of the province."""
    paths = list(dict.fromkeys([here.path, root().province]))
    homes = root().published.homes(paths)
    now = clock.now()
    home = merged(homes[0], homes[-1], now=now) if len(homes) > 1 else homes[0]
    sections = [section.value for section in Section if not SECTIONS[section].by_hand]
    cards = [card for name in sections for card in home.sections.get(name, ())]
    pinned = [card for card in home.top if not card.urgent]
    newest = sorted(cards, key=lambda card: card.published_at, reverse=True)
    listed = list({card.item_id: card for card in (*pinned, *newest)}.values())
    start = "" if here.address == "/" else here.address
    return {
        "urgent": [card for card in home.top if card.urgent and card.is_shown(now)][:1],
        "news_rows": items.news(listed, now)[:NEWEST],
        "events": items.events(home.events, now)[:2],
        "sections": [
            (start + items.list_address(page), page.icon, page.label, False) for page in items.SECTION_PAGES
        ],
        "calendar": f"{start}/lich",
    }


def _section(here: Place, slug: str) -> Html:
    page = items.BY_SLUG.get(slug)
    if page is None:
        raise NotFound
    prefix = f"list#{page.section.value}#"
    span = Span(here.path, prefix, f"{prefix}\U0010ffff")
    start = read_cursor(app.current_event.query_string_parameters.get("tu"), span)
    found = root().published.page(here.path, page.section.value, limit=PAGE, start=start)
    now = clock.now()
    cards = [card for card in map(card_from, found.rows) if card.is_shown(now)]
    return app.page(
        "public/library/section.html",
        fresh_seconds=FRESH_SECONDS,
        here=here,
        page=page,
        rows=items.news(cards, now),
        links=[card for card in cards if card.fields.get("url")],
        next=make_cursor(found.next_start),
        province=root().places.by_path(root().province),
    )


def _calendar(here: Place) -> Html:
    now = clock.now()
    paths = dict.fromkeys([here.path, root().province])
    cards: dict[str, Card] = {}
    for path in paths:
        page = root().published.events(path, now, limit=PAGE)
        cards |= {card.item_id: card for card in map(card_from, page.rows)}
    return app.page(
        "public/library/calendar.html",
        fresh_seconds=FRESH_SECONDS,
        here=here,
        events=items.events(cards.values(), now),
    )


def _place(unit: str) -> Place:
    found = root().places.at(unit, root().today())
    if found.unit is None:
        raise NotFound
    return place_of(found.unit)


def _outside(item: PublishedItem) -> str:
    """Where a link leads; empty for what is read here."""
    return str(item.content.fields.get("url") or item.content.fields.get("online_url") or "")


def _cover(item: PublishedItem) -> items.ShownBlock | None:
    cover = item.content.cover
    if cover is None:
        return None
    words = "" if cover.decorative else cover.alt
    return items.ShownBlock("image", url=url_of(cover.url, ""), words=words, caption=cover.caption)
