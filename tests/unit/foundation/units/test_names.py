"""Finding units by what people type."""

import unicodedata
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.units.load import read_units
from loa.foundation.units.model import existing_on, find
from loa.foundation.units.names import name_key
from loa.text.folding import fold, has_marks

UNITS = read_units()
IN_2024 = date(2024, 9, 30)
TODAY = date(2026, 11, 21)


def labels(text: str, day: date = IN_2024, *, former: bool = False) -> list[str]:
    return [hit.label for hit in find(text, UNITS, day=day, former=former)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Thuỷ", "Thủy"),
        ("Hoà", "Hòa"),
        ("PHƯỜNG THU THUỶ", "phường Thu  Thủy"),
        ("Quỳnh", unicodedata.normalize("NFD", "Quỳnh")),
        ("Đông Vĩnh", "đông vĩnh"),
    ],
)
def test_spellings_of_one_name_are_equal(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), [("Hoa", "Hòa"), ("Hưng", "Hung"), ("Thuý", "Thủy"), ("Ân", "An")])
def test_different_marks_are_different_names(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


def test_without_marks_everything_is_plain() -> None:
    assert fold("  Xã Đỉnh Sơn ") == "xa dinh son"
    assert not has_marks("Thanh pho Vinh")
    assert has_marks("Đong")
    assert has_marks(unicodedata.normalize("NFD", "Cửa Lò"))


@given(st.text(st.characters(categories=["L", "M", "Zs"]), max_size=30))
def test_the_key_does_not_depend_on_the_form_of_unicode(text: str) -> None:
    keys = {name_key(unicodedata.normalize(form, text)) for form in ("NFC", "NFD")}
    assert len(keys) == 1


@pytest.mark.parametrize(
    "text",
    ["Nghi Thủy", "nghi thuỷ", "NGHI THUY", "phường nghi thủy", unicodedata.normalize("NFD", "Nghi Thuỷ")],
)
def test_a_unit_is_found_however_it_is_typed(text: str) -> None:
    assert labels(text) == ["Phường Nghi Thủy"]


def test_with_marks_only_the_marked_name_is_found() -> None:
    assert labels("Yến Hòa") == labels("Yên Hoá") == []
    assert labels("Yên Hoà") == labels("Yen Hoa") == ["Xã Yên Hòa"]


def test_what_has_some_of_its_marks_is_found_and_a_wrong_mark_is_not() -> None:
    assert labels("Yên Hoa") == labels("Yên Hoà") == labels("yên hòa") == ["Xã Yên Hòa"]
    assert labels("Nghi Thuy") == labels("phương Nghi Thuy") == labels("phường nghi thuỷ")
    assert labels("Ðồng Văn") == labels("Đông Văn") == labels("Đồng Van") == labels("Đồng Văn")
    assert len(labels("Đồng Văn")) == 3
    assert labels("Đống Văn") == labels("Nghĩ Thuỷ") == []


def test_the_last_word_may_be_unfinished_and_its_tone_too() -> None:
    assert labels("Yên H") == ["Xã Yên Hòa", "Xã Yên Hợp"]
    assert labels("Yên Ho") == labels("Yên Hoa") == ["Xã Yên Hòa"]


def test_namesakes_come_with_their_district() -> None:
    assert labels("Đồng Văn") == [
        "Xã Đồng Văn (Huyện Quế Phong)",
        "Xã Đồng Văn (Huyện Tân Kỳ)",
        "Xã Đồng Văn (Huyện Thanh Chương)",
    ]


def test_the_eight_names_of_2024_that_are_borne_by_eighteen_units_are_told_apart() -> None:
    units = existing_on(UNITS, IN_2024)
    borne_twice = {name for name, count in Counter(unit.name for unit in units).items() if count > 1}
    assert len(borne_twice) == 8
    shown = [hit for name in borne_twice for hit in find(name, UNITS, day=IN_2024) if hit.unit.name == name]
    assert len(shown) == 18
    assert all(hit.ambiguous and hit.parent and hit.parent.name in hit.label for hit in shown)
    assert len({hit.label for hit in shown}) == 18


def test_in_2025_all_names_are_unique() -> None:
    assert not any(hit.ambiguous for hit in find("a", UNITS, day=TODAY))


def test_the_whole_name_comes_before_names_that_only_begin_so() -> None:
    found = labels("Vinh")
    assert found[0] == "Thành phố Vinh"
    assert "Phường Vinh Tân" in found


def test_a_former_name_is_found_on_demand_and_says_what_stands_there_now() -> None:
    assert labels("Quang Trung", TODAY) == []
    (hit,) = find("Quang Trung", UNITS, day=TODAY, former=True)
    assert hit.parent is not None
    assert hit.parent.name == "Thành phố Vinh"
    assert [unit.name for unit in hit.present] == ["Phường Thành Vinh"]


def test_a_name_that_moved_is_offered_with_both_its_holders() -> None:
    hits = find("Châu Tiến", UNITS, day=TODAY, former=True)
    assert [(hit.label, [unit.name for unit in hit.present]) for hit in hits] == [
        ("Xã Châu Tiến (Tỉnh Nghệ An)", ["Xã Châu Tiến"]),
        ("Xã Châu Tiến (Huyện Quỳ Châu)", ["Xã Châu Tiến"]),
        ("Xã Châu Tiến (Huyện Quỳ Hợp)", ["Xã Châu Hồng"]),
    ]


def test_nothing_is_found_for_nothing() -> None:
    assert labels(" ") == []
    assert labels("Hà Nội") == []
    assert labels("\N{COMBINING GRAVE ACCENT}") == []
