"""What programs read: news of a unit or section as RSS, and the addresses of all pages for search engines."""

from email.utils import format_datetime
from typing import Any, Final

from loa import clock
from loa.bootstrap import foundation, reading
from loa.errors import NotFound
from loa.publishing.library.projection.model import Card
from loa.publishing.library.rules.kinds import Section
from loa.web.pages.resolver import Html
from loa.web.public import cards
from loa.web.public.places import Place
from public_pages.app import FRESH_SECONDS, app, place_at, province

ITEMS: Final = 20
_RSS: Final = "application/rss+xml; charset=utf-8"
_XML: Final = "application/xml; charset=utf-8"
_DAY: Final = 86_400


@app.get("/tin.rss")
def province_news() -> Html:
    """The newest of the province."""
    return _news(province())


@app.get("/d/<unit>/tin.rss")
def unit_news(unit: str) -> Html:
    """The newest of a unit, with what the province shows there."""
    return _news(place_at(unit))


@app.get("/muc/<slug>/tin.rss")
def province_section_news(slug: str) -> Html:
    """The newest of a section of the province."""
    return _section_news(province(), slug)


@app.get("/d/<unit>/muc/<slug>/tin.rss")
def unit_section_news(unit: str, slug: str) -> Html:
    """The newest of a section of a unit."""
    return _section_news(place_at(unit), slug)


@app.get("/sitemap.xml")
def sitemaps() -> Html:
    """Where the pages of each unit are listed."""
    units = [province(), *reading.places().below(foundation.province(), foundation.today())]
    names = [f"/sitemap-{unit.path.rpartition('.')[2]}.xml" for unit in units]
    return app.file("public/feeds/sitemaps.xml", _XML, fresh_seconds=_DAY, addresses=names)


@app.get("/sitemap-<code>.xml")
def sitemap(code: str) -> Html:
    """The pages of a unit."""
    here = province() if code == foundation.province() else place_at(code)
    lists = [f"{here.start}{cards.list_address(page)}" for page in cards.SECTION_PAGES]
    fixed = [here.address, *lists, f"{here.start}/lich"]
    if not here.start:
        fixed += ["/tim-xa", "/da-tra-loi", "/so-lieu", "/huong-dan", "/du-lieu", "/ho-tro"]
    items = {card.item_id: card for card in reading.library().own(here.path)}
    return app.file(
        "public/feeds/sitemap.xml",
        _XML,
        fresh_seconds=_DAY,
        fixed=fixed,
        items=[(cards.address_of(key), card.updated_at.date().isoformat()) for key, card in items.items()],
    )


def _news(here: Place) -> Html:
    home = reading.library().home(here.path)
    return _rss(here, here.address, "", cards.newest_first(home)[:ITEMS])


def _section_news(here: Place, slug: str) -> Html:
    page = cards.BY_SLUG.get(slug)
    if page is None or page.section is Section.WEATHER:
        raise NotFound
    found = reading.library().section(here.path, page.section, limit=ITEMS)
    return _rss(here, here.start + cards.list_address(page), page.label, found.cards)


def _rss(here: Place, address: str, label: str, shown: list[Card]) -> Html:
    now = clock.now()
    items: list[dict[str, Any]] = [
        {
            "address": cards.address_of(card.item_id),
            "title": card.title,
            "summary": card.summary,
            "section": cards.BY_SECTION[card.section].label,
            "at": format_datetime(card.published_at),
        }
        for card in shown
        if card.is_shown(now)
    ]
    return app.file(
        "public/feeds/news.xml",
        _RSS,
        fresh_seconds=FRESH_SECONDS * 5,
        here=here,
        address=address,
        label=label,
        items=items,
    )
