"""Stay within Zalo's limit of calls per app, without a shared counter.

The article API has a limit of its own beside that of the OA API. Each worker keeps to its share of each: with
43 workers at most and 3,800 calls a minute, a worker makes a call every 0.68 s. A call that takes longer than
that is not slowed down at all, and what a worker comes late by, up to one call, it makes up for: a minute has
at most 43 calls more than the shares together, for which 3,800 leave room in 4,000.
"""

import time
from collections.abc import Callable

from loa.platform.zalo.exchange import Http, HttpAnswer, HttpRequest


class PacedHttp:
    """Sends requests through another client, at no more than its share and one call."""

    def __init__(
        self,
        http: Http,
        *,
        calls_per_minute: int,
        article_calls_per_minute: int | None = None,
        workers: int,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Keep the share.

        Args:
            http: the process's client.
            calls_per_minute: what all workers together may ask of the OA API.
            article_calls_per_minute: the same of the article API; None: as many.
            workers: how many of them there are at most.
            clock: seconds that only go forward; replaced in tests.
            sleep: waits; replaced in tests.
        """
        self._intervals = {
            "oa": 60 * workers / calls_per_minute,
            "article": 60 * workers / (article_calls_per_minute or calls_per_minute),
        }
        self._http = http
        self._clock = clock
        self._sleep = sleep
        self._free_at: dict[str, float] = {}

    def send(self, request: HttpRequest) -> HttpAnswer:
        """Send the request when the share allows it; raises what the client raises."""
        family = "article" if "/article/" in request.url else "oa"
        now = self._clock()
        free_at = self._free_at.get(family, now)
        if now < free_at:
            self._sleep(free_at - now)
        self._free_at[family] = max(now, free_at + self._intervals[family])
        return self._http.send(request)
