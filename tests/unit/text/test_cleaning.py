"""Text that people type or paste, cleaned once."""

import unicodedata
from typing import Annotated

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import Field, ValidationError

from loa.text.cleaning import clean, plain_signs
from loa.text.folding import fold, has_marks
from loa.web.schemas import Phone, Schema, Signs, Text, field_errors

UNSEEN = "\u00ad\u034f\u061c\u115f\u17b4\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202d\u202e\u2060\u2066\u2069\u3164\ufe0f\ufeff\U000e0041\x00\x07\x7f"  # noqa: E501 - characters that nobody sees


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ðường Ðông", "Đường Đông"),
        ("ðường ɖông Ɖà d\u0335ẹp", "đường đông Đà đẹp"),
        (unicodedata.normalize("NFD", "Nghị quyết"), "Nghị quyết"),
        ("a\u200bb\u2060c\ufeff", "abc"),
        ("xin\u00a0chào\u3000bà\u202fcon", "xin chào bà con"),
        ("một\r\nhai\rba\u2028bốn\x0bnăm", "một\nhai\nba\nbốn\nnăm"),
        ("cột\tsau", "cột\tsau"),
        ("\u202egnp.exe", "gnp.exe"),
        ("2025\u20112026", "2025-2026"),
        ("dấu – gạch — dài", "dấu – gạch — dài"),
        ("e\u034f\u0302", "ê"),
        ("tối\x00nay", "tốinay"),
        ("\uf0b7 Việc một", "• Việc một"),
        ("👨‍👩‍👧 ❤️ 1️⃣", "👨‍👩‍👧 ❤️ 1️⃣"),
        ("\ud83d", "?"),
        ("  \n Chào \n ", "Chào"),
    ],
)
def test_what_nobody_sees_goes_and_what_is_read_stays(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@pytest.mark.parametrize("typed", [*UNSEEN, UNSEEN, " \u200b ", "\u0301", "\u2800\u3164"])
def test_what_nobody_sees_is_no_text(typed: str) -> None:
    assert clean(typed) == ""


@given(st.text(max_size=60))
@example("0\u0335d\u0335")
@example("e\u034f\u200d\u0302")
@example("\u200d©\ufe0f\u200d©")
@example("NghÖ An")
@example("K\x1bÆM")
@example("\ue000\u0301")
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert plain_signs(plain_signs(text)) == plain_signs(text)
    once.encode()


@given(st.text(st.sampled_from("abcdeđghikôơưạảấầẩẫậ ĂÂ.,;:!?()/-–“”…%0123456789\n"), max_size=80))
def test_vietnamese_as_it_should_be_is_not_touched(text: str) -> None:
    assert clean(text) == text.strip()


class Written(Schema):
    """What a program of ours takes from people."""

    text: Annotated[Text, Field(min_length=1, max_length=10)]
    phone: Phone = ""
    code: Annotated[Signs, Field(max_length=4)] = ""


def test_characters_that_nobody_sees_are_not_counted() -> None:
    assert Written(text="\u200bÐiện\u200b lực 1").text == "Điện lực 1"
    with pytest.raises(ValidationError) as refused:
        Written(text=UNSEEN)
    assert dict(field_errors(refused.value.errors())) == {"text": "Cần ít nhất 1 ký tự."}


def test_letters_are_called_letters() -> None:
    with pytest.raises(ValidationError) as refused:
        Written(text="x" * 11, code="x" * 5)
    assert dict(field_errors(refused.value.errors())) == {
        "text": "Tối đa 10 ký tự.",
        "code": "Tối đa 4 ký tự.",
    }


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0912\u2013345\u2013678", "0912-345-678"),
        ("0912\u2212345\u2212678", "0912-345-678"),
        ("+84\u00a0912\u2009345\u202f678", "+84 912 345 678"),
        ("０９１２３４５６７８", "0912345678"),
        ("٠٩١٢", "0912"),
        ("0912·345·678", "0912.345.678"),
        ("0912/345/678", "0912/345/678"),
        ("(\u200e0238\u200f) 3844\u00ad123", "(0238) 3844123"),
    ],
)
def test_phone_numbers_are_taken_as_pages_and_keyboards_give_them(typed: str, kept: str) -> None:
    assert Written(text="x", phone=typed).phone == kept


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Đông Ðông ðông", "dong dong dong"),
        ("Nghi Lộc", "nghi lôc"),
        ("PHƯỜNG  Vinh", "phuong vinh"),
        ("Th\u200banh", "thanh"),
        ("Ｖｉｎｈ", "vinh"),
    ],
)
def test_what_is_searched_is_folded_once(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text) == fold(unicodedata.normalize("NFD", text))


def test_marks_are_seen_in_any_form() -> None:
    assert has_marks("Ðong")
    assert not has_marks("Vinh – Nghe An")
