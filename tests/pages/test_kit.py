"""The kit: components, headers, preferences, forms; read by a parser, without a browser."""

import base64
import gzip
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.web.pages import assets
from loa.web.pages.answers import CONTENT_SECURITY_POLICY
from loa.web.pages.preferences import own_path
from tests.pages import gallery
from tests.pages.reading import Element, check
from tests.worlds.doors import http_event

pytestmark = pytest.mark.usefixtures("_gallery_templates")

FORM = "application/x-www-form-urlencoded"
GOOD = {"topic": "roads", "words": "Đường ngập từ tối qua, xe máy không qua được", "khoa": "k1"}


def ask(path: str, **more: Any) -> dict[str, Any]:
    """What the gallery answers to a browser."""
    headers = {"host": "loa.test", "x-forwarded-proto": "https", **more.pop("headers", {})}
    return dict(gallery.handler(http_event("GET", path, headers=headers, **more)))


def send(path: str, fields: dict[str, str], **headers: str) -> dict[str, Any]:
    """What it answers to a form."""
    own = {"host": "loa.test", "content-type": FORM, "sec-fetch-site": "same-origin", **headers}
    return dict(gallery.handler(http_event("POST", path, headers=own, body=urlencode(fields))))


def test_every_part_makes_a_page_that_a_strict_reader_takes() -> None:
    tree = check(ask("/")["body"])
    assert tree.one("title").text() == "Bộ phận và trạng thái – Mặt trận số Nghệ An"
    assert [row.get("data-label") for row in tree.all("td")] == ["Đã gửi", "Chưa rõ"] * 2


def test_what_is_written_into_a_page_is_escaped() -> None:
    body = ask("/")["body"]
    assert "<b>về</b>" not in body
    assert body.count("Trâu bò &lt;b&gt;về&lt;/b&gt; chuồng") == 2


def test_a_page_of_ours_is_sent_with_every_header_and_runs_nothing_inline() -> None:
    headers = ask("/")["headers"]
    assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["strict-transport-security"].startswith("max-age=")


def test_the_shell_gets_the_part_alone() -> None:
    part = ask("/", query={"part": "1"})["body"]
    tree = check(part, part=True)
    assert not tree.all("html", "header", "footer", "link")
    assert tree.one("title").text() == "Bộ phận và trạng thái"


def test_from_a_part_one_comes_to_a_part_in_the_same_letters() -> None:
    headers = {"host": "loa.test", "content-type": FORM, "origin": "https://h5.zdn.vn"}
    headers["sec-fetch-site"] = "cross-site"
    event = http_event(
        "POST", "/cach-xem", headers=headers, body="ve=/?x=1", query={"part": "1", "chu": "24"}
    )
    assert gallery.handler(event)["headers"]["location"] == "/?x=1&part=1&chu=24"
    asked = ask("/cach-xem", query={"part": "1", "chu": "24"}, cookies=["chu=30"])
    assert "Chữ to đang dùng" in check(asked["body"], part=True).text()


@pytest.mark.parametrize("origin", ["https://h5.zdn.vn.example", "http://h5.zdn.vn", "https://loa.example"])
def test_only_the_shell_sends_forms_from_another_host(origin: str) -> None:
    words = {"topic": "roads"}
    assert send("/phan-anh", words, origin=origin, **{"sec-fetch-site": "cross-site"})["statusCode"] == 403


def test_a_page_that_may_be_kept_is_sent_once() -> None:
    first = ask("/")
    assert first["headers"]["cache-control"] == "public, max-age=0, s-maxage=60, must-revalidate"
    again = ask("/", headers={"if-none-match": first["headers"]["etag"]})
    assert (again["statusCode"], again["body"]) == (304, "")
    larger = ask("/", headers={"if-none-match": first["headers"]["etag"]}, cookies=["chu=24"])
    assert larger["statusCode"] == 200


def test_a_form_is_kept_by_nobody_and_found_by_no_search_engine() -> None:
    headers = ask("/phan-anh")["headers"]
    assert headers["cache-control"] == "no-store"
    assert headers["x-robots-tag"].startswith("noindex")


def test_a_page_travels_compressed_where_that_is_understood() -> None:
    packed = ask("/", headers={"accept-encoding": "gzip, br"})
    assert packed["headers"]["content-encoding"] == "gzip"
    assert gzip.decompress(base64.b64decode(packed["body"])).decode() == ask("/")["body"]


@pytest.mark.parametrize(("kind", "status"), [("gone", 404), ("busy", 503), ("broken", 500)])
def test_what_goes_wrong_is_a_page_that_tells_nothing(kind: str, status: int) -> None:
    answer = ask(f"/loi/{kind}")
    assert answer["statusCode"] == status
    assert answer["headers"]["content-type"].startswith("text/html")
    text = check(answer["body"]).one("main").text()
    assert "Lan" not in text
    assert ("request-1" in text) is (status >= 500)


