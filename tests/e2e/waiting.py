"""Waits for what the stack does by itself: long enough for the slowest machine, and no longer than needed."""

import time
from collections.abc import Callable
from typing import Final

SECONDS: Final = 240
_PAUSE_SECONDS: Final = 0.1


def wait_until(satisfied: Callable[[], bool], what: str, seconds: float = SECONDS) -> None:
    """Look often until it is so."""
    until = time.monotonic() + seconds
    while not satisfied():
        assert time.monotonic() < until, f"not within {seconds} s: {what}"
        time.sleep(_PAUSE_SECONDS)
