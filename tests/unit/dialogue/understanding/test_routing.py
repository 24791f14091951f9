"""Which unit a place belongs to: only what is certain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.dialogue.understanding.routing import unit_of
from loa.foundation.units.model import Unit, UnitKind
from tests.worlds.province import CITY, OTHER_WARD, PROVINCE, TOWN, UNITS, WARD

NAMESAKE = Unit("40.413.16700", "2024-09", "16700", "Phường Hà Huy Tập", UnitKind.WARD)


@pytest.mark.parametrize(
    ("place", "unit"),
    [
        ("Khối 5, phường Hà Huy Tập", WARD),
        ("khoi 5 phuong ha huy tap, tp vinh", WARD),
        ("Hà Huy Tập", WARD),
        ("Phường Đông Vĩnh, thành phố Vinh", OTHER_WARD),
        ("thành phố Vinh", CITY),
        ("thị xã Cửa Lò", TOWN),
        ("Vinh", PROVINCE),
        ("giữa Hà Huy Tập và Đông Vĩnh", PROVINCE),
        ("Xóm 5", PROVINCE),
        ("", PROVINCE),
    ],
)
def test_a_place_names_a_unit(place: str, unit: str) -> None:
    assert unit_of(place, PROVINCE, UNITS) == unit


def test_namesakes_are_not_guessed_but_told_apart_by_the_account() -> None:
    units = [*UNITS, NAMESAKE]
    assert unit_of("phường Hà Huy Tập", PROVINCE, units) == PROVINCE
    assert unit_of("phường Hà Huy Tập", CITY, units) == WARD


@given(st.text(max_size=200))
def test_whatever_is_written_it_stays_within_the_account(place: str) -> None:
    assert unit_of(place, CITY, UNITS).startswith(CITY)
