"""A resident's picture on the public list: what an officer has covered, for as long as they let it stand."""

import base64
from io import BytesIO
from typing import Any, Final
from uuid import uuid4

import requests
from PIL import ExifTags, Image

from tests.e2e.cases import Case
from tests.e2e.chat import PATIENCE, Resident, once
from tests.e2e.test_cases import report_by_chat
from tests.e2e.town import Town
from tests.e2e.waiting import wait_until

RED, GREY = (220, 30, 30), (128, 128, 128)
PLATE: Final = {"left": 0.25, "top": 0.25, "right": 0.5, "bottom": 0.5}
"""Where the red of the photograph is, for somebody who holds it upright."""


def photograph() -> bytes:
    """A grey street with something red in it; held sideways, with the place where it was taken."""
    upright = Image.new("RGB", (600, 800), GREY)
    upright.paste(RED, (150, 200, 300, 400))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Artist] = "bà Lan"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (18.0, 40.0, 0.0)
    output = BytesIO()
    upright.rotate(90, expand=True).save(output, "JPEG", exif=exif, quality=90)
    return output.getvalue()


def test_a_covered_picture_is_public_as_long_as_its_case_is(town: Town) -> None:
    place = town.connected()
    editor, approver = town.officer(place.path, "editor"), town.officer(place.path, "approver")
    town.zalo("/files", {"name": f"{place.oa_id}.jpg", "base64": base64.b64encode(photograph()).decode()})
    report_by_chat(Resident(town, place, "bà Lan"), picture=f"{place.oa_id}.jpg")
    (listed,) = town.api(editor, "GET", f"/cases?unit={place.path}")["items"]
    case = Case(town, listed["case_id"])
    wait_until(lambda: not case.files(editor)[0]["pending"], "the picture is copied", PATIENCE)
    case.move(editor, "accept")
    case.move(editor, "answer", text="Đã dọn đường.")
    (file,) = case.files(approver)
    assert requests.get(file["url"], timeout=30).content == photograph()

    cover = f"{case.route}/pictures"
    wish = {"reference": file["reference"], "areas": [PLATE]}
    for stranger in (None, editor, town.officer(town.connected().path, "approver")):
        assert town.ask(stranger, "POST", cover, wish).status_code in {401, 403, 404}
    unsaid = town.ask(approver, "POST", cover, {"reference": file["reference"]})
    assert (unsaid.status_code, unsaid.json()["code"]) == (422, "invalid_input")
    covered = [town.api(approver, "POST", cover, wish) for _ in range(2)][-1]
    looked_at = requests.get(covered["url"], timeout=30).content
    _is_covered(looked_at)
    bare = covered["url"].partition("?")[0]
    assert requests.get(bare, timeout=30).status_code in {401, 403}
    assert town.ask(None, "GET", f"/media/{covered['name']}").status_code == 404

    words: dict[str, Any] = {
        "text": "Đường bị chắn.",
        "answer": "Đã dọn đường.",
        "expected_version": case.read(approver)["version"],
        "pictures": [{"reference": covered["reference"], "name": covered["name"]}],
    }
    release = f"{case.route}/release"
    unknown = words | {"pictures": [{"reference": covered["reference"], "name": f"{'0' * 64}.jpg"}]}
    refused = town.ask(approver, "POST", release, unknown, idempotency_key=uuid4().hex)
    assert [error["field"] for error in refused.json()["errors"]] == ["pictures[0]"]
    key = once()
    released = [town.api(approver, "POST", release, words, **key) for _ in range(2)]
    assert released[0] == released[1]

    answered = f"/answered-cases?unit={place.path}"
    (public,) = town.ask(None, "GET", answered).json()["items"]
    (picture,) = public["pictures"]
    assert (picture["width"], picture["height"]) == (600, 800)
    route = f"/answered-cases/{public['id']}/pictures/{covered['name']}"
    assert picture["url"].endswith(route)
    shown = town.ask(None, "GET", route)
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/jpeg")
    assert shown.content == looked_at
    assert shown.headers["cache-control"] == "public, max-age=60"
    tag = shown.headers["etag"]
    again = town.ask(None, "GET", route, if_none_match=tag)
    assert (again.status_code, again.content) == (304, b"")

    _is_replaced_and_withdrawn(town, case, approver, words, route)


def _is_replaced_and_withdrawn(
    town: Town, case: Case, approver: str, words: dict[str, Any], route: str
) -> None:
    """A new release shows its own picture and no other; withdrawn, nobody gets any, not even by tag."""
    bucket, s3 = town.stack.outputs["MediaBucketName"], town.client("s3")

    def stored() -> list[str]:
        keys = s3.list_objects_v2(Bucket=bucket, Prefix="released/").get("Contents", [])
        return [item["Key"] for item in keys if item["Key"].rpartition("/")[2] in names]

    (first,) = words["pictures"]
    names = {first["name"]}
    everything = {"reference": first["reference"], "areas": [{"left": 0, "top": 0, "right": 1, "bottom": 1}]}
    anew = town.api(approver, "POST", f"{case.route}/pictures", everything)
    names.add(anew["name"])
    assert len(stored()) == 1
    words = words | {
        "expected_version": case.read(approver)["version"],
        "pictures": [{"reference": anew["reference"], "name": anew["name"]}],
    }
    town.api(approver, "POST", f"{case.route}/release", words, **once())
    assert town.ask(None, "GET", route).status_code == 404
    newer = route.rpartition("/")[0] + f"/{anew['name']}"
    tag = town.ask(None, "GET", newer).headers["etag"]
    assert [key.rpartition("/")[2] for key in stored()] == [anew["name"]]
    for _ in range(2):
        assert not town.api(approver, "DELETE", f"{case.route}/release")["released"]
    for gone in (route, newer):
        for held in ("", tag):
            assert town.ask(None, "GET", gone, if_none_match=held).status_code == 404
    assert stored() == []


def _is_covered(content: bytes) -> None:
    """Upright, nothing red, nothing hidden, and the street is still there."""
    picture = Image.open(BytesIO(content))
    assert (picture.format, picture.size) == ("JPEG", (600, 800))
    assert not picture.getexif()
    pixels = picture.convert("RGB")
    assert max(pixels.getpixel((225, 300))) < 12  # type: ignore[arg-type]
    colours = pixels.getcolors(1_000_000) or []
    assert not [colour for _, colour in colours if colour[0] > colour[1] + 40]  # type: ignore[index]
    assert all(abs(level - 128) < 12 for level in pixels.getpixel((500, 700)))  # type: ignore[union-attr]