def test_an_address_that_nobody_knows_and_a_method_that_nobody_takes_are_pages() -> None:
    assert check(ask("/khong-co")["body"]).one("h1").text() == "Không có trang này"
    answer = send("/", {})
    assert answer["statusCode"] == 405
    check(answer["body"])


# Preferences


@pytest.mark.parametrize(
    ("chosen", "wanted"), [("24", "text-24"), ("30", "text-30"), ("18", ""), ("999", "")]
)
def test_the_size_of_letters_is_remembered(chosen: str, wanted: str) -> None:
    answer = send("/cach-xem", {"chu": chosen, "ve": "/phan-anh"})
    assert (answer["statusCode"], answer["headers"]["location"]) == (303, "/phan-anh")
    cookies = [cookie.partition(";")[0] for cookie in answer["cookies"]]
    assert check(ask("/", cookies=cookies)["body"]).one("html").get("class") == wanted


def test_one_choice_leaves_the_other_as_it_was() -> None:
    headers = {"host": "loa.test", "content-type": FORM, "x-forwarded-proto": "https"}
    event = http_event("POST", "/cach-xem", headers=headers, body="anh=0&ve=/", cookies=["chu=30"])
    cookies = gallery.handler(event)["cookies"]
    assert {cookie.partition(";")[0] for cookie in cookies} == {"chu=30", "anh=0"}
    assert all("; Secure" in cookie and "; SameSite=Lax" in cookie for cookie in cookies)


def test_who_saves_data_gets_no_pictures() -> None:
    assert len(check(ask("/")["body"]).all("img")) == 1
    assert not check(ask("/", cookies=["anh=0"])["body"]).all("img")


@pytest.mark.parametrize(
    "back", ["//boc-lot.vn", "https://boc-lot.vn", "/\\boc-lot.vn", "", "/a\r\nset-cookie: x"]
)
def test_the_way_back_stays_on_our_host(back: str) -> None:
    assert own_path(back) == "/"
    assert send("/cach-xem", {"chu": "24", "ve": back})["headers"]["location"] == "/"
    page = ask("/cach-xem", query={"ve": back})
    assert all(
        link.get("href")[:2] not in {"//", "/\\", "ht"} for link in check(page["body"]).one("main").all("a")
    )


# Forms


def fields_of(tree: Element) -> dict[str, Element]:
    return {field.get("name"): field for field in tree.all("input", "select", "textarea")}


def test_a_form_is_drawn_from_its_model() -> None:
    tree = check(ask("/phan-anh")["body"])
    fields = fields_of(tree)
    assert list(fields) == [
        "khoa",
        "topic",
        "words",
        "hamlet",
        "since",
        "people",
        "phone",
        "tell",
        "hidden_name",
    ]
    assert fields["words"].tag == "textarea"
    assert fields["phone"].get("autocomplete") == "tel"
    assert fields["since"].get("type") == "date"
    assert [option.text() for option in fields["hamlet"].all("option")] == ["Xin chọn", "Xóm 1", "Xóm 2"]
    optional = [label.text() for label in tree.all("label", "legend") if "(không bắt buộc)" in label.text()]
    assert len(optional) == 5


def test_a_form_that_is_right_leads_on() -> None:
    answer = send("/phan-anh", GOOD)
    assert (answer["statusCode"], answer["headers"]["location"]) == (303, "/?xong=1")


def test_errors_stand_on_top_and_at_their_fields() -> None:
    answer = send("/phan-anh", {"words": "Ngập", "people": "nhiều", "since": "2026-02-30", "hamlet": "xom-9"})
    assert answer["statusCode"] == 422
    tree = check(answer["body"])
    assert tree.one("title").text().startswith("Lỗi: ")
    summary = next(element for element in tree.walk() if element.get("role") == "alert")
    assert [(link.get("href"), link.text()) for link in summary.all("a")] == [
        ("#topic-1", "Việc gì: Xin chọn một mục"),
        ("#words", "Xin viết thêm, ít nhất 20 chữ cái"),
        ("#hamlet", "Ở xóm nào: Xin chọn một trong các mục có sẵn"),
        ("#since", "Ngày này không có trong lịch"),
        ("#people", "Xin chỉ ghi chữ số"),
    ]
    wrong = [name for name, field in fields_of(tree).items() if field.get("aria-invalid")]
    assert wrong == ["words", "hamlet", "since", "people"]


def test_a_form_says_in_its_own_words_what_is_missing() -> None:
    tree = check(send("/phan-anh", {"topic": "roads", "words": "  "})["body"])
    assert "Xin kể sự việc: ở đâu, từ bao giờ" in tree.one("main").text()


@given(st.text(max_size=300), st.text(max_size=40))
def test_whatever_was_typed_is_still_there_and_still_text(words: str, phone: str) -> None:
    """Scripts, quotes, emoji, control signs: they come back as they were, in one text node."""
    answer = send("/phan-anh", {"words": _sendable(words), "phone": _sendable(phone), "people": "x"})
    assert answer["statusCode"] == 422
    fields = fields_of(check(_as_browser(answer["body"])))
    assert not fields["words"].all("script")
    drawn = "".join(str(child) for child in fields["words"].children)
    assert drawn == "\n" + _as_browser(_sendable(words)) or drawn == _as_browser(_sendable(words))
    assert fields["phone"].get("value") == _as_browser(_sendable(phone))


