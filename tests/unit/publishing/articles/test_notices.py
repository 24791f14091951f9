"""Notices with gaps: each gap without a value is named, and what comes out is an article that Zalo takes."""

import re
import unicodedata

import pytest

from loa.errors import InvalidInput, NotFound
from loa.platform.zalo.api.articles import article_body
from loa.publishing.articles import notices, texts
from loa.publishing.articles.notices import NoticeTemplate, fill, template, templates

EVERY = pytest.mark.parametrize("notice", templates(), ids=lambda notice: notice.name)
COVER = "media:" + "a" * 64 + ".jpg"


def values(notice: NoticeTemplate) -> dict[str, str]:
    return {name: f"«{name}»" for name in notice.gaps}


def test_the_usual_notices_are_there() -> None:
    assert [notice.name for notice in templates()] == [
        "flood_relief",
        "school_enrolment",
        "voters_meeting",
        "fund_drive",
        "great_unity_festival",
    ]


@EVERY
def test_a_filled_notice_is_an_article_that_zalo_takes(notice: NoticeTemplate) -> None:
    content = fill(notice, values(notice), cover_url=COVER)
    article_body(content)
    everything = " ".join(
        [content["title"], content["author"], content["description"]]
        + [block["content"] for block in content["blocks"]]
    )
    assert not re.search(r"[{}]", everything)
    for name in notice.gaps:
        assert f"«{name}»" in everything


@EVERY
def test_gaps_have_vietnamese_names_in_nfc_and_texts_are_complete(notice: NoticeTemplate) -> None:
    assert notice.label
    for text in (notice.title, notice.description, *notice.paragraphs, *notice.gaps):
        assert unicodedata.is_normalized("NFC", text)
        assert text.count("{") == text.count("}")
        assert "  " not in text
    for name in notice.gaps:
        assert name == name.strip().lower()
    for paragraph in notice.paragraphs:
        assert paragraph.endswith((".", ",")), paragraph


@EVERY
def test_every_gap_without_a_value_is_named(notice: NoticeTemplate) -> None:
    with pytest.raises(InvalidInput) as refused:
        fill(notice, {notice.gaps[0]: "có", notice.gaps[1]: "   "})
    assert refused.value.message == texts.NOTICE_INCOMPLETE
    assert refused.value.fields == {f"values.{name}": f"Vui lòng điền {name}." for name in notice.gaps[1:]}


def test_a_value_for_no_gap_and_one_that_is_too_long_are_named() -> None:
    notice = template("voters_meeting")
    with pytest.raises(InvalidInput) as refused:
        fill(notice, values(notice) | {"số tài khoản": "1", "nội dung": "x" * (notices.MAXIMUM_VALUE + 1)})
    assert set(refused.value.fields) == {"values.số tài khoản", "values.nội dung"}


def test_parts_that_became_too_long_are_named() -> None:
    notice = template("voters_meeting")
    with pytest.raises(InvalidInput) as refused:
        fill(notice, values(notice) | {"đơn vị": "x" * 51, "địa điểm": "y" * 301})
    assert set(refused.value.fields) == {"author", "description"}


def test_a_name_in_another_normal_form_is_the_same_name() -> None:
    notice = template("voters_meeting")
    decomposed = {unicodedata.normalize("NFD", name): value for name, value in values(notice).items()}
    assert fill(notice, decomposed) == fill(notice, values(notice))


def test_a_value_goes_in_as_it_is() -> None:
    notice = template("voters_meeting")
    content = fill(notice, values(notice) | {"nội dung": "$1 \\1 \\g<0>"})
    assert content["blocks"][4]["content"] == "Nội dung: $1 \\1 \\g<0>."


def test_an_unknown_notice_is_not_found() -> None:
    with pytest.raises(NotFound):
        template("khác")
