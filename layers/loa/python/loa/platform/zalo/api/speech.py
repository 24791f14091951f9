"""Zalo's speech service: Vietnamese words in, sound out.

    POST {url}/v1/tts/synthesize   header `apikey`; form `input`, `speaker_id` (1 to 4), `speed` (0.8 to 1.2),
                                   `encode_type` 1 (MP3)
    → {"data": {"url": …}, "error_code": 0, "error_message": …}

The address is a passing one on a host of Zalo's, and may answer 404 until the sound is ready. How many
letters one request takes is not documented in what could be read; `MAXIMUM_INPUT` is careful.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from loa.errors import Busy
from loa.platform.zalo.errors import ZaloError
from loa.platform.zalo.exchange import Http, HttpRequest
from loa.platform.zalo.media.downloads import Downloads
from loa.platform.zalo.media.files import FileLost

MAXIMUM_INPUT: Final = 1_000
"""Letters of one request."""
MAXIMUM_SOUND: Final = 4 * 1024 * 1024
"""Bytes of one answer: a thousand letters are two minutes."""
LOOKS: Final = 4
PAUSE_SECONDS: Final = 1.5
"""How often, and with which pause, the sound is looked for."""

_OK: Final = 200
_REFUSED: Final = frozenset({401, 403})


class SpeechRefused(Busy):
    """The service does not accept our key: nothing is spoken until somebody has looked."""

    code = "speech_refused"


@dataclass(frozen=True, slots=True)
class ZaloSpeech:
    """Speaks.

    Attributes:
        http: sends.
        downloads: fetches the sound; knows which hosts may be asked.
        url: of the service.
        key: its API key; empty: nothing is spoken.
        voice: `speaker_id`.
        pause: waits so many seconds.
    """

    http: Http
    downloads: Downloads
    url: str
    key: Callable[[], str]
    voice: str
    pause: Callable[[float], None] = time.sleep

    @property
    def is_there(self) -> bool:
        """Whether there is a key."""
        return bool(self.key())

    def speak(self, text: str) -> bytes:
        """Return the sound of a text of at most `MAXIMUM_INPUT` letters, as the service made it.

        Raises:
            SpeechRefused: the key is not accepted.
            Busy: anything else: later it may work.
        """
        return self._sound(self._ask(text))

    def _ask(self, text: str) -> str:
        form = {"input": text, "speaker_id": self.voice, "speed": "1.0", "encode_type": "1"}
        request = HttpRequest(
            "tts/synthesize",
            "POST",
            f"{self.url}/v1/tts/synthesize",
            has_effect=False,
            headers={"apikey": self.key()},
            form=form,
        )
        try:
            answer = self.http.send(request)
        except ZaloError as error:
            raise Busy(f"the speech service did not answer: {error.reason}") from None
        if answer.http_status in _REFUSED:
            raise SpeechRefused("the speech service refuses the key")
        data: Any = answer.body.get("data")
        address = data.get("url") if isinstance(data, dict) else None
        if answer.http_status != _OK or answer.body.get("error_code") != 0 or not isinstance(address, str):
            raise Busy(f"the speech service answered {answer.http_status}, {answer.body.get('error_code')}")
        return address

    def _sound(self, address: str) -> bytes:
        for look in range(LOOKS):
            if look:
                self.pause(PAUSE_SECONDS)
            try:
                return self.downloads.fetch(address, limit=MAXIMUM_SOUND)
            except FileLost as lost:
                if lost.reason != "gone":
                    raise Busy(f"the sound cannot be fetched: {lost.reason}") from None
        raise Busy("the sound was not ready in time")
