"""Our own pictures and links to files on their way into Zalo's article."""

from typing import Any

import pytest

from loa.errors import InvalidInput
from loa.platform.zalo import texts
from loa.platform.zalo.api.articles import article_body

NAME = "0123456789abcdef" * 4 + ".jpg"
OURS = f"media:{NAME}"
FOLDER = "http://127.0.0.1:8000/media"


def article(**changes: Any) -> dict[str, Any]:
    return {
        "title": "Ngày hội",
        "author": "Ban Thường trực",
        "description": "Mời bà con.",
        "cover_url": OURS,
        "blocks": [{"type": "text", "content": "Chào bà con."}],
        **changes,
    }


def faults(**changes: Any) -> dict[str, str]:
    with pytest.raises(InvalidInput) as refused:
        article_body(article(**changes))
    return refused.value.fields


def test_a_reference_becomes_an_address_of_this_deployment_on_the_way_to_zalo() -> None:
    blocks = [
        {"type": "image", "url": OURS},
        {"type": "video", "url": "https://a.vn/1.mp4", "thumb": OURS},
        {"type": "image", "url": "https://a.vn/1.jpg"},
    ]
    body = article_body(article(blocks=blocks), media_url=FOLDER)
    assert body["cover"]["photo_url"] == f"{FOLDER}/{NAME}"
    assert [block.get("thumb", block["url"]) for block in body["body"]] == [
        f"{FOLDER}/{NAME}",
        f"{FOLDER}/{NAME}",
        "https://a.vn/1.jpg",
    ]


def test_while_it_is_only_checked_a_reference_stays_one() -> None:
    assert article_body(article())["cover"]["photo_url"] == OURS


@pytest.mark.parametrize(
    "reference",
    ["media:", "media:x.jpg", f"media:../{NAME}", f"{OURS}?x", f"{OURS}/..", OURS.upper(), f"{OURS}\n"],
)
def test_a_reference_of_another_form_is_refused(reference: str) -> None:
    assert set(faults(cover_url=reference)) == {"cover_url"}
    assert set(faults(blocks=[{"type": "image", "url": reference}])) == {"blocks[0].url"}


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000/media/x.jpg", "http://a.vn/1.jpg", "file:///etc"])
def test_any_other_address_has_to_be_https(address: str) -> None:
    assert faults(cover_url=address) == {"cover_url": texts.NOT_HTTPS}


def test_films_have_no_references() -> None:
    assert faults(blocks=[{"type": "video", "url": OURS, "thumb": OURS}]) == {
        "blocks[0].url": texts.NOT_HTTPS
    }


def test_a_file_becomes_a_paragraph_with_a_link() -> None:
    block = {"type": "file", "url": 'https://a.vn/kế-hoạch.PDF?a=1&b="2', "name": "Kế hoạch <số 5>"}
    (paragraph,) = article_body(article(blocks=[block]))["body"]
    assert paragraph == {
        "type": "text",
        "content": (
            '<p>Tài liệu kèm theo: <a href="https://a.vn/kế-hoạch.PDF?a=1&amp;b=&quot;2">'
            "Kế hoạch &lt;số 5&gt;</a></p>"
        ),
    }


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"url": "https://a.vn/1.exe"}, "blocks[0].url", texts.NOT_A_FILE_LINK),
        ({"url": "https://a.vn/x?file=1.pdf"}, "blocks[0].url", texts.NOT_A_FILE_LINK),
        ({"url": "https:///1.pdf"}, "blocks[0].url", texts.NOT_A_FILE_LINK),
        ({"url": "https://[1.pdf"}, "blocks[0].url", texts.NOT_A_FILE_LINK),
        ({"url": "http://a.vn/1.pdf"}, "blocks[0].url", texts.NOT_HTTPS),
        ({"url": "javascript:1.pdf"}, "blocks[0].url", texts.NOT_HTTPS),
        ({"url": None}, "blocks[0].url", texts.REQUIRED),
        ({"name": ""}, "blocks[0].name", texts.REQUIRED),
        ({"name": "x" * 151}, "blocks[0].name", texts.too_long(150)),
    ],
)
def test_a_wrong_file_link_says_what_is_wrong(change: dict[str, Any], field: str, message: str) -> None:
    block = {"type": "file", "url": "https://a.vn/1.pdf", "name": "Kế hoạch"} | change
    assert faults(blocks=[block]) == {field: message}
