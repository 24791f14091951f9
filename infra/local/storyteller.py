"""How the story asks: the API as an officer, the simulator, again and again until something is so."""

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Final

import requests

from infra.local.client import officer_token
from infra.local.state import LocalStack

HANDS: Final = 6
"""How many requests are made at once: what a machine with two cores carries without a queue."""

NOT_NOW: Final = frozenset({502, 503, 504})
"""What a busy machine answers in between; who looks again and again looks once more."""


class StoryFailed(Exception):  # noqa: N818 - read as an outcome
    """A step did not come out as it must; the message says which and how."""


class NotAnswered(StoryFailed):
    """Nobody answered this once."""


@dataclass
class Storyteller:
    """Asks a running stack.

    Attributes:
        stack: the running stack.
        advance: called with (done, of) while a step is under way.
    """

    stack: LocalStack
    advance: Callable[[int, int], None] = lambda _done, _of: None
    _tokens: dict[str, str] = field(default_factory=dict)

    def api(self, officer: str, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Call the officer API; answers the JSON.

        Raises:
            StoryFailed: not answered with 2xx.
        """
        token = self._tokens.get(officer) or officer_token(self.stack, officer)
        self._tokens[officer] = token
        try:
            answer = requests.request(
                method,
                f"{self.stack.api_url}{path}",
                json=body,
                headers={"authorization": token, **headers},
                timeout=60,
            )
        except (requests.ConnectionError, requests.Timeout) as error:
            raise NotAnswered(f"{method} {path} as {officer}: {type(error).__name__}") from error
        if not answer.ok:
            kind = NotAnswered if answer.status_code in NOT_NOW else StoryFailed
            raise kind(f"{method} {path} as {officer}: {answer.status_code} {answer.text[:500]}")
        return answer.json()

    def zalo(self, path: str, body: Any = None) -> Any:
        """Ask the simulator: POST with a body, GET without."""
        url = f"{self.stack.zalo_url}/_sim{path}"
        answer = (
            requests.get(url, timeout=120) if body is None else requests.post(url, json=body, timeout=120)
        )
        if not answer.ok:
            raise StoryFailed(f"simulator {path}: {answer.status_code} {answer.text[:500]}")
        return answer.json()

    def _each[Item](self, items: Iterable[Item], act: Callable[[Item], None]) -> None:
        todo = list(items)
        with ThreadPoolExecutor(HANDS) as pool:
            for done, _ in enumerate(pool.map(act, todo), 1):
                self.advance(done, len(todo))

    def _watch[Seen](self, seconds: float, failure: str, look: Callable[[], Seen]) -> Iterator[Seen]:
        """Look every half second until the loop that asks is satisfied; no answer is no look.

        The seconds count from the last change: a busy machine may take longer, up to four times.
        """
        until = time.monotonic() + seconds
        latest = until + 3 * seconds
        last, before = "", None
        while time.monotonic() < until:
            try:
                seen = look()
            except NotAnswered as error:
                last = f"; at last {error}"
            else:
                if seen != before:
                    until, before = min(latest, time.monotonic() + seconds), seen
                last = ""
                yield seen
            time.sleep(0.5)
        raise StoryFailed(f"{failure}: nothing new for {seconds:.0f} s{last}")
