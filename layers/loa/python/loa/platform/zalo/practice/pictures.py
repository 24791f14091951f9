"""The picture that a sample resident sends: a road with a hole, drawn here."""

import struct
import zlib
from typing import Final

from loa.platform.zalo.media.files import FileLost

URL: Final = "https://zalo.invalid/practice/road.png"
"""Where it is said to lie: a name that no server can have (RFC 2606)."""

WIDTH: Final = 480
HEIGHT: Final = 360
_HORIZON: Final = 150
_SKY, _FIELD, _ROAD, _LINE, _HOLE = (
    b"\xc9\xe2\xf2", b"\x8f\xb5\x6a", b"\x8b\x8d\x90", b"\xf2\xf2\xee", b"\x3d\x36\x30",
)  # fmt: skip


def road_with_a_hole() -> bytes:
    """Return it as a PNG."""
    rows = b"".join(b"\0" + b"".join(_colour(x, y) for x in range(WIDTH)) for y in range(HEIGHT))
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_part(kind, content) for kind, content in parts)


def _part(kind: bytes, content: bytes) -> bytes:
    whole = kind + content
    return struct.pack(">I", len(content)) + whole + struct.pack(">I", zlib.crc32(whole))


def _colour(x: int, y: int) -> bytes:
    if y < _HORIZON:
        return _SKY
    half = 30 + (y - _HORIZON)  # the road grows wider towards whoever looks
    from_middle = abs(x - WIDTH // 2)
    if ((x - 270) / 75) ** 2 + ((y - 280) / 32) ** 2 < 1:
        return _HOLE
    if from_middle < half // 30 and y % 40 < 24:  # noqa: PLR2004 - the dashes of the line
        return _LINE
    return _ROAD if from_middle < half else _FIELD


def fetch(url: str, *, limit: int) -> bytes:
    """Return what is behind an address, in the place of `Downloads.fetch`; there is one file.

    Raises:
        FileLost: another address, or too large.
    """
    content = road_with_a_hole() if url == URL else b""
    if not content:
        raise FileLost("gone")
    if len(content) > limit:
        raise FileLost("too_large")
    return content
