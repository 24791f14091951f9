"""Every two hours: fetch the weather of all units.

May be invoked twice and may die at any point: each row is written whole, over the one before.
It fails when no provider has any weather; the alarm of the schedules' dead letters tells.
"""

import time
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any, Final

from aws_lambda_powertools import Logger

from loa import clock
from loa.foundation.units.model import existing_on
from loa.foundation.units.store import UnitStore
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.parameters import OptionalParameter
from loa.platform.weather.http import WeatherHttp
from loa.platform.weather.met_norway import MetNorway
from loa.platform.weather.model import ForecastProvider
from loa.platform.weather.open_meteo import OpenMeteo
from loa.publishing.weather.jobs import fetch_weather
from loa.publishing.weather.store import WeatherStore
from loa.settings import read
from weather_job.settings import Settings

CONNECT_SECONDS: Final = 3.0
READ_SECONDS: Final = 20.0
"""Open-Meteo computes the answer of 131 points for some seconds."""

SPARE_MILLISECONDS: Final = 60_000
"""No further single point is asked for with less time than this: the rows must still be written."""

PAUSE_SECONDS: Final = 0.06
"""Between two single points: MET Norway takes 20 requests a second."""

logger = Logger()


@dataclass(frozen=True, slots=True)
class Root:
    """What the handler works with."""

    settings: Settings
    http: WeatherHttp
    key: OptionalParameter
    units: UnitStore
    weather: WeatherStore


@cache
def root() -> Root:
    """Wire it, once per process."""
    settings = read(Settings)
    return Root(
        settings=settings,
        http=WeatherHttp(
            connect_seconds=CONNECT_SECONDS,
            read_seconds=READ_SECONDS,
            user_agent=f"Loa/1.0 ({settings.public_url})",
        ),
        key=OptionalParameter(settings.open_meteo_key_id),
        units=UnitStore(Table(settings.units_table)),
        weather=WeatherStore(Table(settings.published_table)),
    )


def handler(_event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Fetch and write; answers how many units were served by whom."""
    here = root()
    now = clock.now()
    day = clock.pinned_day(here.settings.units_as_of) or clock.local_day(now)
    fetched = fetch_weather(
        existing_on(here.units.subtree(here.settings.province_code), day),
        providers=_providers(here, context),
        store=here.weather,
        now=now,
    )
    counts = asdict(fetched)
    logger.info("weather fetched", extra=counts)
    return counts


def _providers(here: Root, context: Any) -> list[ForecastProvider]:
    """Whom to ask, in that order."""

    def may_go_on() -> bool:
        time.sleep(PAUSE_SECONDS)
        return bool(context.get_remaining_time_in_millis() > SPARE_MILLISECONDS)

    return [
        OpenMeteo(here.http, here.settings.open_meteo_url, here.key),
        MetNorway(here.http, here.settings.met_norway_url, may_go_on),
    ]
