"""Gaps that somebody forgot: found however they are written, named, and refused everywhere alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.errors import InvalidInput
from loa.publishing.articles.markup import texts_of
from loa.publishing.articles.notices import fill, templates
from loa.publishing.articles.placeholders import fault, gaps_in, refuse_gaps
from tests.worlds.fakes import ARTICLE


@pytest.mark.parametrize(
    ("text", "gaps"),
    [
        ("Kính gửi {tên}", ["{tên}"]),
        ("Mã {MA}, {abc}, lại {MA}", ["{MA}", "{abc}"]),
        ("{ họ và tên }", ["{ họ và tên }"]),
        ("{{ten}}", ["{ten}"]),
        ("｛tên｝ và {}", ["｛tên｝", "{}"]),
        ("{0}", ["{0}"]),
        ("a { b\n c }", []),
        ("{" + "x" * 61 + "}", []),
        ("Tôi <3 Nghệ An (8 giờ)", []),
    ],
)
def test_gaps_are_found_as_they_are_written(text: str, gaps: list[str]) -> None:
    assert gaps_in(text) == gaps


def test_known_ones_are_none() -> None:
    assert gaps_in("{ten} {ma} {MA}", ("ten", "ma")) == ["{MA}"]
    assert fault("{ten}", ("ten",)) == ""
    assert "{MA}" in fault("{MA}", ("ten",))
    assert "{ten}" in fault("{MA}", ("ten",))


@given(st.text(alphabet=st.characters(exclude_characters="{}｛｝")))
def test_a_text_without_braces_has_none(text: str) -> None:
    assert gaps_in(text) == []


def test_every_field_is_named() -> None:
    blocks = [
        {"type": "text", "content": "Kính gửi {tên}"},
        {"type": "image", "url": "https://x.vn/a.jpg", "caption": "{ảnh}"},
    ]
    article = ARTICLE | {"title": "{MA}", "blocks": blocks}
    with pytest.raises(InvalidInput) as caught:
        refuse_gaps(texts_of(article))
    assert set(caught.value.fields) == {"title", "blocks[0].content", "blocks[1].caption"}
    assert all(message.endswith(".") for message in caught.value.fields.values())
    refuse_gaps(texts_of(ARTICLE))


@pytest.mark.parametrize("notice", templates(), ids=lambda notice: notice.name)
def test_a_notice_that_is_filled_in_has_no_gap_and_a_value_with_one_is_refused(notice: object) -> None:
    values = dict.fromkeys(notice.gaps, "8 giờ")  # type: ignore[attr-defined]
    refuse_gaps(texts_of(fill(notice, values)))  # type: ignore[arg-type]
    (first, *_) = values
    with pytest.raises(InvalidInput) as caught:
        fill(notice, values | {first: "{địa điểm}"})  # type: ignore[arg-type]
    assert set(caught.value.fields) == {f"values.{first}"}
