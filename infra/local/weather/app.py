"""The routes of the double, and how to make them fail (see README.md)."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from infra.local.weather.answers import met_norway, open_meteo

PROVIDERS: Final = ("open-meteo", "met-norway")
KINDS: Final = ("limit", "down", "hang", "garbage", "shape")
REASON: Final = "Daily API request limit exceeded. Please try again tomorrow."
MOST_POINTS: Final = 1_000
CHARACTERS_OF_AN_ADDRESS: Final = 8_192
DECIMALS: Final = 4


@dataclass(slots=True)
class WeatherFault:
    """What goes wrong with the next answers of one provider; `count` 0 has no end."""

    provider: str
    kind: str
    count: int = 0
    seconds: float = 60.0
    hits: int = 0


@dataclass(slots=True)
class WeatherServices:
    """Both services, with what they were asked."""

    faults: list[WeatherFault] = field(default_factory=list)
    requests: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PROVIDERS, 0))
    points: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PROVIDERS, 0))

    async def spoilt(self, provider: str) -> Response | None:
        """The answer that a fault puts in the place of a good one."""
        self.requests[provider] += 1
        for fault in self.faults:
            if fault.provider == provider and (fault.count == 0 or fault.hits < fault.count):
                fault.hits += 1
                return await _spoil(fault)
        return None

    def routes(self) -> list[BaseRoute]:
        """Both services, and the control."""
        return [
            Route("/open-meteo/v1/forecast", self.forecast),
            Route("/met-norway/weatherapi/locationforecast/2.0/compact", self.compact),
            Route("/faults", self.change_faults, methods=["POST", "DELETE"]),
            Route("/calls", self.tell_calls),
        ]

    async def forecast(self, request: Request) -> Response:
        """Open-Meteo: all points of the query; a list for several, an object for one."""
        if wrong := await self.spoilt("open-meteo"):
            return wrong
        if len(str(request.url)) > CHARACTERS_OF_AN_ADDRESS:
            return PlainTextResponse("Request-URI Too Large", 414)
        try:
            latitudes, longitudes = (
                [float(part) for part in request.query_params[name].split(",")]
                for name in ("latitude", "longitude")
            )
            points = list(zip(latitudes, longitudes, strict=True))
        except (KeyError, ValueError):
            return JSONResponse({"error": True, "reason": "latitude and longitude must be numbers"}, 400)
        if len(points) > MOST_POINTS:
            return JSONResponse({"error": True, "reason": "too many locations"}, 400)
        self.points["open-meteo"] += len(points)
        answers = [open_meteo(*point, datetime.now(UTC)) for point in points]
        return JSONResponse(answers if len(answers) > 1 else answers[0])

    async def compact(self, request: Request) -> Response:
        """MET Norway: one point, for whoever says who asks, with four decimals at most."""
        if wrong := await self.spoilt("met-norway"):
            return wrong
        place = [request.query_params.get(name, "") for name in ("lat", "lon")]
        named = request.headers.get("user-agent", "")
        too_fine = any(len(part.partition(".")[2]) > DECIMALS for part in place)
        if too_fine or not named or named.startswith("python-requests"):
            return PlainTextResponse("Forbidden", 403)
        self.points["met-norway"] += 1
        return JSONResponse(met_norway(float(place[0]), float(place[1]), datetime.now(UTC)))

    async def change_faults(self, request: Request) -> Response:
        """Add a fault, or take all away."""
        if request.method == "DELETE":
            self.faults.clear()
            return JSONResponse({"ok": True})
        wish: dict[str, Any] = await request.json()
        if wish.get("provider") not in PROVIDERS or wish.get("kind") not in KINDS:
            return JSONResponse({"error": f"provider: {PROVIDERS}, kind: {KINDS}"}, 400)
        self.faults.append(WeatherFault(**wish))
        return JSONResponse({"ok": True})

    async def tell_calls(self, _request: Request) -> Response:
        """How much each was asked."""
        return JSONResponse({"requests": self.requests, "points": self.points})


async def _spoil(fault: WeatherFault) -> Response:
    match fault.kind:
        case "limit":
            return JSONResponse({"error": True, "reason": REASON}, 429)
        case "down":
            return PlainTextResponse("Service Unavailable", 503)
        case "garbage":
            return PlainTextResponse("<html>Wartung</html>")
        case "shape":
            return JSONResponse([{"latitude": 18.68}])
        case _:
            await asyncio.sleep(fault.seconds)
            return PlainTextResponse("", 504)
