"""Words of a search: folded letter by letter, harmless in an expression, found again in the original."""

import sqlite3
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.publishing.search.words import (
    MAXIMUM_WORDS,
    all_of,
    any_of,
    composed,
    excerpt,
    folded,
    marked,
    marked_words,
    may_be_kept,
    readings,
    words,
)

TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60)
VIETNAMESE = st.text(alphabet="aăâeêioôơuưyđdqhnAĂÂĐƯ áàảãạấệộứởỳỹ.,\"'()*-", max_size=60)


@given(TEXT | VIETNAMESE)
def test_the_fold_keeps_every_character_in_its_place(text: str) -> None:
    assert len(folded(composed(text))) == len(composed(text))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Đảng bộ tỉnh Nghệ An", "dang bo tinh nghe an"),
        ("ĐƯỜNG Thuỷ = Thủy", "duong thuy = thuy"),
        ("Hà Nội 2026", "ha noi 2026"),
        ("12/NQ-MTTQ", "12/nq-mttq"),
    ],
)
def test_marks_and_case_are_folded(text: str, plain: str) -> None:
    assert folded(text) == plain
    assert words(unicodedata.normalize("NFD", text)) == words(text)


@given(TEXT | VIETNAMESE)
def test_whatever_is_typed_makes_an_expression_that_fts5_takes(text: str) -> None:
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE f USING fts5(a, tokenize = 'unicode61 remove_diacritics 2')")
    base.execute("INSERT INTO f VALUES (?)", (folded(composed(text)),))
    typed = words(text)
    if typed:
        for expression in (all_of(typed), any_of(typed)):
            assert (
                base.execute("SELECT count(*) FROM f WHERE f MATCH ?", (expression,)).fetchone() is not None
            )
    base.close()


@given(VIETNAMESE)
def test_a_text_is_found_by_its_own_words_with_or_without_marks(text: str) -> None:
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE f USING fts5(a, tokenize = 'unicode61 remove_diacritics 2')")
    base.execute("INSERT INTO f VALUES (?)", (folded(composed(text)),))
    if typed := words(text)[:12]:
        assert typed == words(folded(composed(text)))[:12]
        assert base.execute("SELECT count(*) FROM f WHERE f MATCH ?", (all_of(typed),)).fetchone() == (1,)
    base.close()


@given(VIETNAMESE, VIETNAMESE)
def test_what_is_marked_are_the_words(text: str, searched: str) -> None:
    wanted = frozenset(words(searched))
    found = marked(composed(text), wanted)
    assert found.text == composed(text)
    inside = [word for start, end in found.places for word in words(found.text[start:end])]
    assert set(inside) <= wanted
    assert inside == [word for word in words(text) if word in wanted]
    assert list(found.places) == sorted(found.places)


@given(VIETNAMESE, VIETNAMESE, st.integers(10, 80))
def test_an_excerpt_is_short_and_from_the_text(text: str, searched: str, size: int) -> None:
    long = composed(f"{text} {text} {text}")
    piece = excerpt(long, frozenset(words(searched)), size)
    assert len(piece.text) <= size + 4
    assert set(words(piece.text)) <= {word[:n] for word in words(long) for n in range(len(word) + 1)}


def test_an_excerpt_shows_where_most_of_the_words_stand() -> None:
    text = "Mở đầu cử tri. " + "x " * 200 + "Hội nghị tiếp xúc cử tri phường Thành Vinh. " + "y " * 200
    piece = excerpt(text, frozenset(words("tiep xuc cu tri")), 120)
    assert "tiếp xúc cử tri" in piece.text
    assert piece.text.startswith("… ")
    assert piece.text.endswith(" …")
    assert [piece.text[start:end] for start, end in piece.places] == ["tiếp xúc cử tri"]


@pytest.mark.parametrize("spelling", ["hòa", "hoà", "Hoà", "HÒA"])
def test_marked_words_are_found_wherever_the_tone_mark_stands(spelling: str) -> None:
    (finder,) = marked_words(spelling)
    assert finder.search("xã Nghi Hoà và Nghi Hòa")
    assert not finder.search("hoa hoá hỏa hoàn")


def test_words_without_marks_ask_for_none() -> None:
    assert marked_words("hoa hong 2026") == []


def test_synonyms_are_other_readings() -> None:
    groups = [[["cu", "tri"], ["nguoi", "di", "bau"]], [["mttq"], ["mat", "tran", "to", "quoc"]]]
    found = readings(words("tiếp xúc cử tri"), groups)
    assert found == [("tiep", "xuc", "cu", "tri"), ("tiep", "xuc", "nguoi", "di", "bau")]
    assert readings(["xa"], groups) == [("xa",)]
    assert readings(["x"], [[[], ["x"]]])[0] == ("x",)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("thẻ căn cước", True),
        ("nghị quyết 12 2026", True),
        ("0912345678", False),
        ("0912 345 678", False),
        ("cccd 040099001234", False),
        ("một hai ba bốn năm sáu bảy tám chín", False),
        ("", False),
    ],
)
def test_what_may_be_somebodys_number_is_not_kept(text: str, *, kept: bool) -> None:
    assert may_be_kept(words(text)) is kept


def test_only_the_first_marked_words_are_looked_for() -> None:
    assert len(marked_words(" ".join(f"họ{number}" for number in range(1000)))) == MAXIMUM_WORDS
