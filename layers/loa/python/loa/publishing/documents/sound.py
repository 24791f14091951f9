"""Sounds: MP3 as its frames (ISO 11172-3, 13818-3), several as one; how long each kind is. Pure rules.

M4A says its length in the box `mvhd` (ISO 14496-12), Ogg in the last page of its stream (RFC 3533), counted
in samples: 48,000 a second for Opus (RFC 7845), as the first page says for Vorbis.
"""

from collections.abc import Iterable, Iterator
from typing import Final

_BITRATES: Final = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""Kilobits a second, by the version of MPEG (3: 1, 2 and 0: 2 and 2.5) and the index in the header."""
_RATES: Final = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_SAMPLES: Final = {3: 1152, 2: 576, 0: 576}
LONGEST: Final = 7_200
"""Seconds; what says that it is longer is not believed."""
_OPUS: Final = 48_000
_FIRST_PAGE: Final = 300
_LAYER_3: Final = 1
_HEADER: Final = 4
_TAG: Final = 10
"""Bytes of the head of an ID3 tag; its size stands in the last four, seven bits each."""


def length_of(content: bytes, ending: str) -> int:
    """Seconds of a sound that officers may upload; 0: it does not say, or is none."""
    match ending:
        case "mp3":
            return min(seconds_of(content), LONGEST)
        case "m4a":
            return _whole(*_of_m4a(content))
        case "ogg":
            return _whole(*_of_ogg(content))
    return 0


def _whole(units: int, a_second: int) -> int:
    return min(max(1, round(units / a_second)), LONGEST) if units > 0 and a_second > 0 else 0


def _of_m4a(content: bytes) -> tuple[int, int]:
    place = content.rfind(b"mvhd") + len(b"mvhd")
    is_long = content[place : place + 1] == b"\1"
    at, size = (place + 20, 8) if is_long else (place + 12, 4)
    if place < len(b"mvhd") or at + 4 + size > len(content):
        return 0, 0
    scale, units = content[at : at + 4], content[at + 4 : at + 4 + size]
    return int.from_bytes(units), int.from_bytes(scale)


def _of_ogg(content: bytes) -> tuple[int, int]:
    last, vorbis = content.rfind(b"OggS"), content.find(b"\1vorbis", 0, _FIRST_PAGE)
    if last < 0 or last + 14 > len(content):
        return 0, 0
    samples = int.from_bytes(content[last + 6 : last + 14], "little", signed=True)
    if vorbis < 0:
        return samples, _OPUS
    return samples, int.from_bytes(content[vorbis + 12 : vorbis + 16], "little")


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
