"""The tables of what people write in danger: every row matches its example, and no table is too long."""

import re
import unicodedata

import pytest

from loa.dialogue.understanding.emergency import (
    cries,
    detection,
    disasters,
    harmless,
    injuries,
    self_harm,
    violence,
)
from loa.dialogue.understanding.emergency.detection import danger_in, may_be_danger
from loa.dialogue.understanding.emergency.model import Danger
from loa.dialogue.understanding.emergency.patterns import PatternRow, regular
from loa.dialogue.understanding.spelling.folding import folded
from loa.dialogue.understanding.spelling.telex import untelexed


def rows(*modules: object) -> list[PatternRow]:
    return [
        row
        for module in modules
        for name, table in vars(module).items()
        if name.isupper() and isinstance(table, tuple)
        for row in table
        if isinstance(row, tuple)
    ]


SIGNS = {*cries.PERIL, *cries.BODY, *cries.PEOPLE}
CALLS = [row for row in rows(cries, disasters, injuries, violence, self_harm) if row not in SIGNS]
HARMLESS = rows(harmless)


def matches(row: PatternRow) -> bool:
    pattern, example = row
    typed = detection.NO.sub("không", unicodedata.normalize("NFC", example))
    return re.search(regular(pattern), folded(typed, detection.MARKED)) is not None


def test_every_row_matches_its_example() -> None:
    assert len(CALLS) > 150
    assert [row for row in (*CALLS, *HARMLESS, *SIGNS) if not matches(row)] == []


def test_every_example_of_a_call_is_heard() -> None:
    assert [example for _, example in CALLS if danger_in(example) is None] == []


def test_every_example_of_what_is_harmless_raises_no_alarm() -> None:
    assert [example for _, example in HARMLESS if danger_in(example) is not None] == []


@pytest.mark.parametrize(
    "said",
    [
        "thầy giáo sàm sỡ con gái em",
        "thay giao sam so con gai em",
        "bố dượng sờ mó cháu",
        "cô giáo nhốt cháu trong nhà vệ sinh",
        "con bé lớp 5 bị ông hàng xóm sàm sỡ",
    ],
)
def test_a_child_that_is_harmed_is_heard_as_one(said: str) -> None:
    assert danger_in(said) in {Danger.CHILD, Danger.LIFE}


@pytest.mark.parametrize("said", ["cột điện nghiêng lắm rồi", "bà nằm một đống", "nó cầm can xăng"])
def test_what_may_be_a_call_is_asked_about(said: str) -> None:
    assert danger_in(said) is not None or may_be_danger(said)


@pytest.mark.parametrize(
    "said", ["đường hỏng", "xin hỏi thủ tục", "Đèn đường xóm 5 hỏng đã hai tuần", "cảm ơn"]
)
def test_an_ordinary_matter_is_not_asked_about(said: str) -> None:
    assert danger_in(said) is None
    assert not may_be_danger(said)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nuowcs leen tới nóc rooif", "nuoc len tới nóc roi"),
        ("thuyeefn lật", "thuyen lật"),
        ("SOS gas", "SOS gas"),
    ],
)
def test_an_input_method_that_was_off_is_forgiven(typed: str, meant: str) -> None:
    assert untelexed(typed) == meant


@pytest.mark.parametrize(
    "said",
    ["dạ rồi", "Dạ em hiểu rồi", "dạ rõ rồi ạ", "Dạ con gửi ảnh rồi", "da em hieu roi", "dạ lần sau em gửi"],
)
def test_a_polite_yes__is_no_stone_that_falls(said: str) -> None:
    assert danger_in(said) is None
    assert not may_be_danger(said)


@pytest.mark.parametrize(
    "said", ["đá lăn", "đá rơi trúng đầu", "đất đá rơi lộp bộp sau nhà", "da lan xuong nha", "đá đang lăn"]
)
def test_a_stone_that_falls__is_heard(said: str) -> None:
    assert danger_in(said) is Danger.LIFE
