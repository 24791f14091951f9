"""Open-Meteo and MET Norway in one shape; whatever else they answer is a refusal, never a fault of ours."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.local.weather import answers
from loa.clock import VIETNAM
from loa.platform.weather.http import WeatherHttp
from loa.platform.weather.met_norway import CODES, THUNDER, MetNorway
from loa.platform.weather.model import ForecastFailed
from loa.platform.weather.open_meteo import OpenMeteo
from loa.publishing.weather.texts import WORDS

NOW = datetime(2026, 11, 30, 2, 40, tzinfo=UTC)
VINH, KY_SON = (18.68, 105.68), (19.4, 104.1)


class Http(WeatherHttp):
    """Answers from memory, and remembers what it was asked."""

    def __init__(self, answer: Callable[[Mapping[str, str]], Any]) -> None:
        self.answer = answer
        self.asked: list[tuple[str, Mapping[str, str]]] = []

    def get(self, url: str, query: Mapping[str, str]) -> Any:
        self.asked.append((url, query))
        return self.answer(query)


def several(query: Mapping[str, str]) -> Any:
    latitudes, longitudes = (map(float, query[name].split(",")) for name in ("latitude", "longitude"))
    found = [answers.open_meteo(*point, NOW) for point in zip(latitudes, longitudes, strict=True)]
    return found if len(found) > 1 else found[0]


def single(query: Mapping[str, str]) -> Any:
    return answers.met_norway(float(query["lat"]), float(query["lon"]), NOW)


def open_meteo(http: Http, key: str = "") -> OpenMeteo:
    return OpenMeteo(http, "https://meteo.example", lambda: key)


def met_norway(http: Http, points: int = 1_000) -> MetNorway:
    left = iter(range(points))
    return MetNorway(http, "https://met.example", lambda: next(left, None) is not None)


def test_open_meteo_is_asked_once_for_130_points_which_weigh_130_calls() -> None:
    http = Http(several)
    points = [(18.5 + number / 100, 105.0) for number in range(130)]
    found = open_meteo(http).forecasts(points)
    assert len(found) == 130
    ((url, query),) = http.asked
    assert url == "https://meteo.example/v1/forecast"
    assert len(str(query)) < 4_000
    variables = [name for part in ("current", "hourly", "daily") for name in query[part].split(",")]
    assert len(variables) == 10, "an eleventh makes each point weigh more"
    assert "apikey" not in query


def test_a_key_is_sent_when_there_is_one() -> None:
    http = Http(several)
    open_meteo(http, key="k-1").forecasts([VINH])
    assert http.asked[0][1]["apikey"] == "k-1"


def test_open_meteo_in_our_shape() -> None:
    first, second = open_meteo(Http(several)).forecasts([VINH, KY_SON])
    assert first is not None
    assert second is not None
    assert first.provider == "open-meteo"
    assert first.observed_at == datetime(2026, 11, 30, 2, 30, tzinfo=UTC)
    assert (first.temperature, first.feels_like) == (24.6, 27.0)
    assert first.temperature > second.temperature
    assert len(first.hours) == 48
    assert first.hours[0].at == datetime(2026, 11, 30, 2, tzinfo=UTC)
    assert [day.day.isoformat() for day in first.days][:2] == ["2026-11-30", "2026-12-01"]
    assert all(day.lowest < day.highest for day in first.days)


def test_met_norway_in_our_shape() -> None:
    (found,) = met_norway(http := Http(single)).forecasts([VINH])
    assert found is not None
    assert http.asked[0][1] == {"lat": "18.68", "lon": "105.68"}
    assert found.provider == "met-norway"
    assert found.observed_at == datetime(2026, 11, 30, 2, tzinfo=UTC)
    assert found.feels_like is None
    assert len(found.hours) == 48
    assert len(found.days) == 7
    assert found.days[0].day == NOW.astimezone(VIETNAM).date()
    assert {hour.rain_chance for hour in found.hours} == {None}
    assert {day.code for day in found.days} <= set(WORDS)
    assert all(day.lowest <= day.highest and day.rain >= 0 for day in found.days)


def test_every_symbol_of_met_norway_has_words() -> None:
    assert {*CODES.values(), THUNDER} <= set(WORDS)


def test_met_norway_stops_where_it_is_refused_or_time_is_over() -> None:
    asked: list[int] = []

    def third_time_unlucky(query: Mapping[str, str]) -> Any:
        asked.append(1)
        if len(asked) == 3:
            raise ForecastFailed("429")
        return single(query)

    points = [VINH] * 5
    found = met_norway(Http(third_time_unlucky)).forecasts(points)
    assert [one is not None for one in found] == [True, True, False, False, False]
    found = met_norway(Http(single), points=2).forecasts(points)
    assert [one is not None for one in found] == [True, True, False, False, False]


def test_met_norway_that_refuses_the_first_point_is_not_asked_for_the_others() -> None:
    def refuse(_query: Mapping[str, str]) -> Any:
        raise ForecastFailed("403")

    http = Http(refuse)
    with pytest.raises(ForecastFailed):
        met_norway(http).forecasts([VINH, KY_SON])
    assert len(http.asked) == 1


def test_answers_for_fewer_points_are_refused() -> None:
    with pytest.raises(ForecastFailed, match="other points"):
        open_meteo(Http(lambda _: [answers.open_meteo(*VINH, NOW)])).forecasts([VINH, KY_SON])


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=8,
)


def _paths(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [(*here, key) for key in keys] + [
        path for key in list(keys)[:3] for path in _paths(value[key], (*here, key))
    ]


GOOD = {"open-meteo": answers.open_meteo(*VINH, NOW), "met-norway": answers.met_norway(*VINH, NOW)}
PLACES = [(provider, path) for provider, good in GOOD.items() for path in _paths(good)]


@given(st.sampled_from(PLACES), JSON)
def test_any_other_shape_is_a_refusal(place: tuple[str, tuple[Any, ...]], value: Any) -> None:
    """One value of a good answer is replaced by something else: a forecast still, or a refusal."""
    provider, path = place
    http = Http(lambda _query: _replaced(GOOD[provider], path, value))
    service = open_meteo(http) if provider == "open-meteo" else met_norway(http)
    try:
        (found,) = service.forecasts([VINH])
    except ForecastFailed:
        return
    assert found is not None
    assert found.observed_at - NOW < timedelta(days=2)


def _replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = value.copy()
    copy[path[0]] = _replaced(value[path[0]], path[1:], new)
    return copy
