"""Pictures of articles: real ones in, what Zalo can take out."""

import base64
import hashlib
import json
import zlib
from io import BytesIO
from random import Random
from types import ModuleType
from typing import Any

import boto3
import pytest
from PIL import ExifTags, Image, ImageFile

from loa.platform.zalo.api.articles import MAX_IMAGE_BYTES, article_body
from loa.publishing.pictures import texts
from tests.worlds.doors import Context, http_event, load
from tests.worlds.quick_moto import make_bucket

BUCKET = "loa-media"
WARD = "40.412.16681"
EDITOR = {"sub": "editor-1", "custom:unit": WARD, "cognito:groups": "[editor]", "token_use": "id"}
VIEWER = EDITOR | {"cognito:groups": "[viewer]"}
RED, BLUE = (220, 30, 30), (30, 30, 220)


@pytest.fixture
def media(moto_aws: None, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    make_bucket(BUCKET)
    monkeypatch.setenv("PUBLIC_URL", "http://127.0.0.1:8000")
    monkeypatch.setenv("PUBLISHED_TABLE", "Published")
    monkeypatch.setenv("MEDIA_BUCKET", BUCKET)
    return load("media")


def upload(
    media: ModuleType, content: bytes, *, claims: dict[str, str] | None = EDITOR, **more: Any
) -> tuple[int, Any]:
    body = {"content_base64": base64.b64encode(content).decode(), "file_name": "ảnh.jpg"} | more
    event = http_event("POST", "/images", body=json.dumps(body), claims=claims)
    answer = media.handler(event, Context())
    return answer["statusCode"], json.loads(answer["body"])


def kept(media: ModuleType, content: bytes, **more: Any) -> tuple[dict[str, Any], Image.Image]:
    """The answer to a good upload, and the picture as everybody gets it."""
    status, answer = upload(media, content, **more)
    assert status == 201, answer
    fetched = show(media, answer["url"].rpartition("/")[2])
    assert fetched["statusCode"] == 200
    shown = base64.b64decode(fetched["body"])
    assert len(shown) == answer["bytes"] <= MAX_IMAGE_BYTES
    picture = Image.open(BytesIO(shown))
    picture.load()
    assert picture.size == (answer["width"], answer["height"])
    return answer, picture


def show(media: ModuleType, name: str, **headers: str) -> dict[str, Any]:
    answer: dict[str, Any] = media.handler(http_event("GET", f"/media/{name}", headers=headers), Context())
    return answer


def refused(media: ModuleType, content: bytes) -> str:
    status, problem = upload(media, content)
    assert status == 422, problem
    (fault,) = problem["errors"]
    assert fault["field"] == "content_base64"
    return str(fault["message"])


def stored() -> list[str]:
    """What is kept, without the smaller versions that are made of each picture."""
    found = boto3.client("s3").list_objects_v2(Bucket=BUCKET).get("Contents", [])
    return [item["Key"] for item in found if "-" not in item["Key"]]


def saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    output = BytesIO()
    picture.save(output, kind, **options)
    return output.getvalue()


def noise(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """What compresses worst."""
    return Image.frombytes(mode, (width, height), Random(7).randbytes(width * height * len(mode)))


def halves(width: int = 400, height: int = 300) -> Image.Image:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", (width, height), RED)
    picture.paste(BLUE, (width // 2, 0, width, height))
    return picture


def like(pixel: Any, colour: tuple[int, int, int]) -> bool:
    return all(abs(one - other) < 25 for one, other in zip(pixel, colour, strict=False))


# What comes out


def test_a_picture_gets_an_address_and_a_reference_that_an_article_may_use(media: ModuleType) -> None:
    answer, picture = kept(media, saved(halves(), "JPEG"))
    name = answer["reference"].removeprefix("media:")
    assert answer["url"] == f"http://127.0.0.1:8000/media/{name}"
    assert (picture.format, picture.size) == ("JPEG", (400, 300))
    article = {
        "title": "a", "author": "b", "description": "c", "cover_url": answer["reference"],
        "blocks": [{"type": "image", "url": answer["reference"]}],
    }  # fmt: skip
    body = article_body(article, media_url="http://127.0.0.1:8000/media")
    assert body["cover"]["photo_url"] == body["body"][0]["url"] == answer["url"]


def test_the_same_picture_twice_is_kept_once_under_the_digest_of_its_bytes(media: ModuleType) -> None:
    content = saved(halves(), "JPEG")
    answers = [upload(media, content, file_name=name) for name in ("a.jpg", "b.png")]
    assert answers[0] == answers[1]
    (key,) = stored()
    shown = boto3.client("s3").get_object(Bucket=BUCKET, Key=key)
    assert key == f"media/{hashlib.sha256(shown['Body'].read()).hexdigest()}.jpg"
    assert shown["ContentType"] == "image/jpeg"


def test_a_large_picture_is_shrunk_to_what_zalo_takes(media: ModuleType) -> None:
    answer, picture = kept(media, saved(halves(6000, 4000), "JPEG"))
    assert (answer["width"], answer["height"]) == (1920, 1280)
    assert like(picture.getpixel((10, 10)), RED)
    assert like(picture.getpixel((1900, 10)), BLUE)


def test_a_picture_that_hardly_compresses_still_ends_below_one_megabyte(media: ModuleType) -> None:
    answer, _ = kept(media, saved(noise(2000, 1500), "JPEG", quality=85))
    assert 320 <= answer["width"] <= 1920
    assert abs(answer["width"] / answer["height"] - 4 / 3) < 0.01


def test_a_very_tall_picture_is_shrunk_too(media: ModuleType) -> None:
    answer, _ = kept(media, saved(Image.new("RGB", (1000, 16_000), RED), "PNG"))
    assert answer["height"] == 5760


def test_a_photo_of_a_phone_stands_upright_and_tells_nobody_where_it_was_taken(media: ModuleType) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6  # to be turned by 90 degrees to the right
    exif[ExifTags.Base.Model] = "SECRET-PHONE"
    exif[ExifTags.Base.Artist] = "SECRET-NAME"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(
        {ExifTags.GPS.GPSLatitudeRef: "N", ExifTags.GPS.GPSLatitude: (18.0, 40.0, 12.0)}
    )
    content = saved(halves(), "JPEG", exif=exif, comment=b"SECRET-COMMENT", icc_profile=b"SECRET-PROFILE")
    assert Image.open(BytesIO(content)).getexif().get_ifd(ExifTags.IFD.GPSInfo)
    answer, picture = kept(media, content)
    assert (answer["width"], answer["height"]) == (300, 400)
    assert like(picture.getpixel((150, 20)), RED)
    assert like(picture.getpixel((150, 380)), BLUE)
    assert not picture.getexif()
    assert not {"exif", "comment", "icc_profile", "xmp", "photoshop"} & set(picture.info)
    assert b"SECRET" not in base64.b64decode(show(media, answer["url"].rpartition("/")[2])["body"])


def test_a_png_keeps_what_shows_through_and_loses_its_texts(media: ModuleType) -> None:
    from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415 - for this test alone

    notes = PngInfo()
    notes.add_text("Author", "SECRET-NAME")
    notes.add_itxt("XML:com.adobe.xmp", "SECRET-PLACE")
    picture = Image.new("RGBA", (200, 100), (*RED, 0))
    picture.paste((*BLUE, 255), (100, 0, 200, 100))
    answer, shown = kept(media, saved(picture, "PNG", pnginfo=notes))
    assert answer["reference"].endswith(".png")
    assert (shown.format, shown.mode) == ("PNG", "RGBA")
    assert (shown.getpixel((0, 0))[3], shown.getpixel((199, 0))[3]) == (0, 255)  # type: ignore[index]  # RGBA
    assert b"SECRET" not in base64.b64decode(show(media, answer["reference"].removeprefix("media:"))["body"])


def test_a_png_that_is_too_large_as_such_becomes_a_jpg_on_white(media: ModuleType) -> None:
    picture = noise(1000, 800).convert("RGBA")
    picture.paste((0, 0, 0, 0), (0, 0, 500, 800))
    answer, shown = kept(media, saved(picture, "PNG"))
    assert answer["reference"].endswith(".jpg")
    assert like(shown.getpixel((10, 10)), (255, 255, 255))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_is_taken(media: ModuleType, mode: str) -> None:
    size = (64, 48)
    picture = Image.new("I;16", size, 40_000) if mode == "I;16" else halves(*size).convert(mode)
    answer, shown = kept(media, saved(picture, "PNG"))
    assert (answer["width"], answer["height"]) == size
    if mode == "I;16":
        assert abs(int(shown.getpixel((0, 0))) - 40_000 // 257) <= 1  # type: ignore[arg-type]  # grey


@pytest.mark.parametrize("mode", ["L", "CMYK", "YCbCr"])
def test_every_kind_of_jpg_is_taken(media: ModuleType, mode: str) -> None:
    kept(media, saved(halves().convert(mode), "JPEG"))


def test_the_many_pictures_of_some_phones_count_as_their_first(media: ModuleType) -> None:
    content = saved(halves(), "MPO", save_all=True, append_images=[Image.new("RGB", (400, 300))])
    _, picture = kept(media, content)
    assert picture.format == "JPEG"
    assert like(picture.getpixel((10, 10)), RED)


# What is refused


def _chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is enormous."""
    head = width.to_bytes(4) + height.to_bytes(4) + b"\x08\x02\x00\x00\x00"
    data = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(8000, 5001), (9000, 9000), (60_000, 60_000), (2**31 - 1, 2**31 - 1)])
def test_a_bomb_is_refused_before_it_is_unpacked(media: ModuleType, size: tuple[int, int]) -> None:
    assert refused(media, bomb(*size)) == texts.PICTURE_TOO_MANY_PIXELS


@pytest.mark.parametrize("size", [(1, 39_999_999), (39_999_999, 1), (16_001, 10), (10, 16_001)])
def test_a_side_is_checked_before_anything_is_decoded(
    media: ModuleType, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded: list[object] = []
    monkeypatch.setattr(ImageFile.ImageFile, "load", decoded.append)
    assert refused(media, bomb(*size)) == texts.PICTURE_TOO_LONG
    assert decoded == []


def test_a_text_chunk_that_unpacks_to_gigabytes_is_refused(media: ModuleType) -> None:
    text = b"Comment\0\0" + zlib.compress(b"x" * 200_000_000, 9)
    plain = saved(halves(10, 10), "PNG")
    assert refused(media, plain[:33] + _chunk(b"zTXt", text) + plain[33:]) == texts.PICTURE_DAMAGED


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<html><script>alert(1)</script></html>", texts.NOT_A_PICTURE),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', texts.NOT_A_PICTURE),
        (b"%PDF-1.7\n", texts.NOT_A_PICTURE),
        (b"RIFF\x24\0\0\0WEBPVP8 ", texts.NOT_A_PICTURE),
        (b"\0", texts.NOT_A_PICTURE),
        (saved(Image.new("RGB", (9, 9)), "BMP"), texts.NOT_A_PICTURE),
        (saved(Image.new("RGB", (9, 9)), "TIFF"), texts.NOT_A_PICTURE),
        (saved(Image.new("RGB", (9, 9)), "GIF"), texts.NO_GIF),
        (saved(halves(), "JPEG")[:900], texts.PICTURE_DAMAGED),
        (saved(noise(100, 100), "PNG")[:2000], texts.PICTURE_DAMAGED),
        (b"\x89PNG\r\n\x1a\n", texts.NOT_A_PICTURE),
    ],
)
def test_what_is_no_whole_picture_is_refused_whatever_it_is_called(
    media: ModuleType, content: bytes, message: str
) -> None:
    assert refused(media, content) == message
    assert stored() == []


def test_any_damage_is_refused_or_survived_but_never_our_fault(media: ModuleType) -> None:
    random = Random(3)
    for whole in (saved(halves(64, 48), "JPEG"), saved(halves(64, 48).convert("P"), "PNG")):
        for _ in range(60):
            broken = bytearray(whole)
            for _ in range(random.randrange(1, 8)):
                broken[random.randrange(len(broken))] = random.randrange(256)
            assert upload(media, bytes(broken))[0] in {201, 422}


def test_more_than_four_megabytes_are_refused(media: ModuleType) -> None:
    status, problem = upload(media, b"\xff\xd8" + bytes(4 * 1024 * 1024))
    assert (status, problem["detail"]) == (413, texts.PICTURE_TOO_LARGE)
    assert upload(media, bytes(5 * 1024 * 1024))[0] == 413


def test_what_is_not_base64_is_refused(media: ModuleType) -> None:
    for wrong in ("không phải", "a", "AAAA====AAAA", "data:image/png;base64,AAAA"):
        status, problem = upload(media, b"", content_base64=wrong)
        assert (status, problem["errors"][0]["message"]) == (422, texts.NOT_BASE64)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "media/../x.jpg", "C:\\x.jpg", "x\n.jpg", "<b>.jpg", "a" * 255]
)
def test_the_name_of_a_file_has_no_effect(media: ModuleType, name: str) -> None:
    content = saved(halves(), "JPEG")
    assert upload(media, content, file_name=name) == upload(media, content)
    assert len(stored()) == 1


def test_only_who_writes_articles_of_the_unit_puts_pictures_in(media: ModuleType) -> None:
    content = saved(halves(), "JPEG")
    assert upload(media, content, claims=None)[0] == 401
    assert upload(media, content, claims=VIEWER)[0] == 403
    assert upload(media, content, unit="40")[0] == 404
    assert upload(media, content, unit="40.413")[0] == 404
    assert upload(media, content, unit=WARD)[0] == 201


# What everybody gets


def test_a_picture_is_cached_for_ever_and_never_taken_for_anything_else(media: ModuleType) -> None:
    _, answer = upload(media, saved(halves(), "JPEG"))
    name = answer["reference"].removeprefix("media:")
    shown = show(media, name)
    headers = shown["headers"]
    assert shown["isBase64Encoded"] is True
    assert headers["Content-Type"] == "image/jpeg"
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert headers["ETag"] == f'"{name}"'
    assert headers["X-Content-Type-Options"] == "nosniff"
    again = show(media, name, **{"if-none-match": headers["ETag"]})
    assert (again["statusCode"], again.get("body") or "") == (304, "")
    assert again["headers"]["ETag"] == headers["ETag"]
    assert show(media, name, **{"if-none-match": '"other"'})["statusCode"] == 200


@pytest.mark.parametrize(
    "name",
    [
        "a" * 64 + ".jpg",
        "a" * 64 + ".gif",
        "a" * 63 + ".jpg",
        "A" * 64 + ".jpg",
        "..%2Freports%2Fx.xlsx",
        "x",
        "media",
    ],
)
def test_what_is_not_there_or_no_name_of_ours_is_not_found(media: ModuleType, name: str) -> None:
    boto3.client("s3").put_object(Bucket=BUCKET, Key="reports/x.xlsx", Body=b"x")
    for headers in ({}, {"if-none-match": '"x"'}):
        assert show(media, name, **headers)["statusCode"] == 404


def test_nothing_about_a_picture_reaches_the_log(
    media: ModuleType, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    upload(media, b"MARKED", file_name="MARKED.jpg")
    upload(media, saved(halves(), "JPEG"), file_name="MARKED.jpg")
    printed = capsys.readouterr()
    assert "MARKED" not in printed.out + printed.err + caplog.text


@pytest.mark.parametrize("size", [(3000, 2000), (900, 2500), (100, 80), (641, 60)])
def test_every_picture_has_small_versions_for_slow_networks(media: ModuleType, size: tuple[int, int]) -> None:
    noise = Image.frombytes("RGB", size, Random(1).randbytes(3 * size[0] * size[1])).resize(
        (max(1, size[0] // 4), max(1, size[1] // 4))
    )
    output = BytesIO()
    noise.resize(size).save(output, "JPEG", quality=90)
    answer, _ = kept(media, output.getvalue())
    stem = answer["reference"].removeprefix("media:").partition(".")[0]
    for ending in ("webp", "jpg"):
        small = show(media, f"{stem}-160.{ending}")
        assert small["statusCode"] == 200
        content = base64.b64decode(small["body"])
        assert len(content) <= 6 * 1024
        assert Image.open(BytesIO(content)).size == (min(160, size[0]), min(120, size[1]))
        body = base64.b64decode(show(media, f"{stem}-640.{ending}")["body"])
        assert Image.open(BytesIO(body)).width == min(640, size[0])
        assert len(body) <= 45 * 1024
    assert show(media, f"{stem}-320.jpg")["statusCode"] == 404
