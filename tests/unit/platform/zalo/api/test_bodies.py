"""Articles, broadcasts, messages and files: Zalo's limits are checked before Zalo is asked."""

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from loa.errors import InvalidInput
from loa.platform.zalo.api.articles import article_body
from loa.platform.zalo.api.broadcasts import broadcast_body
from loa.platform.zalo.api.messages import (
    buttons_message,
    file_message,
    image_message,
    request_info_message,
    text_message,
)
from loa.platform.zalo.media import uploads

PICTURE = "https://nghean.gov.vn/anh.jpg"


def article(**changes: Any) -> dict[str, Any]:
    return {
        "title": "Ngày hội Đại đoàn kết toàn dân tộc",
        "author": "Mặt trận Tổ quốc tỉnh Nghệ An",
        "description": "Ngày hội tại các khu dân cư",
        "cover_url": PICTURE,
        "comment": "hide",
        "blocks": [
            {"type": "text", "content": "Kính mời bà con"},
            {"type": "image", "url": PICTURE, "caption": "Ảnh hội"},
            {"type": "image", "url": PICTURE},
            {"type": "video", "url": "https://nghean.gov.vn/a.mp4", "thumb": PICTURE},
            {"type": "video", "video_id": "v1", "thumb": PICTURE},
        ],
        **changes,
    }


def faults(make: Callable[[], Any]) -> dict[str, str]:
    with pytest.raises(InvalidInput) as caught:
        make()
    assert caught.value.message
    return caught.value.fields


def test_an_article_becomes_a_shown_one() -> None:
    assert article_body(article()) == {
        "type": "normal",
        "title": "Ngày hội Đại đoàn kết toàn dân tộc",
        "author": "Mặt trận Tổ quốc tỉnh Nghệ An",
        "description": "Ngày hội tại các khu dân cư",
        "cover": {"cover_type": "photo", "photo_url": PICTURE, "status": "show"},
        "body": [
            {"type": "text", "content": "Kính mời bà con"},
            {"type": "image", "url": PICTURE, "caption": "Ảnh hội"},
            {"type": "image", "url": PICTURE},
            {"type": "video", "url": "https://nghean.gov.vn/a.mp4", "thumb": PICTURE},
            {"type": "video", "video_id": "v1", "thumb": PICTURE},
        ],
        "status": "show",
        "comment": "hide",
    }


def test_residents_may_comment_unless_told_otherwise() -> None:
    body = article()
    del body["comment"]
    assert article_body(body)["comment"] == "show"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": None}, "title"),
        ({"title": 5}, "title"),
        ({"title": "đ" * 151}, "title"),
        ({"author": "đ" * 51}, "author"),
        ({"author": "  "}, "author"),
        ({"description": "đ" * 301}, "description"),
        ({"cover_url": "http://nghean.gov.vn/a.jpg"}, "cover_url"),
        ({"cover_url": "https://nghean.gov.vn/a b.jpg"}, "cover_url"),
        ({"comment": "sometimes"}, "comment"),
        ({"blocks": None}, "blocks"),
        ({"blocks": []}, "blocks"),
        ({"blocks": "text"}, "blocks"),
        ({"blocks": ["text"]}, "blocks[0]"),
        ({"blocks": [{"type": "table"}]}, "blocks[0].type"),
        ({"blocks": [{"type": "text", "content": ""}]}, "blocks[0].content"),
        ({"blocks": [{"type": "text", "content": "a" * 100_001}]}, "blocks[0].content"),
        ({"blocks": [{"type": "image", "url": "ftp://x"}]}, "blocks[0].url"),
        ({"blocks": [{"type": "video", "thumb": PICTURE}]}, "blocks[0].url"),
        ({"blocks": [{"type": "video", "url": PICTURE, "video_id": "1", "thumb": PICTURE}]}, "blocks[0].url"),
        ({"blocks": [{"type": "video", "video_id": "1"}]}, "blocks[0].thumb"),
    ],
)
def test_what_zalo_would_refuse_is_said_field_by_field(changes: dict[str, Any], field: str) -> None:
    assert list(faults(lambda: article_body(article(**changes)))) == [field]


def test_all_faults_are_said_at_once() -> None:
    found = faults(lambda: article_body({}))
    assert list(found) == ["title", "author", "description", "cover_url", "blocks"]
    assert set(found.values()) == {"Vui lòng nhập nội dung này."}


def test_letters_are_counted_in_nfc() -> None:
    title = unicodedata.normalize("NFD", "ệ" * 150)
    assert article_body(article(title=title))["title"] == "ệ" * 150


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
BLOCK = st.one_of(
    JSON,
    st.dictionaries(
        st.sampled_from(["type", "content", "url", "thumb"]), st.sampled_from(["text", "image", "video"])
    ),
)


@given(
    st.dictionaries(st.sampled_from(["title", "author", "description", "cover_url", "comment"]), JSON),
    st.one_of(JSON, st.lists(BLOCK, max_size=3)),
)
@example({"comment": "hide"}, [{"type": "text", "content": "Mời bà con"}])
def test_any_article_is_either_made_or_refused(fields: dict[str, Any], blocks: Any) -> None:
    try:
        body = article_body({**article(), **fields, "blocks": blocks})
    except InvalidInput:
        return
    assert len(body["title"]) <= 150
    assert body["status"] == "show"


