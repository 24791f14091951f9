"""The scheduled round of the weather, against the double of both services."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
import requests

from infra.units.load import read_units
from loa import clock
from loa.foundation.units.model import existing_on
from loa.foundation.units.service import import_units
from loa.foundation.units.store import UnitStore
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.weather.model import ForecastFailed
from loa.publishing.weather.store import WeatherStore
from tests.conftest import OpenTable
from tests.worlds.doors import Context, load
from tests.worlds.province import PROVINCE

pytestmark = pytest.mark.enable_socket
KEY_ID = "/loa/open-meteo-key"


@pytest.fixture
def weather(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch, simulator_url: str) -> Iterator[Any]:
    """The function on moto's tables, with the units of today."""
    for name, value in {
        "PROVINCE_CODE": PROVINCE,
        "UNITS_AS_OF": "",
        "UNITS_TABLE": open_table("Units").name,
        "PUBLISHED_TABLE": open_table("Published").name,
        "PUBLIC_URL": "https://loa.example.vn",
        "OPEN_METEO_URL": f"{simulator_url}/_weather/open-meteo",
        "OPEN_METEO_KEY_ID": KEY_ID,
        "MET_NORWAY_URL": f"{simulator_url}/_weather/met-norway",
    }.items():
        monkeypatch.setenv(name, value)
    today = existing_on(read_units(), clock.local_day(clock.now()))
    import_units(today, store=UnitStore(open_table("Units")))
    module = load("weather")
    monkeypatch.setattr(module, "PAUSE_SECONDS", 0)
    yield module
    requests.delete(f"{simulator_url}/_weather/faults", timeout=10)


def fault(simulator_url: str, provider: str, kind: str, **more: Any) -> None:
    answer = requests.post(
        f"{simulator_url}/_weather/faults", json={"provider": provider, "kind": kind, **more}, timeout=10
    )
    assert answer.ok, answer.text


def calls(simulator_url: str) -> Any:
    return requests.get(f"{simulator_url}/_weather/calls", timeout=10).json()


def test_a_round_is_one_request_for_all_units(weather: Any, simulator_url: str) -> None:
    before = calls(simulator_url)
    done = weather.handler({}, Context())
    after = calls(simulator_url)
    assert done == {"units": 131, "left": 0, "providers": {"open-meteo": 131}, "refusals": ()}
    assert after["requests"]["open-meteo"] - before["requests"]["open-meteo"] == 1
    assert after["requests"]["met-norway"] == before["requests"]["met-norway"]
    found = WeatherStore(Table("Published")).of("40.16681")
    assert found is not None
    assert not found.is_stale(clock.now())


@pytest.mark.parametrize("kind", ["limit", "down", "hang", "garbage", "shape"])
def test_met_norway_serves_where_open_meteo_does_not(
    weather: Any, simulator_url: str, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(weather, "READ_SECONDS", 0.5)
    fault(simulator_url, "open-meteo", kind, seconds=1.0)
    done = weather.handler({}, Context())
    assert done["providers"] == {"met-norway": 131}
    assert len(done["refusals"]) == 1


def test_a_round_ends_in_time(weather: Any, simulator_url: str) -> None:
    fault(simulator_url, "open-meteo", "limit")
    with pytest.raises(ForecastFailed):
        weather.handler({}, Context(remaining_milliseconds=59_000))


def test_nobody_has_any_weather(weather: Any, simulator_url: str) -> None:
    fault(simulator_url, "open-meteo", "limit")
    fault(simulator_url, "met-norway", "down")
    with pytest.raises(ForecastFailed):
        weather.handler({}, Context())


def test_the_key_is_read_from_parameter_store_and_never_told(
    weather: Any, monkeypatch: pytest.MonkeyPatch, logged: Any, simulator_url: str
) -> None:
    boto3.client("ssm").put_parameter(Name=KEY_ID, Value="MARKED-KEY", Type="SecureString")
    assert weather.root().key() == "MARKED-KEY"
    fault(simulator_url, "open-meteo", "limit", count=1)
    weather.handler({}, Context())
    assert "MARKED-KEY" not in logged()
