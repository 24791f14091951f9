"""Pictures of other addresses are ours before anybody approves them."""

import hashlib
from typing import Any

import pytest

from loa.errors import Busy, InvalidInput
from loa.platform.zalo.media.files import FileLost, PublicHosts
from loa.publishing.pictures.pinning import MAXIMUM_PICTURES, Pinner, external_pictures
from tests.worlds.fakes import ARTICLE, FakeFiles

JPEG = b"\xff\xd8\xff\xe0 picture"


class Net:
    """The internet: what lies at each address."""

    def __init__(self, **at: Any) -> None:
        self.at: dict[str, Any] = {"https://example.vn/cover.jpg": JPEG, **at}
        self.asked: list[str] = []

    def fetch(self, url: str, *, limit: int) -> bytes:
        self.asked.append(url)
        found = self.at.get(url, FileLost("gone"))
        if isinstance(found, Exception):
            raise found
        return bytes(found)


def _article(**changes: Any) -> dict[str, Any]:
    return ARTICLE | changes


def test_what_lay_at_the_address_is_kept_under_its_digest() -> None:
    net, files = Net(), FakeFiles()
    pinned = Pinner(net, files).article(ARTICLE)
    name = f"{hashlib.sha256(JPEG).hexdigest()}.jpg"
    assert pinned == ARTICLE | {"cover_url": f"media:{name}"}
    assert files.content == {f"media/{name}": JPEG}
    net.at.clear()  # what lies there later does not matter
    assert Pinner(net, files).article(pinned) == pinned


def test_every_picture_is_kept_and_each_address_asked_once() -> None:
    png = b"\x89PNG\r\n\x1a\n picture"
    net = Net(**{"https://example.vn/a.png": png})
    blocks = [
        {"type": "text", "content": "https://example.vn/a.png là địa chỉ"},
        {"type": "image", "url": "https://example.vn/a.png", "caption": ""},
        {"type": "video", "url": "https://example.vn/phim.mp4", "thumb": "https://example.vn/a.png"},
        {"type": "file", "url": "https://example.vn/a.pdf", "name": "Tờ trình"},
    ]
    pinned = Pinner(net, FakeFiles()).article(_article(blocks=blocks))
    assert external_pictures(pinned) == {}
    assert (pinned["blocks"][0], pinned["blocks"][3]) == (blocks[0], blocks[3])
    assert pinned["blocks"][2]["url"] == "https://example.vn/phim.mp4"
    assert pinned["blocks"][1]["url"] == pinned["blocks"][2]["thumb"]
    assert sorted(net.asked) == ["https://example.vn/a.png", "https://example.vn/cover.jpg"]


@pytest.mark.parametrize(
    "found",
    [
        FileLost("gone"), FileLost("address"), FileLost("too_large"), FileLost("empty"),
        FileLost("redirected"), Busy("no answer"), b"<html>", b"<svg onload=alert(1)>", b"GIF89a", b"",
    ],
)  # fmt: skip
def test_what_cannot_be_had_or_is_no_picture_is_refused_with_its_field(found: Any) -> None:
    files = FakeFiles()
    with pytest.raises(InvalidInput) as caught:
        Pinner(Net(**{"https://example.vn/cover.jpg": found}), files).article(ARTICLE)
    assert set(caught.value.fields) == {"cover_url"}
    assert caught.value.fields["cover_url"].endswith(".")
    assert files.content == {}


def test_too_many_addresses_are_refused_before_any_is_asked() -> None:
    blocks = [
        {"type": "image", "url": f"https://example.vn/{number}.jpg", "caption": ""}
        for number in range(MAXIMUM_PICTURES)
    ]
    net = Net()
    with pytest.raises(InvalidInput):
        Pinner(net, FakeFiles()).article(_article(blocks=blocks))
    assert net.asked == []


@pytest.mark.parametrize(
    "url",
    [
        "http://example.vn/a.jpg", "https://example.vn:8080/a.jpg", "https://a:b@example.vn/a.jpg",
        "file:///etc/passwd", "https://example.vn\\@evil.vn/", "https://exa mple.vn/", "https:///a.jpg",
        "https://[::1]/a.jpg", "https://" + "a" * 2100 + ".vn/", "https://vídụ.vn/a.jpg",
    ],
)  # fmt: skip
def test_only_plain_https_addresses_are_asked(url: str) -> None:
    with pytest.raises(FileLost):
        PublicHosts().check(url)
    assert PublicHosts().check("https://mttq.nghean.gov.vn/anh.jpg")
