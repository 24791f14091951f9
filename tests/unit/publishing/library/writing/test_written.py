"""Texts without tags and back: what an officer typed stays, whatever it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.publishing.articles.markup import clean_html
from loa.publishing.library.writing.written import LIST, PARAGRAPHS, TEXTS, as_html, as_written

LINE = st.text(st.sampled_from("Họp dân &<>\"'*_[]()-1.https://x.vn "), max_size=40)


@pytest.mark.parametrize(
    ("html", "parts"),
    [
        ("Chữ thường 5 < 6", [(PARAGRAPHS, "Chữ thường 5 < 6")]),
        (
            "<h2>Bàn</h2><p>Nghe <strong>báo cáo</strong>.<br>Hỏi</p><ul><li>Một</li><li>Hai</li></ul>",
            [("heading", "Bàn"), (PARAGRAPHS, "Nghe **báo cáo**.\nHỏi"), (LIST, "Một\nHai")],
        ),
        (
            '<p><a href="https://x.vn/a_b?c=1&amp;d">Xem</a></p>',
            [(PARAGRAPHS, "[Xem](https://x.vn/a_b?c=1&d)")],
        ),
        ("<h3></h3>", [("subheading", "")]),
        ("", [(PARAGRAPHS, "")]),
    ],
)
def test_written__is_what_the_tags_say(html: str, parts: list[tuple[str, str]]) -> None:
    assert as_written(html) == parts


def test_html__of_a_link_in_bold_and_slanted_letters__comes_back() -> None:
    html = (
        '<p><strong>Xem <a href="https://x.vn/a__b__c">cổng</a></strong> và <em><strong>ghi</strong></em></p>'
    )
    ((kind, words),) = as_written(html)
    assert words == "**Xem [cổng](https://x.vn/a__b__c)** và ***ghi***"
    assert as_html(kind, words) == html


def test_html__of_points__drops_the_signs_that_people_type_before_them() -> None:
    assert as_html(LIST, "- Một\n• Hai\n3. Ba") == "<ul><li>Một</li><li>Hai</li><li>Ba</li></ul>"


@given(st.sampled_from(TEXTS), st.lists(LINE, max_size=4))
def test_html__is_harmless__and_says_the_same_after_a_second_edit(kind: str, lines: list[str]) -> None:
    html = as_html(kind, "\n".join(lines))
    kept = clean_html(html)
    (part,) = as_written(kept) or [(kind, "")]
    assert part[0] == kind or not part[1]
    assert clean_html(as_html(kind, part[1])) == kept
