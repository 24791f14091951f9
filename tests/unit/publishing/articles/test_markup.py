"""What officers paste: only the tags on the list come through, and words are not lost."""

import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from loa.publishing.articles.markup import SCHEMES, TAGS, clean_article, clean_html, plain_text

REL = 'rel="noopener noreferrer nofollow"'


class Reader(HTMLParser):
    """Collects every tag with its attributes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.others: list[str] = []
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.tags.append((tag, {}))

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def handle_decl(self, decl: str) -> None:
        self.others.append(decl)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)

    def unknown_decl(self, data: str) -> None:
        self.others.append(data)


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    reader.close()
    return reader


def words_of(text: str) -> list[str]:
    reader = read(text)
    return reader.words


@pytest.mark.parametrize(
    "text",
    [
        "Kính mời bà con dự họp lúc 8 giờ.",
        "5 < 6 & 7 > 2",
        "Dòng một\nDòng hai",
        "R&D, M&M; &lt;b&gt; là chữ",
        "Tôi <3 Nghệ An",
        "",
    ],
)
def test_a_text_without_tags_stays_exactly_as_it_is(text: str) -> None:
    assert clean_html(text) == plain_text(text) == text


@pytest.mark.parametrize(
    ("hostile", "clean"),
    [
        ("<script>alert(1)</script>Chào", "Chào"),
        ("<SCRIPT SRC=//evil.vn/x.js></SCRIPT>Chào", "Chào"),
        ("<style>p{display:none}</style><p>Chào</p>", "<p>Chào</p>"),
        ("<img src=x onerror=alert(1)>Chào", "Chào"),
        ("Chào<img src=x onerror=alert(1) ", "Chào"),
        ("<svg onload=alert(1)><script>x</script></svg>Chào", "Chào"),
        ("<iframe src=https://evil.vn>x</iframe>Chào", "Chào"),
        ("<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", ""),
        ("<!-- <b>ẩn</b> -->Chào", "Chào"),
        ("<?php echo 1 ?>Chào", "Chào"),
        ("<![CDATA[x]]>Chào", "Chào"),
        ("<b onclick='x' style='position:fixed' class=a id=b>Chào</b>", "<b>Chào</b>"),
        ("<form action=https://evil.vn><input name=p><button>Gửi</button></form>", "Gửi"),
        ("<b>Chưa đóng", "<b>Chưa đóng</b>"),
        ("<p class=MsoNormal><o:p></o:p>Dán từ Word</p>", "<p>Dán từ Word</p>"),
        ("<div>Một</div><div>Hai</div>", "Một<br>Hai<br>"),
        ("<h1>Tên bài</h1>Chữ", "Tên bài<br>Chữ"),
        ("<scr\x00ipt>alert(1)</scr\x00ipt>Chào", "Chào"),
        ("<scr<script>ipt>alert(1)</script>Chào", "&lt; scrChào"),
    ],
)
def test_what_is_not_on_the_list_goes_and_its_words_stay(hostile: str, clean: str) -> None:
    assert clean_html(hostile) == clean


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Mời <tên đơn vị> dự họp", "Mời < tên đơn vị> dự họp"),
        ("Liên hệ <nguyenvana@nghean.vn>", "Liên hệ < nguyenvana@nghean.vn>"),
        ("Ông <Nguyễn Văn A> và bà <B>Lê Thị B", "Ông < Nguyễn Văn A> và bà <B>Lê Thị B"),
        ("giá <b 5 triệu và >a", "giá <b 5 triệu và >a"),
        ("nhỏ <a", "nhỏ < a"),
        ("</xã> <!chú ý> <?>", "< /xã> < !chú ý> < ?>"),
        ("<https://nghean.vn>", "< https://nghean.vn>"),
    ],
)
def test_words_between_angle_brackets_that_are_no_tag_stay(text: str, kept: str) -> None:
    def letters(shown: str) -> str:
        return "".join(letter for letter in shown if letter.isalnum())

    assert letters("".join(words_of(clean_html(text)))) == letters(re.sub("<[bB][^>]*>", "", text))
    if not re.search("<[bB]", text):
        assert plain_text(text) == clean_html(text) == kept


@given(st.lists(st.sampled_from(["<", ">", "tên", "đơn vị", " ", "/", "!", "?", "số 1", "&"]), max_size=12))
def test_nothing_that_is_no_tag_of_html_is_lost(pieces: list[str]) -> None:
    text = "".join(pieces)
    for cleaned in ("".join(words_of(clean_html(text))), plain_text(text)):
        assert cleaned.replace(" ", "") == text.replace(" ", "")


def test_what_is_on_the_list_stays() -> None:
    text = (
        "<h2>Mời họp</h2><h3>Nội dung</h3><p><b>Một</b> <strong>hai</strong> <i>ba</i> <em>bốn</em> "
        "<u>năm</u><br>sáu</p><ul><li>a</li></ul><ol><li>b</li></ol>"
    )
    assert clean_html(text) == text


@pytest.mark.parametrize(
    "address", ["https://mattran.nghean.vn/tin?a=1", "tel:+84912345678", "mailto:mttq@nghean.vn"]
)
def test_a_link_of_a_known_scheme_stays_and_gets_its_rel(address: str) -> None:
    assert (
        clean_html(f'<a href="{address}" target=_blank rel=opener>x</a>')
        == f'<a href="{address}" {REL}>x</a>'
    )


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "&#106;avascript:alert(1)",
        "http://evil.vn",
        "//evil.vn",
        "/đường-dẫn",
        "data:text/html,x",
        "vbscript:x",
        "ftp://evil.vn",
        "zalo://x",
    ],
)
def test_a_link_elsewhere_loses_its_address(address: str) -> None:
    assert clean_html(f'<a href="{address}">x</a>') == f"<a {REL}>x</a>"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<b>Thông báo</b> họp", "Thông báo họp"),
        ("<script>x</script>Thông báo", "Thông báo"),
        ("<b>M&M</b>", "M&M"),
        ("<i>x</i>&lt;script&gt;y&lt;/script&gt;", "x"),
        ("<b>&amp;lt;img src=x&amp;gt;</b>", "&lt;img src=x&gt;"),
    ],
)
def test_plain_fields_keep_their_words_only(text: str, words: str) -> None:
    assert plain_text(text) == words


OTHER_TAGS = {"script", "style", "img", "svg", "math", "textarea", "plaintext", "template", "select", "xmp"}
PIECES = st.sampled_from(
    [
        *(f"<{tag}>" for tag in sorted(TAGS | OTHER_TAGS)),
        *(f"</{tag}>" for tag in ("p", "script", "a", "svg", "textarea", "title", "noscript", "tr")),
        '<a href="javascript:x" onclick="y">', "<a href=https://a.vn>", "<img src=x onerror=y", "<table><tr>",
        "<!--", "-->", "<!", "<?", "]]>", "<", ">", "&lt;", "&#60;", "&amp;", "&lt", "&#0;", "&#1;",
        '"', "'", "/", "=", "\x00", "\n", "javascript:", "mời", "ế", " ",
    ]
)  # fmt: skip
HOSTILE = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=14).map("".join))


@given(HOSTILE)
@example("<a href=https://a.vn>mời</a>")
@example("<plaintext><script>x</script>")
@example("<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>")
def test_no_tag_or_attribute_outside_the_list_ever_comes_out(text: str) -> None:
    reader = read(clean_html(text))
    assert not reader.others
    for tag, attributes in reader.tags:
        assert tag in TAGS
        assert set(attributes) <= ({"href", "rel"} if tag == "a" else set())
        if "href" in attributes:
            assert urlsplit(attributes["href"] or "").scheme in SCHEMES


@given(HOSTILE)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean_html(clean_html(text)) == clean_html(text)
    assert plain_text(plain_text(text)) == plain_text(text)


@given(HOSTILE)
def test_no_tag_at_all_comes_out_of_a_plain_field(text: str) -> None:
    reader = read(plain_text(text))
    assert not reader.tags
    assert not reader.others


def test_every_text_of_an_article_is_cleaned_and_nothing_else_is_touched() -> None:
    article: dict[str, Any] = {
        "title": "<b>Tên</b>",
        "author": "<i>Tác giả</i>",
        "description": "<u>Tóm tắt</u>",
        "cover_url": "https://a.vn/?a=<b>",
        "comment": "show",
        "blocks": [
            {"type": "text", "content": "<b onclick=x>Chữ</b>"},
            {"type": "image", "url": "https://a.vn/1.jpg", "caption": "<b>Ảnh</b>"},
            {"type": "file", "url": "https://a.vn/1.pdf", "name": "<script>x</script>Tệp"},
            "không phải khối",
        ],
    }
    assert clean_article(article) == {
        "title": "Tên",
        "author": "Tác giả",
        "description": "Tóm tắt",
        "cover_url": "https://a.vn/?a=<b>",
        "comment": "show",
        "blocks": [
            {"type": "text", "content": "<b>Chữ</b>"},
            {"type": "image", "url": "https://a.vn/1.jpg", "caption": "Ảnh"},
            {"type": "file", "url": "https://a.vn/1.pdf", "name": "Tệp"},
            "không phải khối",
        ],
    }
    assert clean_article({"title": 1, "blocks": "x"}) == {"title": 1, "blocks": "x"}
