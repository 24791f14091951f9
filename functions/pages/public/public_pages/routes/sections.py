"""The library in lists: what a home shows of it, sections, documents by what they are, the handbook."""

from typing import Any, Final

from loa import clock
from loa.bootstrap import foundation, reading
from loa.errors import NotFound
from loa.publishing.library.reading.service import DocumentFilter, document_choices
from loa.publishing.library.rules.kinds import SECTIONS, Section
from loa.publishing.library.rules.texts import EFFECTS
from loa.text.cleaning import clean
from loa.web.pages.resolver import Html
from loa.web.paging import Span, make_cursor, read_cursor
from loa.web.public import cards
from loa.web.public.places import Place
from public_pages import texts
from public_pages.app import FRESH_SECONDS, app, place_at, province

PAGE: Final = 20
LOOKED_THROUGH: Final = 50
"""How many items of a section are looked through for those that are asked for."""
NEWEST: Final = 6
"""How many of the newest items a home shows."""
ON_HOME: Final = 2
"""How many of the next events."""

WITH_DOCUMENTS: Final = frozenset({Section.POLICY, Section.GUIDANCE})
"""Sections in which documents can be told apart."""

_FILTERS: Final = {
    "loai": "form",
    "co-quan": "issuer",
    "linh-vuc": "law_field",
    "nam": "year",
    "hieu-luc": "effect",
}
"""Names in addresses, and the fields of `DocumentFilter` that they stand for."""
_LONGEST: Final = 200


@app.get("/muc/<slug>")
def province_section(slug: str) -> Html:
    """What the province has published in a section."""
    return _section(province(), slug)


@app.get("/d/<unit>/muc/<slug>")
def unit_section(unit: str, slug: str) -> Html:
    """What a unit has published in a section."""
    return _section(place_at(unit), slug)


def shown_at_home(here: Place) -> dict[str, Any]:
    """What a home shows of the library, and what is open to take part in: one request for all of it."""
    home, invitations = reading.library().front(here.path or foundation.province())
    now = clock.now()
    return {
        "urgent": [card for card in home.top if card.urgent and card.is_shown(now)][:1],
        "news_rows": cards.news(cards.newest_first(home), now)[:NEWEST],
        "events": cards.events(home.events, now)[:ON_HOME],
        "invitations": invitations[:ON_HOME],
        "sections": [
            (here.start + cards.list_address(page), page.icon, page.label, False)
            for page in cards.SECTION_PAGES
        ],
    }


def _section(here: Place, slug: str) -> Html:
    page = cards.BY_SLUG.get(slug)
    if page is None or page.section is Section.WEATHER:
        raise NotFound
    if page.section is Section.HANDBOOK:
        return _handbook(here, page)
    query = {name: clean(value)[:_LONGEST] for name, value in _query().items()}
    wanted = DocumentFilter(**{field: query.get(name, "") for name, field in _FILTERS.items()})
    heard = query.get("nghe") == "1"
    filtered = heard or wanted != DocumentFilter()
    prefix = f"list#{page.section.value}#"
    start = read_cursor(query.get("tu"), Span(here.path, prefix, f"{prefix}\U0010ffff"))
    with_documents = page.section in WITH_DOCUMENTS
    limit = LOOKED_THROUGH if filtered or with_documents else PAGE
    found = reading.library().section(here.path, page.section, limit=limit, start=start)
    shown = [
        card
        for card in found.cards
        if (not heard or card.has_audio) and (wanted == DocumentFilter() or wanted.fits(card))
    ]
    chosen = {name: query[name] for name in (*_FILTERS, "nghe") if query.get(name)}
    return app.page(
        "public/library/section.html",
        fresh_seconds=FRESH_SECONDS,
        here=here,
        page=page,
        rows=cards.news(shown, clock.now(), in_section=True),
        chosen=chosen,
        labels={**EFFECTS, "1": texts.HEARD},
        looked_through=LOOKED_THROUGH,
        can_be_heard=not SECTIONS[page.section].by_hand,
        choices=_choices(document_choices(found.cards), wanted) if with_documents else [],
        next=make_cursor(found.next_start),
        province=province(),
    )


def _choices(known: dict[str, list[str]], wanted: DocumentFilter) -> list[dict[str, Any]]:
    """The boxes of the filter; one in which there is nothing to choose is left out."""
    boxes = []
    for name, field in _FILTERS.items():
        own = getattr(wanted, field)
        if field == "effect":
            values = [(value, EFFECTS[value]) for value in EFFECTS]
        else:
            listed = known[field] if own in {"", *known[field]} else [own, *known[field]]
            values = [(value, value) for value in listed]
        if len(values) > 1 or own:
            boxes.append({"name": name, "label": texts.FILTERS[name], "values": values, "chosen": own})
    return boxes


def _handbook(here: Place, page: cards.SectionPage) -> Html:
    tree = reading.library().handbook(here.path)
    return app.page(
        "public/library/handbook.html",
        fresh_seconds=FRESH_SECONDS,
        here=here,
        page=page,
        tree=tree,
        province=province(),
    )


def _query() -> dict[str, str]:
    return dict(app.current_event.query_string_parameters)
