"""A small HTTP/1.1 client for outgoing webhooks: asyncio streams, parsed by h11 (which uvicorn brings)."""

import asyncio
import ssl
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

import h11

_LARGEST_ANSWER = 262_144  # bytes; more than that is not an answer to a webhook


@dataclass(frozen=True, slots=True)
class Answer:
    """What a receiver answered."""

    status: int
    body: bytes


class Poster(Protocol):
    """Sends one POST; raises OSError or TimeoutError when there is no answer in time."""

    async def __call__(self, url: str, body: bytes, headers: dict[str, str], seconds: float) -> Answer:
        """Post ``body`` and wait at most ``seconds`` of real time for the whole answer."""
        ...


async def post(url: str, body: bytes, headers: dict[str, str], seconds: float) -> Answer:
    """Post over a connection of its own.

    Raises:
        OSError: the connection cannot be opened or breaks, or the answer is not HTTP.
        TimeoutError: no complete answer within ``seconds``.
    """
    async with asyncio.timeout(seconds):
        return await _exchange(url, body, headers)


async def _exchange(url: str, body: bytes, headers: dict[str, str]) -> Answer:
    parts = urlsplit(url)
    secure = ssl.create_default_context() if parts.scheme == "https" else None
    port = parts.port or (443 if secure else 80)
    reader, writer = await asyncio.open_connection(parts.hostname, port, ssl=secure)
    try:
        connection = h11.Connection(h11.CLIENT)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        complete = {"Host": parts.netloc, "Content-Length": str(len(body)), "Connection": "close", **headers}
        request = h11.Request(method="POST", target=target, headers=list(complete.items()))
        writer.write(connection.send(request) or b"")
        writer.write(connection.send(h11.Data(data=body)) or b"")
        writer.write(connection.send(h11.EndOfMessage()) or b"")
        await writer.drain()
        return await _answer(connection, reader)
    except h11.ProtocolError as error:
        raise ConnectionError(f"not an HTTP answer: {error}") from error
    finally:
        writer.close()


async def _answer(connection: h11.Connection, reader: asyncio.StreamReader) -> Answer:
    status = 0
    body = bytearray()
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            connection.receive_data(await reader.read(65_536))
        elif isinstance(event, h11.Response):
            status = event.status_code
        elif isinstance(event, h11.Data):
            body += event.data
            if len(body) > _LARGEST_ANSWER:
                raise ConnectionError("the answer is too large")
        elif isinstance(event, h11.EndOfMessage):
            return Answer(status, bytes(body))
        elif isinstance(event, h11.ConnectionClosed):
            raise ConnectionError("closed without an answer")