def test_a_broadcast_names_its_articles_and_everybody() -> None:
    body = broadcast_body(["a1", "a2"])
    assert body["recipient"] == {"target": {"gender": "0"}}
    payload = body["message"]["attachment"]["payload"]
    assert payload["elements"] == [
        {"media_type": "article", "attachment_id": "a1"},
        {"media_type": "article", "attachment_id": "a2"},
    ]


def test_a_broadcast_can_be_narrowed() -> None:
    assert broadcast_body(["a"], {"cities": "55", "ages": "2,3"})["recipient"]["target"] == {
        "cities": "55",
        "ages": "2,3",
    }


@pytest.mark.parametrize(
    ("ids", "target", "field"),
    [
        ([], None, "article_ids"),
        ([""], None, "article_ids"),
        (list("abcdef"), None, "article_ids"),
        (["a"], {"ward": "1"}, "target.ward"),
    ],
)
def test_a_broadcast_outside_the_limits_is_refused(ids: list[str], target: Any, field: str) -> None:
    assert list(faults(lambda: broadcast_body(ids, target))) == [field]


def test_messages_have_zalos_shapes() -> None:
    assert text_message("Chào", quote_message_id="m") == {"text": "Chào", "quote_message_id": "m"}
    assert image_message(attachment_id="x", caption="Ảnh") == {
        "text": "Ảnh",
        "attachment": {
            "type": "template",
            "payload": {
                "template_type": "media",
                "elements": [{"media_type": "image", "attachment_id": "x"}],
            },
        },
    }
    assert image_message(url=PICTURE)["attachment"]["payload"]["elements"] == [
        {"media_type": "image", "url": PICTURE}
    ]
    assert file_message("t") == {"attachment": {"type": "file", "payload": {"token": "t"}}}
    form = request_info_message(title="Thông tin", subtitle="Mời bà con điền", image_url=PICTURE)
    assert form["attachment"]["payload"]["template_type"] == "request_user_info"
    buttons = buttons_message("Chọn", [{"title": "Xem", "url": PICTURE}, {"title": "Hỏi", "answer": "#HOI"}])
    assert buttons["attachment"]["payload"]["buttons"] == [
        {"title": "Xem", "type": "oa.open.url", "payload": {"url": PICTURE}},
        {"title": "Hỏi", "type": "oa.query.hide", "payload": "#HOI"},
    ]


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: text_message(""), "text"),
        (lambda: text_message("a" * 2001), "text"),
        (image_message, "url"),
        (lambda: image_message(attachment_id="x", url=PICTURE), "url"),
        (lambda: file_message(""), "token"),
        (lambda: request_info_message(title="", subtitle="a", image_url=PICTURE), "title"),
        (lambda: buttons_message("a", []), "buttons"),
        (lambda: buttons_message("a", [{"title": "a", "answer": "b"}] * 6), "buttons"),
        (lambda: buttons_message("a", [{"title": "a" * 21, "answer": "b"}]), "buttons[0].title"),
        (lambda: buttons_message("a", [{"title": "a", "url": "http://x.vn"}]), "buttons[0].url"),
    ],
)
def test_messages_outside_the_limits_are_refused(make: Callable[[], Any], field: str) -> None:
    assert list(faults(make)) == [field]


PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 10


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ("Đơn.pdf", "Don.pdf"),
        ("Kế hoạch số 12-KH (bản 2).PDF", "Ke hoach so 12-KH (ban 2).pdf"),
        ("../riêng/..\\Giấy mời.pdf", "Giay moi.pdf"),
        ('a"b\r\nc;=%22.pdf', "a b c 22.pdf"),
        ("通知.pdf", "upload.pdf"),
        ("a" * 300 + ".pdf", "a" * 96 + ".pdf"),
    ],
)
def test_files_are_sent_under_their_own_name_in_plain_letters(given: str, sent: str) -> None:
    assert uploads.document(given, b"%PDF-1.7") == (sent, b"%PDF-1.7", "application/pdf")
    assert uploads.image("Ảnh đại hội.PNG", PNG) == ("Anh dai hoi.png", PNG, "image/png")


@pytest.mark.parametrize(
    ("make", "name", "content"),
    [
        (uploads.image, "anh", PNG),
        (uploads.image, "anh.gif", b"GIF89a"),
        (uploads.image, "anh.jpg", PNG),
        (uploads.image, "anh.png", b""),
        (uploads.image, "anh.png", PNG + b"0" * 1024 * 1024),
        (uploads.document, "don.exe", b"MZ"),
        (uploads.document, "don.pdf", b"%PDF-" + b"0" * 5 * 1024 * 1024),
    ],
)
def test_files_zalo_would_drop_are_refused(make: Any, name: str, content: bytes) -> None:
    assert list(faults(lambda: make(name, content))) == ["file"]
