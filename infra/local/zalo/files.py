"""Zalo's hosts of files, as one path of the simulator: what residents send lies under ``/files/``.

Without anything put there a name is answered by its ending, with the first bytes of such a file. Tests put
files with the control API, and say how the host misbehaves.
"""

import asyncio
import base64
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from infra.local.zalo.simulator import Simulator
from infra.local.zalo.state import Json

_PIECE: Final = 64 * 1024
_SAMPLES: Final = {
    "jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(200) + b"\xff\xd9",
    "gif": b"GIF89a" + bytes(200),
    "mp4": b"\x00\x00\x00\x18ftypmp42" + bytes(2000),
    "amr": b"#!AMR\n" + bytes(300),
    "pdf": b"%PDF-1.7\n" + bytes(500),
}


@dataclass(frozen=True, slots=True)
class HostedFile:
    """What the host answers for one name.

    Attributes:
        content: the bytes; repeated until `size`, if that is larger.
        size: how many bytes are sent.
        declared: what Content-Length says; 0: the truth; -1: nothing.
        status: of the answer.
        location: where a redirect leads.
        content_type: what the header says.
        seconds_per_piece: pause before each 64 KB.
    """

    content: bytes
    size: int
    declared: int = 0
    status: int = 200
    location: str = ""
    content_type: str = "application/octet-stream"
    seconds_per_piece: float = 0.0


def put_file(simulator: Simulator, wish: Json) -> Json:
    """Put a file: ``name``, ``base64`` or ``text``, and how the host answers (README)."""
    name = str(wish.get("name", ""))
    if not name or "/" in name:
        raise ValueError("a file needs a name without a slash")
    content = base64.b64decode(wish.get("base64", "")) or str(wish.get("text", "x")).encode()
    simulator.world.files[name] = HostedFile(
        content=content,
        size=int(wish.get("size", len(content))),
        declared=int(wish.get("declared", 0)),
        status=int(wish.get("status", 200)),
        location=str(wish.get("location", "")),
        content_type=str(wish.get("content_type", "application/octet-stream")),
        seconds_per_piece=float(wish.get("seconds_per_piece", 0)),
    )
    return {"name": name, "size": simulator.world.files[name].size}


def file_url(simulator: Simulator, name: str, usual: str) -> str:
    """The address of a file in an event: Zalo's own, or here if the settings say where "here" is."""
    base = simulator.settings.media_url.rstrip("/")
    return f"{base}/files/{name}" if base else usual


def file_answer(simulator: Simulator) -> Any:
    """The route's function."""

    async def answer(request: Request) -> Response:
        name = request.path_params["name"]
        simulator.count("files_fetched")
        hosted = simulator.world.files.get(name)
        if hosted is None:
            sample = _SAMPLES.get(name.rpartition(".")[2])
            return Response(sample) if sample else Response("gone", status_code=404)
        headers = {"Location": hosted.location} if hosted.location else {}
        if hosted.declared >= 0:
            headers["Content-Length"] = str(hosted.declared or hosted.size)
        return StreamingResponse(
            _pieces(hosted), status_code=hosted.status, headers=headers, media_type=hosted.content_type
        )

    return answer


async def _pieces(hosted: HostedFile) -> AsyncIterator[bytes]:
    content = hosted.content or b"x"
    repeated = content * (_PIECE // len(content) + 2)
    for sent in range(0, hosted.size, _PIECE):
        if hosted.seconds_per_piece:
            await asyncio.sleep(hosted.seconds_per_piece)
        first = sent % len(content)
        yield repeated[first : first + min(_PIECE, hosted.size - sent)]
