"""GET of JSON from a weather service: time-outs, a limit of size, no redirect, no cookie, no proxy.

Nothing is repeated here: the next provider is asked, and the next round comes by itself.
Addresses are never logged nor put into errors: one may hold a key.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

import requests

from loa.platform.weather.model import ForecastFailed

MAX_ANSWER_BYTES: Final = 8 * 1024 * 1024
"""Of one answer: 131 points are 0.7 MB."""

_CHUNK_BYTES: Final = 64 * 1024
_OK: Final = 200


class WeatherHttp:
    """Asks a weather service."""

    def __init__(self, *, connect_seconds: float, read_seconds: float, user_agent: str) -> None:
        """Keep the limits.

        Args:
            connect_seconds: until the connection stands.
            read_seconds: until the next bytes of the answer.
            user_agent: who asks; MET Norway refuses who does not say so.
        """
        self._timeout = (connect_seconds, read_seconds)
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers["User-Agent"] = user_agent

    def get(self, url: str, query: Mapping[str, str]) -> Any:
        """The JSON of the answer.

        Raises:
            ForecastFailed: no answer, another status than 200, too large, or no JSON.
        """
        try:
            with self._session.get(
                url, params=dict(query), timeout=self._timeout, allow_redirects=False, stream=True
            ) as response:
                if response.status_code != _OK:
                    raise ForecastFailed(f"the weather service answered {response.status_code}")
                raw = bytearray()
                for chunk in response.iter_content(_CHUNK_BYTES):
                    raw += chunk
                    if len(raw) > MAX_ANSWER_BYTES:
                        raise ForecastFailed("the weather service answered too much")
        except (requests.RequestException, OSError, UnicodeError) as error:
            raise ForecastFailed(f"the weather service did not answer: {type(error).__name__}") from None
        try:
            return json.loads(raw)
        except (ValueError, RecursionError):
            raise ForecastFailed("the weather service answered no JSON") from None
