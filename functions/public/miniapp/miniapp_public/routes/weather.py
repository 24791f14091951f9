"""The weather of a unit: one GetItem of a row that a schedule writes."""

from loa import clock
from loa.bootstrap import foundation, reading
from loa.errors import NotFound
from loa.foundation.units.model import is_path
from loa.web.api.resolver import PUBLIC
from miniapp_public.app import ANSWERS, app
from miniapp_public.routes.library import Unit
from miniapp_public.schemas import weather_schemas


@app.get(
    "/read/weather",
    summary="Thời tiết",
    tags=["Thời tiết"],
    responses=ANSWERS,
    openapi_extensions={PUBLIC: True},
)
def read_weather(unit: Unit = None) -> weather_schemas.ShownWeather:
    """Thời tiết của đơn vị, kèm nguồn và nơi xem cảnh báo; `stale`: số liệu đã cũ hơn sáu giờ."""
    path = unit or foundation.province()
    found = reading.weather().of(path) if is_path(path) else None
    if found is None:
        raise NotFound
    return weather_schemas.ShownWeather.of(found, clock.now())
