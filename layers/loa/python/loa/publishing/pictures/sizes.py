"""The smaller versions that are made of every picture (`processing.smaller`), for lists and for phones."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class PictureSize:
    """A smaller version that is made of every picture.

    Attributes:
        width: pixels at most.
        height: pixels; the picture is cut to that shape, around its focal point. None: as high as it is.
        maximum: bytes.
    """

    width: int
    height: int | None
    maximum: int


type FocalPoint = tuple[int, ...]
"""What a picture is about: per cent of its width from the left, and of its height from the top."""

MIDDLE: Final[FocalPoint] = (50, 50)

IN_LISTS: Final = PictureSize(160, 120, 6 * 1024)
IN_TEXTS: Final = PictureSize(640, None, 45 * 1024)
SIZES: Final = (IN_LISTS, IN_TEXTS)
ENDINGS: Final = ("webp", "jpg")
"""Of each version: what most browsers take, and what all take."""


def version_name(name: str, size: PictureSize, ending: str) -> str:
    """The name of a version of a picture: `SHA256.png` → `SHA256-160.webp`."""
    return f"{name.partition('.')[0]}-{size.width}.{ending}"
