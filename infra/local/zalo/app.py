"""The ASGI application: the platform, its control API under ``/_sim``, other services under ``/_…``."""

from starlette.applications import Starlette
from starlette.routing import Mount, Route

from infra.local.sites import Sites
from infra.local.speech.app import SpeechService
from infra.local.weather.app import WeatherServices
from infra.local.zalo.control import control_routes
from infra.local.zalo.files import file_answer
from infra.local.zalo.gateway import Gateway
from infra.local.zalo.simulator import Simulator

_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def make_app(simulator: Simulator) -> Starlette:
    """An application around a simulator; no CORS headers, as at Zalo (zalo/README.md 1, rule 8)."""
    gateway = Gateway(simulator)
    return Starlette(
        routes=[
            Mount("/_sim", routes=control_routes(simulator)),
            Mount("/_sites", routes=Sites().routes()),
            Mount("/_speech", routes=SpeechService().routes()),
            Mount("/_weather", routes=WeatherServices().routes()),
            Route("/files/{name}", file_answer(simulator), methods=["GET"]),
            Route("/{path:path}", gateway.answer, methods=_METHODS),
        ]
    )
