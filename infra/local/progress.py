"""Say what is being done: lively on a terminal, one line per step elsewhere, nothing inside tests."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console

type Detail = str


class Step(Protocol):
    """A step under way."""

    def __call__(self, detail: Detail) -> None:
        """Say how far the step is."""


class Progress:
    """Shows steps on a console; each ends with a tick and its seconds."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False, soft_wrap=True)

    @contextmanager
    def step(self, title: str) -> Iterator[Step]:
        """Show a step while the block runs; the block may call what it gets with a detail."""
        started = time.monotonic()
        last = ""

        def say(detail: Detail) -> None:
            nonlocal last
            last = detail
            status.update(f"{title}: {detail}")

        with self.console.status(title) as status:
            yield say
        told = f" ({last})" if last else ""
        self.console.print(f"[green]✓[/] {title}{told} [dim]{time.monotonic() - started:.1f} s[/]")

    def note(self, text: str) -> None:
        """Print a line."""
        self.console.print(text)


def silent() -> Progress:
    """Return a progress that prints nothing, for tests."""
    return Progress(Console(quiet=True))
