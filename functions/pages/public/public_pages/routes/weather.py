"""The weather of a unit: a model's figures, and where warnings stand."""

from loa import clock
from loa.bootstrap import foundation, reading
from loa.publishing.weather.model import WARNING_LINKS, UnitWeather
from loa.web.pages.resolver import Html
from loa.web.public.places import Place
from public_pages.app import FRESH_SECONDS, app, place_at, province


@app.get("/thoi-tiet")
def province_weather() -> Html:
    """The weather where the province has its seat."""
    return _weather(province())


@app.get("/d/<unit>/thoi-tiet")
def unit_weather(unit: str) -> Html:
    """The weather of a unit."""
    return _weather(place_at(unit))


def weather_at(here: Place) -> UnitWeather | None:
    """The weather of a unit from now on; None before it was first fetched."""
    found = reading.weather().of(here.path or foundation.province())
    return found.ahead(clock.now()) if found else None


def _weather(here: Place) -> Html:
    found = weather_at(here)
    return app.page(
        "public/library/weather.html",
        fresh_seconds=FRESH_SECONDS,
        here=here,
        weather=found,
        stale=found is not None and found.is_stale(clock.now()),
        today=clock.local_day(clock.now()),
        warnings=WARNING_LINKS,
    )
