"""Rows of the weather, and the round that writes them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from infra.local.weather import answers
from infra.units.load import read_units
from loa.foundation.units.model import Unit, existing_on
from loa.platform.weather.model import Coordinates, ForecastFailed, PointForecast
from loa.platform.weather.open_meteo import _forecast
from loa.publishing.weather.jobs import fetch_weather, unit_weather
from loa.publishing.weather.store import WeatherStore, from_row, weather_row
from tests.conftest import OpenTable

NOW = datetime(2026, 11, 30, 2, 40, tzinfo=UTC)
TODAY = existing_on(read_units(), date(2026, 11, 30))
IN_2024 = existing_on(read_units(), date(2024, 9, 30))


class Provider:
    """Has a forecast for the first so many points, and remembers how often it was asked for which."""

    def __init__(self, has: int = 1_000, *, refuses: bool = False) -> None:
        self.has, self.refuses = has, refuses
        self.asked: list[int] = []

    def forecasts(self, points: Sequence[Coordinates]) -> list[PointForecast | None]:
        self.asked.append(len(points))
        if self.refuses:
            raise ForecastFailed("the weather service answered 429")
        return [
            _forecast(answers.open_meteo(*point, NOW)) if number < self.has else None
            for number, point in enumerate(points)
        ]


def run(table: OpenTable, units: Sequence[Unit], *providers: Provider, now: datetime = NOW) -> WeatherStore:
    store = WeatherStore(table("Published"))
    fetch_weather(units, providers=providers, store=store, now=now)
    return store


def test_every_unit_has_its_weather_after_one_request(table: OpenTable) -> None:
    provider = Provider()
    store = run(table, TODAY, provider)
    assert len(provider.asked) == 1
    assert provider.asked[0] <= 131
    found = [store.of(unit.path) for unit in TODAY]
    assert (
        len([one for one in found if one is not None and len(one.days) == 7 and len(one.hours) == 16]) == 131
    )
    assert store.of("40.99999") is None


def test_twice_is_once_and_the_later_round_counts(table: OpenTable) -> None:
    some = TODAY[:3]
    store = run(table, some, Provider())
    first = store.of(some[1].path)
    assert run(table, some, Provider()).of(some[1].path) == first
    again = run(table, some, Provider(), now=NOW + timedelta(hours=2)).of(some[1].path)
    assert again is not None
    assert again.fetched_at == NOW + timedelta(hours=2)


def test_a_row_comes_back_as_it_was(table: OpenTable) -> None:
    forecast = _forecast(answers.open_meteo(18.68, 105.68, NOW))
    weather = unit_weather("40.16681", forecast, NOW)
    assert from_row(weather_row(weather)) == weather
    store = WeatherStore(table("Published"))
    store.save_all([weather])
    assert store.of("40.16681") == weather


def test_units_of_2024_have_the_weather_of_where_they_lay() -> None:
    assert len(IN_2024) == 482
    assert all(unit.point for unit in IN_2024)
    heirs = {unit.unit_id: unit for unit in read_units()}
    for unit in IN_2024:
        if len(unit.successors) == 1:
            assert unit.point == heirs[unit.successors[0]].point


@pytest.mark.parametrize("has", [0, 40])
def test_the_next_provider_is_asked_for_the_rest_only(open_table: OpenTable, has: int) -> None:
    first, second = (Provider(refuses=True) if has == 0 else Provider(has)), Provider()
    store = run(open_table, TODAY, first, second)
    assert second.asked == [first.asked[0] - has]
    assert all(store.of(unit.path) for unit in TODAY)


def test_what_nobody_has_stays_as_it_was(open_table: OpenTable) -> None:
    store = run(open_table, TODAY, Provider())
    done = fetch_weather(
        TODAY, providers=[Provider(40), Provider(refuses=True)], store=store, now=NOW + timedelta(hours=7)
    )
    assert (done.units + done.left, done.refusals) == (131, ("the weather service answered 429",))
    assert 40 <= done.units < 131
    stale = [unit for unit in TODAY if (found := store.of(unit.path)) and found.fetched_at == NOW]
    assert len(stale) == done.left


def test_a_round_without_any_weather_fails_and_changes_nothing(open_table: OpenTable) -> None:
    store = run(open_table, TODAY[:2], Provider())
    with pytest.raises(ForecastFailed, match="429; the weather service answered 429"):
        run(open_table, TODAY[:2], Provider(refuses=True), Provider(refuses=True))
    assert (found := store.of(TODAY[0].path))
    assert found.fetched_at == NOW


def test_nowhere_is_no_fault(open_table: OpenTable) -> None:
    nowhere = Unit("40.16681", "2025-07", "16681", "Phường Thành Vinh", TODAY[1].kind)
    done = fetch_weather(
        [nowhere], providers=[Provider()], store=WeatherStore(open_table("Published")), now=NOW
    )
    assert (done.units, done.left) == (0, 1)
