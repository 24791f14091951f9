"""A covered picture: what lies in an area is gone for good, what a phone wrote about it too."""

from io import BytesIO
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image

from loa.casework.publication.pictures import size_of
from loa.errors import InvalidInput
from loa.platform.zalo.api.articles import MAX_IMAGE_BYTES
from loa.publishing.pictures import texts
from loa.publishing.pictures.areas import Area
from loa.publishing.pictures.processing import MAXIMUM_WIDTH, covered, prepared
from tests.worlds.searching import examples

FRACTIONS = st.floats(0, 1, allow_nan=False)
EDGES = st.lists(FRACTIONS, min_size=2, max_size=2, unique=True).map(sorted)
AREAS = st.tuples(EDGES, EDGES).map(lambda edges: Area(edges[0][0], edges[1][0], edges[0][1], edges[1][1]))
RED, WHITE = (220, 30, 30), (255, 255, 255)
TURNED = 0x0112
"""The EXIF tag that says how the phone was held."""


def noise(width: int, height: int, seed: int = 7, mode: str = "RGB") -> Image.Image:
    return Image.frombytes(mode, (width, height), Random(seed).randbytes(width * height * len(mode)))


def saved(picture: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    output = BytesIO()
    picture.save(output, kind, **options)
    return output.getvalue()


def opened(content: bytes) -> Image.Image:
    picture = Image.open(BytesIO(content))
    picture.load()
    return picture


def otherwise(picture: Image.Image, area: Area) -> Image.Image:
    """Another picture that differs in every pixel of the area, and nowhere else."""
    other = picture.copy()
    box = area.pixels(*picture.size)
    other.paste(picture.crop(box).point(lambda level: 255 - level), box)
    return other


@settings(max_examples=examples(60))
@given(areas=st.lists(AREAS, min_size=1, max_size=4), width=st.integers(1, 60), height=st.integers(1, 60))
def test_nothing_of_what_was_in_an_area_is_left(areas: list[Area], width: int, height: int) -> None:
    """Whatever was there before: the covered picture is the same, byte by byte."""
    first = noise(width, height)
    second = first
    for area in areas:
        second = otherwise(second, area)
    assert covered(saved(first), areas).content == covered(saved(second), areas).content


def test_nothing_is_left_of_it_when_the_picture_is_made_smaller() -> None:
    area = Area(0.2503, 0.1001, 0.5004, 0.4998)
    first = noise(2500, 1300)
    content = covered(saved(first), [area])
    assert content.width == MAXIMUM_WIDTH
    assert content.content == covered(saved(otherwise(first, area)), [area]).content
    assert content.content != covered(saved(first), []).content


@given(area=AREAS, width=st.integers(1, 5000), height=st.integers(1, 5000))
def test_an_area_takes_every_pixel_that_it_touches_and_stays_in_the_picture(
    area: Area, width: int, height: int
) -> None:
    left, top, right, bottom = area.pixels(width, height)
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height
    assert left <= area.left * width < left + 1
    assert right - 1 <= area.right * width <= right
    assert top <= area.top * height
    assert area.bottom * height <= bottom


@pytest.mark.parametrize(
    "edges",
    [
        (-0.1, 0, 1, 1),
        (0, 0, 1.0001, 1),
        (0.5, 0, 0.5, 1),
        (0.6, 0, 0.5, 1),
        (0, 0.5, 1, 0.5),
        (0, float("nan"), 1, 1),
        (0, 0, float("inf"), 1),
    ],
)
def test_what_is_no_area_of_a_picture_is_none(edges: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="an area lies in its picture"):
        Area(*edges)


@pytest.mark.parametrize(("turned", "red"), [(1, (0, 0)), (3, (3, 1)), (6, (1, 0)), (8, (0, 3)), (2, (3, 0))])
def test_areas_are_those_of_the_picture_as_people_see_it(turned: int, red: tuple[int, int]) -> None:
    """A phone writes its pixels as they come, and beside them how it was held."""
    picture = Image.new("RGB", (400, 200), WHITE)
    picture.paste(RED, (0, 0, 100, 100))
    exif = Image.Exif()
    exif[TURNED] = turned
    content = saved(picture, "JPEG", exif=exif, quality=95)
    upright = covered(content, [])
    across, down = upright.width // 100, upright.height // 100
    left, top = red
    area = Area(left / across, top / down, (left + 1) / across, (top + 1) / down)
    colours = opened(covered(content, [area]).content).getcolors(100_000)
    assert colours
    assert not [colour for _, colour in colours if colour[0] > 150 and colour[1] < 100]  # type: ignore[index]
    kept = opened(upright.content).getpixel((left * 100 + 50, top * 100 + 50))
    assert kept[0] > 180 > kept[1]  # type: ignore[index]


def test_what_the_phone_wrote_about_the_picture_is_gone() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = "MARKED"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (18.0, 40.0, 0.0)
    thumbnail = saved(noise(64, 48), "JPEG")
    content = saved(noise(300, 200), "JPEG", exif=exif.tobytes() + thumbnail, comment=b"MARKED")
    content += b"MARKED behind the end"
    result = covered(content, [Area(0, 0, 0.5, 0.5)])
    assert b"MARKED" not in result.content
    assert thumbnail[20:60] not in result.content
    picture = opened(result.content)
    assert not picture.getexif()
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_what_was_hidden_behind_transparency_is_gone() -> None:
    hidden = noise(60, 40).convert("RGBA")
    hidden.putalpha(0)
    plain = Image.new("RGBA", (60, 40), (1, 2, 3, 0))
    assert covered(saved(hidden), []).content == covered(saved(plain), []).content
    assert opened(covered(saved(hidden), []).content).getpixel((5, 5)) == WHITE


def test_of_a_moving_picture_the_first_one_stays() -> None:
    frames = [Image.new("RGB", (40, 30), colour) for colour in (RED, (0, 0, 255))]
    content = covered(saved(frames[0], "GIF", save_all=True, append_images=frames[1:]), [])
    colour = opened(content.content).getpixel((5, 5))
    assert colour[0] > 180 > colour[2]  # type: ignore[index]
    with pytest.raises(InvalidInput) as caught:
        prepared(saved(frames[0], "GIF"))
    assert caught.value.message == texts.NO_GIF


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK"])
def test_an_area_is_black_in_every_kind_of_picture(mode: str) -> None:
    deep = mode == "I;16"
    picture = Image.new(mode, (80, 60), 60_000) if deep else Image.new("RGB", (80, 60), WHITE).convert(mode)
    content = saved(picture, "JPEG" if mode == "CMYK" else "PNG")
    result = opened(covered(content, [Area(0, 0, 0.5, 1)]).content).convert("L")
    assert result.getpixel((10, 30)) < 12  # type: ignore[operator]
    assert result.getpixel((70, 30)) > 200  # type: ignore[operator]


def test_it_is_small_enough_and_says_its_size() -> None:
    result = covered(saved(noise(2200, 1700), "JPEG", quality=98), [Area(0, 0, 1, 0.1)])
    assert len(result.content) <= MAX_IMAGE_BYTES
    assert result.content_type == "image/jpeg"
    assert size_of(result.content) == (result.width, result.height) == opened(result.content).size


@given(width=st.integers(1, 90), height=st.integers(1, 90), grey=st.booleans())
def test_the_size_of_a_picture_stands_in_its_bytes(width: int, height: int, *, grey: bool) -> None:
    result = covered(saved(Image.new("L" if grey else "RGB", (width, height))), [])
    assert size_of(result.content) == (width, height)


@pytest.mark.parametrize("content", [b"", b"\xff\xd8", b"\xff\xd8\xff\xc0\x00\x11", saved(noise(9, 9))])
def test_what_is_no_jpg_of_ours_has_no_size(content: bytes) -> None:
    with pytest.raises(ValueError, match="no JPG of ours"):
        size_of(content)


def test_the_same_picture_covered_twice_is_the_same() -> None:
    content = saved(noise(50, 50))
    area = Area(0.1, 0.1, 0.2, 0.9)
    assert covered(content, [area]) == covered(content, [area, area])
