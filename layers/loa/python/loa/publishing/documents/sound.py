"""MP3 as its frames (ISO 11172-3, 13818-3): how long it is, and several as one. Pure rules."""

from collections.abc import Iterable, Iterator
from typing import Final

_BITRATES: Final = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""Kilobits a second, by the version of MPEG (3: 1, 2 and 0: 2 and 2.5) and the index in the header."""
_RATES: Final = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_SAMPLES: Final = {3: 1152, 2: 576, 0: 576}
_LAYER_3: Final = 1
_HEADER: Final = 4
_TAG: Final = 10
"""Bytes of the head of an ID3 tag; its size stands in the last four, seven bits each."""


def joined(pieces: Iterable[bytes]) -> bytes:
    """Several sounds as one: their frames one after another, without tags and what is none."""
    return b"".join(frame for piece in pieces for frame, _ in _frames(piece))


def seconds_of(content: bytes) -> int:
    """How long a sound is; 0 if there is not a single frame in it."""
    exact = sum(seconds for _, seconds in _frames(content))
    return max(1, round(exact)) if exact else 0


def _frames(content: bytes) -> Iterator[tuple[bytes, float]]:
    """Each frame with its seconds; bytes between frames are passed over."""
    place = _after_tag(content)
    while place + _HEADER <= len(content):
        length, seconds = _read(content[place : place + _HEADER])
        if not length or place + length > len(content):
            place += 1
            continue
        yield content[place : place + length], seconds
        place += length


def _after_tag(content: bytes) -> int:
    if not content.startswith(b"ID3") or len(content) < _TAG:
        return 0
    size = 0
    for byte in content[_TAG - 4 : _TAG]:
        size = size << 7 | byte & 0x7F
    return _TAG + size


def _read(header: bytes) -> tuple[int, float]:
    """Length and seconds of the frame with that header; 0, if it is none."""
    version, layer = header[1] >> 3 & 3, header[1] >> 1 & 3
    bitrate, rate = header[2] >> 4, header[2] >> 2 & 3
    is_frame = header[0] == 0xFF and header[1] >> 5 == 7 and layer == _LAYER_3 and version in _RATES  # noqa: PLR2004 - eleven bits of synchronisation
    if not is_frame or bitrate not in range(1, 15) or rate not in range(3):
        return 0, 0.0
    hertz = _RATES[version][rate]
    bits = _BITRATES[3 if version == 3 else 2][bitrate] * 1000  # noqa: PLR2004 - MPEG 1
    length = _SAMPLES[version] * bits // 8 // hertz + (header[2] >> 1 & 1)
    return length, _SAMPLES[version] / hertz
