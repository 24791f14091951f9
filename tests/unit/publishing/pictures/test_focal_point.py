"""The small version of a picture is cut around what the picture is about."""

from io import BytesIO

import pytest
from PIL import Image

from loa.publishing.pictures.processing import prepared, smaller

TOP, BOTTOM, RIGHT = (0, 0, 400, 300), (0, 900, 400, 1200), (1200, 0, 1600, 300)


@pytest.mark.parametrize(
    ("size", "marked", "focus", "is_shown"),
    [
        ((400, 1200), TOP, (50, 0), True),
        ((400, 1200), TOP, (50, 12), True),
        ((400, 1200), TOP, (50, 50), False),
        ((400, 1200), BOTTOM, (50, 100), True),
        ((1600, 300), RIGHT, (88, 50), True),
        ((1600, 300), RIGHT, (50, 50), False),
        ((400, 300), TOP, (0, 0), True),
    ],
)
def test_a_small_version__shows_what_the_picture_is_about(
    size: tuple[int, int], marked: tuple[int, int, int, int], focus: tuple[int, int], *, is_shown: bool
) -> None:
    whole = Image.new("RGB", size, "black")
    whole.paste("white", marked)
    file = BytesIO()
    whole.save(file, "PNG")
    small = next(smaller(prepared(file.getvalue()), focus))
    with Image.open(BytesIO(small.content)) as shown:
        assert shown.size == (160, 120)
        darkest, lightest = shown.convert("L").getextrema()
    assert darkest > 200 if is_shown else lightest < 50  # type: ignore[operator]  # one band: two numbers
