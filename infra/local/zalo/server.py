"""Serves the simulator over uvicorn, whose connections a fault may cut; also as a thread, for tests."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from infra.local.zalo.app import make_app
from infra.local.zalo.gateway import ABORT_EXTENSION
from infra.local.zalo.simulator import Simulator


class AbortableProtocol(H11Protocol):
    """An HTTP connection that the application can cut without an answer."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        inner: ASGIApp = self.app

        async def with_abort(scope: Scope, receive: Receive, send: Send) -> None:
            scope.setdefault("extensions", {})[ABORT_EXTENSION] = self.abort
            await inner(scope, receive, send)

        self.app = with_abort

    def abort(self) -> None:
        """Drop the connection at once; uvicorn then expects no answer."""
        self.cycle.disconnected = True
        self.transport.abort()


def make_server(
    simulator: Simulator, *, host: str, port: int, certificate: Path | None = None, key: Path | None = None
) -> uvicorn.Server:
    """A uvicorn server for the simulator; with a certificate it speaks TLS."""
    return uvicorn.Server(
        uvicorn.Config(
            make_app(simulator),
            host=host,
            port=port,
            http=AbortableProtocol,
            ws="none",
            lifespan="off",
            log_level="error",
            access_log=False,
            timeout_graceful_shutdown=1,
            timeout_keep_alive=75,
            backlog=4096,
            ssl_certfile=certificate,
            ssl_keyfile=key,
        )
    )


@dataclass(frozen=True, slots=True)
class RunningSimulator:
    """A simulator that serves in a thread of this process."""

    url: str
    simulator: Simulator


@contextlib.contextmanager
def serve_in_thread(simulator: Simulator | None = None, *, port: int = 0) -> Iterator[RunningSimulator]:
    """Serve on the loopback interface (a free port unless told) while the ``with`` block runs.

    The simulator belongs to the thread: change it through the control API.
    """
    simulated = simulator or Simulator()
    with socket.create_server(("127.0.0.1", port)) as listener:
        server = make_server(simulated, host="127.0.0.1", port=0)
        thread = threading.Thread(target=lambda: asyncio.run(server.serve([listener])), daemon=True)
        thread.start()
        try:
            yield RunningSimulator(f"http://127.0.0.1:{listener.getsockname()[1]}", simulated)
        finally:
            server.should_exit = True
            thread.join(timeout=10)
