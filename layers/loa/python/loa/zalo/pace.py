"""Stay within Zalo's limit of calls per app, without a shared counter (zalo.md section 13).

The article API has a limit of its own beside that of the OA API. Each worker keeps to its share of each: with
20 workers at most and 4,000 calls a minute, a worker makes a call every 0.3 s. A call that takes longer than
that is not slowed down at all.
"""

import time
from collections.abc import Callable

from loa.zalo.exchange import Answer, Http, Request


class PacedHttp:
    """Sends requests through another client, never faster than its share."""

    def __init__(
        self,
        http: Http,
        *,
        calls_per_minute: int,
        workers: int,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Keep the share.

        Args:
            http: the process's client.
            calls_per_minute: what all workers together may make.
            workers: how many of them there are at most.
            clock: seconds that only go forward; replaced in tests.
            sleep: waits; replaced in tests.
        """
        self.interval = 60 * workers / calls_per_minute
        self._http = http
        self._clock = clock
        self._sleep = sleep
        self._free_at: dict[str, float] = {}

    def send(self, request: Request) -> Answer:
        """Send the request when the share allows it; raises what the client raises."""
        family = "article" if "/article/" in request.url else "oa"
        now, free_at = self._clock(), self._free_at.get(family, float("-inf"))
        if now < free_at:
            self._sleep(free_at - now)
        self._free_at[family] = max(now, free_at) + self.interval
        return self._http.send(request)
