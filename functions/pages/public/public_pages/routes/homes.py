"""Homes of units, how they are found, and their accounts."""

from loa import clock
from loa.bootstrap import foundation, reading
from loa.errors import NotFound
from loa.foundation.units.service import MAXIMUM_SEARCH_TEXT
from loa.settings import setting
from loa.text.cleaning import clean
from loa.web.pages.qr import svg
from loa.web.pages.resolver import Html
from loa.web.public.places import FoundPlace, Place, place_of
from public_pages import texts
from public_pages.app import FRESH_SECONDS, app, place_at, province
from public_pages.routes.sections import shown_at_home
from public_pages.routes.weather import weather_at

ANSWERED: int = 3
"""How many answered cases a home shows."""


@app.get("/")
def province_home() -> Html:
    """The home of the province, and the way to every commune."""
    return _home(province())


@app.get("/tim-xa")
def find_unit() -> Html:
    """Communes by name, old names too."""
    query = app.current_event.query_string_parameters
    text = clean(query.get("ten", ""))
    error = ""
    if "ten" in query and not text:
        error = texts.SEARCH_MISSING
    elif len(text) > MAXIMUM_SEARCH_TEXT:
        error = texts.SEARCH_TOO_LONG
    hits = [] if error or not text else reading.places().named(text, foundation.today())
    found = [
        {"label": hit.label, "present": [place_of(unit) for unit in hit.present], "unit": hit.unit}
        for hit in hits
    ]
    return app.page(
        "public/find-unit.html",
        fresh_seconds=FRESH_SECONDS,
        text=text,
        error=error,
        found=found,
        all_units=reading.places().below(foundation.province(), foundation.today()),
    )


@app.get("/d/<unit>")
def unit_home(unit: str) -> Html:
    """The home of a unit; of one that has ended, what stands in its place."""
    found = reading.places().at(unit, foundation.today())
    if found.unit is None:
        return _moved(found)
    here = place_of(found.unit)
    if here.address != f"/d/{unit}":
        return app.redirect(here.address)
    return _home(here)


@app.get("/d/<unit>/quan-tam")
def account(unit: str) -> Html:
    """The unit's account, with a code to be photographed."""
    here = place_at(unit)
    account = foundation.accounts().of_unit(foundation.province(), here.path)
    if account is None:
        raise NotFound
    link = zalo_address(account.oa_id)
    return app.page(
        "public/account.html",
        fresh_seconds=FRESH_SECONDS,
        here=here,
        name=account.name,
        link=link,
        code=svg(link, label=here.front),
    )


def zalo_address(oa_id: str) -> str:
    """Where an account is opened in Zalo, or on a computer's browser."""
    return f"https://zalo.me/{oa_id}"


def _moved(found: FoundPlace) -> Html:
    if found.former is None:
        raise NotFound
    heirs = [place_of(unit) for unit in found.heirs]
    if len(heirs) == 1:
        return app.redirect(heirs[0].address)
    return app.page("public/former-unit.html", fresh_seconds=FRESH_SECONDS, former=found.former, heirs=heirs)


def _home(here: Place) -> Html:
    account = foundation.accounts().of_unit(foundation.province(), here.path)
    answered = reading.answered_cases().page(here.path, limit=ANSWERED).cases
    return app.page(
        "public/home.html",
        fresh_seconds=FRESH_SECONDS,
        here=here,
        today=clock.local_day(clock.now()),
        account_link=zalo_address(account.oa_id) if account else "",
        answered=[(case, reading.places().by_path(case.unit_path)) for case in answered],
        units=reading.places().below(foundation.province(), foundation.today())
        if here.address == "/"
        else [],
        zalo_verifier=setting("zalo_verifier"),
        weather=weather_at(here),
        **shown_at_home(here),
    )
