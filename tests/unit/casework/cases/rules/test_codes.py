"""Codes: one wrong sign or two swapped ones are noticed, and a sentence around a code does not matter."""

import math
import re
import secrets
from collections.abc import Callable
from pathlib import Path
from string import ascii_uppercase, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.casework.cases.rules.codes import PREFIX, RANDOM_SIGNS, SIGNS, new_code, parse

CODES = st.builds(
    lambda prefix, number: new_code(prefix, lambda _: number),
    st.text(ascii_uppercase, min_size=2, max_size=2),
    st.integers(0, len(SIGNS) ** RANDOM_SIGNS - 1),
)
ROOT = Path(__file__).parents[5]
EXAMPLE = re.compile(r"\b[A-Z]{2}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}\b")
EVERY_SIGN = digits + ascii_uppercase


def test_every_example_that_people_read_is_a_code() -> None:
    """Whoever learns from one what a code looks like has not learnt one that is refused."""
    places = ("README.md", "functions", "infra", "layers/loa")
    files = [
        file for place in places for file in (ROOT / place, *(ROOT / place).rglob("*")) if file.is_file()
    ]
    found = {
        example
        for file in files
        if file.suffix in {".md", ".py", ".json"}
        for example in EXAMPLE.findall(file.read_text(encoding="utf-8"))
    }
    assert len(found) >= 3  # the README's, the chat's, that of `loa.casework.cases.rules.codes`
    assert [example for example in found if parse(example) != example] == []


def test_a_code_looks_as_it_is_said() -> None:
    code = new_code("NA", lambda _: 123_456_789_012)
    groups = code.split("-")
    assert [len(group) for group in groups] == [2, 4, 4, 2]
    assert groups[0] == "NA"
    assert set("".join(groups[1:])) <= set(SIGNS)
    assert not set(SIGNS) & set("0O1ILU")


def test_chance_is_worth_more_than_forty_bits() -> None:
    assert math.log2(len(SIGNS) ** RANDOM_SIGNS) - math.log2(37 / 30) > 43
    assert len({new_code(PREFIX, secrets.randbelow) for _ in range(2000)}) == 2000


@pytest.mark.parametrize("prefix", ["", "N", "NAN", "na", "N1", "Đ1", "ĐL"])
def test_a_prefix_is_two_plain_letters(prefix: str) -> None:
    with pytest.raises(ValueError, match="two of A to Z"):
        new_code(prefix, secrets.randbelow)


@given(code=CODES)
def test_every_code_is_read_again(code: str) -> None:
    assert parse(code) == code
    assert parse(code) == code
    assert any(sign.isdigit() for sign in code)


@given(code=CODES)
def test_every_single_wrong_sign_is_noticed(code: str) -> None:
    """Exhaustive for each code: every place, every other digit or letter."""
    for place, sign in enumerate(code):
        for other in EVERY_SIGN:
            if sign not in {"-", other}:
                wrong = code[:place] + other + code[place + 1 :]
                confused = place < 2 and (other, sign) in {("0", "O"), ("1", "I")}
                assert parse(wrong) == (code if confused else None), wrong


@given(code=CODES)
def test_every_swap_of_neighbours_is_noticed(code: str) -> None:
    signs = code.replace("-", "")
    for place in range(len(signs) - 1):
        swapped = signs[:place] + signs[place + 1] + signs[place] + signs[place + 2 :]
        assert parse(swapped) == (code if swapped == signs else None), swapped


@given(code=CODES, place=st.integers(0, 11), sign=st.sampled_from(SIGNS))
def test_a_sign_too_few_or_too_many_is_no_code(code: str, place: int, sign: str) -> None:
    signs = code.replace("-", "")
    assert parse(signs[:place] + signs[place + 1 :]) is None
    assert parse(signs[:place] + sign + signs[place:]) is None


WIDE = str.maketrans({sign: chr(ord(sign) + 0xFEE0) for sign in EVERY_SIGN})
HOW: dict[str, Callable[[str], str]] = {
    "small": str.lower,
    "spaces": lambda code: code.replace("-", " "),
    "nothing between": lambda code: code.replace("-", ""),
    "long dashes": lambda code: code.replace("-", " – "),
    "dots": lambda code: code.replace("-", "."),
    "full width": lambda code: code.translate(WIDE),
    "a line break": lambda code: code.replace("-", "\n"),
}


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize(
    "sentence",
    [
        "{}",
        "Cho tôi hỏi phản ánh mã {} đến đâu rồi ạ?",
        "mã:{}.",
        "({})",
        "co 2 viec: viec thu 1 la {}, viec kia thi thoi",
        "Tôi gửi ngày 21/11/2026, số {}; điện thoại 0912 345 678",
    ],
)
@given(code=CODES)
def test_a_code_is_found_however_it_is_written(how: str, sentence: str, code: str) -> None:
    assert parse(sentence.format(HOW[how](code))) == code


@given(code=CODES)
def test_a_code_is_found_letter_by_letter(code: str) -> None:
    assert parse(f"Mã của tôi: {' '.join(code)}") == code


@given(code=CODES)
def test_a_code_quoted_without_its_letters_is_found_where_they_are_known(code: str) -> None:
    quoted = f"hỏi mã: {code[3:].lower()} với"
    assert parse(quoted, code[:2]) == code
    assert parse(quoted) is None


@given(code=CODES)
def test_our_own_letters_go_before_a_word_that_looks_like_letters(code: str) -> None:
    assert parse(f"viec la {code}", code[:2]) == code
    assert parse(f"viec so 2 la {code[3:]}", code[:2]) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Cho tôi hỏi về việc làm đường ở xóm 4, xã Hưng Tây",
        "SAO MAI CHUA THAY AI DEN XEM NHA",
        "NA KHANH CHAY XE",
        "0912 345 678 và 040123456789",
        "MT-2345-6789-AB",
        "🙂" * 2000,
        "NA " * 2000,
        "A-" * 2000,
    ],
)
def test_ordinary_text_holds_no_code(text: str) -> None:
    assert parse(text) is None


@given(text=st.text(max_size=300))
def test_anything_can_be_read(text: str) -> None:
    found = parse(text, PREFIX)
    assert found is None or parse(found) == found


def test_of_two_readings_that_are_both_right_the_one_with_our_letters_counts() -> None:
    ours = next(
        first + second
        for first in ascii_uppercase
        for second in ascii_uppercase
        if (first, second) != ("L", "A") and _weight(first + second) == _weight("LA")
    )
    code = new_code(ours, lambda _: 123_456_789)
    assert parse(f"viec la {code[3:]}") == f"LA-{code[3:]}"
    assert parse(f"viec la {code[3:]}", ours) == code


def _weight(prefix: str) -> int:
    return (12 * int(prefix[0], 36) + 11 * int(prefix[1], 36)) % 37


def test_letters_alone_are_no_code_even_where_the_check_is_right() -> None:
    letters = next(
        f"NA-ABCD-EFGH-{first}{second}"
        for first in "ABCDEFGHJKMNPQRSTVWXYZ"
        for second in "ABCDEFGHJKMNPQRSTVWXYZ"
        if _is_whole(f"NAABCDEFGH{first}{second}")
    )
    assert parse(letters) is None


def _is_whole(signs: str) -> bool:
    return sum(int(sign, 36) * (12 - place) for place, sign in enumerate(signs)) % 37 == 0


def test_words_are_hardly_ever_codes() -> None:
    """A body of letters alone is none, however the check falls."""
    assert all(parse(f"{sign}{sign} ABCDEFGHJK") is None for sign in ascii_uppercase)
