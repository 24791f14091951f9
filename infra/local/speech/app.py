"""The routes of the double, and how to make them fail (see README.md)."""

import asyncio
import hashlib
from dataclasses import dataclass, field
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

KINDS: Final = ("limit", "down", "hang", "garbage", "code", "silence")
FRAME: Final = b"\xff\xf3\x34\xc4" + bytes(68)
"""MPEG 2, layer III, 24 kbit/s, 24 kHz, mono: 72 bytes and 24 milliseconds of nothing."""
MILLISECONDS_A_LETTER: Final = 65
MILLISECONDS_A_FRAME: Final = 24
MOST_LETTERS: Final = 2_000
VOICES: Final = ("1", "2", "3", "4")


@dataclass(slots=True)
class SpeechFault:
    """What goes wrong with the next answers; `count` 0 has no end."""

    kind: str
    count: int = 0
    seconds: float = 60.0
    hits: int = 0


@dataclass(slots=True)
class SpeechService:
    """The service, with what it was asked."""

    faults: list[SpeechFault] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    sounds: dict[str, bytes] = field(default_factory=dict)
    looked_for: set[str] = field(default_factory=set)

    def routes(self) -> list[BaseRoute]:
        """The service, and the control."""
        return [
            Route("/v1/tts/synthesize", self.synthesize, methods=["POST"]),
            Route("/chunk/{name}", self.chunk),
            Route("/faults", self.change_faults, methods=["POST", "DELETE"]),
            Route("/calls", self.tell_calls),
        ]

    async def synthesize(self, request: Request) -> Response:
        """Take a text, and say where its sound will be."""
        if request.headers.get("apikey", "bad") == "bad":
            return JSONResponse({"error_code": 401, "error_message": "Invalid authentication"}, 401)
        form = await request.form()
        text = str(form.get("input", ""))
        if not text or len(text) > MOST_LETTERS or str(form.get("speaker_id")) not in VOICES:
            return JSONResponse({"error_code": 150, "error_message": "Bad request"})
        self.texts.append(text)
        frames = len(text) * MILLISECONDS_A_LETTER // MILLISECONDS_A_FRAME + 1
        sound = b"ID3\x04\x00\x00\x00\x00\x00\x00" + FRAME * frames
        for fault in self.faults:
            if fault.count == 0 or fault.hits < fault.count:
                fault.hits += 1
                if fault.kind == "silence":
                    sound = b"nothing"
                    break
                return await _spoil(fault)
        name = f"{hashlib.sha256(text.encode()).hexdigest()[:20]}.mp3"
        self.sounds[name] = sound
        url = f"{str(request.url).partition('/v1/')[0]}/chunk/{name}"
        return JSONResponse({"data": {"url": url}, "error_code": 0, "error_message": "Successful."})

    async def chunk(self, request: Request) -> Response:
        """The sound, from the second time on that it is asked for."""
        name = request.path_params["name"]
        if name not in self.sounds or name not in self.looked_for:
            self.looked_for.add(name)
            return PlainTextResponse("Not Found", 404)
        return Response(self.sounds[name], media_type="audio/mpeg")

    async def change_faults(self, request: Request) -> Response:
        """Add a fault, or take all away."""
        if request.method == "DELETE":
            self.faults.clear()
            return JSONResponse({"ok": True})
        wish: dict[str, Any] = await request.json()
        if wish.get("kind") not in KINDS:
            return JSONResponse({"error": f"kind: {KINDS}"}, 400)
        self.faults.append(SpeechFault(**wish))
        return JSONResponse({"ok": True})

    async def tell_calls(self, _request: Request) -> Response:
        """How much it was asked."""
        letters = sum(map(len, self.texts))
        return JSONResponse({"requests": len(self.texts), "letters": letters, "words": self.texts})


async def _spoil(fault: SpeechFault) -> Response:
    match fault.kind:
        case "limit":
            return JSONResponse({"error_code": 429, "error_message": "Too many requests"}, 429)
        case "down":
            return PlainTextResponse("Service Unavailable", 503)
        case "garbage":
            return PlainTextResponse("<html>")
        case "code":
            return JSONResponse({"error_code": 155, "error_message": "Server is overloaded"})
        case _:
            await asyncio.sleep(fault.seconds)
            return PlainTextResponse("", 504)
