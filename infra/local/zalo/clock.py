"""The simulator's own clock: real time plus an offset that tests move, or a moment that stands still."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo


class Clock:
    """Milliseconds since 1970 as Zalo sees them; every window, lifetime and retry asks here."""

    def __init__(self, real_seconds: Callable[[], float] = time.time) -> None:
        self._real_seconds = real_seconds
        self._offset = 0.0
        self._frozen_at: float | None = None
        self._listeners: list[Callable[[], None]] = []

    @property
    def frozen(self) -> bool:
        """Whether time stands still."""
        return self._frozen_at is not None

    @property
    def offset_seconds(self) -> float:
        """How far this clock is ahead of the real one."""
        return self.seconds() - self._real_seconds()

    def seconds(self) -> float:
        """Seconds since 1970."""
        return self._real_seconds() + self._offset if self._frozen_at is None else self._frozen_at

    def milliseconds(self) -> int:
        """Milliseconds since 1970, the unit of Zalo's timestamps."""
        return int(self.seconds() * 1000)

    def now(self) -> datetime:
        """The moment as an aware UTC datetime."""
        return datetime.fromtimestamp(self.seconds(), UTC)

    def local(self, zone: str) -> datetime:
        """The moment on the wall clock of a time zone."""
        return self.now().astimezone(ZoneInfo(zone))

    def advance(self, seconds: float) -> None:
        """Jump forward (or back, with a negative number)."""
        if self._frozen_at is None:
            self._offset += seconds
        else:
            self._frozen_at += seconds
        self._tell()

    def set(self, moment: datetime, *, freeze: bool = False) -> None:
        """Jump to a moment and run on from there, or stand still at it."""
        seconds = moment.timestamp()
        self._offset = seconds - self._real_seconds()
        self._frozen_at = seconds if freeze else None
        self._tell()

    def reset(self) -> None:
        """Follow real time again."""
        self._offset = 0.0
        self._frozen_at = None
        self._tell()

    def real_seconds_until(self, milliseconds: int) -> float | None:
        """How long to wait for a moment; ``None`` when it never comes because time stands still."""
        distance = milliseconds / 1000 - self.seconds()
        if distance <= 0:
            return 0.0
        return None if self.frozen else distance

    def on_move(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` whenever the clock is moved by hand."""
        self._listeners.append(listener)

    def forget_listeners(self) -> None:
        """Call nobody any more."""
        self._listeners.clear()

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()
