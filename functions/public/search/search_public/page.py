"""The search as a page: the words found are marked, and what was found can be narrowed down.

Addresses: `/tim?q=WORDS&xa=CODE&noi=SCOPE&muc=SECTION&nam=YEAR&trang=PAGE`. From a commune it looks among its
own items and those of the province (`noi` empty), in the commune alone (`xa`) or everywhere (`tinh`).
"""

from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from loa import clock
from loa.publishing.library.rules.kinds import Section
from loa.publishing.search import texts
from loa.publishing.search.model import BEST, MAXIMUM_TEXT, PAGE, SearchHit, SearchPage, SearchQuery
from loa.publishing.search.words import words
from loa.text.cleaning import clean
from loa.web.pages.formats import near_day
from loa.web.pages.resolver import Html, pages
from loa.web.public import cards
from loa.web.public.places import PROVINCE, Place, place_of
from search_public.dependencies import count_missed, root

PATH: Final = "/tim"
FRESH_SECONDS: Final = 20
"""How long CloudFront shows a page of results without asking."""

YEARS: Final = 8
"""So many years are offered, the newest first."""


def _shared() -> dict[str, Any]:
    return {"here": PROVINCE, "public_url": root().settings.public_url}


app = pages("search", layout="public/layout.html", context=_shared, in_shell=True, max_body_bytes=0)


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for.

    Attributes:
        text: as typed.
        place: from whose pages somebody comes; None: from the province's.
        scope: `""`, `xa` or `tinh`, see above.
        section: its page; None: all.
        year: None: all.
        page: from 1.
    """

    text: str
    place: Place | None
    scope: str
    section: cards.SectionPage | None
    year: int | None
    page: int

    def query(self) -> SearchQuery:
        """The search."""
        units: tuple[str, ...] = ()
        if self.place and not self.scope:
            units = (self.place.path, root().settings.province_code)
        return SearchQuery(
            self.text,
            unit_path=self.place.path if self.place and self.scope == "xa" else "",
            section=self.section.section.value if self.section else "",
            year=self.year,
            units=units,
            offset=(self.page - 1) * PAGE,
        )

    def address(self, **changes: Any) -> str:
        """The address of the same search with something else chosen; it begins with the first page."""
        asked = replace(self, **{"page": 1, **changes})
        pairs = {
            "q": asked.text,
            "xa": asked.place.code if asked.place else "",
            "noi": asked.scope if asked.place else "",
            "muc": asked.section.slug if asked.section else "",
            "nam": asked.year or "",
            "trang": asked.page if asked.page > 1 else "",
        }
        return f"{PATH}?{urlencode({name: value for name, value in pairs.items() if value})}"


@app.get(PATH)
def search() -> Html:
    """What was found for some words, or the box to type them in."""
    given = dict(app.current_event.query_string_parameters)
    asked = _asked(given)
    error = ""
    if len(asked.text) > MAXIMUM_TEXT:
        error, asked = texts.TEXT_TOO_LONG, replace(asked, text="")
    elif "q" in given and not words(asked.text):
        error = texts.NO_WORDS
    here = asked.place or root().places.province()
    if error or not asked.text:
        return _page(here, asked, error=error, typed=clean(given.get("q", ""))[:MAXIMUM_TEXT])
    return _page(here, asked, error="", typed=asked.text, **_results(here, asked))


def _asked(given: dict[str, str]) -> Asked:
    """What an address asks for; what it says wrongly counts as not said."""
    found = root().places.at(given.get("xa", ""), root().today()).unit
    place = place_of(found) if found else None
    year, page = given.get("nam", ""), given.get("trang", "")
    return Asked(
        text=clean(given.get("q", "")),
        place=place if place and place.start else None,
        scope=given.get("noi", "") if given.get("noi") in {"xa", "tinh"} else "",
        section=cards.BY_SLUG.get(given.get("muc", "")),
        year=int(year) if len(year) == len("2026") and year.isdecimal() else None,
        page=min(int(page), BEST // PAGE) if page.isdecimal() and 0 < len(page) < len("100") else 1,
    )


def _results(here: Place, asked: Asked) -> dict[str, Any]:
    """What the page says of a search."""
    now, index, query = clock.now(), root().index(), asked.query()
    if index is None:
        return {"hits": [], "total": 0, "exact": True}
    found = index.search(query, now)
    counts = index.counts(query, now)
    elsewhere = 0
    if not found.exact:
        everywhere = index.search(SearchQuery(asked.text, limit=0), now)
        elsewhere = everywhere.total if everywhere.exact else 0
        if not everywhere.exact:
            count_missed(app, asked.text)
    sections = [
        (page, counts.sections[page.section.value])
        for page in cards.SECTION_PAGES
        if counts.sections.get(page.section.value)
    ]
    return {
        "hits": [_row(hit, here) for hit in found.hits],
        "total": found.total,
        "exact": found.exact,
        "elsewhere": elsewhere,
        "sections": sorted(sections, key=lambda row: -row[1]),
        "years": sorted(counts.years.items(), reverse=True)[:YEARS],
        "pages": _pages(found),
    }


def _pages(found: SearchPage) -> int:
    return -(-min(found.total, BEST) // PAGE)


def _row(hit: SearchHit, here: Place) -> dict[str, Any]:
    about = [
        cards.BY_SECTION[Section(hit.section)].label,
        hit.unit_name if hit.unit_path != here.path else "",
        hit.number,
        near_day(hit.published_at, clock.local_day(clock.now())),
    ]
    return {
        "href": cards.address_of(hit.item_id),
        "title": hit.title.parts,
        "excerpt": hit.excerpt.parts,
        "about": " · ".join(word for word in about if word),
        "promoted": hit.promoted,
    }


def _page(here: Place, asked: Asked, **context: Any) -> Html:
    nothing: dict[str, Any] = {
        "hits": [], "total": 0, "exact": True, "elsewhere": 0, "sections": [], "years": [], "pages": 0,
    }  # fmt: skip
    return app.page(
        "public/search.html",
        status=422 if context["error"] else 200,
        fresh_seconds=0 if context["error"] else FRESH_SECONDS,
        here=here,
        asked=asked,
        best=BEST,
        **{**nothing, **context},
    )
