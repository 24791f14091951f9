"""The weather as residents' programs read it."""

from datetime import timedelta

from loa.publishing.weather.model import DailyWeather, HourlyWeather, UnitWeather
from loa.publishing.weather.store import WeatherStore
from tests.component.public.miniapp.test_library import get, library, reader  # noqa: F401 - fixtures
from tests.worlds.library import COMMUNE, NOW, OTHER, LibraryWorld
from tests.worlds.province import Door


def test_the_weather_says_its_age_its_source_and_where_warnings_stand(
    reader: Door,  # noqa: F811
    library: LibraryWorld,  # noqa: F811
) -> None:
    hours = tuple(HourlyWeather(NOW + timedelta(hours=number), 20, 30, 61) for number in (-3, 3))
    days = (DailyWeather(NOW.date(), 18, 24, 5, 61),)
    WeatherStore(library.shown).save_all(
        [UnitWeather(COMMUNE, "open-meteo", NOW, NOW, 22, None, 61, hours, days)]
    )
    found = get(reader, "/read/weather", unit=COMMUNE)
    assert (found["temperature"], found["words"], found["stale"], found["feels_like"]) == (
        22,
        "Mưa nhỏ",
        False,
        None,
    )
    assert [hour["at"] for hour in found["hours"]] == ["2026-11-30T05:00:00.000Z"]
    assert "Open-Meteo" in found["source"]["text"]
    assert any("nchmf.gov.vn" in link["url"] for link in found["warnings"])
    library.later(hours=7)
    assert get(reader, "/read/weather", unit=COMMUNE)["stale"]
    for nowhere in (OTHER, "40/../x"):
        assert reader.ask(None, "GET", "/read/weather", unit=nowhere).status == 404
