"""Pictures as Zalo takes them, whatever somebody sends: at most 1 MB, upright, without metadata.

    prepared(upload)          a picture of an article
    covered(content, areas)   a resident's picture as everybody may see it: parts of it are black

The picture is opened by what it is, not by what it is called; decoded, turned upright, shrunk, and written
anew. What a phone puts into a picture (place, device, time, author) stays behind. Pillow (`layers/images`) is
loaded with this module, which is for the functions media, redaction and uploads alone.
"""

import hashlib
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from loa.errors import InvalidInput, TooLarge
from loa.platform.zalo.api.articles import MAX_IMAGE_BYTES
from loa.publishing.pictures import texts
from loa.publishing.pictures.areas import Area
from loa.publishing.pictures.sizes import MIDDLE, SIZES, FocalPoint, PictureSize, version_name

MAXIMUM_UPLOAD: Final = 4 * 1024 * 1024
"""Bytes. Lambda takes requests of 6 MB, and base64 makes a third more of a picture."""

MAXIMUM_PIXELS: Final = 40_000_000
"""More than any phone's picture; decoded, 160 MB."""

MAXIMUM_SIDE: Final = 16_000
"""Pixels. Decoders keep whole lines, however few there are: 1 x 39,999,999 pixels took 2.2 GB."""

MAXIMUM_WIDTH: Final = 1920
MAXIMUM_HEIGHT: Final = 3 * MAXIMUM_WIDTH
SMALLEST_WIDTH: Final = 320
"""A picture that is too large even so is refused: what is left would not be worth seeing."""

_QUALITIES: Final = (88, 75, 60)
_SHRINK: Final = 0.8
"""Each next try is at least so much narrower."""

_OPENED: Final = ("JPEG", "PNG", "GIF")
"""What Pillow may try (a JPEG may turn out to be the MPO of some phones)."""

Image.MAX_IMAGE_PIXELS = MAXIMUM_PIXELS


_SMALL_QUALITIES: Final = (80, 65, 50, 35, 20, 10)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept.

    Attributes:
        name: `SHA256.jpg` or `SHA256.png`, of its bytes: the same picture has the same name.
        content: the bytes.
        content_type: `image/jpeg` or `image/png`.
        width, height: pixels.
    """

    name: str
    content: bytes
    content_type: str
    width: int
    height: int


def prepared(upload: bytes, *, maximum: int = MAXIMUM_UPLOAD) -> Picture:
    """The picture as it is kept and shown to Zalo.

    Raises:
        TooLarge: more than `maximum` bytes.
        InvalidInput: no JPG or PNG, damaged, more than 16,000 pixels on a side or 40 million in all,
            or not to be brought below 1 MB.
    """
    if len(upload) > maximum:
        raise TooLarge(texts.PICTURE_TOO_LARGE)
    picture, kind = _upright(upload, roughly=True)
    if kind == "GIF":
        raise _refused(texts.NO_GIF)
    return _written(_fitting(picture), was_png=kind == "PNG")


def smaller(picture: Picture, focus: FocalPoint = MIDDLE) -> Iterator[Picture]:
    """The versions of a kept picture for lists and phones, each as WebP and as JPG: `SHA256-160.webp`.

    A version is never larger than the picture, and the best quality that fits its bytes.
    """
    with Image.open(BytesIO(picture.content)) as opened:
        solid = opened.convert("RGBA")
    solid = _on_white(solid)
    for size in SIZES:
        shaped = _shaped(solid, size, focus)
        for kind, ending in (("WEBP", "webp"), ("JPEG", "jpg")):
            content = _within(shaped, kind, size.maximum)
            yield Picture(
                name=version_name(picture.name, size, ending),
                content=content,
                content_type=f"image/{kind.lower()}",
                width=shaped.width,
                height=shaped.height,
            )


def _shaped(picture: Image.Image, size: PictureSize, focus: FocalPoint) -> Image.Image:
    """The picture in the size: cut around its focal point where a shape is asked for."""
    if size.height is not None:
        width, height = min(size.width, picture.width), min(size.height, picture.height)
        left = _before(focus[0], picture.width, min(picture.width, picture.height * width / height))
        top = _before(focus[1], picture.height, min(picture.height, picture.width * height / width))
        return ImageOps.fit(picture, (width, height), Image.Resampling.LANCZOS, centering=(left, top))
    return _scaled(picture, min(1, size.width / picture.width))


def _before(point: int, whole: int, kept: float) -> float:
    """How much of what is cut off lies before what is kept: 0 to 1, so that the point lies in its middle."""
    cut = whole - kept
    return min(max((whole * point / 100 - kept / 2) / cut, 0.0), 1.0) if cut > 0 else 0.5


def _within(picture: Image.Image, kind: str, maximum: int) -> bytes:
    """The file of the best quality that has no more bytes; else the poorest."""
    content = b""
    for quality in _SMALL_QUALITIES:
        output = BytesIO()
        picture.save(output, kind, quality=quality)
        content = output.getvalue()
        if len(content) <= maximum:
            break
    return content


def covered(content: bytes, areas: Iterable[Area]) -> Picture:
    """The picture as everybody may see it: a JPG, black where an area touches it.

    Nothing of what was there is left: the areas are filled in the picture as it came, before it is made
    smaller, so that nothing of theirs gets into the pixels beside them. What was transparent becomes white;
    of a moving picture the first one stays.

    Raises:
        InvalidInput: no JPG, PNG or GIF, damaged, more than 16,000 pixels on a side or 40 million in
            all, or not to be brought below 1 MB.
    """
    picture, _ = _upright(content, roughly=False)
    solid = _on_white(picture) if picture.mode == "RGBA" else picture
    for area in areas:
        solid.paste("black", area.pixels(solid.width, solid.height))
    return _written(_fitting(solid), was_png=False)


def _refused(message: str) -> InvalidInput:
    return InvalidInput(message, fields={"content_base64": message})


def _upright(upload: bytes, *, roughly: bool) -> tuple[Image.Image, str | None]:
    """The decoded picture as its maker held it, in a mode that we know; and what it was."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about what is odd but can be read
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(upload), formats=_OPENED) as picture:
                kind = picture.format
                _check_sides(picture)
                if roughly:  # a JPEG at a half, a quarter, an eighth: never below what is wanted
                    picture.draft(None, (MAXIMUM_WIDTH, MAXIMUM_WIDTH))
                return _in_known_mode(ImageOps.exif_transpose(picture)), kind
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _refused(texts.PICTURE_TOO_MANY_PIXELS) from error
    except InvalidInput:
        raise
    except UnidentifiedImageError as error:
        raise _refused(texts.NOT_A_PICTURE) from error
    except Exception as error:  # decoders fail in many ways over hostile bytes: the sender's fault
        raise _refused(texts.PICTURE_DAMAGED) from error