def _sendable(words: str) -> str:
    return words.encode("utf-8", "replace").decode()


def _as_browser(words: str) -> str:
    """A parser reads every kind of line break as one."""
    return words.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "", "origin": "https://boc-lot.vn"},
        {"sec-fetch-site": "", "origin": "null"},
    ],
)
def test_a_form_of_another_site_is_refused(headers: dict[str, str]) -> None:
    answer = send("/phan-anh", GOOD, **headers)
    assert answer["statusCode"] == 403
    check(answer["body"])


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "none"}, {"sec-fetch-site": "", "origin": "https://loa.test"}]
)
def test_a_form_of_ours_is_taken_from_every_browser(headers: dict[str, str]) -> None:
    assert send("/phan-anh", GOOD, **headers)["statusCode"] == 303


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("a=" + "x" * 300_000, FORM, 413),
        ("&".join(f"f{number}=1" for number in range(400)), FORM, 400),
        ('{"words": "x"}', "application/json", 415),
        ("words=" + quote("x" * 200_000), FORM, 422),
    ],
)
def test_a_form_that_is_none_is_refused_with_a_page(body: str, kind: str, status: int) -> None:
    event = http_event("POST", "/phan-anh", headers={"host": "loa.test", "content-type": kind}, body=body)
    answer = dict(gallery.handler(event))
    assert answer["statusCode"] == status
    if status != 422:
        check(answer["body"])


# Files


def test_a_file_is_kept_for_a_year_under_the_digest_of_its_content() -> None:
    link = next(each for each in check(ask("/")["body"]).all("link") if each.get("rel") == "stylesheet")
    answer = assets.answer(http_event("GET", link.get("href"), headers={"accept-encoding": "gzip"}))
    assert answer is not None
    assert answer["headers"]["cache-control"] == "public, max-age=31536000, immutable"
    assert answer["headers"]["content-type"].startswith("text/css")
    assert gzip.decompress(base64.b64decode(answer["body"])) == assets.assets()["loa.css"].content


@pytest.mark.parametrize(
    "path", ["/assets/000000000000/loa.css", "/assets/loa.css", "/assets//../x", "/assets/a/b/c"]
)
def test_no_other_address_is_a_file(path: str) -> None:
    assert assets.answer(http_event("GET", path)) is None


def css() -> str:
    return assets.assets()["loa.css"].content.decode()


def test_the_style_is_small_and_asks_nobody() -> None:
    assert len(gzip.compress(css().encode(), 9)) <= 8 * 1024
    assert "url(" not in css()
    assert "@import" not in css()


def test_old_browsers_know_every_word_of_the_style() -> None:
    newer = ("light-dark(", "color-mix(", "oklch(", "@scope", "@layer", "@container", "text-wrap", "subgrid")
    assert [word for word in newer if word in css()] == []


TEXT_ON_GROUND = [
    ("ink", "page"), ("ink", "card"), ("ink", "gold-light"), ("ink", "gold-wash"), ("ink", "wash"),
    ("ink", "ok-wash"), ("ink", "bad-wash"), ("soft", "page"), ("soft", "card"), ("action", "page"),
    ("action", "card"), ("action", "wash"), ("visited", "page"), ("visited", "card"), ("ok", "ok-wash"),
    ("ok", "card"), ("bad", "card"), ("bad", "bad-wash"), ("gold-ink", "gold-wash"), ("card", "brand"),
    ("card", "brand-deep"), ("card", "action"), ("card", "bad"),
    ("gold-light", "brand"), ("gold-light", "brand-deep"), ("gold-light", "action-deep"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_text_can_be_read_by_weak_eyes(text: str, ground: str) -> None:
    assert contrast(text, ground) >= 7


def test_the_border_of_a_control_can_be_seen() -> None:
    assert contrast("edge", "card") >= 3
    assert contrast("edge", "page") >= 3


def contrast(one: str, other: str) -> float:
    """The contrast of two colours of the style (WCAG 2.2)."""
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+)", css()))
    lighter, darker = sorted((_luminance(colours[name]) for name in (one, other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    pairs = [digits[at] * 2 for at in range(3)] if len(digits) == 3 else re.findall("..", digits)
    parts = [int(pair, 16) / 255 for pair in pairs]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_class_in_a_template_has_a_style() -> None:
    """A name that no rule knows is a slip, or left over."""
    known = set(re.findall(r"\.([a-z][a-z0-9-]*)", css()))
    sources = Path("layers/pages/templates").rglob("*.html")
    used: set[str] = set()
    for source in sources:
        for names in re.findall(r'class="([^"{]*)"', source.read_text("utf-8")):
            used |= set(names.split())
    assert used - known == set()
