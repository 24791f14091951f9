"""Rate limits: so many calls per bucket and minute of the simulator's clock (zalo/README.md 13)."""

from collections import Counter

_MINUTE_MS = 60_000


class RateLimits:
    """Counts calls in fixed windows of one minute."""

    def __init__(self) -> None:
        self._minute = -1
        self._used: Counter[str] = Counter()

    def take(self, bucket: str, limit: int, now_ms: int) -> int:
        """Count one call; return how many remain in this minute, or -1 when the limit was reached before."""
        minute = now_ms // _MINUTE_MS
        if minute != self._minute:
            self._minute = minute
            self._used.clear()
        if self._used[bucket] >= limit:
            return -1
        self._used[bucket] += 1
        return limit - self._used[bucket]