def _check_sides(picture: Image.Image) -> None:
    """Refuse a side that is too long; nothing has been decoded yet."""
    if max(picture.size) > MAXIMUM_SIDE:
        raise _refused(texts.PICTURE_TOO_LONG)


def _in_known_mode(picture: Image.Image) -> Image.Image:
    """The picture in one of the modes that both JPG and PNG know: RGB, RGBA or L."""
    if picture.has_transparency_data:
        return picture.convert("RGBA")
    if picture.mode.startswith("I;16"):  # 16 bits of grey: Pillow would cut off what is above 255
        return picture.convert("I").point(lambda level: level / 257).convert("L")
    return picture.convert("L" if picture.mode in {"1", "L"} else "RGB")


def _fitting(picture: Image.Image) -> Image.Image:
    """The picture not too wide, pixels alone."""
    factor = min(1, MAXIMUM_WIDTH / picture.width, MAXIMUM_HEIGHT / picture.height)
    fitting = _scaled(picture, factor)
    bare = Image.new(fitting.mode, fitting.size)
    bare.paste(fitting)  # pixels alone: whatever the file said besides hangs on the old one
    return bare


def _scaled(picture: Image.Image, factor: float) -> Image.Image:
    if factor == 1:
        return picture
    size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
    return picture.resize(size, Image.Resampling.LANCZOS)


def _written(picture: Image.Image, *, was_png: bool) -> Picture:
    """The first form that is small enough."""
    for form in _forms(picture, try_png=was_png):
        if len(form.content) <= MAX_IMAGE_BYTES:
            return form
    raise _refused(texts.PICTURE_TOO_DETAILED)


def _forms(picture: Image.Image, *, try_png: bool) -> Iterator[Picture]:
    """The picture as files, best first: PNG stays PNG, then JPG, poorer, then smaller."""
    if try_png:
        yield _saved(picture, "PNG")
    solid = _on_white(picture) if picture.mode == "RGBA" else picture
    factor = 1.0
    while factor == 1 or picture.width * factor >= SMALLEST_WIDTH:
        smaller = _scaled(solid, factor)
        for quality in _QUALITIES:
            form = _saved(smaller, "JPEG", quality=quality, optimize=True)
            yield form
        factor *= min(_SHRINK, (MAX_IMAGE_BYTES / len(form.content)) ** 0.5)


def _on_white(picture: Image.Image) -> Image.Image:
    white = Image.new("RGB", picture.size, "white")
    white.paste(picture, mask=picture.getchannel("A"))
    return white


def _saved(picture: Image.Image, kind: str, **options: int) -> Picture:
    output = BytesIO()
    picture.save(output, kind, **options)
    content = output.getvalue()
    return Picture(
        name=f"{hashlib.sha256(content).hexdigest()}.{'png' if kind == 'PNG' else 'jpg'}",
        content=content,
        content_type=f"image/{kind.lower()}",
        width=picture.width,
        height=picture.height,
    )
